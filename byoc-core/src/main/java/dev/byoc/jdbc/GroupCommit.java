package dev.byoc.jdbc;

import dev.byoc.jdbc.internal.Dialect;
import dev.byoc.jdbc.internal.Statements;
import dev.byoc.store.StoreException;
import dev.byoc.store.spi.Change;
import dev.byoc.store.spi.Claim;
import dev.byoc.store.spi.Lane;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one who writes. What waits is committed together, as a commit costs the same however much is in it. A batch that fails is rolled
 * back and done again one by one, so that one bad entry costs the others nothing.
 */
final class GroupCommit implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(GroupCommit.class);

    private static final int MOST_AT_ONCE = 512;
    private static final int MOST_QUEUED = 10_000;
    private static final int TRIES_OF_A_CONFLICT = 10;
    private static final long CARE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long COUNT_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long SLOW_NANOS = TimeUnit.SECONDS.toNanos(3);
    private static final long TRIAL_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long DOWN_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long CLOSE_NANOS = TimeUnit.SECONDS.toNanos(20);
    private static final long GLANCE_MILLIS = 100;

    private final Dialect dialect;
    private final String scope;
    private final String host;
    private final @Nullable HostLease lease;
    private final BlockingQueue<WriteJob<?>> queue = new ArrayBlockingQueue<>(MOST_QUEUED);

    /** Changes nothing: it tells a writer that waits for work that there will be none. */
    private final WriteJob<?> wake = new WriteJob<>(List.of(), tx -> false);

    private final Statements statements;
    private final LaneIds ids = new LaneIds();
    private final LaneSql laneSql;

    private final ClaimRegistry held = new ClaimRegistry();

    /** Entries that were handed out in vain: they count as begun in the database, and nobody was told to begin them. */
    private final Set<Long> unbegun = new HashSet<>();

    private final Counters counters = new Counters();

    private volatile Thread thread;
    private volatile boolean closing;
    private volatile @Nullable Connection connection;
    private boolean somethingIsNobodys;
    private volatile @Nullable SQLException fault;

    /** Why the last change was not stored; null: it was. */
    private volatile @Nullable String refusal;

    /** Since when the database has had a batch; 0: it has none. */
    private volatile long busySince;

    private long nextTrial = System.nanoTime();
    private long downUntil = System.nanoTime();
    private long nextCare = System.nanoTime();
    private volatile boolean countsSoon;
    private long nextCount = System.nanoTime();

    /** Whether something was committed since the figures were read. */
    private boolean changed;

    /** @param lease null: no other host works on these lanes */
    GroupCommit(Dialect dialect, String scope, String host, @Nullable HostLease lease) {
        this.dialect = dialect;
        this.statements = new Statements(dialect);
        this.laneSql = new LaneSql(dialect);
        this.scope = scope;
        this.host = host;
        this.lease = lease;
        this.thread = newThread();
    }

    private Thread newThread() {
        Thread fresh = new Thread(this, "byoc-store");
        fresh.setDaemon(true);
        return fresh;
    }

    /** Writes from now on. */
    void start() throws SQLException {
        try {
            if (lease != null) {
                // Before anything is claimed: what is claimed without one counts for nothing.
                lease.regain(connection(), () -> {});
            }
            readCounters(connection());
        } catch (SQLException e) {
            Connection open = connection;
            if (open != null) {
                close(open);
            }
            throw e;
        }
        thread.start();
    }

    /** False: so much waits already that more had better not. */
    boolean offer(WriteJob<?> job) {
        return !closing && queue.offer(job) && isHeard(job);
    }

    /** Waits for a place: for what must not be refused. */
    boolean put(WriteJob<?> job) {
        while (!closing) {
            try {
                if (queue.offer(job, 100, TimeUnit.MILLISECONDS)) {
                    return isHeard(job);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return queue.offer(job) && isHeard(job);
            }
        }
        return false;
    }

    /** It ends in any case, also if it was put there as the writer had already gone. */
    private boolean isHeard(WriteJob<?> job) {
        if (thread.isAlive()) {
            return true;
        }
        if (!closing) {
            goOn();
        } else if (queue.remove(job)) {
            job.failed(new StoreException("the store is closed"));
        }
        return true;
    }

    @Override
    public void run() {
        try {
            work();
        } finally {
            if (closing) {
                queue.forEach(job -> job.failed(new StoreException("the store is closed")));
            } else {
                goOn();
            }
        }
    }

    /** Without a writer nothing would ever be stored again, and who has asked would wait for ever. There may be no memory for one yet. */
    private synchronized void goOn() {
        if (closing || (thread.isAlive() && thread != Thread.currentThread())) {
            return;
        }
        thread = newThread();
        thread.start();
        log.error("the writer's thread has ended, and another one goes on");
    }

    private void work() {
        while (!closing || !queue.isEmpty()) {
            try {
                WriteJob<?> first = queue.poll(CARE_NANOS, TimeUnit.NANOSECONDS);
                if (first != null && first != wake) {
                    List<WriteJob<?>> batch = new ArrayList<>();
                    batch.add(first);
                    queue.drainTo(batch, MOST_AT_ONCE - 1);
                    commitAll(batch);
                }
                care();
            } catch (InterruptedException e) {
                log.debug("nobody interrupts the writer; it goes on");
            } catch (Throwable e) {
                // What the drivers and pools of a host throw beside SQLExceptions, also while an earlier fault is told.
                log.error(
                        "the writer failed with {}, and continues", e.getClass().getName());
            }
        }
        leave();
    }

    /** Whatever happens, those who wait are told, and the writer goes on: without it nothing would ever be stored again. */
    private void commitAll(List<WriteJob<?>> batch) {
        busySince = System.nanoTime() | 1;
        try {
            commit(batch);
        } catch (Throwable e) {
            // First of all, as the rest may fail like what came before.
            batch.forEach(job -> lost(job, e.getClass().getSimpleName()));
            log.error("storing failed with {}", e.getClass().getName());
            Connection open = connection;
            if (open != null) {
                drop(open, new SQLException(e));
            }
        } finally {
            busySince = 0;
        }
    }

    /** Nobody knows whether it was stored. Who asked says it again, which does no harm. */
    private void lost(WriteJob<?> job, String why) {
        somethingIsNobodys = true;
        unbegun.addAll(job.effects.begun);
        job.failed(new StoreException("whether it was stored is not known: " + why));
    }

    private void commit(List<WriteJob<?>> batch) {
        for (int attempt = 1; ; attempt++) {
            SQLException failed = tried(batch);
            if (failed == null) {
                return;
            }
            boolean connectionLost = connection == null;
            if (connectionLost && attempt == 1) {
                continue;
            }
            if (dialect.hitsAll(failed)) {
                refuse(batch, failed);
                return;
            }
            if (batch.size() > 1) {
                batch.forEach(job -> commit(List.of(job)));
                return;
            }
            if (!dialect.isConflict(failed) || attempt == TRIES_OF_A_CONFLICT) {
                refuse(batch, failed);
                return;
            }
        }
    }

    private void refuse(List<WriteJob<?>> batch, SQLException why) {
        if (!dialect.isOfTheEntry(why)) {
            refusal = dialect.say(why);
        }
        batch.forEach(job -> job.failed(new StoreException("nothing was stored: " + dialect.say(why))));
    }

    /** Null: it ended, one way or the other. Else nothing of it was stored, and this is why. */
    private @Nullable SQLException tried(List<WriteJob<?>> batch) {
        Connection open;
        try {
            open = connection();
        } catch (SQLException e) {
            batch.forEach(job -> job.failed(new StoreException("the database cannot be reached: " + dialect.say(e))));
            return null;
        }
        try {
            dialect.assure();
            Transaction tx = new Transaction(open, statements, dialect, scope, ids, laneSql, host, held, unbegun);
            Set<Lane> lanes = new LinkedHashSet<>();
            batch.forEach(job -> lanes.addAll(job.lanes));
            tx.lock(lanes);
            for (WriteJob<?> job : batch) {
                job.run(tx);
            }
            tx.write();
        } catch (SQLException e) {
            rollBack(open, e);
            return e;
        } catch (Throwable e) {
            log.warn("a change failed with {}", e.getClass().getName());
            SQLException failed = new SQLException(e.getClass().getName(), e);
            rollBack(open, failed);
            return failed;
        }
        try {
            open.commit();
        } catch (SQLException e) {
            drop(open, e);
            batch.forEach(job -> lost(job, dialect.say(e)));
            return null;
        }
        try {
            dialect.assure();
        } catch (SQLException e) {
            batch.forEach(job -> lost(job, dialect.say(e)));
            return null;
        }
        refusal = null;
        batch.forEach(this::committed);
        return null;
    }

    private void committed(WriteJob<?> job) {
        counters.add(job.effects.counts);
        changed = true;
        // Whatever has led to that: a lane that is ours in the database alone would wait for ever.
        somethingIsNobodys |= job.effects.losesAny();
        if (job.committed(held)) {
            unbegun.removeAll(job.effects.begun);
        } else {
            unbegun.addAll(job.effects.begun);
            somethingIsNobodys = true;
        }
    }

    /** Why what is to be stored is refused, or was the last time; null: it is not, as far as is known. */
    @Nullable
    String trouble() {
        SQLException why = fault;
        if (why != null) {
            return "the database cannot be reached: " + dialect.say(why);
        }
        String refused = refusal;
        if (refused != null) {
            return "nothing was stored: " + refused;
        }
        long since = busySince;
        if (since != 0 && System.nanoTime() - since > SLOW_NANOS) {
            return "the database has not answered for more than 3 seconds: another program may hold a lock in it";
        }
        return queue.remainingCapacity() == 0 ? "more waits to be stored than can be" : null;
    }

    Counters counters() {
        return counters;
    }

    /** The figures are read anew at the next look. */
    void countSoon() {
        countsSoon = true;
    }

    boolean countsSoon() {
        return countsSoon;
    }

    /** Whether that claim is out, as far as is known here. */
    boolean holds(Claim claim) {
        return held.isGood(claim);
    }

    private void rollBack(Connection open, SQLException why) {
        dialect.noticed(why);
        if (dialect.outlastsTheTransaction(why)) {
            abort(open);
            drop(open, why);
            return;
        }
        // Ids of lanes that were made in it are worth nothing now.
        ids.clear();
        statements.forget();
        try {
            open.rollback();
        } catch (SQLException e) {
            drop(open, e);
        }
    }

    private Connection connection() throws SQLException {
        Connection open = connection;
        if (open != null) {
            return open;
        }
        if (fault != null && System.nanoTime() - downUntil < 0) {
            throw fault;
        }
        try {
            open = dialect.writer();
            connection = open;
            if (fault != null) {
                log.info("the database can be reached again");
            }
            fault = null;
            return open;
        } catch (SQLException e) {
            if (fault == null) {
                log.warn("the database cannot be reached: {}", dialect.say(e));
            }
            fault = e;
            downUntil = System.nanoTime() + DOWN_NANOS;
            throw e;
        }
    }

    private void drop(Connection open, SQLException why) {
        dialect.noticed(why);
        connection = null;
        statements.forget();
        ids.clear();
        close(open);
        log.warn("the connection to the database failed: {}", dialect.say(why));
    }

    private static void close(Connection open) {
        try {
            open.close();
        } catch (SQLException e) {
            log.debug(
                    "a broken connection could not be closed: {}", e.getClass().getName());
        }
    }

    private void care() {
        if (System.nanoTime() - nextCare < 0) {
            return;
        }
        nextCare = System.nanoTime() + CARE_NANOS;
        try {
            // Also where there is nothing to store: health has to tell that the store is back.
            Connection open = connection();
            if (somethingIsNobodys || (lease != null && lease.isLost())) {
                dialect.assure();
                putInOrder(open);
            }
            if (refusal != null && System.nanoTime() - nextTrial > 0) {
                tryOut(open);
            }
            if (countsSoon || System.nanoTime() - nextCount > 0) {
                storeWebhooks(open);
                if (changed || countsSoon || dialect.isShared()) {
                    readCounters(open);
                    countsSoon = false;
                }
            }
            dialect.care(open);
        } catch (Throwable e) {
            log.debug("looking after the lanes failed with {}", e.getClass().getName());
            Connection broken = connection;
            if (broken != null) {
                rollBack(broken, e instanceof SQLException fault ? fault : new SQLException(e));
            }
        }
    }

    /** Changes nothing, as a change: the store says that it refuses for no longer than it does. */
    private void tryOut(Connection open) throws SQLException {
        nextTrial = System.nanoTime() + TRIAL_NANOS;
        dialect.assure();
        update(open, "update byoc_meta set value = value where name = 'version'");
        open.commit();
        refusal = null;
    }

    /** After a claim got lost on its way, a commit of unknown outcome, or a lease that ran out. */
    private void putInOrder(Connection open) throws SQLException {
        Set<Long> settled = new HashSet<>();
        if (lease != null && lease.isLost()) {
            // Others may have taken the lanes over since: no claim that is out is worth anything.
            held.freeAll();
            lease.regain(open, () -> settled.addAll(giveBackWhatIsNobodys(open)));
        } else {
            settled.addAll(giveBackWhatIsNobodys(open));
            open.commit();
        }
        unbegun.removeAll(settled);
        readCounters(open);
        somethingIsNobodys = false;
    }

    private void readCounters(Connection open) throws SQLException {
        nextCount = System.nanoTime() + COUNT_NANOS;
        JdbcCounters.read(open, scope, counters);
        open.commit();
        changed = false;
    }

    /** Not with each of them: a crash may cost the last seconds of what tells only when one came. */
    private void storeWebhooks(Connection open) throws SQLException {
        nextCount = System.nanoTime() + COUNT_NANOS;
        Map<String, Long> fresh = counters.freshWebhooks();
        if (!fresh.isEmpty()) {
            dialect.assure();
            JdbcCounters.webhooks(open, scope, dialect.isShared() ? host : "", fresh);
            open.commit();
            counters.stored(fresh);
        }
    }

    /**
     * Lanes that are ours in the database, and that nobody here works on: their claims were never handed over.
     *
     * @return those of {@link #unbegun} that the database knows as such now. The others follow in a lane whose completion is still to be
     *     said again.
     */
    private Set<Long> giveBackWhatIsNobodys(Connection open) throws SQLException {
        Set<Long> settled = new HashSet<>();
        Set<Long> lanes = ids(open, "select id from byoc_lane where owner = ? order by id" + dialect.lock(), host);
        lanes.removeIf(held::holdsLane);
        for (long entry : unbegun) {
            Set<Long> lane = ids(open, "select lane from byoc_entry where id = ? and state = 1", entry);
            if (lanes.containsAll(lane)) {
                update(open, "update byoc_entry set state = 0 where id = ? and state = 1", entry);
            }
            if (lane.stream().noneMatch(held::holdsLane)) {
                settled.add(entry);
            }
        }
        String free = "update byoc_lane set owner = null, due = " + dialect.now() + " where id = ?";
        for (long lane : lanes) {
            update(open, free, dialect.time(), lane);
        }
        log.debug("{} lanes were nobody's, and wait now", lanes.size());
        return settled;
    }

    private Set<Long> ids(Connection open, String sql, @Nullable Object parameter) throws SQLException {
        PreparedStatement select = statements.of(open, sql);
        Statements.set(select, parameter);
        Set<Long> ids = new LinkedHashSet<>();
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                ids.add(rows.getLong(1));
            }
        }
        return ids;
    }

    private void update(Connection open, String sql, @Nullable Object... parameters) throws SQLException {
        PreparedStatement statement = statements.of(open, sql);
        Statements.set(statement, parameters);
        statement.executeUpdate();
    }

    /** Whatever is still ours is given back; what was begun counts as begun. */
    private void leave() {
        try {
            Connection open = connection();
            dialect.assure();
            held.freeAll();
            Set<Long> settled = giveBackWhatIsNobodys(open);
            unbegun.removeAll(settled);
            if (dialect.isShared()) {
                update(open, "delete from byoc_host where id = ?", host);
            }
            open.commit();
            storeWebhooks(open);
            dialect.release(open);
        } catch (SQLException e) {
            log.warn("the lanes of this process could not be given back: {}", dialect.say(e));
        }
        connection = null;
    }

    /** Takes nothing more, commits what waits, and gives the lanes back. */
    void close() {
        closing = true;
        @SuppressWarnings("unused") // a writer whose queue is full does not wait for work
        boolean woken = queue.offer(wake);
        boolean interrupted = false;
        long end = System.nanoTime() + CLOSE_NANOS;
        while (thread.isAlive() && System.nanoTime() - end < 0) {
            try {
                thread.join(GLANCE_MILLIS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (thread.isAlive()) {
            log.warn(
                    "the database does not answer: what is open stays as it is there, for the next start or for other hosts");
            Connection open = connection;
            if (open != null) {
                abort(open);
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void abort(Connection open) {
        try {
            open.abort(Runnable::run);
        } catch (SQLException e) {
            log.debug(
                    "a broken connection could not be closed: {}", e.getClass().getName());
        }
    }

    /** What a job that failed says. */
    static String why(ExecutionException e) {
        Throwable cause = e.getCause();
        return cause == null ? "it failed" : String.valueOf(cause.getMessage());
    }

    /** The lanes that a job touches: a claim's, and those of what follows from it. */
    static Collection<Lane> lanes(Claim claim, Change change) {
        Set<Lane> lanes = new LinkedHashSet<>();
        lanes.add(claim.entry().lane());
        change.entries().forEach(entry -> lanes.add(entry.lane()));
        return lanes;
    }
}
