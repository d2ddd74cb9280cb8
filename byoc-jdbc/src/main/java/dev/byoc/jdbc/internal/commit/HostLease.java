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
 * The lease under which a host owns lanes of a shared database: no other host takes them while its row is renewed. Once it has expired, the
 * host that sweeps first frees them. A lease guards the database alone: a call that a paused host has in flight cannot be recalled.
 */
public final class HostLease {
    private static final Logger log = LoggerFactory.getLogger(HostLease.class);

    private final Dialect dialect;
    private final String host;
    private final Duration length;
    private volatile long end = System.nanoTime();
    private volatile boolean lost = true;

    /** A change to make in the same transaction. */
    interface Change {
        void make() throws SQLException;
    }

    public HostLease(Dialect dialect, String host, Duration length) {
        this.dialect = dialect;
        this.host = host;
        this.length = length;
    }

    /** The time that is left of it at least; zero or less: it may have expired. */
    public Duration left() {
        return lost ? Duration.ZERO : Duration.ofNanos(end - System.nanoTime());
    }

    /** Whether it has expired, so that other hosts may have taken lanes; or was never acquired. */
    boolean isLost() {
        return lost;
    }

    /** Renews it. The new term counts from before the statement, as the answer may be late. */
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
                log.warn("the lease of this host has expired, and others may work on its lanes: it acquires a new one");
            }
        } catch (SQLException e) {
            log.warn("the lease could not be renewed, {} s are left: {}", left().toSeconds(), dialect.say(e));
        }
    }

    /** Acquires a new one and makes the change, in one transaction of a connection without auto-commit. */
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
     * Frees the lanes of hosts whose lease has expired. Their rows are deleted first, so that a host that resumes too late cannot renew.
     * Lanes that another transaction has locked are left to the next sweep.
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
            log.trace("{} counters of hosts without a lease were added up", folded);
            if (freed > 0) {
                log.info("{} lanes of hosts whose lease has expired are free now", freed);
            }
        } catch (SQLException e) {
            log.warn("could not sweep the lanes of hosts whose lease has expired: {}", dialect.say(e));
        }
    }

    private int update(Connection connection, String sql, @Nullable Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(dialect.sql(sql))) {
            Statements.set(statement, parameters);
            return statement.executeUpdate();
        }
    }
}
