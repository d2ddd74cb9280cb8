package dev.byoc.internal.dispatch;

import dev.byoc.event.Loss;
import dev.byoc.internal.breaker.Backoff;
import dev.byoc.internal.breaker.CircuitBreaker;
import dev.byoc.internal.breaker.Trouble;
import dev.byoc.internal.dispatch.Outcome.Fault;
import dev.byoc.internal.runtime.Faults;
import dev.byoc.store.spi.Change;
import dev.byoc.store.spi.Counters;
import dev.byoc.store.spi.Entry;
import dev.byoc.store.spi.Journal.End;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells a circuit breaker how a call went, and decides what is stored of the attempt. Thread-safe; throws nothing. */
final class Decider {
    private static final Logger log = LoggerFactory.getLogger(Decider.class);

    /** An entry that has met a pause waits at the breaker then, where it can go at once when a probe has shown that it may. */
    private static final Duration BACK_AT_THE_BREAKER = Duration.ofSeconds(1);

    private final Counters counters;
    private final Handler handler;
    private final Backoff backoff;
    private final DispatchListener listener;
    private final HandBack handBack;

    Decider(Counters counters, Handler handler, Backoff backoff, DispatchListener listener, HandBack handBack) {
        this.counters = counters;
        this.handler = handler;
        this.backoff = backoff;
        this.listener = listener;
        this.handBack = handBack;
    }

    Decision decide(Attempt attempt, Outcome outcome, CircuitBreaker breaker) {
        try {
            return decided(attempt, told(attempt.entry(), outcome), breaker);
        } catch (Throwable e) {
            Faults.telling(() -> log.warn(
                    "{} could not be completed: {} at {}",
                    attempt.entry(),
                    e.getClass().getName(),
                    Faults.placeOf(e)));
            return new Decision.Fault(e, attempt.unknown());
        }
    }

    /** What is lost is told before what comes of it, and stands in the timeline. */
    private Outcome told(Entry entry, Outcome outcome) {
        if (!(outcome instanceof Outcome.Lossy lossy)) {
            return outcome;
        }
        Change lost = Change.NONE;
        for (Loss loss : lossy.losses()) {
            Faults.telling(() -> listener.lost(entry, loss));
            lost = lost.trace("lost", loss.toString());
        }
        return lossy.outcome().and(lost);
    }

    private Decision decided(Attempt attempt, Outcome outcome, CircuitBreaker breaker) {
        if (outcome instanceof Outcome.Delivered || outcome instanceof Outcome.Done) {
            if (breaker.succeeded()) {
                Faults.telling(() -> listener.resumed(breaker.name()));
            }
            return new Decision.Finish(End.DONE, "", outcome);
        }
        if (outcome instanceof Outcome.Found found) {
            if (breaker.answered(isLast())) {
                Faults.telling(() -> listener.resumed(breaker.name()));
            }
            return new Decision.Finish(End.DONE, "", found.end());
        }
        if (outcome instanceof Outcome.Reconcile reconcile) {
            breaker.answered(false);
            return new Decision.Postpone(reconcile.after(), reconcile.why(), reconcile.change());
        }
        if (outcome instanceof Outcome.ServerError error) {
            return serverError(attempt, error, breaker);
        }
        if (outcome instanceof Outcome.Pause pause && !breaker.isOwnFault(attempt.claim(), pause.trouble())) {
            return paused(pause, breaker);
        }
        breaker.ended();
        if (outcome instanceof Outcome.Discarded discarded) {
            return new Decision.Finish(End.DISCARDED, discarded.why(), discarded);
        }
        if (outcome instanceof Outcome.HandedOn handedOn) {
            // How it ends is told of the other entry.
            return new Decision.Finish(End.DISCARDED, handedOn.why(), handedOn);
        }
        if (outcome instanceof Outcome.DeadLettered deadLettered) {
            return new Decision.Finish(End.DEAD, deadLettered.why(), deadLettered);
        }
        if (outcome instanceof Outcome.Wait wait) {
            return new Decision.Postpone(wait.after(), wait.why(), wait.change());
        }
        if (outcome instanceof Outcome.Pause pause) {
            return again(attempt, pause.after(), Fault.ENTRY, pause.why(), pause.change());
        }
        Outcome.Retry retry = (Outcome.Retry) outcome;
        return again(attempt, retry.after(), retry.fault(), retry.why(), retry.change());
    }

    /** Whether no other entry is open, as far as the store says. */
    private boolean isLast() {
        try {
            return counters.open() <= 1;
        } catch (Throwable e) {
            // A host's own store: the breaker must hear how the call went all the same.
            return false;
        }
    }

    private Decision serverError(Attempt attempt, Outcome.ServerError error, CircuitBreaker breaker) {
        return switch (breaker.serverError(attempt.claim())) {
            case REMOTE_API ->
                paused(new Outcome.Pause(Trouble.OUT_OF_REACH, null, error.why(), error.change()), breaker);
            case ENTRY -> again(attempt, null, Fault.ENTRY, error.why(), error.change());
            case UNDECIDED -> again(attempt, null, Fault.UNKNOWN, error.why(), error.change());
        };
    }

    private Decision paused(Outcome.Pause pause, CircuitBreaker breaker) {
        if (breaker.pause(pause.trouble(), pause.after(), pause.why())) {
            Faults.telling(() -> listener.paused(breaker.name(), pause.why()));
        }
        // One probe is enough, and it is another's turn: one entry that always fails must not be all that is ever
        // tried. The others go back as not begun: after a crash no handler need ask what became of them.
        handBack.giveBack(breaker.takeAllButOne());
        Duration left = breaker.pauseLeft();
        return new Decision.Postpone(
                left.compareTo(BACK_AT_THE_BREAKER) < 0 ? left : BACK_AT_THE_BREAKER, pause.why(), pause.change());
    }

    private Decision again(Attempt attempt, @Nullable Duration asked, Fault fault, String why, Change change) {
        Entry entry = attempt.entry();
        boolean counts = fault != Fault.UNKNOWN;
        if (counts && entry.tries() + 1 >= backoff.maxAttempts()) {
            DeadLetterCause cause = fault == Fault.RELAY ? DeadLetterCause.FAULT : DeadLetterCause.EXHAUSTED;
            Outcome.DeadLettered deadLetter = new Outcome.DeadLettered(
                    "failed after " + backoff.maxAttempts() + " attempts: " + why,
                    change.and(handler.onDeadLettered(entry, cause, change)));
            return new Decision.Finish(End.DEAD, deadLetter.why(), deadLetter);
        }
        Duration delay = asked == null
                ? backoff.delay(entry.failures())
                : backoff.spread(
                        asked.compareTo(CircuitBreaker.LONGEST_PAUSE) > 0 ? CircuitBreaker.LONGEST_PAUSE : asked);
        Faults.telling(() -> listener.retrying(entry, delay, why, attempt.timing()));
        return new Decision.Release(delay, counts, why, change);
    }
}
