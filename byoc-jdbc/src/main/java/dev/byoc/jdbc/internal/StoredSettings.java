package dev.byoc.jdbc.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads settings by their names. */
public final class StoredSettings {
    private StoredSettings() {}

    public static @Nullable String read(Dialect dialect, Connection connection, String scope, String name)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                dialect.sql("select value from byoc_setting where scope = ? and name = ?"))) {
            Statements.set(statement, scope, SafeText.key(name));
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? SafeText.original(rows.getString(1)) : null;
            }
        }
    }

    /** The values of that setting in other scopes. */
    public static Map<String, String> elsewhere(Dialect dialect, Connection connection, String scope, String name)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                dialect.sql("select scope, value from byoc_setting where scope <> ? and name = ? order by scope"))) {
            Statements.set(statement, scope, SafeText.key(name));
            Map<String, String> values = new LinkedHashMap<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    values.put(rows.getString(1), String.valueOf(SafeText.original(rows.getString(2))));
                }
            }
            return values;
        }
    }
}
