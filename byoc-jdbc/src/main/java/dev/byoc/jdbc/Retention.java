package dev.byoc.jdbc;

import dev.byoc.jdbc.internal.Dialect;
import dev.byoc.jdbc.internal.StoredSettings;
import dev.byoc.jdbc.internal.commit.GroupCommit;
import dev.byoc.jdbc.internal.commit.Transaction;
import dev.byoc.jdbc.internal.commit.WriteJob;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes what has been done for long enough, a little at a time, and remembers up to when keys may be missing since. */
final class Retention {
    private static final Logger log = LoggerFactory.getLogger(Retention.class);

    private static final int AT_ONCE = 500;
    private static final int LANES_AT_ONCE = 5_000;
    private static final int MOST_ROUNDS = 200;
    private static final String MARK = "keys are known since";
    private static final Duration LARGEST_LEAP = Duration.ofMinutes(1);
    private static final Duration QUARANTINE = Duration.ofHours(1);

    private final Dialect dialect;
    private final String scope;
    private final Duration keep;
    private volatile Instant remembersSince = Instant.MIN;
    private long lastLane;
    private volatile Look last = new Look(0, System.nanoTime());
    private long trustedFrom = System.nanoTime();

    /** What time it was, by the clock that counts and by one that is never set. */
    private record Look(long millis, long nanos) {
        long passedNanos() {
            return System.nanoTime() - nanos;
        }
    }

    Retention(Dialect dialect, String scope, Duration keep) {
        this.dialect = dialect;
        this.scope = scope;
        this.keep = keep;
    }

    /** Later than the keep time ago only after a clock that was ahead: that must not make what comes now look too old to be taken. */
    Instant remembersSince() {
        Instant kept = now().minus(keep);
        return remembersSince.isAfter(kept) ? kept : remembersSince;
    }

    /** A database's own time is not asked for each time: it is what it was at the last look, and what has passed since. */
    Instant now() {
        Long own = dialect.time();
        Look look = last;
        return Instant.ofEpochMilli(
                own == null ? look.millis() + TimeUnit.NANOSECONDS.toMillis(look.passedNanos()) : own);
    }

    /** Reads what this or another process has pruned before, and looks at the time. */
    void open() throws SQLException {
        last = look();
        readMark();
    }

    private Look look() throws SQLException {
        return new Look(dialect.read(dialect::millis), System.nanoTime());
    }

    private void readMark() throws SQLException {
        String mark = dialect.read(
                        connection -> Optional.ofNullable(StoredSettings.read(dialect, connection, scope, MARK)))
                .orElse("");
        if (!mark.isEmpty()) {
            remembersSince = Instant.ofEpochMilli(Long.parseLong(mark));
        }
    }

    /** Once a minute. After a leap of the clock nothing is removed for an hour: what looks old may be new. */
    void prune(GroupCommit writer) {
        try {
            Look before = last;
            Look now = look();
            last = now;
            Duration leap = Duration.ofMillis(now.millis() - before.millis())
                    .minus(Duration.ofNanos(now.nanos() - before.nanos()));
            if (leap.abs().compareTo(LARGEST_LEAP) > 0) {
                trustedFrom = now.nanos() + QUARANTINE.toNanos();
                log.warn("the clock has leapt by {}: nothing is pruned for an hour", leap);
            }
            if (now.nanos() - trustedFrom >= 0) {
                pruneNow(writer);
            }
        } catch (SQLException e) {
            log.warn("could not prune: {}", dialect.say(e));
        }
    }

