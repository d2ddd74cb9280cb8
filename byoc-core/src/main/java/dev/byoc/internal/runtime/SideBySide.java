package dev.byoc.internal.runtime;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Does the same for several at once, as each has a remote API of its own and one that is slow must hold up no other. At most {@link #MOST}
 * run at a time, one of them on the caller's thread. Thread-safe.
 */
public final class SideBySide {
    static final int MOST = 16;

    private final Executor threads;

    /**
     * Runs tasks on those threads.
     *
     * @param threads whose tasks may wait for something
     */
    public SideBySide(Executor threads) {
        this.threads = threads;
    }

    /**
     * Returns once all have ended, also if the caller is interrupted: each has its own deadline.
     *
     * @param task must not throw
     * @return what the tasks gave, in the order of what they were for, without nulls
     */
    public <T, R> List<R> each(Collection<T> all, Function<T, @Nullable R> task) {
        List<FutureTask<@Nullable R>> tasks = new ArrayList<>();
        all.forEach(one -> tasks.add(new FutureTask<>(() -> task.apply(one))));
        Queue<FutureTask<@Nullable R>> left = new ConcurrentLinkedQueue<>(tasks);
        for (int i = 1; i < Math.min(MOST, tasks.size()); i++) {
            try {
                threads.execute(() -> runAll(left));
            } catch (Throwable e) {
                // The relay ends, or the process has no more threads: the caller does what is left.
                break;
            }
        }
        runAll(left);
        return results(tasks);
    }

    private static <R> void runAll(Queue<FutureTask<@Nullable R>> left) {
        for (FutureTask<@Nullable R> next = left.poll(); next != null; next = left.poll()) {
            next.run();
        }
    }

    private static <R> List<R> results(List<FutureTask<@Nullable R>> tasks) {
        List<R> results = new ArrayList<>();
        boolean interrupted = false;
        for (FutureTask<@Nullable R> task : tasks) {
            for (boolean ended = false; !ended; ) {
                try {
                    R result = task.get();
                    if (result != null) {
                        results.add(result);
                    }
                    ended = true;
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw new IllegalStateException(e.getCause());
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return results;
    }
}
