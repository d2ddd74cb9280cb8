package dev.byoc.jdbc.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The statements of one connection, prepared once. Used by one thread. */
public final class Statements {
    private static final Logger log = LoggerFactory.getLogger(Statements.class);

    private final Dialect dialect;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();

    public Statements(Dialect dialect) {
        this.dialect = dialect;
    }

    public PreparedStatement of(Connection connection, String sql) throws SQLException {
        PreparedStatement known = prepared.get(sql);
        if (known == null) {
            known = connection.prepareStatement(dialect.sql(sql));
            prepared.put(sql, known);
        }
        return known;
    }

    /** Sets all parameters of a statement. */
    public static void set(PreparedStatement statement, @Nullable Object... parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            Object value = parameters[i];
            if (value == null) {
                statement.setNull(i + 1, Types.NULL);
            } else if (value instanceof byte[] bytes) {
                statement.setBytes(i + 1, bytes);
            } else if (value instanceof Long number) {
                statement.setLong(i + 1, number);
            } else if (value instanceof Integer number) {
                statement.setInt(i + 1, number);
            } else {
                statement.setString(i + 1, value.toString());
            }
        }
    }

    /** Closes all of them, after a failure of the connection: the driver may have closed some. */
    public void forget() {
        prepared.values().forEach(Statements::close);
        prepared.clear();
    }

    private static void close(PreparedStatement statement) {
        try {
            statement.close();
        } catch (SQLException e) {
            log.debug(
                    "a statement could not be closed; it ends with its connection: {}",
                    e.getClass().getName());
        }
    }
}
