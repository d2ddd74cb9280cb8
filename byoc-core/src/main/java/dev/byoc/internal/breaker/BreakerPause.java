package dev.byoc.internal.breaker;

import dev.byoc.policy.RetryPolicy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Whether a remote API is in trouble, why, and until when it is left alone. Guarded by the lock of its {@link CircuitBreaker}. */
final class BreakerPause {
    static final Duration LONGEST = Duration.ofMinutes(10);

    private static final RetryPolicy PASSING =
            RetryPolicy.DEFAULT.startingAt(Duration.ofSeconds(1)).cappedAt(Duration.ofMinutes(1));
    private static final RetryPolicy NEEDS_AN_OPERATOR =
            RetryPolicy.DEFAULT.startingAt(Duration.ofMinutes(1)).cappedAt(Duration.ofMinutes(5));

    /** Clocks are corrected by less than this all the time. */
    private static final Duration LEAP = Duration.ofMinutes(1);

    /** Whether calls may go through. */
    enum State {
        /** All that the bulkhead has room for. */
        CLOSED,
        /** The pause is over, and no call has succeeded since: probes only. */
        HALF_OPEN,
        /** Nothing: a pause. */
        OPEN
    }

    private final Clock clock;
    private final Backoff passing;
    private final Backoff needsAnOperator;
    private int pauses;
    private boolean isAskedFor;
    private Instant at = Instant.EPOCH;
    private @Nullable Instant until;
    private @Nullable String trouble;

    BreakerPause(Clock clock, RandomGenerator random) {
        this.clock = clock;
        this.passing = new Backoff(PASSING, random);
        this.needsAnOperator = new Backoff(NEEDS_AN_OPERATOR, random);
    }

    /** Null: in none. */
    @Nullable
    String trouble() {
        return trouble;
    }

    /** Whether no call has succeeded since the trouble began. */
    boolean isOn() {
        return until != null;
    }

    /** A clock that was put back would make a pause last for as long: then it is over. */
    State state() {
        if (until == null) {
            return State.CLOSED;
        }
        Instant now = clock.instant();
        return now.isBefore(until) && !now.isBefore(at.minus(LEAP)) ? State.OPEN : State.HALF_OPEN;
    }

    /** Whether the remote API has asked for the pause itself, and that is not over. */
    boolean isAskedFor() {
        return isAskedFor && state() == State.OPEN;
    }

    Duration left() {
        Instant end = until;
        return end != null && state() == State.OPEN ? Duration.between(clock.instant(), end) : Duration.ZERO;
    }

    /** Probes may go at once. */
    void cutShort() {
        until = clock.instant();
    }

    /** The trouble is over. True if there was any. */
    boolean end() {
        boolean resumed = until != null;
        until = null;
        pauses = 0;
        trouble = null;
        return resumed;
    }

    /**
     * The remote API is in trouble.
     *
     * @return whether a pause begins; false: one was under way, and lasts longer at most
     */
    boolean begin(Trouble kind, @Nullable Duration asked, String why) {
        // A call that was under way when the pause began: it says nothing new, but how long it is asked to wait.
        boolean late = state() == State.OPEN;
        Duration believed = Backoff.believed(asked, LONGEST);
        if (late && believed == null) {
            return false;
        }
        Instant now = clock.instant();
        Backoff backoff = kind == Trouble.REFUSED ? needsAnOperator : passing;
        Instant end = now.plus(believed == null ? backoff.delay(pauses) : backoff.spread(believed));
        isAskedFor = believed != null;
        if (!late) {
            at = now;
            pauses++;
        }
        until = late && until != null && until.isAfter(end) ? until : end;
        trouble = why;
        return !late;
    }
}
