package dev.byoc.internal.media;

import dev.byoc.internal.checkpoint.Outage;
import dev.byoc.message.MediaException;
import dev.byoc.message.MediaException.Reason;
import java.time.Duration;
import java.time.Instant;

/**
 * How long one message waits for files that cannot be had for now. An outage is bounded in time; a file that arrives cut off is bounded in
 * tries, as its server answers. Nothing is charged while Freshchat does not answer either: it may be this machine's network that is out.
 * Used by one thread at a time, as its lane is.
 */
final class FileOutage {
    private static final Duration FIRST_WAIT = Duration.ofSeconds(2);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
    private static final int TRIES_OF_CUT_OFF = 3;

    private final Duration most;
    private Outage now;

    /**
     * Goes on from what earlier attempts have met.
     *
     * @param most as {@code MediaLimits.retryFor}
     */
    FileOutage(Duration most, Outage before) {
        this.most = most;
        this.now = before;
    }

    Outage state() {
        return now;
    }

    /** Whether this machine's network may be the reason. */
    static boolean mayBeOurs(MediaException e) {
        return e.mayPass() || e.reason() == Reason.TIMED_OUT;
    }

    /** What is done about a file that could not be had. */
    sealed interface Next {
        /** Its message waits, and it is asked for again. */
        record AskAgain(Duration after) implements Next {}

        /** Its message goes without it. */
        record GoWithout() implements Next {}
    }

    /** A file could not be had, and Freshchat answers where it was asked. */
    Next next(MediaException e, Instant at) {
        if (!mayBeOurs(e)) {
            return new Next.GoWithout();
        }
        boolean isFirst = now.failures() == 0 || at.isBefore(now.last());
        Duration passed = isFirst ? Duration.ZERO : Duration.between(now.last(), at);
        Duration charged = now.lastWait().plus(LONGEST_WAIT);
        Duration waited = now.waited().plus(passed.compareTo(charged) < 0 ? passed : charged);
        boolean isCutOff = e.reason() == Reason.CUT_OFF;
        int failures = now.failures() + 1;
        int cutOff = now.cutOff() + (isCutOff ? 1 : 0);
        boolean isOver = isCutOff ? cutOff >= TRIES_OF_CUT_OFF : waited.compareTo(most) >= 0;
        Duration doubled = FIRST_WAIT.multipliedBy(1L << Math.min(failures - 1, 10));
        Duration wait = doubled.compareTo(LONGEST_WAIT) < 0 ? doubled : LONGEST_WAIT;
        boolean ends = isOver || !e.mayPass();
        now = new Outage(waited, at, ends ? now.lastWait() : wait, failures, cutOff);
        return ends ? new Next.GoWithout() : new Next.AskAgain(wait);
    }

    /** Freshchat did not answer either: nothing is charged. */
    void forget() {
        now = Outage.NONE;
    }
}
