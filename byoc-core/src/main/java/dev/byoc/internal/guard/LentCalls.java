package dev.byoc.internal.guard;

import dev.byoc.internal.runtime.Faults;
import dev.byoc.internal.runtime.Threads;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The calls in flight on lent threads, on which no thread blocks, and the watchdog thread that enforces their timeouts: one that nothing
 * else can hold up. It sleeps while there are none. Thread-safe.
 */
final class LentCalls {
    private static final long GLANCE_NANOS = 50_000_000;

    /** So often it finds none before it sleeps: to wake it costs as much as many calls. */
    private static final int GLANCES = 20;

    private final HungCalls hung;
    private final Executor threads;
    private final Set<GuardedCall<?>> underWay = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Thread watch;
    private volatile boolean asleep;
    private volatile boolean closed;

    /** @param threads one for each answer, which may take its time */
    LentCalls(HungCalls hung, Executor threads) {
        this.hung = hung;
        this.threads = threads;
    }

    /** False: there is nothing that would look after it. */
    boolean begins(GuardedCall<?> call) {
        if (closed || (watch == null && !isWatched())) {
            return false;
        }
        underWay.add(call);
        if (asleep) {
            LockSupport.unpark(watch);
        }
        return true;
    }

    private synchronized boolean isWatched() {
        if (watch != null) {
            return true;
        }
        try {
            Thread made = Threads.daemons("byoc-watch").newThread(this::lookAfterAll);
            made.start();
            watch = made;
            return true;
        } catch (Throwable e) {
            // The process may have no more threads.
            return false;
        }
    }

    void ends(GuardedCall<?> call) {
        underWay.remove(call);
    }

    private void lookAfterAll() {
        int none = 0;
        while (!closed || !underWay.isEmpty()) {
            if (none < GLANCES || closed) {
                LockSupport.parkNanos(this, GLANCE_NANOS);
            } else {
                sleep();
            }
            none = underWay.isEmpty() ? none + 1 : 0;
            underWay.forEach(this::lookAfter);
        }
    }

    private void sleep() {
        asleep = true;
        if (underWay.isEmpty() && !closed) {
            LockSupport.park(this);
        }
        asleep = false;
    }

    private void lookAfter(GuardedCall<?> call) {
        boolean left = false;
        try {
            left = call.isOver() && hung.takes(call);
        } catch (Throwable e) {
            // To tell that a call hangs may fail, and then who waits is told all the same.
            left = call.isAbandoned();
        }
        if (left) {
            underWay.remove(call);
            tell(call::tellLeftBehind);
        }
    }

    private void tell(Runnable words) {
        try {
            threads.execute(words);
        } catch (Throwable e) {
            // All ends, or the process may have no more threads.
            Faults.telling(words);
        }
    }

    /** Interrupts them; those that do not return are still looked after. */
    void close() {
        closed = true;
        underWay.forEach(GuardedCall::interrupt);
        LockSupport.unpark(watch);
    }
}
