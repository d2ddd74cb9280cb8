package dev.byoc.internal.gap;

import java.time.Clock;
import java.time.Instant;

/** Notices that webhooks may have been missed while the web server before the relay had trouble, by what is reported of it. Thread-safe. */
public final class HostSilence {
    private final Gaps gaps;
    private final Clock clock;
    private Instant lastUp;
    private boolean up = true;

    public HostSilence(Gaps gaps, Clock clock) {
        this.gaps = gaps;
        this.clock = clock;
        this.lastUp = clock.instant();
    }

    /** The server is said to work, or not to. When it began to fail lies between this report and the last good one. */
    public synchronized void reported(boolean works) {
        if (!works || !up) {
            // Each time, and when it ends: answers are looked for while it lasts, too.
            gaps.missed(lastUp);
        }
        if (works) {
            lastUp = clock.instant();
        }
        up = works;
    }
}
