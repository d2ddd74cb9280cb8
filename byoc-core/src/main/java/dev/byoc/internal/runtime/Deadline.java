package dev.byoc.internal.runtime;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * When a wait ends, by a clock. If that is put back meanwhile, the wait takes no longer: what has passed stays passed. Used by one thread.
 */
public final class Deadline {
    private final InstantSource clock;
    private Instant last;
    private Duration left;

    /** From now on, that long. */
    public Deadline(Duration wait, InstantSource clock) {
        this.clock = clock;
        this.last = clock.instant();
        this.left = wait;
    }

    /** Whether so much time has passed, as far as the clock was seen here. */
    public boolean isReached() {
        Instant now = clock.instant();
        if (now.isAfter(last)) {
            left = left.minus(Duration.between(last, now));
        }
        last = now;
        return left.isZero() || left.isNegative();
    }
}
