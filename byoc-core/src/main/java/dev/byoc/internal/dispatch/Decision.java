package dev.byoc.internal.dispatch;

import dev.byoc.store.spi.Change;
import dev.byoc.store.spi.Journal.End;
import java.time.Duration;

/** What is stored of an attempt: its outcome, as circuit breaker and retry policy take it. */
sealed interface Decision {
    /** The entry ends, and the lane's next one may follow. */
    record Finish(End end, String why, Outcome outcome) implements Decision {}

    /**
     * The same entry again, after a failure.
     *
     * @param counts whether it is the entry's own failure
     */
    record Release(Duration delay, boolean counts, String why, Change change) implements Decision {}

    /** The same entry again, and nothing is counted. */
    record Postpone(Duration delay, String why, Change change) implements Decision {}

    /** It was not begun. */
    record NotBegun() implements Decision {}

    /** The lane is another host's by now, or its customer was forgotten. */
    record Lost() implements Decision {}

    /** Neither attempt nor outcome can be completed: the entry becomes a dead letter, so that its lane continues. */
    record Fault(Throwable cause, Change known) implements Decision {}
}
