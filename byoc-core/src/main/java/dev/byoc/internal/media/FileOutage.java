package dev.byoc.internal.media;

import dev.byoc.message.MediaException;
import dev.byoc.message.MediaException.Reason;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How long one message waits for files that cannot be had for now. An outage is bounded in time; a file that arrives cut off is bounded in
 * tries, as its server answers. Nothing is charged while Freshchat does not answer either: it may be this machine's network that is out.
 * Used by one thread at a time, as its lane is.
 */
final class FileOutage {
    /** After that a line takes the file's place: the words beside it, and what the same person said later, have waited long enough. */
    static final Duration MOST = Duration.ofMinutes(10);

    private static final Duration FIRST_WAIT = Duration.ofSeconds(2);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
    private static final int TRIES_OF_CUT_OFF = 3;

    private @Nullable Instant since;
    private int failures;
    private int cutOff;

    /** Whether this machine's network may be the reason. */
    static boolean mayBeOurs(MediaException e) {
        return e.mayPass() || e.reason() == Reason.TIMED_OUT;
    }

    /** A file could not be had, and Freshchat answers: how long until the next try; null: there is none. */
    @Nullable
    Duration next(MediaException e, Instant now) {
        since = since == null ? now : since;
        failures++;
        boolean isCutOff = e.reason() == Reason.CUT_OFF;
        cutOff += isCutOff ? 1 : 0;
        boolean over = isCutOff ? cutOff >= TRIES_OF_CUT_OFF : !now.isBefore(since.plus(MOST));
        if (over || !e.mayPass()) {
            return null;
        }
        Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(failures - 1, 10));
        return wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
    }

    /** Freshchat did not answer either: nothing is charged. */
    void forget() {
        since = null;
        failures = 0;
        cutOff = 0;
    }
}
