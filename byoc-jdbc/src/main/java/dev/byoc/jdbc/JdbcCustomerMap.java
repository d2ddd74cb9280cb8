package dev.byoc.jdbc;

import dev.byoc.jdbc.internal.commit.LaneRow;
import dev.byoc.jdbc.internal.commit.WriteJob;
import dev.byoc.store.spi.CustomerMap;
import dev.byoc.store.spi.Lane;
import dev.byoc.store.spi.Link;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks up the links of a {@link JdbcStore}, and erases what it holds of a customer. */
final class JdbcCustomerMap implements CustomerMap {
    private final Session session;
    private final JdbcLinks links;
    private final Entries entries;

    JdbcCustomerMap(Session session, JdbcLinks links, Entries entries) {
        this.session = session;
        this.links = links;
        this.entries = entries;
    }

    /** As {@code RelayStore.forget}. */
    int forget(String account, String customer, List<Lane> lanes) {
        return session.done(new WriteJob<>(lanes, tx -> {
            int bodies = 0;
            for (Lane lane : lanes) {
                LaneRow row = tx.lane(lane);
                bodies += entries.erase(tx, row);
                row.rest();
                tx.free(row);
            }
            links.forget(tx, account, customer);
            return bodies;
        }));
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
