package dev.byoc.jdbc.internal.commit;

import dev.byoc.jdbc.internal.Dialect;
import dev.byoc.store.StoreException;
import dev.byoc.store.spi.Claim;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The writer: one thread with a queue of jobs. Jobs that wait are committed together, as a commit costs the same however much it holds.
 * Thread-safe.
 */
public final class GroupCommit implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(GroupCommit.class);

    private static final int MOST_AT_ONCE = 512;
    private static final int MOST_QUEUED = 10_000;
    private static final long CLOSE_NANOS = TimeUnit.SECONDS.toNanos(20);
    private static final long GLANCE_MILLIS = 100;

    private final Dialect dialect;
    private final BlockingQueue<WriteJob<?, ?>> queue = new ArrayBlockingQueue<>(MOST_QUEUED);

    /** Changes nothing: it ends the wait of a writer whose queue is empty. */
    private final WriteJob<?, ?> wake = WriteJob.of(List.of(), tx -> false);

    private final WriterConnection connection;
    private final BatchCommit batches;
    private final WriterMaintenance maintenance;
    private final WriterHealth health = new WriterHealth();

    private volatile Thread thread;
    private volatile boolean closing;

    /** The lanes were given back, and nothing is committed any more. */
    private volatile boolean left;

    /** @param lease null: no other host works on these lanes */
    public GroupCommit(Dialect dialect, String scope, String host, @Nullable HostLease lease) {
        ClaimRegistry held = new ClaimRegistry();
        CachedCounters counters = new CachedCounters();
        this.dialect = dialect;
        this.connection = new WriterConnection(dialect);
        AbandonedClaims abandoned = new AbandonedClaims(dialect, host, connection, held);
        this.batches = new BatchCommit(dialect, scope, host, connection, held, abandoned, counters, health);
        this.maintenance =
                new WriterMaintenance(dialect, scope, host, lease, connection, held, abandoned, counters, health);
        this.thread = newThread();
    }

    private Thread newThread() {
        Thread fresh = new Thread(this, "byoc-store");
        fresh.setDaemon(true);
        return fresh;
    }

    /** Starts the writer's thread, once the lease and the counters are known. */
    public void start() throws SQLException {
        try {
            maintenance.start();
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
        thread.start();
    }

    /** Queues a job. False: the queue is full, or the writer closed. */
    public boolean offer(WriteJob<?, ?> job) {
        return !closing && queue.offer(job) && willEnd(job);
    }

    /**
     * Waits for a place in the queue: for what must not be refused, as what was not begun and is handed back while the writer closes. False: the
     * writer has left.
     */
    public boolean put(WriteJob<?, ?> job) {
        while (!left) {
            try {
                if (queue.offer(job, 100, TimeUnit.MILLISECONDS)) {
                    return willEnd(job);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return queue.offer(job) && willEnd(job);
            }
        }
        return false;
    }

    /** Sees to it that a queued job is completed, also if the writer's thread has ended meanwhile. */
    private boolean willEnd(WriteJob<?, ?> job) {
        if (left || (closing && !thread.isAlive())) {
            if (queue.remove(job)) {
                job.failed(new StoreException("the store is closed"));
            }
        } else if (!thread.isAlive()) {
            replaceThread();
        }
        return true;
    }

    @Override
    public void run() {
        try {
            work();
        } finally {
            if (closing) {
                left = true;
                queue.forEach(job -> job.failed(new StoreException("the store is closed")));
            } else {
                replaceThread();
            }
        }
    }

    /** Without a writer no job would ever end. There may be no memory for another thread yet: the next job tries again. */
    private synchronized void replaceThread() {
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
                WriteJob<?, ?> first = queue.poll(WriterMaintenance.INTERVAL_NANOS, TimeUnit.NANOSECONDS);
                if (first != null && first != wake) {
                    List<WriteJob<?, ?>> batch = new ArrayList<>();
                    batch.add(first);
                    queue.drainTo(batch, MOST_AT_ONCE - 1);
                    batches.commit(batch);
                }
                maintenance.runIfDue();
            } catch (InterruptedException e) {
                log.debug("the writer was interrupted, which does not stop it");
            } catch (Throwable e) {
                // What the drivers and pools of a host throw beside SQLExceptions, also while an earlier fault is
                // reported.
                log.error(
                        "the writer failed with {}, and continues", e.getClass().getName());
            }
        }
        maintenance.leave();
    }

    /** Why changes are refused, or the last one was; null: they are stored, as far as is known. */
    public @Nullable String trouble() {
        SQLException why = connection.fault();
        if (why != null) {
            return "the database cannot be reached: " + dialect.say(why);
        }
        String trouble = health.trouble();
        if (trouble != null) {
            return trouble;
        }
        return queue.remainingCapacity() == 0 ? "the queue of changes to store is full" : null;
    }

    public CachedCounters counters() {
        return maintenance.counters();
    }

    /** The links that are known without a look-up. */
    public LinkCache links() {
        return connection.links();
    }

    /** Reads the counters again within moments; {@link #countsSoon} until then. */
    public void countSoon() {
        maintenance.countSoon();
    }

    public boolean countsSoon() {
        return maintenance.countsSoon();
    }

    /** Whether this process holds that claim, as far as it knows. */
    public boolean holds(Claim claim) {
        return batches.holds(claim);
    }

    /** Refuses new entries, commits what waits and hands out none of it, and gives the lanes back. */
    public void close() {
        batches.handOutNoMore();
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
            log.warn("the database does not answer: open entries stay stored, for the next start or for other hosts");
            connection.abort();
        }
        left = true;
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
