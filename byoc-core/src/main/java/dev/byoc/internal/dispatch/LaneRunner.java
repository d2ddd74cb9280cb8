package dev.byoc.internal.dispatch;

import dev.byoc.internal.breaker.Backoff;
import dev.byoc.internal.breaker.CircuitBreaker;
import dev.byoc.internal.breaker.CircuitBreakers;
import dev.byoc.internal.runtime.Background;
import dev.byoc.internal.runtime.Faults;
import dev.byoc.store.StoreException;
import dev.byoc.store.spi.Change;
import dev.byoc.store.spi.Claim;
import dev.byoc.store.spi.Journal;
import dev.byoc.store.spi.LostClaimException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one attempt of a lane's first entry, on the calling worker. Thread-safe; throws nothing. */
final class LaneRunner {
    private static final Logger log = LoggerFactory.getLogger(LaneRunner.class);

    /** With less left of the store's hold on our lanes nothing is begun. */
    private static final Duration LEAST_HOLD = Duration.ofSeconds(2);

    private final Journal journal;
    private final CircuitBreakers breakers;
    private final Handler handler;
    private final Backoff backoff;
    private final StoreRetry storeRetry;
    private final Decider decider;
    private final Background background;

    LaneRunner(
            Journal journal,
            CircuitBreakers breakers,
            Handler handler,
            Backoff backoff,
            StoreRetry storeRetry,
            Decider decider,
            Background background) {
        this.journal = journal;
        this.breakers = breakers;
        this.handler = handler;
        this.backoff = backoff;
        this.storeRetry = storeRetry;
        this.decider = decider;
        this.background = background;
    }

    /** Whether a call may begin: another host may take the lanes over before it could end. */
    boolean mayBegin() {
        return !breakers.isHeld() && journal.holdsFor().compareTo(LEAST_HOLD) >= 0;
    }

    /** Gives what is to be stored of it; the breaker knows by then how the call went. */
    Decision run(Attempt attempt) {
        Claim claim = attempt.claim();
        CircuitBreaker breaker = breakers.of(claim.entry());
        Outcome outcome;
        try {
            storeRetry.awaitStore();
            if (!mayBegin() || !journal.holds(claim)) {
                breaker.ended();
                return new Decision.NotBegun();
            }
            attempt.begin();
            outcome = backoff.isLate(claim.entry(), journal.now())
                    ? new Outcome.DeadLettered(
                            "too old", handler.onDeadLettered(claim.entry(), DeadLetterCause.EXPIRED, Change.NONE))
                    : handler.handle(attempt);
        } catch (LostClaimException e) {
            breaker.ended();
            return new Decision.Lost();
        } catch (StoreException e) {
            // It may have failed behind a call.
            outcome = new Outcome.Retry(null, Outcome.Fault.UNKNOWN, "the store is out of reach", attempt.unknown());
        } catch (Throwable e) {
            // A fault of ours, a missing class too: it counts, so that it ends as a dead letter and not as an endless
            // loop. The text may quote anything.
            Faults.telling(() -> log.warn(
                    "{} failed with {} at {}", claim.entry(), e.getClass().getName(), Faults.placeOf(e)));
            outcome = new Outcome.Retry(
                    null,
                    Outcome.Fault.RELAY,
                    "the relay failed: " + e.getClass().getSimpleName(),
                    attempt.unknown());
        }
        background.forgetInterrupts();
        Faults.telling(attempt::end);
        return decider.decide(attempt, outcome, breaker);
    }
}
