package dev.byoc.jdbc.internal.commit;

import dev.byoc.jdbc.internal.Dialect;
import dev.byoc.jdbc.internal.Statements;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lease under which a host owns lanes of a shared database: no other host takes them while its row is there. Once it has expired, a host
 * that has renewed its own for half a term frees them: while a database is away all leases expire, as they do where its clock jumps, and
 * whoever is first when it is back must not take what the others' calls have done meanwhile for undone. A lease guards the database alone: a
 * call that a paused host has in flight cannot be recalled.
 */
public final class HostLease {
    private static final Logger log = LoggerFactory.getLogger(HostLease.class);

    /** How often it is renewed in the time for which it lasts. */
    public static final int RENEWALS = 9;

    /** After how many renewals without a gap each living host has had the time for one. */
    private static final int UNBROKEN = 5;

    private static final String NO_LEASE = " and not exists (select 1 from byoc_host h where h.id = l.owner)";

    private final Dialect dialect;
    private final String host;
    private final Duration length;
    private volatile long end = System.nanoTime();
    private volatile boolean lost = true;
    /** Renewals without a gap between them, nor a jump of the database's clock. */
    private volatile int unbroken;
    /** What the database's clock was ahead of {@link System#nanoTime} at the last renewal. */
    private volatile long ahead;

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

    /**
     * Renews it, also after its end: as long as its row is there, no other host has taken a lane. The new term counts from before the
     * statement, as the answer may be late.
     */
    public void renew() {
        long before = System.nanoTime();
        boolean late = left().compareTo(length.dividedBy(2)) < 0;
        String sql = "update byoc_host set lease_until = " + dialect.now() + " + ? where id = ? returning lease_until";
        try {
            OptionalLong until = dialect.select(
                    sql,
                    rows -> rows.next() ? OptionalLong.of(rows.getLong(1)) : OptionalLong.empty(),
                    dialect.time(),
                    length.toMillis(),
                    host);
            if (until.isPresent()) {
                long nowAhead = until.getAsLong() - TimeUnit.NANOSECONDS.toMillis(before);
                boolean jumped = Math.abs(nowAhead - ahead) > length.toMillis() / 2;
                unbroken = late || jumped ? 0 : Math.min(unbroken + 1, UNBROKEN);
                ahead = nowAhead;
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
        unbroken = 0;
        lost = false;
    }

    /**
     * Frees the lanes of other hosts whose lease has expired; nothing, until this host has renewed its own for half a term. Their rows are
     * deleted first, so that a host that resumes too late cannot renew. This host's own lanes are left to {@link #regain}, as it knows which
     * of them its workers have. Lanes that another transaction has locked are left to the next sweep.
     */
    public void sweep() {
        if (unbroken < UNBROKEN) {
            return;
        }
        try {
            dialect.read(connection -> update(
                    connection,
                    "delete from byoc_host where id <> ? and lease_until < " + dialect.now(),
                    host,
                    dialect.time()));
            boolean any = dialect.select(
                    "select 1 from byoc_lane l where owner <> ?" + NO_LEASE + " limit 1", ResultSet::next, host);
            int freed = any ? free() : 0;
            int folded = dialect.read(connection -> CounterRows.fold(connection, dialect));
            log.trace("{} counters of hosts without a lease were added up", folded);
            if (freed > 0) {
                log.info("{} lanes of hosts whose lease has expired are free now", freed);
            }
        } catch (SQLException e) {
            log.warn("could not sweep the lanes of hosts whose lease has expired: {}", dialect.say(e));
        }
    }

    /**
     * Frees lanes in a transaction of its own. A host may regain its lease at this moment, and keeps the lanes that are its own then: so each
     * is locked first, and whether its host has no lease is asked again under that lock.
     */
    private int free() throws SQLException {
        String lock = "select id from byoc_lane l where owner <> ?" + NO_LEASE + dialect.lockFree();
        String free = "update byoc_lane l set owner = null, due = " + dialect.now() + " where id = any(?)" + NO_LEASE;
        Connection connection = dialect.writer();
        try (PreparedStatement select = connection.prepareStatement(dialect.sql(lock));
                PreparedStatement update = connection.prepareStatement(dialect.sql(free))) {
            List<Long> lanes = new ArrayList<>();
            Statements.set(select, host);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    lanes.add(rows.getLong(1));
                }
            }
            Statements.set(update, dialect.time());
            update.setArray(2, connection.createArrayOf("bigint", lanes.toArray()));
            int freed = update.executeUpdate();
            connection.commit();
            return freed;
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        } finally {
            dialect.release(connection);
        }
    }

    private int update(Connection connection, String sql, @Nullable Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(dialect.sql(sql))) {
            Statements.set(statement, parameters);
            return statement.executeUpdate();
        }
    }
}
