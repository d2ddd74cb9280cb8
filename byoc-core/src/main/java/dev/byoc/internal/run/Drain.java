package dev.byoc.internal.run;

import dev.byoc.internal.catchup.Sweep;
import dev.byoc.internal.gap.Gaps;

/** Lets a relay that ends finish what it has: nothing more is searched for, and open entries are worked on for as long as the drain time says. */
public final class Drain {
    private final Sweep sweep;
    private final Gaps gaps;
    private final Workers workers;

    public Drain(Sweep sweep, Gaps gaps, Workers workers) {
        this.sweep = sweep;
        this.gaps = gaps;
        this.workers = workers;
    }

    /** Of a relay that was never started: there is nothing to wait for, and the time without webhooks goes on. */
    void unstarted(EndedParts parts) {
        parts.end("the search for missed answers", sweep::end);
    }

    void afterRunning(EndedParts parts) {
        parts.end("the search for missed answers", sweep::end);
        parts.end("the time without a gap", gaps::end);
        parts.end("what is under way", workers::awaitDrained);
    }
}
