package dev.byoc.jdbc;

import dev.byoc.jdbc.internal.SafeText;
import dev.byoc.jdbc.internal.StoredSettings;
import dev.byoc.jdbc.internal.commit.Transaction;
import dev.byoc.jdbc.internal.commit.WriteJob;
import dev.byoc.jdbc.internal.rows.Session;
import dev.byoc.store.spi.SharedSettings;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a {@link JdbcStore} keeps under a name: settings, and locks that end by themselves. */
final class JdbcSettings implements SharedSettings {
    private static final String INSERT = "insert into byoc_setting (scope, name, value) values (?, ?, ?)";
    private static final String LOCK = "lock ";

    private final Session session;

    JdbcSettings(Session session) {
        this.session = session;
    }

    @Override
    public @Nullable String get(String name) {
        return session.find(connection ->
                Optional.ofNullable(StoredSettings.read(session.dialect(), connection, session.scope(), name)));
    }

    @Override
    public String getOrPut(String name, String value) {
        boolean unused = session.done(WriteJob.of(List.of(), tx -> putIfAbsent(tx, name, value)));
        String stored = get(name);
        return stored == null ? value : stored;
    }

    @Override
    public void put(String name, String value) {
        boolean unused = session.done(WriteJob.of(List.of(), tx -> put(tx, name, value)));
    }

    @Override
    public Map<String, String> elsewhere(String name) {
        return session.read(
                connection -> StoredSettings.elsewhere(session.dialect(), connection, session.scope(), name));
    }

    @Override
    public @Nullable Instant lock(String name, Duration most) {
        return session.done(WriteJob.of(List.of(), tx -> lock(tx, name, most))).orElse(null);
    }

    @Override
    public void unlock(String name, Instant until) {
        boolean unused = session.done(WriteJob.of(List.of(), tx -> unlock(tx, name, until)));
    }

    private static boolean putIfAbsent(Transaction tx, String name, String value) throws SQLException {
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
    private static Optional<Instant> lock(Transaction tx, String name, Duration most) throws SQLException {
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

    private static boolean unlock(Transaction tx, String name, Instant until) throws SQLException {
        return tx.update(
                        "delete from byoc_setting where scope = ? and name = ? and value = ?",
                        tx.scope(),
                        LOCK + SafeText.key(name),
                        String.valueOf(until.toEpochMilli()))
                > 0;
    }
}
