package dev.byoc.internal.intake;

import dev.byoc.store.spi.Journal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which events count, by their time: a repeat is told by its key, so a captured request must not be taken any more once its key may be
 * forgotten.
 */
public final class ReplayWindow {
    private static final Duration AGE = Duration.ofDays(2);

    /** Clocks differ. What is dated further ahead would still be young enough when its key is forgotten, three days from now. */
    private static final Duration AHEAD = Duration.ofDays(1);

    private final Journal journal;
    private final Clock clock;

    public ReplayWindow(Journal journal, Clock clock) {
        this.journal = journal;
        this.clock = clock;
    }

    /**
     * Why an event of that time comes too late, or too early, to have an effect by itself; null: it may have one. What people said is kept as a
     * dead letter then, as this machine's clock may be wrong.
     *
     * @param at null: the event names no time, and counts
     */
    @Nullable
    String whyLate(@Nullable Instant at) {
        if (at == null) {
            return null;
        }
        Instant now = clock.instant();
        if (!at.isBefore(now.plus(AHEAD))) {
            return "dated too far ahead";
        }
        boolean old = at.isBefore(now.minus(AGE)) || at.isBefore(journal.remembersSince());
        return old ? "older than what is remembered" : null;
    }
}
