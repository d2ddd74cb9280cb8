package dev.byoc.jdbc;

import dev.byoc.jdbc.internal.commit.GroupCommit;
import dev.byoc.jdbc.internal.commit.HostLease;
import dev.byoc.jdbc.internal.commit.LaneRow;
import dev.byoc.jdbc.internal.commit.WriteJob;
import dev.byoc.store.spi.Lane;
import dev.byoc.store.spi.RelayStore;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The faces of a {@link JdbcStore} whose database is open, over one session. */
final class OpenStore {
    private final Session session;
    private final GroupCommit writer;
    private final Entries entries;
    private final JdbcLinks links;
    private final @Nullable HostLease lease;
    private final Keeper keeper;
    private final int maxOpen;
    final JdbcJournal journal;
    final JdbcCustomerMap customers;
    final JdbcReferences references;
    final JdbcDeadLetters deadLetters;
    final JdbcSettings settings;

    /** @param keepsBodies for as long as their entries are kept */
    OpenStore(
            Session session,
            GroupCommit writer,
            Retention retention,
            @Nullable HostLease lease,
            int maxOpen,
            boolean keepsBodies) {
        this.session = session;
        this.writer = writer;
        this.links = new JdbcLinks(session.dialect());
        this.entries = new Entries(keepsBodies, new ChangeRows(links));
        this.lease = lease;
        this.keeper = new Keeper(session, writer, retention, lease);
        this.maxOpen = maxOpen;
        this.journal = new JdbcJournal(session, entries, links, writer.counters(), retention, lease, maxOpen);
        this.customers = new JdbcCustomerMap(session, links);
        this.references = new JdbcReferences(session);
        this.deadLetters = new JdbcDeadLetters(session, journal, keepsBodies);
        this.settings = new JdbcSettings(session);
    }

    void keep(Duration leaseLength) {
        keeper.start(leaseLength);
    }

    GroupCommit writer() {
        return writer;
    }

    Keeper keeper() {
        return keeper;
    }

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

    @Nullable
    String warning() {
        return session.dialect().warning();
    }

    /** The first cause counts. */
    @Nullable
    String trouble() {
        String trouble = session.dialect().obstacle();
        if (trouble == null) {
            trouble = writer.trouble();
        }
        if (trouble == null) {
            trouble = session.unreadable();
        }
        if (trouble == null
                && lease != null
                && (lease.left().isNegative() || lease.left().isZero())) {
            trouble = "the lease of this host has run out: the database does not answer in time";
        }
        return trouble == null && writer.counters().open() >= maxOpen ? RelayStore.fullOf(maxOpen) : trouble;
    }

    void close() {
        keeper.stop();
        writer.close();
        session.close();
        keeper.await();
        session.dialect().close();
    }
}
