package dev.byoc.examples.crash;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Waiting, with an end. */
final class Patience {
    /** Without any progress. Longer than a lease, and than what the relay grants a call that it heard nothing of. */
    private static final Duration LIMIT = Duration.ofSeconds(90);

    private Patience() {}

    static void pause(Duration time) {
        LockSupport.parkNanos(Math.max(1, time.toNanos()));
    }

    /**
     * Waits until there is one.
     *
     * @throws IllegalStateException if there is none for 90 s
     */
    static <T> T await(Supplier<@Nullable T> one, Duration glance, String otherwise) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            T found = one.get();
            if (found != null) {
                return found;
            }
            if (System.nanoTime() > end) {
                throw new IllegalStateException(otherwise + " for " + LIMIT.toSeconds() + " s");
            }
            pause(glance);
        }
    }

    /** Waits until the condition holds, or until the number has not changed for 90 s. */
    static void whileMoving(BooleanSupplier condition, IntSupplier progress, Duration glance) {
        int last = progress.getAsInt();
        long moved = System.nanoTime();
        while (!condition.getAsBoolean() && System.nanoTime() - moved < LIMIT.toNanos()) {
            pause(glance);
            int now = progress.getAsInt();
            if (now != last) {
                last = now;
                moved = System.nanoTime();
            }
        }
    }
}
