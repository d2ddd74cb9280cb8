package dev.byoc.testkit;

import dev.byoc.internal.runtime.Scheduler;
import dev.byoc.internal.runtime.ThreadScheduler;
import dev.byoc.internal.runtime.Threads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A relay's timer that a test turns by moving its clock: what looks at the clock several times a second does so at once. The intervals of the
 * machine's time count too, as in a relay with a timer of its own: not all that is waited for is a matter of the clock. What is done each
 * minute goes by the machine's time alone: to a relay, a clock that jumps by an hour is a process that stood still for an hour.
 *
 * <p>It also knows when all is done that follows from a turn. Thread-safe.
 */
final class TurnedScheduler implements Scheduler {
    private static final Duration OFTEN = Duration.ofSeconds(1);

    private final Scheduler threads = new ThreadScheduler();
    private final ThreadLocal<Boolean> isWorker = ThreadLocal.withInitial(() -> false);
    private final Runnable onStop;
    private final List<Periodic> tasks = new ArrayList<>();
    private @Nullable Thread timer;
    private boolean stopped;
    private int working;

    /** Workers that wait for time to pass. */
    private int paused;

    private long moves;
    private long turns;
    private long turned;

    /** Due by {@link System#nanoTime}; used with the scheduler's lock held. */
    private static final class Periodic {
        final Duration interval;
        final Runnable task;
        long due;

        Periodic(Duration first, Duration interval, Runnable task) {
            this.interval = interval;
            this.task = task;
            this.due = System.nanoTime() + first.toNanos();
        }
    }

    /** What is to be run, and up to which turn that is. */
    private record Round(long turn, List<Periodic> due) {}

    TurnedScheduler(Runnable onStop) {
        this.onStop = onStop;
    }

    @Override
    public void execute(Runnable task) {
        begun();
        boolean taken = false;
        try {
            threads.execute(() -> {
                isWorker.set(true);
                try {
                    task.run();
                } finally {
                    isWorker.remove();
                    ended();
                }
            });
            taken = true;
        } finally {
            if (!taken) {
                ended();
            }
        }
    }

    private synchronized void begun() {
        working++;
    }

    private synchronized void ended() {
        working--;
        notifyAll();
    }

    @Override
    public synchronized void repeat(Duration first, Duration interval, Runnable task) {
        tasks.add(new Periodic(first, interval, task));
        if (timer == null && !stopped) {
            timer = Threads.daemons("byoc-clock").newThread(this::work);
            timer.start();
        }
        notifyAll();
    }

    /** A worker that waits for time to pass is not at work: what follows from a turn is done without it. */
    @Override
    public synchronized void pause(Duration most) {
        boolean worker = isWorker.get();
        if (worker) {
            working--;
            paused++;
            notifyAll();
        }
        long before = moves;
        long end = System.nanoTime() + most.toNanos();
        try {
            for (long left = most.toNanos(); left > 0 && moves == before; left = end - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            // Else the move has counted it again.
            if (worker && moves == before) {
                paused--;
                working++;
            }
        }
    }

    /** The clock was moved, which ends all pauses: what a worker does then follows from the move, however late its thread goes on. */
    synchronized void turn() {
        turns++;
        moves++;
        working += paused;
        paused = 0;
        notifyAll();
    }

    private void work() {
        for (Round round = awaitRound(); round != null; round = awaitRound()) {
            for (Periodic each : round.due) {
                if (isStopped()) {
                    return;
                }
                each.task.run();
                ranJustNow(each);
            }
            turnedTo(round.turn);
        }
    }

    /** Null once it is stopped: an interrupt alone may be left behind by the code that a task calls. */
    private synchronized @Nullable Round awaitRound() {
        while (!stopped) {
            long now = System.nanoTime();
            boolean isTurned = turns > turned;
            List<Periodic> due = tasks.stream()
                    .filter(each -> each.due - now <= 0 || (isTurned && each.interval.compareTo(OFTEN) < 0))
                    .toList();
            if (isTurned || !due.isEmpty()) {
                return new Round(turns, due);
            }
            long next = tasks.stream().mapToLong(each -> each.due - now).min().orElse(0);
            try {
                wait(next / 1_000_000 + 1);
            } catch (InterruptedException e) {
                // It is looked at above whether it was stopped.
            }
        }
        return null;
    }

    private synchronized boolean isStopped() {
        return stopped;
    }

    /** The next one must not meet an interrupt that the code left behind which it has called. */
    private synchronized void ranJustNow(Periodic task) {
        Thread.interrupted();
        task.due = System.nanoTime() + task.interval.toNanos();
    }

    private synchronized void turnedTo(long turn) {
        turned = Math.max(turned, turn);
        notifyAll();
    }

    /**
     * Has the relay look at its clock, and waits until all is done that follows from it.
     *
     * @param end by {@link System#nanoTime}: what hangs, or waits for another server, is not waited for any longer
     */
    synchronized void settle(long end) {
        long turn = ++turns;
        notifyAll();
        while (!stopped && timer != null && (turned < turn || working > 0)) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return;
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    @Override
    public void stopTimer() {
        synchronized (this) {
            stopped = true;
            if (timer != null) {
                timer.interrupt();
            }
            notifyAll();
        }
        onStop.run();
        threads.stopTimer();
    }

    @Override
    public boolean awaitEnd(Duration most) {
        return threads.awaitEnd(most);
    }

    @Override
    public boolean isEnding() {
        return threads.isEnding();
    }
}
