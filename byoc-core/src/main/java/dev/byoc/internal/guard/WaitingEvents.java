package dev.byoc.internal.guard;

import dev.byoc.event.RelayEvent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Events on their way to one listener, in the order in which they came. Thread-safe; one thread takes. */
final class WaitingEvents {
    /** So many may wait: minutes of a busy relay, and some ten megabytes. */
    static final int MOST = 50_000;

    /**
     * As long as fewer wait, of any kind, events are added that anyone can cause, or that come several times for each message: they take no
     * place from what becomes of messages.
     */
    static final int MOST_FOR_OTHERS = MOST / 2;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition added = lock.newCondition();
    private final Condition taken = lock.newCondition();
    private final ArrayDeque<RelayEvent> waiting = new ArrayDeque<>();
    private boolean inHand;
    private boolean closed;

    /** Adds one, and never waits for room. False: too many wait, or it is closed. */
    boolean add(RelayEvent event) {
        boolean other = event instanceof RelayEvent.RequestRefused || event instanceof RelayEvent.Measured;
        int most = other ? MOST_FOR_OTHERS : MOST;
        lock.lock();
        try {
            if (closed || waiting.size() >= most) {
                return false;
            }
            waiting.add(event);
            added.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until there is one, which stays. False: it is closed, and none waits. */
    boolean awaitOne() {
        lock.lock();
        try {
            putDown();
            while (waiting.isEmpty() && !closed) {
                added.awaitUninterruptibly();
            }
            return !waiting.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for one, at most so long. False: there is none. */
    boolean awaitOne(long millis) throws InterruptedException {
        lock.lock();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(millis);
            while (waiting.isEmpty() && !closed && left > 0) {
                left = added.awaitNanos(left);
            }
            return !waiting.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** The next one, which is in hand until the taker asks for more; null: none waits. */
    @Nullable
    RelayEvent take() {
        lock.lock();
        try {
            RelayEvent next = waiting.poll();
            if (next == null) {
                putDown();
            } else {
                inHand = true;
            }
            return next;
        } finally {
            lock.unlock();
        }
    }

    private void putDown() {
        inHand = false;
        if (waiting.isEmpty()) {
            taken.signalAll();
        }
    }

    /** Waits until none waits and none is in hand, at most so long. False: there are still some. */
    boolean awaitNone(Duration most) throws InterruptedException {
        lock.lock();
        try {
            long left = most.toNanos();
            while ((inHand || !waiting.isEmpty()) && left > 0) {
                left = taken.awaitNanos(left);
            }
            return !inHand && waiting.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Discards what waits, and tells how many that were. */
    int clear() {
        lock.lock();
        try {
            int number = waiting.size();
            waiting.clear();
            taken.signalAll();
            return number;
        } finally {
            lock.unlock();
        }
    }

    /** Takes no more; what waits stays. */
    void close() {
        lock.lock();
        try {
            closed = true;
            added.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
