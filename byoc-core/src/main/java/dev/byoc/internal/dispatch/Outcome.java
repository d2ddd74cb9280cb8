package dev.byoc.internal.dispatch;

import dev.byoc.store.spi.Change;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How an attempt ended: the entry has ended too, or what is to be done next. */
public sealed interface Outcome {
    /** What is stored with it. */
    Change change();

    /**
     * The other side has taken all of the message.
     *
     * @param messageIds the other side's ids of it, as far as it named them
     */
    record Delivered(List<String> messageIds, Change change) implements Outcome {}

    /**
     * The remote API was asked what became of an earlier call, and that was done after all. The look-up says nothing of whether another
     * such call would be taken.
     *
     * @param end {@link Delivered} or {@link Done}
     */
    record Found(Outcome end) implements Outcome {
        @Override
        public Change change() {
            return end.change();
        }
    }

    /** An entry that is no message is done. */
    record Done(Change change) implements Outcome {}

    /** There is nothing to do after all. */
    record Discarded(String why, Change change) implements Outcome {}

    /** A permanent failure. The note to the agent, if there is one, is among the change's entries. */
    record DeadLettered(String why, Change change) implements Outcome {}

    /**
     * Retry the entry.
     *
     * @param after null: the policy's back-off
     * @param counts whether the failure is the entry's own; else its cause is not known, and only the back-off grows
     */
    record Retry(@Nullable Duration after, boolean counts, String why, Change change) implements Outcome {}

    /** Something else has to come first, such as a place, a look-up or another call: no failure, so nothing is counted. */
    record Wait(Duration after, String why, Change change) implements Outcome {}

    /** The remote API answers, and is asked once more what became of an earlier call. Nothing is counted. */
    record Reconcile(Duration after, String why, Change change) implements Outcome {}

    /** The remote API failed, through this entry's fault or its own: the circuit breaker decides. */
    record ServerError(String why, Change change) implements Outcome {}

    /** The remote API is not available: the circuit breaker opens, and nothing is counted against this entry. */
    record Pause(Trouble trouble, @Nullable Duration after, String why, Change change) implements Outcome {}

    /** Why a remote API is not available, as far as the waiting differs. */
    enum Trouble {
        /** It may pass by itself. */
        OUT_OF_REACH,
        /** It answers with a failure: it may pass by itself, or this entry alone is answered so. */
        FAILING,
        /** Too many calls. */
        THROTTLED,
        /** An operator has to act, or this entry alone is refused: probed slowly. */
        REFUSED;

        /** Whether one entry can have it to itself, while all others pass. */
        boolean mayBeOfOneEntry() {
            return this == FAILING || this == REFUSED;
        }
    }
}
