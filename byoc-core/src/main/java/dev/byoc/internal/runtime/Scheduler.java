package dev.byoc.internal.runtime;

import java.time.Duration;

/**
 * The timer and the workers of one relay: {@link ThreadScheduler}, or a {@link SchedulingClock}'s own. Its threads keep no process alive. A
 * task lets nothing out. Thread-safe.
 */
public interface Scheduler {
    /**
     * Runs a task at once, on a worker.
     *
     * @throws java.util.concurrent.RejectedExecutionException once the workers have ended
     */
    void execute(Runnable task);

    /**
     * Runs a task on the timer's thread again and again until {@link #stopTimer}.
     *
     * @param first how long before the first time
     * @param interval how long from the end of one time to the next
     */
    void repeat(Duration first, Duration interval, Runnable task);

    /**
     * Blocks the calling thread for a while, for a caller that looks then whether to go on waiting. A clock that is moved, and an interrupt,
     * which stays set, end it sooner.
     *
     * <p>So it measures no time, and how often it was called says nothing of it: a caller that waits for so long goes by a {@link Deadline},
     * and leaves its loop once its thread is interrupted, as each further pause would end at once.
     */
    void pause(Duration most);

    /** Begins no periodic task any more, and interrupts one that runs. */
    void stopTimer();

    /** Takes no more tasks for workers, and waits for those that run, at most so long; then interrupts them. True if all of them ended. */
    boolean awaitEnd(Duration most);

    /** Whether {@link #awaitEnd} has begun. */
    boolean isEnding();
}
