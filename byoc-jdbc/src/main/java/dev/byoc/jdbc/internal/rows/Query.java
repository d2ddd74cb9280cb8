package dev.byoc.jdbc.internal.rows;

import dev.byoc.jdbc.internal.Codes;
import dev.byoc.jdbc.internal.SafeText;
import dev.byoc.jdbc.internal.Statements;
import dev.byoc.store.spi.Lane;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One select statement with its parameters, and what each of its rows becomes. */
public record Query<T>(String sql, Row<T> row, List<@Nullable Object> parameters) {
    private static final int AT_ONCE = 100;

    /** Reads the row that the result stands at. */
    public interface Row<T> {
        T of(ResultSet rows) throws SQLException;
    }

    public static <T> Query<T> of(String sql, Row<T> row, @Nullable Object... parameters) {
        return new Query<>(sql, row, Arrays.asList(parameters));
    }

    public List<T> all(Session session) {
        return session.select(sql, this::read, parameters.toArray());
    }

    public List<T> all(Connection connection, Session session) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(session.dialect().sql(sql))) {
            return Statements.query(statement, this::read, parameters.toArray());
        }
    }

    private List<T> read(ResultSet rows) throws SQLException {
        List<T> found = new ArrayList<>();
        while (rows.next()) {
            found.add(row.of(rows));
        }
        return found;
    }

    @Nullable
    public T first(Session session) {
        List<T> found = all(session);
        return found.isEmpty() ? null : found.get(0);
    }

    /**
     * The times of some names, by the names as they were given.
     *
     * @param sql selects name and time, takes the scope, and ends within a list of names
     */
    public static Map<String, Instant> times(Session session, Collection<String> names, String sql) {
        Map<String, Instant> found = new HashMap<>();
        Map<String, String> given = new HashMap<>();
        names.forEach(name -> given.put(SafeText.key(name), name));
        List<String> keys = List.copyOf(given.keySet());
        for (int from = 0; from < keys.size(); from += AT_ONCE) {
            List<String> some = keys.subList(from, Math.min(keys.size(), from + AT_ONCE));
            List<@Nullable Object> parameters = new ArrayList<>();
            parameters.add(session.scope());
            parameters.addAll(some);
            String whole = sql + "?" + ", ?".repeat(some.size() - 1) + ")";
            new Query<>(whole, rows -> Map.entry(rows.getString(1), time(rows, 2)), parameters)
                    .all(session)
                    .forEach(each -> found.put(given.get(each.getKey()), each.getValue()));
        }
        return found;
    }

    /** Never null. */
    public static String text(ResultSet rows, int column) throws SQLException {
        String text = SafeText.original(rows.getString(column));
        return text == null ? "" : text;
    }

    public static Instant time(ResultSet rows, int column) throws SQLException {
        return Instant.ofEpochMilli(rows.getLong(column));
    }

    /** Of direction, account and party, in columns side by side. */
    public static Lane lane(ResultSet rows, int first) throws SQLException {
        return new Lane(Codes.direction(rows.getInt(first)), rows.getString(first + 1), text(rows, first + 2));
    }
}
