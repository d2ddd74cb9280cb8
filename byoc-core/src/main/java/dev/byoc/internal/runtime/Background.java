package dev.byoc.internal.runtime;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a relay does beside its callers. A task that throws is logged, and a periodic one stays scheduled. Thread-safe. */
public final class Background implements Executor {
    private static final Logger log = LoggerFactory.getLogger(Background.class);

    private final Scheduler scheduler;
    private final LogThrottle often;

    public Background(Scheduler scheduler, LogThrottle often) {
        this.scheduler = scheduler;
        this.often = often;
    }

    /**
     * Runs a task on a worker, at once.
     *
     * @throws java.util.concurrent.RejectedExecutionException once the workers have ended
     */
    @Override
    public void execute(Runnable task) {
        scheduler.execute(caught("a task of a worker", task));
    }

    /** Runs a task at intervals, on a worker. */
    public void every(Duration interval, Runnable task) {
        schedule(interval, interval, () -> execute(task));
    }

    /**
     * Runs a task on a worker whenever it is due.
     *
     * @param due asked at intervals, on the timer's thread: must not wait for anything
     */
    public void whenever(Duration interval, BooleanSupplier due, Runnable task) {
        schedule(interval, interval, () -> {
            if (due.getAsBoolean()) {
                execute(task);
            }
        });
    }

    /** Runs a task now and at intervals, on the timer's own thread: for what takes the time of a look-up in the store at most. */
    public void onTick(Duration interval, Runnable task) {
        schedule(Duration.ZERO, interval, task);
    }

    private void schedule(Duration first, Duration interval, Runnable task) {
        scheduler.repeat(first, interval, caught("a task of the timer", task));
    }

    /** An executor drops a periodic task that has thrown once, without a word. */
    private Runnable caught(String what, Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (Throwable e) {
                Faults.telling(() -> often.log(what + " failed", e.getClass().getName() + " at " + Faults.placeOf(e)));
            }
        };
    }

    /** Blocks the calling thread, as {@link Scheduler#pause} does. */
    public void pause(Duration most) {
        scheduler.pause(most);
    }

    /** Clears the interrupt that a host's code has left behind on this worker, unless it is the relay's own, as it is being closed. */
    public void forgetInterrupts() {
        if (!scheduler.isEnding() && Thread.interrupted()) {
            log.debug("a call has left its thread interrupted");
        }
    }

    /** Ends the timer: no periodic task begins any more. */
    public void stopTimer() {
        scheduler.stopTimer();
    }

    /** Waits for tasks that run, at most so long; then interrupts them. True if all of them ended. */
    public boolean awaitEnd(Duration most) {
        return scheduler.awaitEnd(most);
    }
}
