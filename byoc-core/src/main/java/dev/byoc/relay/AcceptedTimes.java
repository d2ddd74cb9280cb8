package dev.byoc.relay;

import dev.byoc.store.RelayStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which events count, by their time: a repeat is told by its key, so a captured request must not be taken any more once its key may be
 * forgotten.
 */
final class AcceptedTimes {
    private static final Duration AGE = Duration.ofDays(2);

    private final RelayStore store;
    private final Clock clock;

    AcceptedTimes(RelayStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * Why an event of that time has no effect by itself; null: it may have. What people said is kept as a dead letter then, as it may be the
     * clock of this machine that is wrong.
     *
     * @param at null: the event names no time, and counts
     */
    @Nullable
    String whyNot(@Nullable Instant at) {
        if (at == null) {
            return null;
        }
        boolean old = at.isBefore(clock.instant().minus(AGE)) || at.isBefore(store.remembersSince());
        return old ? "older than what is remembered" : null;
    }
}