    void pruneNow(GroupCommit writer) {
        try {
            readMark();
            long until = dialect.read(dialect::millis) - keep.toMillis();
            for (int round = 0; round < MOST_ROUNDS; round++) {
                WriteJob<Integer> job = new WriteJob<>(List.of(), tx -> some(tx, until));
                if (!writer.offer(job) || job.future.get() == 0) {
                    break;
                }
            }
        } catch (SQLException e) {
            log.warn("could not prune: {}", dialect.say(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            log.warn("could not prune: {}", WriteJob.why(e));
        }
    }

    /** How many rows are gone. The mark goes first: no caller may rely on a key that is being removed. */
    private int some(Transaction tx, long until) throws SQLException {
        List<Long> entries = ids(
                tx,
                "select id from byoc_entry where scope = ? and done_at < ? and state in (2, 4, 5) order by done_at limit "
                        + AT_ONCE,
                scope,
                until);
        int gone = entries.size();
        if (gone > 0) {
            mark(tx, until);
        }
        for (long entry : entries) {
            tx.update("delete from byoc_part where entry = ?", entry);
            tx.update("delete from byoc_trace where entry = ?", entry);
            tx.update("delete from byoc_entry where id = ?", entry);
        }
        gone += some(
                tx,
                "delete from byoc_posted where scope = ? and message_id in (select message_id from byoc_posted"
                        + " where at < ? and scope = ? limit " + AT_ONCE + ")",
                until);
        gone += some(
                tx,
                "delete from byoc_receipt where scope = ? and (account, message, kind) in (select account,"
                        + " message, kind from byoc_receipt where at < ? and scope = ? limit " + AT_ONCE + ")",
                until);
        if (gone == 0) {
            lanes(tx, until);
        }
        return gone;
    }

    private static int some(Transaction tx, String sql, long until) throws SQLException {
        return tx.update(sql, tx.scope(), until, tx.scope());
    }

    private void mark(Transaction tx, long until) throws SQLException {
        Instant at = Instant.ofEpochMilli(until);
        if (at.isAfter(remembersSince)) {
            boolean put = JdbcSettings.put(tx, MARK, String.valueOf(until));
            log.debug("keys are known since {}: {}", at, put);
            remembersSince = at;
        }
    }

    /**
     * Lanes in which nothing has happened for so long that nothing of them is left, but dead letters. There may be as many as
     * customers, and acknowledgements wait for this transaction: so only some are looked at, others the next time.
     */
    private void lanes(Transaction tx, long until) throws SQLException {
        List<Long> some = lanesBehind(tx, lastLane);
        if (some.isEmpty()) {
            some = lanesBehind(tx, 0);
            lastLane = 0;
        }
        if (some.isEmpty()) {
            return;
        }
        long last = some.get(some.size() - 1);
        List<Long> idle = ids(
                tx,
                "select l.id from byoc_lane l where l.used_at < ? and l.id > ? and l.id <= ?"
                        // The scope is kept from the planner, as SQLite would look at all lanes of it.
                        + " and l.scope || '' = ? and l.owner is null"
                        + " and l.due is null and not exists"
                        + " (select 1 from byoc_entry e where e.lane = l.id and e.state = 3) and not exists"
                        + " (select 1 from byoc_entry e where e.lane = l.id and e.state < 2) order by l.id limit "
                        + AT_ONCE + tx.dialect().lockFree(),
                until,
                lastLane,
                last,
                scope);
        long end = idle.size() == AT_ONCE ? idle.get(AT_ONCE - 1) : last;
        // Another job of the same transaction uses one of them later.
        idle.removeIf(tx::hasLocked);
        for (long lane : idle) {
            tx.update("delete from byoc_lane where id = ? and owner is null and due is null", lane);
        }
        lastLane = end;
    }

    private static List<Long> lanesBehind(Transaction tx, long id) throws SQLException {
        return ids(tx, "select id from byoc_lane where id > ? order by id limit " + LANES_AT_ONCE, id);
    }

    private static List<Long> ids(Transaction tx, String sql, @Nullable Object... parameters) throws SQLException {
        List<Long> ids = new ArrayList<>();
        try (ResultSet rows = tx.with(sql, parameters).executeQuery()) {
            while (rows.next()) {
                ids.add(rows.getLong(1));
            }
        }
        return ids;
    }
}
