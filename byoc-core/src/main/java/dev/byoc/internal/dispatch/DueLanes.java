package dev.byoc.internal.dispatch;

import dev.byoc.Direction;
import dev.byoc.internal.breaker.Backoff;
import dev.byoc.internal.breaker.CircuitBreakers;
import dev.byoc.store.spi.PausedLanes;
import java.time.Duration;
import java.util.List;

/** What the store is asked for at each tick. Used by the timer's thread alone. */
final class DueLanes {
    private static final int CLAIMS = 1_000;

    /** A page is claimed in one transaction, and none of its calls begins before: after a restart the first is small. */
    private static final int FIRST_CLAIMS = 32;

    private static final int LATE_CLAIMS = 100;

    /**
     * One look-up of due lanes.
     *
     * @param most lanes at once
     * @param except lanes that are left where they are
     * @param minAge entries of at least that age
     */
    record Query(int most, PausedLanes except, Duration minAge) {}

    private final CircuitBreakers breakers;
    private final Backoff backoff;
    private int claims = FIRST_CLAIMS;

    DueLanes(CircuitBreakers breakers, Backoff backoff) {
        this.breakers = breakers;
        this.backoff = backoff;
    }

    /** Late entries end though their remote API is out of reach: who wrote them has to be told. */
    List<Query> queries() {
        PausedLanes paused = breakers.paused();
        Query due = new Query(claims, paused, Duration.ZERO);
        return paused.equals(PausedLanes.NONE)
                ? List.of(due)
                : List.of(due, late(Direction.INBOUND), late(Direction.OUTBOUND));
    }

    private Query late(Direction direction) {
        // allBut names what to leave out: the lanes of the other direction.
        return new Query(LATE_CLAIMS, breakers.allBut(direction), backoff.maxAge(direction));
    }

    /** The first look-up has ended: the next ones may be larger. */
    void started() {
        claims = CLAIMS;
    }
}
