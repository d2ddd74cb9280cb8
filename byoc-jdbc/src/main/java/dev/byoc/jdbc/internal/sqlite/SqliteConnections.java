package dev.byoc.jdbc.internal.sqlite;

import dev.byoc.store.StoreException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** Opens connections to one database file. Thread-safe. */
final class SqliteConnections {
    /** Less than a sender of webhooks waits, so that the sender gets an answer. */
    private static final int BUSY_MILLIS = 2_500;

    private final Driver driver;
    private final Path given;
    private final Path path;
    private final FileIdentity identity;

    SqliteConnections(Driver driver, DatabaseFile file, FileIdentity identity) {
        this.driver = driver;
        this.given = file.given();
        this.path = file.path();
        this.identity = identity;
    }

    /** @throws StoreException if SQLite is not on the class path */
    static Driver driver() {
        try {
            return Class.forName("org.sqlite.JDBC", true, SqliteConnections.class.getClassLoader())
                    .asSubclass(Driver.class)
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException | LinkageError e) {
            throw new StoreException("JdbcStore.embedded needs SQLite, which is not on the class path:"
                    + " add the dependency org.xerial:sqlite-jdbc, or use another store");
        }
    }

    /** A connection to the files that were opened before: not by a path where another one lies now, be it the database or its log. */
    Connection open() throws SQLException {
        identity.verify();
        return openUnverified();
    }

    /** A connection to whatever lies at the path. */
    Connection openUnverified() throws SQLException {
        Properties options = new Properties();
        // Reads and writes, never creates: a file created in place of one that was moved away would be empty.
        options.setProperty("open_mode", "2");
        options.setProperty("busy_timeout", String.valueOf(BUSY_MILLIS));
        // Else the driver selects the last row's id after each change; statements here use "returning".
        options.setProperty("jdbc.get_generated_keys", "false");
        Connection connection = driver.connect("jdbc:sqlite:" + path, options);
        try (Statement statement = connection.createStatement()) {
            String mode = text(statement, "pragma journal_mode = wal");
            if (!"wal".equals(mode)) {
                throw new DisplacedException(
                        given + " cannot have a log beside it (journal_mode is " + mode
                                + "): it has to be on a disk of this machine, in a folder that may be written to",
                        true);
            }
            statement.execute("pragma synchronous = full");
            statement.execute("pragma wal_autocheckpoint = 0");
            statement.execute("pragma temp_store = memory");
            // Opens the log, which is compared with the one at its path from now on.
            statement.execute("select 1 from sqlite_master limit 1");
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** Closes a connection on which nothing is left to commit, so that a failure loses nothing. */
    static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            return;
        }
    }

    /** The first column of the first row; blank: there is none. */
    static String text(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? String.valueOf(rows.getString(1)) : "";
        }
    }
}
