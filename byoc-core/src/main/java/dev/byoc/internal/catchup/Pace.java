package dev.byoc.internal.catchup;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** So many calls a second, at most a second's worth at once. Thread-safe. */
public final class Pace {
    private final Clock clock;
    private final double perSecond;
    private final double most;
    private Instant last;
    private double left;

    public Pace(Clock clock, double perSecond) {
        this.clock = clock;
        this.perSecond = perSecond;
        this.most = Math.max(1, perSecond);
        this.last = clock.instant();
        this.left = most;
    }

    /** Whether a call may be made now. */
    synchronized boolean allows() {
        Instant now = clock.instant();
        // After a clock that was put back it counts from there.
        double seconds = Math.max(0, Duration.between(last, now).toNanos() / 1e9);
        left = Math.min(most, left + seconds * perSecond);
        last = now;
        return left >= 1;
    }

    /** Whether a call may be made now; then it counts as made. */
    public synchronized boolean takes() {
        boolean allowed = allows();
        left -= allowed ? 1 : 0;
        return allowed;
    }
}
