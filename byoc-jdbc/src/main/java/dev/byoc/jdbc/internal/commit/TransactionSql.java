package dev.byoc.jdbc.internal.commit;

import dev.byoc.jdbc.internal.Dialect;
import dev.byoc.jdbc.internal.Statements;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The statements of one transaction, all of which happens at one time. Used by one thread. */
final class TransactionSql {
    private final Connection connection;
    private final Statements statements;
    private final Dialect dialect;

    /** The rows of each statement that waits. */
    private final Map<String, List<@Nullable Object[]>> waiting = new LinkedHashMap<>();

    private @Nullable Long millis;

    TransactionSql(Connection connection, Statements statements, Dialect dialect) {
        this.connection = connection;
        this.statements = statements;
        this.dialect = dialect;
    }

    Dialect dialect() {
        return dialect;
    }

    /** A statement that comes after those that wait. */
    PreparedStatement with(String sql, @Nullable Object... parameters) throws SQLException {
        executeWaiting();
        PreparedStatement statement = statements.of(connection, sql);
        Statements.set(statement, parameters);
        return statement;
    }

    int update(String sql, @Nullable Object... parameters) throws SQLException {
        return with(sql, parameters).executeUpdate();
    }

    /** Executes an update before the next other statement or the commit, in one round trip with those of the same text. */
    void later(String sql, @Nullable Object... parameters) {
        waiting.computeIfAbsent(sql, none -> new ArrayList<>()).add(parameters);
    }

    void executeWaiting() throws SQLException {
        if (waiting.isEmpty()) {
            return;
        }
        for (Map.Entry<String, List<@Nullable Object[]>> each : waiting.entrySet()) {
            int[] unused = updateAll(each.getKey(), each.getValue());
        }
        waiting.clear();
    }

    /** How many rows of the table the update has changed for each of these. */
    int[] updateEach(String sql, List<@Nullable Object[]> rows) throws SQLException {
        executeWaiting();
        return updateAll(sql, rows);
    }

    private int[] updateAll(String sql, List<@Nullable Object[]> rows) throws SQLException {
        PreparedStatement statement = statements.of(connection, sql);
        for (@Nullable Object[] parameters : rows) {
            Statements.set(statement, parameters);
            statement.addBatch();
        }
        return statement.executeBatch();
    }

    /** Gives all that it returns to the reader, in any order. */
    void query(RowsStatement statement, List<@Nullable Object[]> rows, RowsStatement.Reader reader)
            throws SQLException {
        if (dialect.hasRoundTrips()) {
            PreparedStatement all = with(statement.all());
            statement.set(all, connection, rows);
            read(all, reader);
        } else {
            for (@Nullable Object[] row : rows) {
                read(with(statement.one(), row), reader);
            }
        }
    }

    private static void read(PreparedStatement statement, RowsStatement.Reader reader) throws SQLException {
        try (ResultSet found = statement.executeQuery()) {
            while (found.next()) {
                reader.read(found);
            }
        }
    }

    /** The transaction's time in milliseconds, by the clock that counts. */
    long millis() throws SQLException {
        if (millis == null) {
            millis = dialect.millis(connection);
        }
        return millis;
    }

    /** Takes the time from a row that was read anyway, which saves a query for it. */
    void isNow(long time) {
        if (millis == null) {
            millis = time;
        }
    }
}
