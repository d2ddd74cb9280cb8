package dev.byoc.internal.runtime;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** By the machine's own timer. */
public final class ThreadScheduler implements Scheduler {
    private final ExecutorService workers = Threads.workers("byoc-worker");
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(Threads.daemons("byoc-clock"));

    /** No thread runs yet. */
    public ThreadScheduler() {}

    @Override
    public void execute(Runnable task) {
        // Virtual threads, of which each task has its own, are made by no factory of ours.
        workers.execute(Threads.anew(task));
    }

    @Override
    public void repeat(Duration first, Duration interval, Runnable task) {
        @SuppressWarnings("unused") // the task lets nothing out
        var scheduled =
                timer.scheduleWithFixedDelay(task, first.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void pause(Duration most) {
        LockSupport.parkNanos(most.toNanos());
    }

    @Override
    public void stopTimer() {
        timer.shutdownNow();
    }

    @Override
    public boolean awaitEnd(Duration most) {
        workers.shutdown();
        try {
            if (workers.awaitTermination(most.toMillis(), TimeUnit.MILLISECONDS)) {
                return true;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        workers.shutdownNow();
        return false;
    }

    @Override
    public boolean isEnding() {
        return workers.isShutdown();
    }
}
