package dev.byoc.relay;

import dev.byoc.freshchat.FreshchatException;
import dev.byoc.http.HttpOutcome;
import dev.byoc.http.HttpOutcome.Call;
import dev.byoc.http.HttpOutcome.Next;
import dev.byoc.store.Change;
import dev.byoc.store.Doubt;
import java.time.Duration;

/** What a failed call to Freshchat means for the entry that made it: {@link HttpOutcome}'s table, as steps. */
final class Failures {
    private Failures() {}

    /** The step after a failed call, where nothing of the call itself has to be remembered. */
    static Step of(FreshchatException e, Call call, Change change) {
        String why = String.valueOf(e.getMessage());
        if (e.isOfReplacedToken()) {
            return new Step.Waits(Duration.ZERO, why, change);
        }
        Next next = e.outcome().next(call);
        if (next.isForAll()) {
            return new Step.Stop(troubleOf(e.outcome(), next), e.retryAfter(), why, change);
        }
        return switch (next) {
            case REPEAT, SETTLE ->
                e.retryAfter() == null
                        ? new Step.ServerError(why, change)
                        : new Step.Stop(Step.Trouble.FAILING, e.retryAfter(), why, change);
            // Flows that have a way on from there have taken it.
            default -> new Step.Buried(why, change);
        };
    }

    private static Step.Trouble troubleOf(HttpOutcome outcome, Next next) {
        if (next.needsOperator()) {
            return Step.Trouble.REFUSED;
        }
        return outcome == HttpOutcome.THROTTLED ? Step.Trouble.THROTTLED : Step.Trouble.OUT_OF_REACH;
    }

    /** For calls that change nothing: they are repeated, whatever went wrong. */
    static Step ofLookUp(FreshchatException e) {
        Step step = of(e, Call.LOOK_UP, Change.NONE);
        // What is missing where it has to be is no answer.
        return step instanceof Step.Buried buried ? new Step.ServerError(buried.why(), Change.NONE) : step;
    }

    /** Whether a call that failed like this may have been done all the same. */
    static boolean mayHaveBeenDone(FreshchatException e, Call call) {
        return e.outcome().next(call).mayHaveBeenDone();
    }

    /** How long what may have been done may take to show. */
    static Doubt doubt(FreshchatException e) {
        return switch (e.outcome()) {
            case LATE -> Doubt.TIMED_OUT;
            case NO_ANSWER, UNREADABLE, FAILED, UNAVAILABLE -> Doubt.BROKE_OFF;
            default -> Doubt.ANSWERED;
        };
    }
}
