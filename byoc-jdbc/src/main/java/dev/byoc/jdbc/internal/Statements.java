package dev.byoc.jdbc.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The statements of one connection, prepared once. Used by one thread. */
public final class Statements {
    private static final Logger log = LoggerFactory.getLogger(Statements.class);

    /** Reads the rows of a select. */
    public interface Rows<T> {
        T of(ResultSet rows) throws SQLException;
    }

    private final UnaryOperator<String> translation;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();

    /** @param translation of each statement, as {@link Dialect#sql} does it */
    public Statements(UnaryOperator<String> translation) {
        this.translation = translation;
    }

    public PreparedStatement of(Connection connection, String sql) throws SQLException {
        PreparedStatement known = prepared.get(sql);
        if (known == null) {
            known = connection.prepareStatement(translation.apply(sql));
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

    /** Executes a select. */
    public static <T> T query(PreparedStatement statement, Rows<T> reader, @Nullable Object... parameters)
            throws SQLException {
        set(statement, parameters);
        try (ResultSet rows = statement.executeQuery()) {
            return reader.of(rows);
        }
    }

    public int size() {
        return prepared.size();
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
