package dev.byoc.jdbc;

import dev.byoc.jdbc.internal.commit.GroupCommit;
import dev.byoc.jdbc.internal.commit.HostLease;
import dev.byoc.jdbc.internal.commit.WriteJob;
import dev.byoc.jdbc.internal.rows.Session;
import dev.byoc.store.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The maintenance that an open store runs at intervals: of its connections, of old entries, of its lease. */
final class StoreMaintenance {
    private static final Logger log = LoggerFactory.getLogger(StoreMaintenance.class);

    private static final long DATABASE_MILLIS = 200;
    private static final long READ_MILLIS = 1_000;
    private static final long CLOCK_MILLIS = 10_000;
    private static final long PRUNE_MILLIS = 60_000;
    private static final long CLOSE_SECONDS = 5;

    private final Session session;
    private final GroupCommit writer;
    private final Retention retention;
    private final @Nullable HostLease lease;

    /** Two threads: a lease has to be renewed while something else takes long. */
    private final ScheduledExecutorService executor = Executors.newScheduledThreadPool(2, task -> {
        Thread thread = new Thread(task, "byoc-store-maintenance");
        thread.setDaemon(true);
        return thread;
    });

    StoreMaintenance(Session session, GroupCommit writer, Retention retention, @Nullable HostLease lease) {
        this.session = session;
        this.writer = writer;
        this.retention = retention;
        this.lease = lease;
    }

    void start(Duration leaseLength) {
        every(0, DATABASE_MILLIS, session.dialect()::maintain);
        every(PRUNE_MILLIS, this::prune);
        if (lease != null) {
            every(leaseLength.toMillis() / HostLease.RENEWALS, this::renewAndSweep);
        }
        every(CLOCK_MILLIS, this::endWaits);
        every(READ_MILLIS, this::readAgain);
    }

    /** Why this host may lose its lanes; null: its lease is good, or it needs none. */
    @Nullable
    String trouble() {
        return lease != null && (lease.left().isNegative() || lease.left().isZero())
                ? "the lease of this host has run out: the database does not answer in time"
                : null;
    }

    /** Removes what is older than the retention time; nothing for a while after the clock has jumped. */
    void prune() {
        retention.prune(writer);
    }

    /** The same, whatever the clock. */
    void pruneNow() {
        retention.pruneNow(writer);
    }

    /** Renews the lease, and frees the lanes of hosts whose lease has expired. */
    void renewAndSweep() {
        if (lease != null) {
            lease.renew();
            lease.sweep();
        }
    }

    /** Repeats a failed look-up, so that health reports it for no longer than look-ups fail. */
    private void readAgain() {
        try {
            if (session.unreadable() != null) {
                log.trace("look-ups succeed again: {}", session.read(session.dialect()::tables));
            }
        } catch (StoreException e) {
            log.debug("look-ups still fail: {}", e.getMessage());
        }
    }

    /** Ends waits that a clock set back has made too long. */
    void endWaits() {
        boolean taken = writer.offer(WriteJob.of(List.of(), DueLanes::endWaitsFromTheFuture));
        if (!taken) {
            log.debug("the queue of changes to store is full: lanes that wait for too long are left to the next run");
        }
    }

    /** First after one interval: the store was prepared and its lease acquired just now. */
    private void every(long millis, Runnable task) {
        every(millis, millis, task);
    }

    private void every(long firstMillis, long millis, Runnable task) {
        @SuppressWarnings("unused") // the task lets nothing out
        var scheduled = executor.scheduleWithFixedDelay(
                () -> {
                    try {
                        task.run();
                    } catch (Throwable e) {
                        // An executor cancels a task that throws, and logs nothing.
                        log.warn(
                                "maintenance of the store failed: {}",
                                e instanceof StoreException
                                        ? e.getMessage()
                                        : e.getClass().getName());
                    }
                },
                firstMillis,
                millis,
                TimeUnit.MILLISECONDS);
    }

    /** Starts no further run. */
    void stop() {
        executor.shutdown();
    }

    /** Waits for running tasks, a few seconds at most. */
    void await() {
        try {
            boolean ended = executor.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
            log.debug("the maintenance of the store has ended: {}", ended);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
