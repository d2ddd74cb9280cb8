package dev.byoc.jdbc.internal.commit;

import dev.byoc.jdbc.internal.Dialect;
import dev.byoc.jdbc.internal.Statements;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection of the one who writes, with what is only known on it: its prepared statements, and ids of lanes. Opened again when it has
 * failed, at most once a second. Used by the writer's thread; {@link #fault} and {@link #abort} by any.
 */
final class WriterConnection {
    private static final Logger log = LoggerFactory.getLogger(WriterConnection.class);

    private static final long DOWN_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Dialect dialect;
    private final Statements statements;
    private final LaneIds ids = new LaneIds();
    private volatile @Nullable Connection connection;
    private volatile @Nullable SQLException fault;
    private long downUntil = System.nanoTime();

    /** Whether the log has that what is stored fails: it is one line, however often that is tried again. */
    private boolean told;

    WriterConnection(Dialect dialect) {
        this.dialect = dialect;
        this.statements = new Statements(dialect);
    }

    Statements statements() {
        return statements;
    }

    LaneIds ids() {
        return ids;
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

    /** Leaves nothing of the transaction; the connection itself is left too if it failed. */
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
        // Ids of lanes that were made in it are worth nothing now.
        ids.clear();
        statements.forget();
        try {
            open.rollback();
        } catch (SQLException e) {
            drop(e);
        }
    }

    /** It is of no use any more. */
    void drop(SQLException why) {
        Connection open = connection;
        if (open == null) {
            return;
        }
        dialect.noticed(why);
        connection = null;
        statements.forget();
        ids.clear();
        close(open);
        if (told) {
            log.debug("the connection to the database failed again: {}", dialect.say(why));
        } else {
            log.warn("the connection to the database failed: {}", dialect.say(why));
        }
        told = true;
    }

    /** Something was stored on it: the next failure is another one. */
    void works() {
        told = false;
    }

    /** Gives it back as it was. */
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

    /** Ends what is under way on it. */
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

    /** The numbers that a query of one parameter gives, in its order. */
    Set<Long> numbers(String sql, @Nullable Object parameter) throws SQLException {
        PreparedStatement select = statements.of(get(), sql);
        Statements.set(select, parameter);
        Set<Long> numbers = new LinkedHashSet<>();
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                numbers.add(rows.getLong(1));
            }
        }
        return numbers;
    }

    void update(String sql, @Nullable Object... parameters) throws SQLException {
        PreparedStatement statement = statements.of(get(), sql);
        Statements.set(statement, parameters);
        statement.executeUpdate();
    }
}
