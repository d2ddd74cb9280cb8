package dev.byoc.internal.freshchat;

import dev.byoc.freshchat.FreshchatClient;
import dev.byoc.freshchat.FreshchatException;
import dev.byoc.http.HttpOutcome;
import dev.byoc.internal.breaker.Blame;
import dev.byoc.internal.breaker.CircuitBreaker;
import dev.byoc.internal.breaker.Trouble;
import dev.byoc.internal.dispatch.Dispatcher;
import dev.byoc.internal.dispatch.Outcome;
import dev.byoc.internal.report.Reports;
import dev.byoc.store.spi.Change;
import dev.byoc.store.spi.Claim;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Freshchat's circuit breaker for look-ups that an answer needs, which itself goes through its messenger's: such a look-up heeds the
 * breaker and tells it how it went. Nothing is charged to the answer, unless Freshchat fails for it alone. Thread-safe.
 */
public final class FreshchatReach {
    /** Until the next try, where Freshchat fails and it is not known yet whether it fails for all entries. */
    private static final Duration AGAIN = Duration.ofSeconds(2);

    private static final Duration AT_LEAST = Duration.ofMillis(100);

    /** Until Freshchat is asked again whether it answers at all, where its breaker does not say. */
    private static final Duration WHILE_OUT = Duration.ofSeconds(5);

    private final FreshchatClient freshchat;
    private final Reports reports;
    private @Nullable Dispatcher dispatcher;

    public FreshchatReach(FreshchatClient freshchat, Reports reports) {
        this.freshchat = freshchat;
        this.reports = reports;
    }

    /** How a look-up ended. */
    public sealed interface Asked<T> {
        /** Freshchat has said it. */
        record Told<T>(T value) implements Asked<T> {}

        /** It has not; what that means for the answer. */
        record Failed<T>(Outcome outcome) implements Asked<T> {}

        /** It was not asked, as its breaker has the answer wait. */
        record NotAsked<T>(Outcome outcome) implements Asked<T> {}
    }

    /** Whether Freshchat answers at all; where it does not, what cannot be reached may be so by this machine's network. */
    public sealed interface Reachability {
        /** It answers, if only to refuse. */
        record Answers() implements Reachability {}

        /** It does not, or must not be asked now: what that means for the answer. */
        record NotNow(Outcome outcome) implements Reachability {}
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

    /** Makes a look-up, unless the breaker has the answer wait. */
    public <T> Asked<T> ask(Claim claim, Supplier<T> lookUp) {
        return withLeave(() -> asked(claim, lookUp), Asked.NotAsked::new);
    }

    private <T> Asked<T> asked(Claim claim, Supplier<T> lookUp) {
        try {
            T value = lookUp.get();
            works(claim);
            return new Asked.Told<>(value);
        } catch (FreshchatException e) {
            return new Asked.Failed<>(failed(claim, e, Change.NONE));
        }
    }

    /** Asks Freshchat for the sake of its answer alone. */
    public Reachability reachability(Claim claim) {
        return withLeave(() -> asked(claim), Reachability.NotNow::new);
    }

    private Reachability asked(Claim claim) {
        try {
            freshchat.account();
            works(claim);
            return new Reachability.Answers();
        } catch (FreshchatException e) {
            if (e.isAnswer()) {
                return new Reachability.Answers();
            }
            Outcome outcome = failed(claim, e, Change.NONE);
            return new Reachability.NotNow(
                    outcome instanceof Outcome.Wait
                            ? outcome
                            : new Outcome.Wait(WHILE_OUT, "Freshchat does not answer", Change.NONE));
        }
    }

    private <R> R withLeave(Supplier<R> call, Function<Outcome, R> refused) {
        CircuitBreaker breaker = breaker();
        if (!(breaker.mayAsk() instanceof CircuitBreaker.Leave.Given leave)) {
            return refused.apply(waits(breaker, "waiting for Freshchat", Change.NONE));
        }
        try {
            return call.get();
        } finally {
            breaker.asked(leave);
        }
    }

    /**
     * The same for an entry that has gone through the breaker itself.
     *
     * @throws FreshchatException if it does not answer: then all of the entry waits, and nothing is counted
     */
    public void answers() {
        try {
            freshchat.account();
        } catch (FreshchatException e) {
            if (!e.isAnswer()) {
                throw e;
            }
        }
    }

    /**
     * Whether Freshchat takes other calls of the same token: then what it has refused is a matter of that call, such as a right that the token
     * lacks, and concerns nothing else.
     */
    public boolean takesOtherCalls() {
        try {
            freshchat.account();
            return true;
        } catch (FreshchatException e) {
            // A token may lack the right to that call too, and work for all else; what cannot be read may be a proxy's
            // answer.
            return (e.outcome() == HttpOutcome.UNREADABLE || e.status() == 403) && takesLookUps();
        }
    }

    private boolean takesLookUps() {
        try {
            freshchat.topics();
            return true;
        } catch (FreshchatException e) {
            return false;
        }
    }

    private void works(Claim claim) {
        if (dispatcher().freshchatWorks(claim.entry().lane())) {
            reports.resumed(breaker().name());
        }
    }

    /** What a failed look-up means for the answer. */
    private Outcome failed(Claim claim, FreshchatException e, Change change) {
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
                return stopped(breaker, new Outcome.Pause(Trouble.OUT_OF_REACH, null, why, change));
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
        // Behind the pause a probe is under way.
        Duration wait = left.isZero() ? AGAIN : left.compareTo(AT_LEAST) < 0 ? AT_LEAST : left;
        return new Outcome.Wait(wait, why, change);
    }
}
