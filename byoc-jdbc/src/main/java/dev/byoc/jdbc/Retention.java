package dev.byoc.jdbc;

import dev.byoc.jdbc.internal.Dialect;
import dev.byoc.jdbc.internal.StoredSettings;
import dev.byoc.jdbc.internal.commit.GroupCommit;
import dev.byoc.jdbc.internal.commit.LaneRow;
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

/** Prunes what was completed longer ago than the retention time, in small batches, and remembers since when all keys are known. */
final class Retention {
    private static final Logger log = LoggerFactory.getLogger(Retention.class);

    private static final int AT_ONCE = 500;
    private static final int LANES_AT_ONCE = 5_000;
    private static final int MOST_ROUNDS = 200;
    private static final String MARK = "keys are known since";
    private static final Duration LARGEST_JUMP = Duration.ofMinutes(1);
    private static final Duration QUARANTINE = Duration.ofHours(1);

    private final Dialect dialect;
    private final String scope;
    private final Duration keep;
    private volatile Instant remembersSince = Instant.MIN;
    private long lastLane;
    private volatile Reading last = new Reading(0, System.nanoTime());
    private long trustedFrom = System.nanoTime();

    /** A reading of the clock that counts, and of the monotonic one. */
    private record Reading(long millis, long nanos) {
        long passedNanos() {
            return System.nanoTime() - nanos;
        }
    }

    Retention(Dialect dialect, String scope, Duration keep) {
        this.dialect = dialect;
        this.scope = scope;
        this.keep = keep;
    }

    /** At least the retention time ago: a mark that a fast clock has set must not make new events look too old to be accepted. */
    Instant remembersSince() {
        Instant kept = now().minus(keep);
        return remembersSince.isAfter(kept) ? kept : remembersSince;
    }

    /** The database's time is not queried for each call: it is the last reading plus the monotonic time since. */
    Instant now() {
        Long own = dialect.time();
        Reading reading = last;
        return Instant.ofEpochMilli(
                own == null ? reading.millis() + TimeUnit.NANOSECONDS.toMillis(reading.passedNanos()) : own);
    }

    /** Reads the mark that this or another process has set, and the clock. */
    void open() throws SQLException {
        last = readClock();
        readMark();
    }

    private Reading readClock() throws SQLException {
        return new Reading(dialect.read(dialect::millis), System.nanoTime());
    }

    private void readMark() throws SQLException {
        String mark = dialect.read(
                        connection -> Optional.ofNullable(StoredSettings.read(dialect, connection, scope, MARK)))
                .orElse("");
        if (!mark.isEmpty()) {
            remembersSince = Instant.ofEpochMilli(Long.parseLong(mark));
        }
    }

    /** Once a minute. After the clock has jumped nothing is removed for an hour: what looks old may be new. */
    void prune(GroupCommit writer) {
        try {
            Reading before = last;
            Reading now = readClock();
            last = now;
            Duration jump = Duration.ofMillis(now.millis() - before.millis())
                    .minus(Duration.ofNanos(now.nanos() - before.nanos()));
            if (jump.abs().compareTo(LARGEST_JUMP) > 0) {
                trustedFrom = now.nanos() + QUARANTINE.toNanos();
                log.warn("the clock has jumped by {}: nothing is pruned for an hour", jump);
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
                WriteJob<?, Integer> job = WriteJob.of(List.of(), tx -> some(tx, until));
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

    /** Gives how many rows were removed. The mark is set first: no caller may rely on a key that is being removed. */
    private int some(Transaction tx, long until) throws SQLException {
        List<Long> entries = ids(
                tx,
                "select id from byoc_entry where scope = ? and done_at < ? and state in (2, 4, 5) order by done_at limit "
                        + AT_ONCE,
                scope,
                until);
        int removed = entries.size();
        if (removed > 0) {
            mark(tx, until);
        }
        for (long entry : entries) {
            tx.update("delete from byoc_part where entry = ?", entry);
            tx.update("delete from byoc_trace where entry = ?", entry);
            tx.update("delete from byoc_entry where id = ?", entry);
        }
        removed += some(
                tx,
                "delete from byoc_posted where scope = ? and message_id in (select message_id from byoc_posted"
                        + " where at < ? and scope = ? limit " + AT_ONCE + ")",
                until);
        removed += some(
                tx,
                "delete from byoc_receipt where scope = ? and (account, message, kind) in (select account,"
                        + " message, kind from byoc_receipt where at < ? and scope = ? limit " + AT_ONCE + ")",
                until);
        if (removed == 0) {
            lanes(tx, until);
        }
        return removed;
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
     * Removes lanes that were not used for the retention time and hold neither open entries nor dead letters. There may be as many lanes as
     * customers, and acknowledgements wait for this transaction: each round examines some of them.
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
        String unowned = tx.dialect().isShared() ? " and owner is null" : "";
        List<Long> idle = ids(
                tx,
                "select l.id from byoc_lane l where l.used_at < ? and l.id > ? and l.id <= ?" + unowned
                        // Hides the scope from the planner, or SQLite would scan all lanes of it.
                        + " and l.scope || '' = ? and l.due is null and not exists"
                        + " (select 1 from byoc_entry e where e.lane = l.id and e.state = 3) and not exists"
                        + " (select 1 from byoc_entry e where e.lane = l.id and e.state < 2) order by l.id limit "
                        + AT_ONCE + tx.dialect().lockFree(),
                tx.dialect().isShared() ? until : until - LaneRow.USE_MILLIS,
                lastLane,
                last,
                scope);
        long end = idle.size() == AT_ONCE ? idle.get(AT_ONCE - 1) : last;
        // Another job of this transaction may still use them, or a worker that keeps them under no claim.
        idle.removeIf(tx::isInUse);
        for (long lane : idle) {
            tx.update("delete from byoc_lane where id = ? and due is null" + unowned, lane);
        }
        if (!idle.isEmpty()) {
            tx.pruned();
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
