package example.outbox;

import java.time.Duration;

/** A call that did not succeed. The message holds no word of a customer. */
class CallFailed extends RuntimeException {
    enum Kind {
        /** Surely not done: tried again. */
        NOT_DONE,
        /** It may have been done all the same: looked for, then tried again. */
        UNKNOWN,
        /** Never will be done. */
        REFUSED
    }

    private final Kind kind;
    private final Duration retryAfter;

    CallFailed(Kind kind, String reason, Duration retryAfter) {
        super(reason, null, false, false);
        this.kind = kind;
        this.retryAfter = retryAfter;
    }

    CallFailed(Kind kind, String reason) {
        this(kind, reason, Duration.ZERO);
    }

    Kind kind() {
        return kind;
    }

    /** What the server asked for; zero: nothing. */
    Duration retryAfter() {
        return retryAfter;
    }
}
