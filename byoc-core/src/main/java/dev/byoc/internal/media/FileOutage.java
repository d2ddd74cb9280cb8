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
    private static final Duration FIRST_WAIT = Duration.ofSeconds(2);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
    private static final int TRIES_OF_CUT_OFF = 3;

    /** Because of the file: time in which it was not asked for, as another thing had to come first, is not charged. */
    private Duration waited = Duration.ZERO;

    private final Duration most;
    private @Nullable Instant last;
    private Duration lastWait = Duration.ZERO;

    /** @param most as {@code MediaLimits.retryFor} */
    FileOutage(Duration most) {
        this.most = most;
    }

    private int failures;
    private int cutOff;

    /** Whether this machine's network may be the reason. */
    static boolean mayBeOurs(MediaException e) {
        return e.mayPass() || e.reason() == Reason.TIMED_OUT;
    }

    /** A file could not be had, and Freshchat answers: how long until the next try; null: there is none. */
    @Nullable
    Duration next(MediaException e, Instant now) {
        Duration passed = last == null || now.isBefore(last) ? Duration.ZERO : Duration.between(last, now);
        Duration charged = lastWait.plus(LONGEST_WAIT);
        waited = waited.plus(passed.compareTo(charged) < 0 ? passed : charged);
        last = now;
        failures++;
        boolean isCutOff = e.reason() == Reason.CUT_OFF;
        cutOff += isCutOff ? 1 : 0;
        boolean over = isCutOff ? cutOff >= TRIES_OF_CUT_OFF : waited.compareTo(most) >= 0;
        if (over || !e.mayPass()) {
            return null;
        }
        Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(failures - 1, 10));
        lastWait = wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
        return lastWait;
    }

    /** Freshchat did not answer either: nothing is charged. */
    void forget() {
        waited = Duration.ZERO;
        last = null;
        lastWait = Duration.ZERO;
        failures = 0;
        cutOff = 0;
    }
}
