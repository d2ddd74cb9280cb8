package dev.byoc.jdbc.internal.commit;

import dev.byoc.jdbc.internal.Dialect;
import dev.byoc.jdbc.internal.Statements;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The writer's connection, with what is valid on it alone: prepared statements, rows of lanes and links. Reopened after a failure, at most once a
 * second. Used by the writer's thread; {@link #fault} and {@link #abort} by any.
 */
final class WriterConnection {
    private static final Logger log = LoggerFactory.getLogger(WriterConnection.class);

    private static final long DOWN_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Dialect dialect;
    private final Statements statements;
    private final LaneCache lanes = new LaneCache();
    private final LinkCache links = new LinkCache(LinkCache.MOST);
    private volatile @Nullable Connection connection;
    private volatile @Nullable SQLException fault;
    private long downUntil = System.nanoTime();

    /** Whether the failure was logged: one line, however many attempts follow. */
    private boolean logged;

    WriterConnection(Dialect dialect) {
        this.dialect = dialect;
        this.statements = new Statements(dialect::sql);
    }

    Statements statements() {
        return statements;
    }

    LaneCache lanes() {
        return lanes;
    }

    LinkCache links() {
        return links;
    }

    /** Why there is none; null: there is one, or none was asked for. */
    @Nullable
    SQLException fault() {
        return fault;
    }

    boolean isOpen() {
        return connection != null;
    }

    /** The open one, or a new one. */
    Connection get() throws SQLException {
        Connection open = connection;
        if (open != null) {
            return open;
        }
        if (fault != null && System.nanoTime() - downUntil < 0) {
            throw fault;
        }
        try {
            open = dialect.writer();
            connection = open;
            if (fault != null) {
                log.info("the database can be reached again");
            }
            fault = null;
            return open;
        } catch (SQLException e) {
            if (fault == null) {
                log.warn("the database cannot be reached: {}", dialect.say(e));
            }
            fault = e;
            downUntil = System.nanoTime() + DOWN_NANOS;
            throw e;
        }
    }

    /** Rolls the transaction back, and drops the connection if that fails or the fault outlasts the transaction. */
    void rollBack(SQLException why) {
        Connection open = connection;
        if (open == null) {
            return;
        }
        dialect.noticed(why);
        if (dialect.outlastsTheTransaction(why)) {
            abort();
            drop(why);
            return;
        }
        // Ids of lanes that were inserted in it are invalid now.
        forgetRows();
        statements.forget();
        try {
            open.rollback();
        } catch (SQLException e) {
            drop(e);
        }
    }

    /** Closes the connection as broken. */
    void drop(SQLException why) {
        Connection open = connection;
        if (open == null) {
            return;
        }
        dialect.noticed(why);
        connection = null;
        statements.forget();
        forgetRows();
        close(open);
        if (logged) {
            log.debug("the connection to the database failed again: {}", dialect.say(why));
        } else {
            log.warn("the connection to the database failed: {}", dialect.say(why));
        }
        logged = true;
    }

    /** What is known of rows may be wrong, and is read again. */
    void forgetRows() {
        lanes.clear();
        links.clear();
    }

    /** A commit has succeeded: the next failure is logged again. */
    void works() {
        logged = false;
    }

    /** Returns it with its settings restored. */
    void release() throws SQLException {
        Connection open = connection;
        connection = null;
        if (open != null) {
            dialect.release(open);
        }
    }

    void close() {
        Connection open = connection;
        if (open != null) {
            close(open);
        }
    }

    /** Aborts it, which ends a statement in progress. */
    void abort() {
        Connection open = connection;
        if (open == null) {
            return;
        }
        try {
            open.abort(Runnable::run);
        } catch (SQLException e) {
            closingFailed(e);
        }
    }

    private static void close(Connection open) {
        try {
            open.close();
        } catch (SQLException e) {
            closingFailed(e);
        }
    }

    private static void closingFailed(SQLException e) {
        log.debug("a broken connection could not be closed: {}", e.getClass().getName());
    }

    /** The numbers that a query gives, in order. */
    Set<Long> numbers(String sql, @Nullable Object... parameters) throws SQLException {
        PreparedStatement select = statements.of(get(), sql);
        Statements.set(select, parameters);
        Set<Long> numbers = new LinkedHashSet<>();
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                numbers.add(rows.getLong(1));
            }
        }
        return numbers;
    }

    /** The pairs of numbers that a query of one parameter gives, the second by the first. */
    Map<Long, Long> pairs(String sql, @Nullable Object parameter) throws SQLException {
        return Statements.query(
                statements.of(get(), sql),
                rows -> {
                    Map<Long, Long> pairs = new HashMap<>();
                    while (rows.next()) {
                        pairs.put(rows.getLong(1), rows.getLong(2));
                    }
                    return pairs;
                },
                parameter);
    }

    void update(String sql, @Nullable Object... parameters) throws SQLException {
        PreparedStatement statement = statements.of(get(), sql);
        Statements.set(statement, parameters);
        statement.executeUpdate();
    }
}
