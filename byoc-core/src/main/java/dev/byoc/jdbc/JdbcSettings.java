package dev.byoc.jdbc;

import dev.byoc.jdbc.internal.SafeText;
import java.sql.SQLException;
import java.time.Duration;

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

    /** Whether this caller has the lock now. Its value is when it ends. */
    static boolean lock(Transaction tx, String name, Duration most) throws SQLException {
        Long time = tx.dialect().time();
        String now = tx.dialect().now();
        return tx.update(
                        "insert into byoc_setting (scope, name, value)"
                                + " select ?, ?, cast(" + now + " + ? as text)"
                                + " where true on conflict (scope, name) do update set value = excluded.value"
                                + " where cast(byoc_setting.value as bigint) < " + now,
                        tx.scope(),
                        LOCK + SafeText.key(name),
                        time,
                        most.toMillis(),
                        time)
                > 0;
    }

    static boolean unlock(Transaction tx, String name) throws SQLException {
        return tx.update("delete from byoc_setting where scope = ? and name = ?", tx.scope(), LOCK + SafeText.key(name))
                > 0;
    }
}
