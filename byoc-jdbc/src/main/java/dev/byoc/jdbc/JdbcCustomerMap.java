package dev.byoc.jdbc;

import dev.byoc.jdbc.internal.commit.WriteJob;
import dev.byoc.store.spi.CustomerMap;
import dev.byoc.store.spi.Link;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks up the links of a {@link JdbcStore}. */
final class JdbcCustomerMap implements CustomerMap {
    private final Session session;
    private final JdbcLinks links;

    JdbcCustomerMap(Session session, JdbcLinks links) {
        this.session = session;
        this.links = links;
    }

    @Override
    public @Nullable Link link(String account, String customer) {
        return session.find(
                connection -> Optional.ofNullable(links.link(connection, session.scope(), account, customer)));
    }

    @Override
    public @Nullable Link byConversation(String anyConversationId) {
        return session.find(connection ->
                Optional.ofNullable(links.byConversation(connection, session.scope(), anyConversationId)));
    }

    @Override
    public @Nullable Link byUser(String userId) {
        return session.find(connection -> Optional.ofNullable(links.byUser(connection, session.scope(), userId)));
    }

    @Override
    public List<Link> notCaughtUp(Instant gap, Instant activeSince, int max) {
        return session.read(connection -> links.notCaughtUp(connection, session.scope(), gap, activeSince, max));
    }

    @Override
    public List<String> takeReadings() {
        return session.done(new WriteJob<>(List.of(), JdbcReadings::take));
    }

    @Override
    public int inactive(Instant gap, Instant activeSince) {
        return session.read(connection -> links.inactive(connection, session.scope(), gap, activeSince));
    }
}
