package dev.byoc.internal.freshchat;

import dev.byoc.freshchat.FreshchatException;
import dev.byoc.http.HttpOutcome;
import dev.byoc.http.HttpOutcome.Call;
import dev.byoc.http.HttpOutcome.Next;
import dev.byoc.internal.breaker.Trouble;
import dev.byoc.internal.checkpoint.Doubt;
import dev.byoc.internal.dispatch.Outcome;
import dev.byoc.store.spi.Change;
import java.time.Duration;

/** What a failed call to Freshchat means for the entry that made it: {@link HttpOutcome}'s table, as outcomes. */
public final class FreshchatFailures {
    private FreshchatFailures() {}

    /** The outcome after a failed call, where nothing of the call itself has to be remembered. */
    public static Outcome of(FreshchatException e, Call call, Change change) {
        String why = String.valueOf(e.getMessage());
        if (e.isOfReplacedToken()) {
            return new Outcome.Wait(Duration.ZERO, why, change);
        }
        Next next = e.outcome().next(call);
        if (next.isForAll()) {
            return new Outcome.Pause(troubleOf(e.outcome(), next), e.retryAfter(), why, change);
        }
        return switch (next) {
            case REPEAT, SETTLE ->
                e.retryAfter() == null
                        ? new Outcome.ServerError(why, change)
                        : new Outcome.Pause(Trouble.FAILING, e.retryAfter(), why, change);
            // Handlers that have another way to deliver it have taken that.
            default -> new Outcome.DeadLettered(why, change);
        };
    }

    private static Trouble troubleOf(HttpOutcome outcome, Next next) {
        if (next.needsOperator()) {
            return Trouble.REFUSED;
        }
        return outcome == HttpOutcome.THROTTLED ? Trouble.THROTTLED : Trouble.OUT_OF_REACH;
    }

    /** For calls that change nothing: they are repeated, whatever went wrong. */
    public static Outcome ofLookUp(FreshchatException e) {
        Outcome outcome = of(e, Call.LOOK_UP, Change.NONE);
        // What is missing where it has to be is no answer.
        return outcome instanceof Outcome.DeadLettered dead
                ? new Outcome.ServerError(dead.why(), Change.NONE)
                : outcome;
    }

    /** Whether a call that failed like this may have been done all the same. */
    public static boolean mayHaveBeenDone(FreshchatException e, Call call) {
        return e.outcome().next(call).mayHaveBeenDone();
    }

    /** How long what may have been done may take to show. */
    public static Doubt doubt(FreshchatException e) {
        return switch (e.outcome()) {
            case LATE -> Doubt.TIMED_OUT;
            case NO_ANSWER, TOO_LARGE, UNREADABLE, FAILED, UNAVAILABLE -> Doubt.BROKE_OFF;
            default -> Doubt.ANSWERED;
        };
    }
}
