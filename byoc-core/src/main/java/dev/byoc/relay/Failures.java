package dev.byoc.relay;

import dev.byoc.freshchat.FreshchatException;
import dev.byoc.store.Change;

/** What a failed call to Freshchat means for the entry that made it. */
final class Failures {
    private Failures() {}

    /** For calls that may simply be repeated: look-ups, and those that Freshchat surely did not do. */
    static Step of(FreshchatException e, Change change) {
        String why = String.valueOf(e.getMessage());
        if (e.isThrottled()) {
            return new Step.Stop(Step.Trouble.THROTTLED, e.retryAfter(), why, change);
        }
        if (e.isAuth() || e.isWrongHost()) {
            return new Step.Stop(Step.Trouble.REFUSED, null, why, change);
        }
        return switch (e.outcome()) {
            case NOT_SENT -> new Step.Stop(Step.Trouble.OUT_OF_REACH, null, why, change);
            case NO_ANSWER -> new Step.ServerError(why, change);
            case FAILED ->
                e.status() == 503 && e.retryAfter() != null
                        ? new Step.Stop(Step.Trouble.FAILING, e.retryAfter(), why, change)
                        : new Step.ServerError(why, change);
            case REFUSED -> new Step.Buried(why, change);
        };
    }

    /** Whether a POST that failed like this may have been done all the same. */
    static boolean mayHaveBeenDone(FreshchatException e) {
        return e.outcome() == FreshchatException.Outcome.NO_ANSWER || e.outcome() == FreshchatException.Outcome.FAILED;
    }

    /** Whether the other side may still be at it. */
    static boolean timedOut(FreshchatException e) {
        return e.outcome() == FreshchatException.Outcome.NO_ANSWER
                && String.valueOf(e.getMessage()).contains("timeout");
    }
}
