package dev.byoc.internal.guard;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** A moment since which time is counted. Immutable. */
public final class Mark {
    private final Clock clock;
    private final Instant at;
    private final long nanos;

    private Mark(Clock clock) {
        this.clock = clock;
        this.at = clock.instant();
        this.nanos = System.nanoTime();
    }

    public static Mark now(Clock clock) {
        return new Mark(clock);
    }

    /** By the machine's monotonic time; or by the clock if that says more, as the machine may have been stopped for a while. */
    public Duration ago() {
        Duration machine = Duration.ofNanos(System.nanoTime() - nanos);
        Duration told = Duration.between(at, clock.instant());
        return machine.compareTo(told) < 0 ? told : machine;
    }
}
