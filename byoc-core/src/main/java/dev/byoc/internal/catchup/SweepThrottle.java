package dev.byoc.internal.catchup;

import dev.byoc.internal.breaker.Backoff;
import dev.byoc.internal.breaker.CircuitBreaker;
import dev.byoc.internal.dispatch.Dispatcher;
import dev.byoc.internal.gap.Gaps;
import dev.byoc.internal.runtime.Background;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** When a sweep may call Freshchat: behind the live traffic, slowly, and not while it rests. Thread-safe. */
public final class SweepThrottle {
    private static final Duration GLANCE = Duration.ofMillis(10);
    private static final Duration REST = Duration.ofMinutes(1);
    private static final Duration LONGEST_REST = CircuitBreaker.LONGEST_PAUSE;

    private final Dispatcher dispatcher;
    private final Background background;
    private final Clock clock;
    private final Pace pace;
    private volatile Instant restsUntil = Instant.MIN;
    private volatile boolean ended;

    public SweepThrottle(Dispatcher dispatcher, Background background, Clock clock, double callsPerSecond) {
        this.dispatcher = dispatcher;
        this.background = background;
        this.clock = clock;
        this.pace = new Pace(clock, callsPerSecond);
    }

    boolean isRested() {
        return Gaps.isOver(restsUntil, clock.instant(), LONGEST_REST);
    }

    /** Whether a conversation may be read now. */
    boolean allows() {
        return !ended && pace.allows() && dispatcher.hasRoomAtFreshchat();
    }

    /** @param asked how long Freshchat asks for; null: it does not say */
    void rest(@Nullable Duration asked) {
        Duration believed = Backoff.believed(asked, LONGEST_REST);
        restsUntil = clock.instant().plus(believed == null ? REST : believed);
    }

    /**
     * Blocks until one more call may be made.
     *
     * @throws InterruptedException once everything ends
     */
    void awaitTurn() throws InterruptedException {
        while (!pace.takes()) {
            if (ended || Thread.interrupted()) {
                throw new InterruptedException("the relay stops");
            }
            background.pause(GLANCE);
        }
    }

    /** Allows nothing more. */
    void end() {
        ended = true;
    }

    boolean isEnded() {
        return ended;
    }
}
