package dev.byoc.internal.outbound;

import dev.byoc.internal.dispatch.Outcome;

/** Whether an answer may be sent. */
sealed interface Verdict {
    record Send() implements Verdict {}

    /** Something else has to be done. */
    record Instead(Outcome outcome) implements Verdict {}
}
