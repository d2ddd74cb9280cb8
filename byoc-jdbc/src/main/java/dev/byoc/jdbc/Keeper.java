package dev.byoc.jdbc;

import dev.byoc.jdbc.internal.commit.GroupCommit;
import dev.byoc.jdbc.internal.commit.HostLease;
import dev.byoc.jdbc.internal.commit.WriteJob;
import dev.byoc.store.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an open store does by itself at intervals: looks after its connections, prunes, renews its lease. */
final class Keeper {
    private static final Logger log = LoggerFactory.getLogger(Keeper.class);

    private static final long CARE_MILLIS = 200;
    private static final long LOOK_MILLIS = 1_000;
    private static final long LEAP_MILLIS = 10_000;
    private static final long PRUNE_MILLIS = 60_000;
    private static final long CLOSE_SECONDS = 5;

    private final Session session;
    private final GroupCommit writer;
    private final Retention retention;
    private final @Nullable HostLease lease;

    /** Two threads: a lease has to be renewed while something else takes long. */
    private final ScheduledExecutorService executor = Executors.newScheduledThreadPool(2, task -> {
        Thread thread = new Thread(task, "byoc-store-keeper");
        thread.setDaemon(true);
        return thread;
    });

    Keeper(Session session, GroupCommit writer, Retention retention, @Nullable HostLease lease) {
        this.session = session;
        this.writer = writer;
        this.retention = retention;
        this.lease = lease;
    }

    void start(Duration leaseLength) {
        every(0, CARE_MILLIS, session.dialect()::care);
        every(PRUNE_MILLIS, this::prune);
        if (lease != null) {
            every(leaseLength.toMillis() / 9, this::renewAndSweep);
        }
        every(LEAP_MILLIS, this::endWaits);
        every(LOOK_MILLIS, this::lookAgain);
    }

    /** Removes what has been kept for long enough; nothing for a while if the clock has leapt. */
    void prune() {
        retention.prune(writer);
    }

    /** The same, whatever the clock. */
    void pruneNow() {
        retention.pruneNow(writer);
    }

    /** Renews the lease, and takes the lanes of silent hosts from them. */
    void renewAndSweep() {
        if (lease != null) {
            lease.renew();
            lease.sweep();
        }
    }

    /** So that health reports a failed look-up for no longer than look-ups fail, though no query comes. */
    private void lookAgain() {
        try {
            if (session.unreadable() != null) {
                log.trace("can be read again: {}", session.read(session.dialect()::tables));
            }
        } catch (StoreException e) {
            log.debug("look-ups still fail: {}", e.getMessage());
        }
    }

    /** After the clock was put back: no lane waits for a time that was never to come so late. */
    void endWaits() {
        boolean taken = writer.offer(new WriteJob<>(List.of(), DueLanes::endWaitsFromTheFuture));
        if (!taken) {
            log.debug("too many changes wait to look for lanes that wait for too long");
        }
    }

    /** The first time after one interval: what is opened has just been put in order, and its lease is fresh. */
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
                        // An executor drops a task that has thrown once, without a word.
                        log.warn(
                                "looking after the store failed: {}",
                                e instanceof StoreException
                                        ? e.getMessage()
                                        : e.getClass().getName());
                    }
                },
                firstMillis,
                millis,
                TimeUnit.MILLISECONDS);
    }

    /** Begins nothing more. */
    void stop() {
        executor.shutdown();
    }

    /** Waits for what is under way. */
    void await() {
        try {
            boolean ended = executor.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
            log.debug("the store's keeper has ended: {}", ended);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
