package dev.byoc.jdbc.internal.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether an open database is whole. SQLite checks it at the start, after another program may have written to it, and after a statement met
 * damage, until it is whole again. Thread-safe.
 */
final class IntegrityCheck {
    private static final Logger log = LoggerFactory.getLogger(IntegrityCheck.class);

    /** Checks take at most a twentieth of the time. */
    private static final int SHARE_OF_TIME = 20;

    private final Path database;
    private final SqliteFaults faults;
    private final FileIdentity identity;
    private final SqliteConnections connections;
    private volatile @Nullable String damage;

    /** The largest id of an entry when the database was last known to be whole. */
    private volatile long lastEntry;

    private volatile long next = System.nanoTime();

    /** @param database as the host names it, for messages */
    IntegrityCheck(Path database, SqliteFaults faults, FileIdentity identity, SqliteConnections connections) {
        this.database = database;
        this.faults = faults;
        this.identity = identity;
        this.connections = connections;
    }

    /** Why nothing can be stored; null: no damage is known. */
    @Nullable
    String damage() {
        return damage;
    }

    /** A statement has met that fault, which may be damage. */
    void met(SQLException fault) {
        if (faults.isDamage(fault)) {
            damage = faults.say(fault);
            log.warn("nothing is stored any more: {}", damage);
        }
    }

    /** The database is whole at present: its last entry will have to be there at the next check. */
    void passed(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            lastEntry = lastEntry(statement);
        }
    }

    /** Checks the database if there is a reason to and the last check is long enough ago; in full if damage is known. */
    synchronized void run() throws SQLException {
        boolean due = System.nanoTime() - next >= 0;
        if (!due || (!identity.isSuspect() && damage == null)) {
            return;
        }
        long before = System.nanoTime();
        identity.accept();
        String found = fault(damage == null ? "pragma quick_check(1)" : "pragma integrity_check(1)");
        if (found == null && damage != null) {
            log.info("{} is whole again", database);
        } else if (found != null && damage == null) {
            log.warn("nothing is stored any more: {}", found);
        }
        damage = found;
        long taken = System.nanoTime() - before;
        next = System.nanoTime() + SHARE_OF_TIME * taken;
    }

    /** Null: there is none. */
    private @Nullable String fault(String check) throws SQLException {
        try (Connection fresh = connections.open();
                Statement statement = fresh.createStatement()) {
            if (!SqliteConnections.text(statement, check).equals("ok")) {
                return faults.damaged();
            }
            return lastEntry(statement) < lastEntry
                    ? "an older copy was written over " + database
                            + " while the relay works on it. Stop the relay, delete "
                            + database.getFileName() + "-wal and -shm, put the backup there and start it."
                    : null;
        } catch (SQLException e) {
            identity.suspect();
            identity.verify();
            return faults.say(e);
        }
    }

    private static long lastEntry(Statement statement) throws SQLException {
        boolean any = !SqliteConnections.text(statement, "select 1 from sqlite_master where name = 'sqlite_sequence'")
                .isEmpty();
        String last = any
                ? SqliteConnections.text(statement, "select seq from sqlite_sequence where name = 'byoc_entry'")
                : "";
        return last.isEmpty() ? 0 : Long.parseLong(last);
    }
}
