package dev.byoc.testkit;

import dev.byoc.testkit.server.Waiting;
import dev.byoc.testkit.server.Webhooks;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Time for a {@link TestRelay}: it stands still until a test moves it, in steps. After each one, all is done that it has made due, unless
 * that hangs. Of use for one thread, the test's.
 */
public final class RelayTime {
    /** How long a step waits for what the relay does of it: as long as a relay may take to look at its clock. */
    private static final Duration STEP_LIMIT = Duration.ofMillis(60);

    private static final Duration STEP = Duration.ofMillis(500);
    private static final long GLANCE_NANOS = 2_000_000;

    private final SettableClock clock;
    private final Webhooks webhooks;
    private final Supplier<String> state;

    /**
     * Moves this clock.
     *
     * @param webhooks what Freshchat is sending belongs to a step too
     * @param state what a failed wait says
     */
    RelayTime(SettableClock clock, Webhooks webhooks, Supplier<String> state) {
        this.clock = clock;
        this.webhooks = webhooks;
        this.state = state;
    }

    /**
     * Moves the clock on by half seconds until something holds.
     *
     * @throws AssertionError after half a minute
     */
    public void passUntil(BooleanSupplier condition) {
        passUntil(STEP, condition);
    }

    /**
     * Moves the clock on by steps until something holds.
     *
     * @param step zero: the clock stands still
     * @throws AssertionError after half a minute
     */
    public void passUntil(Duration step, BooleanSupplier condition) {
        long end = System.nanoTime() + Waiting.LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("it did not happen; " + state.get());
            }
            if (!step.isZero()) {
                pass(step, STEP_LIMIT);
            }
            LockSupport.parkNanos(GLANCE_NANOS);
        }
    }

    /** Moves the clock on by so many steps. */
    public void pass(Duration step, int steps) {
        for (int i = 0; i < steps; i++) {
            pass(step, STEP_LIMIT);
        }
    }

    /** Then waits until all is done that follows from it, at most so long: also the webhooks that Freshchat is sending. */
    void pass(Duration step, Duration most) {
        long end = System.nanoTime() + most.toNanos();
        clock.advance(step);
        clock.settle(most);
        while (!webhooks.isDelivered() && System.nanoTime() < end) {
            LockSupport.parkNanos(GLANCE_NANOS);
        }
    }
}
