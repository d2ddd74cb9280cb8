package dev.byoc.jdbc.internal.postgres;

import dev.byoc.jdbc.internal.Dialect;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Borrows connections of the application's pool, and returns each as it was: with its time-outs, and never if the pool must not hand it out
 * again. Thread-safe; the writer's connection is borrowed and returned by one thread.
 */
final class PostgresConnections {
    private static final Logger log = LoggerFactory.getLogger(PostgresConnections.class);

    private static final int MAX_READ_ATTEMPTS = 5;

    private final DataSource source;
    private final int readMillis;
    private final int writeMillis;
    private volatile int usualMillis;

    /**
     * Nothing is borrowed yet.
     *
     * @param read how long the server may not answer a reader before the connection counts as lost; write the same for the writer
     */
    PostgresConnections(DataSource source, Duration read, Duration write) {
        this.source = source;
        this.readMillis = (int) read.toMillis();
        this.writeMillis = (int) write.toMillis();
    }

    String product() throws SQLException {
        try (Connection connection = borrow()) {
            return connection.getMetaData().getDatabaseProductName();
        }
    }

    /** A connection in auto-commit mode. */
    Connection borrow() throws SQLException {
        Connection connection = fromPool();
        try {
            // Also ends the transaction in which a pool without auto-commit has set the schema: a rollback would undo
            // that.
            connection.setAutoCommit(true);
            return connection;
        } catch (SQLException e) {
            try (connection) {
                throw e;
            }
        }
    }

    private Connection fromPool() throws SQLException {
        try {
            return source.getConnection();
        } catch (RuntimeException e) {
            // HikariCP throws one of its own where it cannot connect at all.
            throw e.getCause() instanceof SQLException cause
                    ? cause
                    : new SQLException(e.getClass().getName(), "08001", e);
        }
    }

    /** The writer's connection, whose transactions are committed explicitly. */
    Connection borrowForWriting() throws SQLException {
        Connection connection = borrow();
        try {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            usualMillis = connection.getNetworkTimeout();
            connection.setNetworkTimeout(Runnable::run, writeMillis);
            if (setting(connection, "transaction_read_only").equals("on")) {
                throw new SQLException("read only", PostgresFaults.READ_ONLY);
            }
            try (Statement statement = connection.createStatement()) {
                statement.execute("set idle_in_transaction_session_timeout = " + writeMillis);
            }
            connection.commit();
            return connection;
        } catch (SQLException e) {
            abort(connection);
            try (connection) {
                throw e;
            }
        }
    }

    void returnFromWriting(Connection writer) throws SQLException {
        try (writer;
                Statement statement = writer.createStatement()) {
            statement.execute("reset idle_in_transaction_session_timeout");
            writer.commit();
            writer.setNetworkTimeout(Runnable::run, usualMillis);
        }
    }

    /** Repeats a query that PostgreSQL could not serialize with other transactions: the pool may have set that isolation. */
    <T> T read(Dialect.Query<T> query) throws SQLException {
        for (int attempt = 1; ; attempt++) {
            try {
                return readOnce(query);
            } catch (SQLException e) {
                if (!Dialect.isSerializationFailure(e) || attempt == MAX_READ_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private <T> T readOnce(Dialect.Query<T> query) throws SQLException {
        try (Connection connection = borrow()) {
            int usual = connection.getNetworkTimeout();
            connection.setNetworkTimeout(Runnable::run, readMillis);
            try {
                return query.ask(connection);
            } catch (SQLException e) {
                if (PostgresFaults.isReadOnly(e)) {
                    abort(connection);
                }
                throw e;
            } finally {
                restore(connection, usual);
            }
        }
    }

    private static void restore(Connection connection, int usual) {
        try {
            connection.setNetworkTimeout(Runnable::run, usual);
        } catch (SQLException e) {
            log.debug(
                    "a broken connection goes back to its pool: {}",
                    e.getClass().getName());
        }
    }

    /** Ends a connection, so that its pool does not hand it out again. */
    private static void abort(Connection connection) {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            log.debug("a connection could not be aborted: {}", e.getClass().getName());
        }
    }

    static String setting(Connection connection, String name) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("show " + name)) {
            return rows.next() ? rows.getString(1) : "";
        }
    }
}
