package dev.byoc.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What makes lanes ours on a shared database: as long as the host's row is renewed, nobody takes them. A host that falls silent loses
 * them to whoever sweeps first. This guards the database: a call that a paused host has under way cannot be called back.
 */
final class Lease {
    private static final Logger log = LoggerFactory.getLogger(JdbcStore.class);

    private final Dialect dialect;
    private final String host;
    private final Duration length;
    private volatile long end = System.nanoTime();

    Lease(Dialect dialect, String host, Duration length) {
        this.dialect = dialect;
        this.host = host;
        this.length = length;
    }

    /** How much of it is left for sure. */
    Duration left() {
        return Duration.ofNanos(end - System.nanoTime());
    }

    /** Counted from before the question: the answer may have taken long. */
    void renew() {
        long before = System.nanoTime();
        String sql = "insert into byoc_host (id, lease_until) values (?, " + dialect.now() + " + ?)"
                + " on conflict (id) do update set lease_until = excluded.lease_until";
        try {
            int rows = dialect.read(connection -> update(connection, sql, host, dialect.time(), length.toMillis()));
            if (rows > 0) {
                end = before + length.toNanos();
            }
        } catch (SQLException e) {
            log.warn("the lease could not be renewed, {} s are left: {}", left().toSeconds(), dialect.say(e));
        }
    }

    /** Frees the lanes of hosts whose lease has run out. Rows that somebody works on are left for the next time. */
    void sweep() {
        try {
            List<String> silent = dialect.read(this::silent);
            for (String gone : silent) {
                int freed = dialect.read(connection -> update(
                        connection,
                        "update byoc_lane set owner = null, due = " + dialect.now() + " where id = any(array("
                                + "select id from byoc_lane where owner = ?" + dialect.lockFree() + "))",
                        dialect.time(),
                        gone));
                dialect.read(connection -> update(
                        connection,
                        "delete from byoc_host where id = ? and lease_until < " + dialect.now()
                                + " and not exists (select 1 from byoc_lane where owner = ?)",
                        gone,
                        dialect.time(),
                        gone));
                log.info("took {} lanes over from a host that has fallen silent", freed);
            }
        } catch (SQLException e) {
            log.warn("could not look for silent hosts: {}", dialect.say(e));
        }
    }

    private List<String> silent(Connection connection) throws SQLException {
        List<String> hosts = new ArrayList<>();
        try (PreparedStatement statement =
                connection.prepareStatement("select id from byoc_host where lease_until < " + dialect.now())) {
            Statements.set(statement, dialect.time());
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    hosts.add(rows.getString(1));
                }
            }
        }
        return hosts;
    }

    private static int update(
            Connection connection, String sql, @org.jspecify.annotations.Nullable Object... parameters)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            Statements.set(statement, parameters);
            return statement.executeUpdate();
        }
    }
}
