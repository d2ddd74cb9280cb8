package dev.byoc.relay;

import dev.byoc.freshchat.FreshchatException;
import dev.byoc.http.HttpOutcome;
import dev.byoc.store.Change;
import dev.byoc.store.Claim;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Freshchat's circuit breaker for look-ups that an answer needs, which itself goes through its messenger's: such a look-up heeds the
 * breaker and tells it how it went. Nothing is charged to the answer, unless Freshchat fails for it alone. Thread-safe.
 */
final class FreshchatReach {
    /** Until the next try, where Freshchat fails and nothing says yet that it fails for everybody. */
    private static final Duration AGAIN = Duration.ofSeconds(2);

    private static final Duration AT_LEAST = Duration.ofMillis(100);

    private final Reports reports;
    private @Nullable Supplier<Gate> gate;

    FreshchatReach(Reports reports) {
        this.reports = reports;
    }

    /** Gives the breaker, which is made after those who need it and before there is any work. */
    void goesThrough(Supplier<Gate> freshchat) {
        this.gate = freshchat;
    }

    private Gate gate() {
        return Objects.requireNonNull(gate).get();
    }

    /** Null: Freshchat may be asked. */
    @Nullable
    Step notNow() {
        Gate now = gate();
        return now.pauseLeft().isZero() ? null : waits(now, "waiting for Freshchat", Change.NONE);
    }

    void works(Claim claim) {
        Gate now = gate();
        if (now.works(claim.entry().lane())) {
            reports.resumed(now.name());
        }
    }

    /** What a failed look-up means for the answer. */
    Step failed(Claim claim, FreshchatException e, Change change) {
        Gate now = gate();
        if (e.outcome() == HttpOutcome.REFUSED || e.outcome() == HttpOutcome.GONE) {
            // An answer to the question, as far as it goes: Freshchat is there.
            return new Step.Buried(String.valueOf(e.getMessage()), change);
        }
        Step step = Failures.of(e, HttpOutcome.Call.LOOK_UP, change);
        if (step instanceof Step.Waits) {
            return step;
        }
        if (step instanceof Step.Stop stop && !now.isOwnFault(claim, stop.trouble())) {
            return stopped(now, stop);
        }
        String why = String.valueOf(e.getMessage());
        if (step instanceof Step.ServerError) {
            Gate.Blame blame = now.blame(claim);
            if (blame == Gate.Blame.FAR_SIDE) {
                return stopped(now, new Step.Stop(Step.Trouble.OUT_OF_REACH, null, why, change));
            }
            if (blame == Gate.Blame.NOBODY) {
                return new Step.Waits(AGAIN, why, change);
            }
        }
        // Others pass: what fails is this look-up alone.
        return new Step.Later(e.retryAfter(), true, why, change);
    }

    private Step stopped(Gate now, Step.Stop stop) {
        if (now.trip(stop.trouble(), stop.after(), stop.why())) {
            reports.paused(now.name(), stop.why());
        }
        return waits(now, stop.why(), stop.change());
    }

    private static Step waits(Gate now, String why, Change change) {
        Duration left = now.pauseLeft();
        return new Step.Waits(left.compareTo(AT_LEAST) < 0 ? AT_LEAST : left, why, change);
    }
}
