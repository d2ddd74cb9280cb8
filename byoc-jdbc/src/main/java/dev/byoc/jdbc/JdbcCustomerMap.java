package dev.byoc.jdbc;

import dev.byoc.jdbc.internal.commit.LaneRow;
import dev.byoc.jdbc.internal.commit.Transaction;
import dev.byoc.jdbc.internal.commit.WriteJob;
import dev.byoc.jdbc.internal.rows.Entries;
import dev.byoc.jdbc.internal.rows.JdbcLinks;
import dev.byoc.jdbc.internal.rows.JdbcReadings;
import dev.byoc.jdbc.internal.rows.LinksOfCustomers;
import dev.byoc.jdbc.internal.rows.Session;
import dev.byoc.jdbc.internal.rows.SharedLookups;
import dev.byoc.store.spi.CustomerMap;
import dev.byoc.store.spi.Lane;
import dev.byoc.store.spi.Link;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks up the links of a {@link JdbcStore}, and erases what it holds of a customer. */
final class JdbcCustomerMap implements CustomerMap {
    private final Session session;
    private final JdbcLinks links;
    private final Entries entries;
    private final SharedLookups<LinksOfCustomers.Key, Link> lookups;

    JdbcCustomerMap(Session session, JdbcLinks links, Entries entries) {
        this.session = session;
        this.links = links;
        this.entries = entries;
        this.lookups = new SharedLookups<>(new LinksOfCustomers(session));
    }

    /**
     * What the first commit of a forgetting has done.
     *
     * @param bodies how many entries it has erased
     * @param rows of the lanes
     * @param last the last entry that there was: what the customer writes from then on is not erased
     */
    private record Forgotten(int bodies, List<Long> rows, long last) {}

    /** As {@code RelayStore.forget}. */
    int forget(String account, String customer, List<Lane> lanes) {
        Forgotten forgotten = session.done(WriteJob.of(lanes, tx -> {
            int bodies = 0;
            List<Long> rows = new ArrayList<>();
            for (Lane lane : lanes) {
                LaneRow row = tx.lane(lane);
                bodies += entries.erase(tx, row);
                row.forget();
                tx.free(row);
                rows.add(row.id);
            }
            links.forget(tx, account, customer);
            return new Forgotten(bodies, rows, lastEntry(tx));
        }));
        return forgotten.bodies() + eraseEnded(forgotten.rows(), forgotten.last());
    }

    private static long lastEntry(Transaction tx) throws SQLException {
        try (ResultSet rows = tx.with("select max(id) from byoc_entry").executeQuery()) {
            return rows.next() ? rows.getLong(1) : 0;
        }
    }

    /** What none but a store that keeps bodies has, or one that did: so it is looked for, beside the writer, whatever the settings say. */
    private int eraseEnded(List<Long> lanes, long last) {
        int bodies = 0;
        long after = 0;
        while (!lanes.isEmpty() && after < last) {
            EntriesOfLanes.Piece piece = EntriesOfLanes.withContent(session, lanes, after, last);
            if (!piece.ids().isEmpty()) {
                bodies += session.done(WriteJob.of(List.of(), tx -> Entries.eraseEnded(tx, piece.ids())));
            }
            after = piece.end();
        }
        return bodies;
    }

    @Override
    public @Nullable Link link(String account, String customer) {
        if (session.dialect().hasRoundTrips()) {
            return lookups.of(new LinksOfCustomers.Key(account, customer));
        }
        Link known = session.known(account, customer);
        return known != null
                ? known
                : JdbcLinks.link(session.scope(), account, customer).first(session);
    }

    @Override
    public @Nullable Link byConversation(String anyConversationId) {
        return JdbcLinks.byConversation(session.scope(), anyConversationId).first(session);
    }

    @Override
    public @Nullable Link byUser(String userId) {
        return JdbcLinks.byUser(session.scope(), userId).first(session);
    }

    @Override
    public List<Link> notCaughtUp(Instant gap, Instant activeSince, int max) {
        return JdbcLinks.notCaughtUp(session.scope(), gap, activeSince, max).all(session);
    }

    @Override
    public List<String> takeReadings() {
        return session.done(WriteJob.of(List.of(), JdbcReadings::take));
    }

    @Override
    public int inactive(Instant gap, Instant activeSince) {
        Integer count = JdbcLinks.inactive(session.scope(), gap, activeSince).first(session);
        return count == null ? 0 : count;
    }
}
