package dev.byoc.jdbc;

import dev.byoc.jdbc.internal.commit.GroupCommit;
import dev.byoc.jdbc.internal.commit.HostLease;
import dev.byoc.jdbc.internal.rows.ChangeRows;
import dev.byoc.jdbc.internal.rows.Entries;
import dev.byoc.jdbc.internal.rows.JdbcLinks;
import dev.byoc.jdbc.internal.rows.Session;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The faces of a {@link JdbcStore} whose database is open, over one session. */
final class OpenStore {
    final Session session;
    final StoreMaintenance maintenance;
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
        JdbcLinks links = new JdbcLinks(session.dialect());
        Entries entries = new Entries(keepsBodies, new ChangeRows(links));
        this.session = session;
        this.maintenance = new StoreMaintenance(session, writer, retention, lease);
        this.journal = new JdbcJournal(session, entries, links, writer.counters(), retention, lease, maxOpen);
        this.customers = new JdbcCustomerMap(session, links, entries);
        this.references = new JdbcReferences(session);
        this.deadLetters = new JdbcDeadLetters(session, links, keepsBodies);
        this.settings = new JdbcSettings(session);
    }

    /** Starts the maintenance. */
    void start(Duration leaseLength) {
        maintenance.start(leaseLength);
    }

    /** As {@code RelayStore.trouble}: the first cause that is found. */
    @Nullable
    String trouble() {
        String trouble = session.trouble();
        if (trouble == null) {
            trouble = maintenance.trouble();
        }
        return trouble == null ? journal.obstacle() : trouble;
    }

    void close() {
        maintenance.stop();
        session.close();
        maintenance.await();
        session.dialect().close();
    }
}
