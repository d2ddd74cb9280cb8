package dev.byoc.internal.freshchat;

import dev.byoc.freshchat.FreshchatException;
import dev.byoc.http.HttpOutcome;
import dev.byoc.internal.dispatch.Blame;
import dev.byoc.internal.dispatch.CircuitBreaker;
import dev.byoc.internal.dispatch.Dispatcher;
import dev.byoc.internal.dispatch.Outcome;
import dev.byoc.internal.report.Reports;
import dev.byoc.store.spi.Change;
import dev.byoc.store.spi.Claim;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Freshchat's circuit breaker for look-ups that an answer needs, which itself goes through its messenger's: such a look-up heeds the
 * breaker and tells it how it went. Nothing is charged to the answer, unless Freshchat fails for it alone. Thread-safe.
 */
public final class FreshchatReach {
    /** Until the next try, where Freshchat fails and it is not known yet whether it fails for all entries. */
    private static final Duration AGAIN = Duration.ofSeconds(2);

    private static final Duration AT_LEAST = Duration.ofMillis(100);

    private final Reports reports;
    private @Nullable Dispatcher dispatcher;

    public FreshchatReach(Reports reports) {
        this.reports = reports;
    }

    /** Gives the dispatcher, which is made after those who need it and before there is any work. */
    public void goesThrough(Dispatcher made) {
        this.dispatcher = made;
    }

    private Dispatcher dispatcher() {
        return Objects.requireNonNull(dispatcher);
    }

    private CircuitBreaker breaker() {
        return dispatcher().freshchat();
    }

    /** Null: Freshchat may be asked. */
    public @Nullable Outcome notNow() {
        CircuitBreaker breaker = breaker();
        return breaker.pauseLeft().isZero() ? null : waits(breaker, "waiting for Freshchat", Change.NONE);
    }

    public void works(Claim claim) {
        if (dispatcher().freshchatWorks(claim.entry().lane())) {
            reports.resumed(breaker().name());
        }
    }

    /** What a failed look-up means for the answer. */
    public Outcome failed(Claim claim, FreshchatException e, Change change) {
        CircuitBreaker breaker = breaker();
        if (e.outcome() == HttpOutcome.REFUSED || e.outcome() == HttpOutcome.GONE) {
            // An answer to the question, as far as it goes: Freshchat is there.
            return new Outcome.DeadLettered(String.valueOf(e.getMessage()), change);
        }
        Outcome outcome = FreshchatFailures.of(e, HttpOutcome.Call.LOOK_UP, change);
        if (outcome instanceof Outcome.Wait) {
            return outcome;
        }
        if (outcome instanceof Outcome.Pause pause && !breaker.isOwnFault(claim, pause.trouble())) {
            return stopped(breaker, pause);
        }
        String why = String.valueOf(e.getMessage());
        if (outcome instanceof Outcome.ServerError) {
            Blame blame = breaker.blame(claim);
            if (blame == Blame.REMOTE_API) {
                return stopped(breaker, new Outcome.Pause(Outcome.Trouble.OUT_OF_REACH, null, why, change));
            }
            if (blame == Blame.UNDECIDED) {
                return new Outcome.Wait(AGAIN, why, change);
            }
        }
        // Others pass: what fails is this look-up alone.
        return new Outcome.Retry(e.retryAfter(), Outcome.Fault.ENTRY, why, change);
    }

    private Outcome stopped(CircuitBreaker breaker, Outcome.Pause pause) {
        if (breaker.trip(pause.trouble(), pause.after(), pause.why())) {
            reports.paused(breaker.name(), pause.why());
        }
        return waits(breaker, pause.why(), pause.change());
    }

    private static Outcome waits(CircuitBreaker breaker, String why, Change change) {
        Duration left = breaker.pauseLeft();
        return new Outcome.Wait(left.compareTo(AT_LEAST) < 0 ? AT_LEAST : left, why, change);
    }
}
