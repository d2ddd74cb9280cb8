package dev.byoc.jdbc.internal.commit;

import dev.byoc.jdbc.internal.Dialect;
import dev.byoc.store.StoreException;
import dev.byoc.store.spi.Change;
import dev.byoc.store.spi.Claim;
import dev.byoc.store.spi.Lane;
import java.sql.Connection;
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
public final class GroupCommit implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(GroupCommit.class);

    private static final int MOST_AT_ONCE = 512;
    private static final int MOST_QUEUED = 10_000;
    private static final int TRIES_OF_A_CONFLICT = 10;
    private static final long CARE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long COUNT_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long SLOW_NANOS = TimeUnit.SECONDS.toNanos(3);
    private static final long TRIAL_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long CLOSE_NANOS = TimeUnit.SECONDS.toNanos(20);
    private static final long GLANCE_MILLIS = 100;

    private final Dialect dialect;
    private final String scope;
    private final String host;
    private final @Nullable HostLease lease;
    private final BlockingQueue<WriteJob<?>> queue = new ArrayBlockingQueue<>(MOST_QUEUED);

    /** Changes nothing: it tells a writer that waits for work that there will be none. */
    private final WriteJob<?> wake = new WriteJob<>(List.of(), tx -> false);

    private final WriterConnection connection;
    private final LaneSql laneSql;
    private final ClaimRegistry held = new ClaimRegistry();
    private final AbandonedClaims abandoned;
    private final CachedCounters counters = new CachedCounters();

    private volatile Thread thread;
    private volatile boolean closing;

    /** Why the last change was not stored, or is not known to be; null: it was. */
    private volatile @Nullable String refusal;

    /** Whether the last commit has failed. */
    private boolean unconfirmed;

    /** Since when the database has had a batch; 0: it has none. */
    private volatile long busySince;

    private long nextTrial = System.nanoTime();
    private long nextCare = System.nanoTime();
    private volatile boolean countsSoon;
    private long nextCount = System.nanoTime();

    /** Whether something was committed since the figures were read. */
    private boolean changed;

    /** @param lease null: no other host works on these lanes */
    public GroupCommit(Dialect dialect, String scope, String host, @Nullable HostLease lease) {
        this.dialect = dialect;
        this.connection = new WriterConnection(dialect);
        this.abandoned = new AbandonedClaims(dialect, host, connection, held);
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
    public void start() throws SQLException {
        try {
            if (lease != null) {
                // Before anything is claimed: what is claimed without one counts for nothing.
                lease.regain(connection.get(), () -> {});
            }
            readCounters(connection.get());
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
        thread.start();
    }

    /** False: so much waits already that more had better not. */
    public boolean offer(WriteJob<?> job) {
        return !closing && queue.offer(job) && isHeard(job);
    }

    /** Waits for a place: for what must not be refused. */
    public boolean put(WriteJob<?> job) {
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
        log.error("the writer's thread has ended, and another one takes over");
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
                log.debug("the writer was interrupted, which does not stop it");
            } catch (Throwable e) {
                // What the drivers and pools of a host throw beside SQLExceptions, also while an earlier fault is told.
                log.error(
                        "the writer failed with {}, and continues", e.getClass().getName());
            }
        }
        leave();
    }

    /** Whatever happens, callers are told, and the writer continues: without it nothing would ever be stored again. */
    private void commitAll(List<WriteJob<?>> batch) {
        busySince = System.nanoTime() | 1;
        try {
            commit(batch);
        } catch (Throwable e) {
            // First of all, as the rest may fail like what came before.
            batch.forEach(job -> lost(job, e.getClass().getSimpleName()));
            log.error("storing failed with {}", e.getClass().getName());
            unconfirmed(e.getClass().getSimpleName());
            connection.drop(new SQLException(e));
        } finally {
            busySince = 0;
        }
    }

    /** The commit's outcome is unknown; callers retry, which is safe because inserts are idempotent by key. */
    private void lost(WriteJob<?> job, String why) {
        abandoned.unknown(job.effects);
        job.failed(new StoreException("whether it was stored is not known: " + why));
    }

    private void commit(List<WriteJob<?>> batch) {
        for (int attempt = 1; ; attempt++) {
            SQLException failed = tried(batch);
            if (failed == null) {
                return;
            }
            boolean connectionLost = !connection.isOpen();
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
            refusal = "nothing was stored: " + dialect.say(why);
        }
        batch.forEach(job -> job.failed(new StoreException("nothing was stored: " + dialect.say(why))));
    }

    /** Null: it ended, one way or the other. Else nothing of it was stored, and this is why. */
    private @Nullable SQLException tried(List<WriteJob<?>> batch) {
        Connection open;
        try {
            open = connection.get();
        } catch (SQLException e) {
            batch.forEach(job -> job.failed(new StoreException("the database cannot be reached: " + dialect.say(e))));
            return null;
        }
        try {
            dialect.assure();
            Transaction tx = new Transaction(
                    open,
                    connection.statements(),
                    dialect,
                    scope,
                    connection.ids(),
                    laneSql,
                    host,
                    held,
                    abandoned.unbegun());
            Set<Lane> lanes = new LinkedHashSet<>();
            batch.forEach(job -> lanes.addAll(job.lanes));
            tx.lock(lanes);
            for (WriteJob<?> job : batch) {
                job.run(tx);
            }
            tx.write();
        } catch (SQLException e) {
            connection.rollBack(e);
            return e;
        } catch (Throwable e) {
            log.warn("a change failed with {}", e.getClass().getName());
            SQLException failed = new SQLException(e.getClass().getName(), e);
            connection.rollBack(failed);
            return failed;
        }
        try {
            open.commit();
        } catch (SQLException e) {
            unconfirmed(dialect.say(e));
            connection.drop(e);
            batch.forEach(job -> lost(job, dialect.say(e)));
            return null;
        }
        try {
            dialect.assure();
        } catch (SQLException e) {
            unconfirmed(dialect.say(e));
            batch.forEach(job -> lost(job, dialect.say(e)));
            return null;
        }
        confirmed();
        batch.forEach(this::committed);
        return null;
    }

    /** Once, it may be a connection that was cut off, and the next one works; twice, as on a full disk, the store is in trouble. */
    private void unconfirmed(String why) {
        if (unconfirmed) {
            refusal = "the database does not confirm what it is to store: " + why;
        }
        unconfirmed = true;
    }

    private void confirmed() {
        unconfirmed = false;
        refusal = null;
        connection.works();
    }

    private void committed(WriteJob<?> job) {
        counters.add(job.effects.counts);
        changed = true;
        abandoned.committed(job.effects, job.committed(held));
    }

    /** Why what is to be stored is refused, or was the last time; null: it is not, as far as is known. */
    public @Nullable String trouble() {
        SQLException why = connection.fault();
        if (why != null) {
            return "the database cannot be reached: " + dialect.say(why);
        }
        String refused = refusal;
        if (refused != null) {
            return refused;
        }
        long since = busySince;
        if (since != 0 && System.nanoTime() - since > SLOW_NANOS) {
            return "the database has not answered for more than 3 seconds: another program may hold a lock in it";
        }
        return queue.remainingCapacity() == 0 ? "more waits to be stored than can be" : null;
    }

    public CachedCounters counters() {
        return counters;
    }

    /** The figures are read anew at the next look. */
    public void countSoon() {
        countsSoon = true;
    }

    public boolean countsSoon() {
        return countsSoon;
    }

    /** Whether that claim is out, as far as is known here. */
    public boolean holds(Claim claim) {
        return held.isGood(claim);
    }

    private void care() {
        if (System.nanoTime() - nextCare < 0) {
            return;
        }
        nextCare = System.nanoTime() + CARE_NANOS;
        try {
            // Also where there is nothing to store: health has to tell that the store is back.
            Connection open = connection.get();
            if (abandoned.any() || (lease != null && lease.isLost())) {
                dialect.assure();
                putInOrder(open);
            }
            if ((refusal != null || unconfirmed) && System.nanoTime() - nextTrial > 0) {
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
            connection.rollBack(e instanceof SQLException fault ? fault : new SQLException(e));
        }
    }

    /** Changes nothing, as a change: the store says that it refuses for no longer than it does. */
    private void tryOut(Connection open) throws SQLException {
        nextTrial = System.nanoTime() + TRIAL_NANOS;
        try {
            dialect.assure();
            connection.update("update byoc_meta set value = value where name = 'version'");
            open.commit();
        } catch (SQLException e) {
            unconfirmed(dialect.say(e));
            throw e;
        }
        confirmed();
    }

    /** After a claim got lost on its way, a commit of unknown outcome, or a lease that ran out. */
    private void putInOrder(Connection open) throws SQLException {
        Set<Long> settled = new HashSet<>();
        if (lease != null && lease.isLost()) {
            // Others may have taken the lanes over since: no claim that is out is worth anything.
            held.freeAll();
            lease.regain(open, () -> settled.addAll(abandoned.giveBack()));
        } else {
            settled.addAll(abandoned.giveBack());
            open.commit();
        }
        abandoned.givenBack(settled);
        readCounters(open);
        abandoned.clear();
    }

    private void readCounters(Connection open) throws SQLException {
        nextCount = System.nanoTime() + COUNT_NANOS;
        CounterRows.read(open, scope, counters);
        open.commit();
        changed = false;
    }

    /** Not with each of them: a crash may cost the last seconds of what tells only when one came. */
    private void storeWebhooks(Connection open) throws SQLException {
        nextCount = System.nanoTime() + COUNT_NANOS;
        Map<String, Long> fresh = counters.freshWebhooks();
        if (!fresh.isEmpty()) {
            dialect.assure();
            CounterRows.webhooks(open, scope, dialect.isShared() ? host : "", fresh);
            open.commit();
            counters.stored(fresh);
        }
    }

    /** Whatever is still ours is given back; what was begun counts as begun. */
    private void leave() {
        try {
            Connection open = connection.get();
            dialect.assure();
            // A call may outlive the relay: where there may be other hosts, its lane is theirs once the lease has
            // ended.
            boolean keeps = dialect.isShared() && held.freeAllButKept();
            if (!keeps) {
                held.freeAll();
            }
            Set<Long> settled = abandoned.giveBack();
            abandoned.givenBack(settled);
            if (dialect.isShared() && !keeps) {
                connection.update("delete from byoc_host where id = ?", host);
            }
            open.commit();
            storeWebhooks(open);
            connection.release();
        } catch (SQLException e) {
            log.warn("the lanes of this process could not be given back: {}", dialect.say(e));
        }
    }

    /** Takes nothing more, commits what waits, and gives the lanes back. */
    public void close() {
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
            connection.abort();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** What a job that failed says. */
    public static String why(ExecutionException e) {
        Throwable cause = e.getCause();
        return cause == null ? "it failed" : String.valueOf(cause.getMessage());
    }

    /** The lanes that a job touches: a claim's, and those of what follows from it. */
    public static Collection<Lane> lanes(Claim claim, Change change) {
        Set<Lane> lanes = new LinkedHashSet<>();
        lanes.add(claim.entry().lane());
        change.entries().forEach(entry -> lanes.add(entry.lane()));
        return lanes;
    }
}
