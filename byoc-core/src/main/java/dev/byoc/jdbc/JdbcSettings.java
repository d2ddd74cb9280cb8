package dev.byoc.jdbc;

import dev.byoc.jdbc.internal.SafeText;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Writes what is kept under a name: settings, marks of the store's own, and locks that end by themselves. */
final class JdbcSettings {
    private static final String INSERT = "insert into byoc_setting (scope, name, value) values (?, ?, ?)";
    private static final String LOCK = "lock ";

    private JdbcSettings() {}

    static boolean putIfAbsent(Transaction tx, String name, String value) throws SQLException {
        return tx.update(INSERT + " on conflict do nothing", tx.scope(), SafeText.key(name), SafeText.text(value)) > 0;
    }

    static boolean put(Transaction tx, String name, String value) throws SQLException {
        return tx.update(
                        INSERT + " on conflict (scope, name) do update set value = excluded.value",
                        tx.scope(),
                        SafeText.key(name),
                        SafeText.text(value))
                > 0;
    }

    /** When the lock ends that this caller has now: its value. Empty: another one has it. */
    static Optional<Instant> lock(Transaction tx, String name, Duration most) throws SQLException {
        Long time = tx.dialect().time();
        String now = tx.dialect().now();
        PreparedStatement statement = tx.with(
                "insert into byoc_setting (scope, name, value)"
                        + " select ?, ?, cast(" + now + " + ? as text)"
                        + " where true on conflict (scope, name) do update set value = excluded.value"
                        + " where cast(byoc_setting.value as bigint) < " + now
                        + " returning value",
                tx.scope(),
                LOCK + SafeText.key(name),
                time,
                most.toMillis(),
                time);
        try (ResultSet rows = statement.executeQuery()) {
            return rows.next()
                    ? Optional.of(Instant.ofEpochMilli(Long.parseLong(rows.getString(1))))
                    : Optional.empty();
        }
    }

    static boolean unlock(Transaction tx, String name, Instant until) throws SQLException {
        return tx.update(
                        "delete from byoc_setting where scope = ? and name = ? and value = ?",
                        tx.scope(),
                        LOCK + SafeText.key(name),
                        String.valueOf(until.toEpochMilli()))
                > 0;
    }
}
