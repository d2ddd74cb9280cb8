package dev.byoc.jdbc;

import dev.byoc.jdbc.internal.Dialect;
import dev.byoc.jdbc.internal.Migrations;
import dev.byoc.jdbc.internal.SchemaScripts;
import dev.byoc.jdbc.internal.Statements;
import dev.byoc.jdbc.internal.commit.GroupCommit;
import dev.byoc.jdbc.internal.commit.HostLease;
import dev.byoc.jdbc.internal.rows.Session;
import dev.byoc.store.StoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;

/** Opens a database for a store: migrates or checks its tables, proves its connections, starts the writer and the maintenance. */
final class Opening {
    /**
     * What a host has asked of its {@link JdbcStore}.
     *
     * @param keep how long what is done is kept
     * @param lease how long lanes stay with a host that does not renew it, on a shared database
     * @param maxOpen entries that may be open at once
     * @param keepsBodies for as long as their entries are kept
     * @param migrates whether the store runs the scripts; else the host has
     */
    record Options(
            Duration keep, Duration lease, int maxOpen, boolean keepsBodies, boolean migrates, SchemaScripts scripts) {}

    private Opening() {}

    /** @throws StoreException saying in a sentence what is in the way; nothing stays open then */
    static OpenStore open(Dialect dialect, String scope, Options options) {
        String host = UUID.randomUUID().toString();
        dialect.open();
        try {
            prepare(dialect, host, options);
            HostLease lease = dialect.isShared() ? new HostLease(dialect, host, options.lease()) : null;
            GroupCommit writer = new GroupCommit(dialect, scope, host, lease);
            Retention retention = new Retention(dialect, scope, options.keep());
            retention.open();
            OpenStore store = new OpenStore(
                    new Session(scope, dialect, writer),
                    writer,
                    retention,
                    lease,
                    options.maxOpen(),
                    options.keepsBodies());
            writer.start();
            store.start(options.lease());
            return store;
        } catch (SQLException e) {
            dialect.close();
            throw new StoreException("the database cannot be used: " + dialect.say(e));
        } catch (Throwable e) {
            // A DataSource of the host's may throw what it does not declare; the file's lock and the writer must not
            // stay behind.
            dialect.close();
            throw e;
        }
    }

    private static void prepare(Dialect dialect, String host, Options options) throws SQLException {
        Connection connection = dialect.writer();
        try {
            try {
                new Migrations(dialect, options.migrates(), options.scripts()).ensure(connection);
                dialect.prove(connection, host);
                if (!dialect.isShared()) {
                    freeAllLanes(dialect, connection);
                    connection.commit();
                }
            } catch (Throwable e) {
                connection.rollback();
                throw e;
            }
        } finally {
            dialect.release(connection);
        }
    }

    /** Those with open entries: the process that owned them has ended, as this one has the database to itself. */
    private static void freeAllLanes(Dialect dialect, Connection connection) throws SQLException {
        PreparedStatement free = new Statements(dialect::sql)
                .of(
                        connection,
                        "update byoc_lane set due = " + dialect.now()
                                + " where due is null and id in (select lane from byoc_entry where state < 2)");
        Statements.set(free, dialect.time());
        free.executeUpdate();
    }
}
