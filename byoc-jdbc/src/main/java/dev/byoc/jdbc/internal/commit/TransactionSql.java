package dev.byoc.jdbc.internal.commit;

import dev.byoc.jdbc.internal.Dialect;
import dev.byoc.jdbc.internal.Statements;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Prepares and executes the statements of one transaction, all of which happens at one time. Used by one thread. */
final class TransactionSql {
    private final Connection connection;
    private final Statements statements;
    private final Dialect dialect;
    private @Nullable Long millis;

    TransactionSql(Connection connection, Statements statements, Dialect dialect) {
        this.connection = connection;
        this.statements = statements;
        this.dialect = dialect;
    }

    Dialect dialect() {
        return dialect;
    }

    PreparedStatement prepare(String sql) throws SQLException {
        return statements.of(connection, sql);
    }

    PreparedStatement with(String sql, @Nullable Object... parameters) throws SQLException {
        PreparedStatement statement = prepare(sql);
        Statements.set(statement, parameters);
        return statement;
    }

    int update(String sql, @Nullable Object... parameters) throws SQLException {
        return with(sql, parameters).executeUpdate();
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
