package dev.byoc.testkit.server;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Wakes those who wait for something to be recorded. Thread-safe. */
public final class Waiting {
    /** Generous, as it only bounds how long a failing test hangs. */
    public static final Duration LIMIT = Duration.ofSeconds(30);

    private long changes;

    /** Something was recorded: who waits looks again. */
    public synchronized void changed() {
        changes++;
        notifyAll();
    }

    /**
     * Waits until the condition holds.
     *
     * @param what what was waited for and what there is, for the error
     * @throws AssertionError after {@link #LIMIT}
     */
    public void until(BooleanSupplier condition, Supplier<String> what) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            long seen = changes();
            // Asked outside the lock: the condition takes locks of its own, and their holders call changed().
            if (condition.getAsBoolean()) {
                return;
            }
            if (!awaitChangeAfter(seen, deadline)) {
                throw new AssertionError("waited " + LIMIT.toSeconds() + " s for " + what.get());
            }
        }
    }

    private synchronized long changes() {
        return changes;
    }

    private synchronized boolean awaitChangeAfter(long seen, long deadline) {
        while (changes == seen) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }
}
