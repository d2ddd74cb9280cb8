package dev.byoc.jdbc.internal.commit;

import dev.byoc.jdbc.internal.Dialect;
import dev.byoc.jdbc.internal.Statements;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What makes lanes ours on a shared database: as long as the host's row is renewed, no other host takes them. A host that falls silent loses
 * them to the host that sweeps first. This guards the database: a call that a paused host has under way cannot be called back.
 */
public final class HostLease {
    private static final Logger log = LoggerFactory.getLogger(HostLease.class);

    private final Dialect dialect;
    private final String host;
    private final Duration length;
    private volatile long end = System.nanoTime();
    private volatile boolean lost = true;

    /** Something that belongs into the same transaction. */
    interface Change {
        void make() throws SQLException;
    }

    public HostLease(Dialect dialect, String host, Duration length) {
        this.dialect = dialect;
        this.host = host;
        this.length = length;
    }

    /** How much of it is left for sure. */
    public Duration left() {
        return lost ? Duration.ZERO : Duration.ofNanos(end - System.nanoTime());
    }

    /** Whether it has run out, so that others may have taken lanes over; or was never had. */
    boolean isLost() {
        return lost;
    }

    /** Counted from before the question: the answer may have taken long. */
    public void renew() {
        long before = System.nanoTime();
        String sql = "update byoc_host set lease_until = " + dialect.now() + " + ? where id = ? and lease_until >= "
                + dialect.now();
        try {
            int rows = dialect.read(
                    connection -> update(connection, sql, dialect.time(), length.toMillis(), host, dialect.time()));
            if (rows > 0) {
                end = before + length.toNanos();
            } else if (!lost) {
                lost = true;
                log.warn("this host was silent for so long that others work on its lanes now; it starts afresh");
            }
        } catch (SQLException e) {
            log.warn("the lease could not be renewed, {} s are left: {}", left().toSeconds(), dialect.say(e));
        }
    }

    /** Starts afresh, on a connection that commits when it is told to. */
    void regain(Connection connection, Change change) throws SQLException {
        long before = System.nanoTime();
        String sql = "insert into byoc_host (id, lease_until) values (?, " + dialect.now() + " + ?)"
                + " on conflict (id) do update set lease_until = excluded.lease_until";
        update(connection, sql, host, dialect.time(), length.toMillis());
        change.make();
        connection.commit();
        end = before + length.toNanos();
        lost = false;
    }

    /**
     * Frees the lanes of hosts whose lease has run out. Their rows go first, so that a host that returns too late finds its own gone.
     * Lanes that are being worked on are left for the next time: their owner has no row.
     */
    public void sweep() {
        String lanes = "update byoc_lane set owner = null, due = " + dialect.now() + " where id = any(array("
                + "select id from byoc_lane l where owner is not null and not exists"
                + " (select 1 from byoc_host h where h.id = l.owner)" + dialect.lockFree() + "))";
        try {
            dialect.read(connection ->
                    update(connection, "delete from byoc_host where lease_until < " + dialect.now(), dialect.time()));
            int freed = dialect.read(connection -> update(connection, lanes, dialect.time()));
            int folded = dialect.read(connection -> CounterRows.fold(connection, dialect));
            log.trace("{} figures of hosts that are gone were added up", folded);
            if (freed > 0) {
                log.info("{} lanes of a host that has fallen silent are free now", freed);
            }
        } catch (SQLException e) {
            log.warn("could not look for silent hosts: {}", dialect.say(e));
        }
    }

    private int update(Connection connection, String sql, @Nullable Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(dialect.sql(sql))) {
            Statements.set(statement, parameters);
            return statement.executeUpdate();
        }
    }
}
