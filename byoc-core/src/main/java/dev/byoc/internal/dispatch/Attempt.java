package dev.byoc.internal.dispatch;

import dev.byoc.event.Timing;
import dev.byoc.store.spi.Change;
import dev.byoc.store.spi.Claim;
import dev.byoc.store.spi.Entry;
import dev.byoc.store.spi.Journal;
import dev.byoc.store.spi.LostClaimException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A claim while it is worked on. Used by one thread. */
public final class Attempt {
    private final Journal journal;
    private Claim claim;
    private boolean called;
    private @Nullable Instant begun;
    private @Nullable Timing timing;

    Attempt(Journal journal, Claim claim) {
        this.journal = journal;
        this.claim = claim;
    }

    public Claim claim() {
        return claim;
    }

    public Entry entry() {
        return claim.entry();
    }

    /** Work on it begins. */
    void begin() {
        begun = journal.now();
    }

    /** What came of this attempt is known. */
    void end() {
        if (timing != null) {
            return;
        }
        Instant now = journal.now();
        Instant from = begun == null ? now : begun;
        timing = new Timing(between(entry().at(), from), between(from, now));
    }

    /** Of this attempt, once it has ended. */
    Timing timing() {
        return timing == null ? Timing.NONE : timing;
    }

    /** Clocks are put back at times. */
    private static Duration between(Instant from, Instant to) {
        return to.isAfter(from) ? Duration.between(from, to) : Duration.ZERO;
    }

    /**
     * Right before a call that must not be made twice: the work so far, as fetching a film, may have outlasted the store's hold on the lane.
     *
     * @throws LostClaimException if the lane may be another's by now
     */
    public void check() {
        if (!journal.holds(claim)) {
            throw new LostClaimException("this lane was lost meanwhile: " + claim.entry());
        }
        called = true;
    }

    /** The call that was checked for was not made after all. */
    public void notCalled() {
        called = false;
    }

    /** For an attempt that ended at an unknown point: a call that was begun, and of which nothing is stored, may have been done. */
    Change unknown() {
        return called ? Change.NONE.checkpoint(entry().checkpoint().asUnsettled()) : Change.NONE;
    }

    /** Stores how far it has come before the next call is made. */
    public void keep(Change change) {
        claim = journal.keep(claim, change);
        called = false;
    }
}
