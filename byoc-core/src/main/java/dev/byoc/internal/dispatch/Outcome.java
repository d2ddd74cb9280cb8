package dev.byoc.internal.dispatch;

import dev.byoc.store.spi.Change;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What working on an entry once has led to. */
public sealed interface Outcome {
    /** What is stored with it. */
    Change change();

    /**
     * A message is on the other side, all of it.
     *
     * @param messageIds the other side's ids of it, as far as it named them
     */
    record Delivered(List<String> messageIds, Change change) implements Outcome {}

    /** What is no message is done. */
    record Done(Change change) implements Outcome {}

    /** There is nothing to do after all. */
    record Dropped(String why, Change change) implements Outcome {}

    /** Given up for good. The note to the agent, if there is one, is among the change's entries. */
    record Buried(String why, Change change) implements Outcome {}

    /**
     * The same entry again, later.
     *
     * @param after null: the policy's back-off
     * @param counts whether this is the entry's own failure; else it is not known whose it is, and only the back-off grows
     */
    record Later(@Nullable Duration after, boolean counts, String why, Change change) implements Outcome {}

    /** Something else has to come first, such as a place, a look-up or another call: no failure, so nothing is counted. */
    record Waits(Duration after, String why, Change change) implements Outcome {}

    /** The remote API was asked what became of an earlier call, and is to be asked again: it answers. Nothing is counted. */
    record Settling(Duration after, String why, Change change) implements Outcome {}

    /** The remote API failed in a way that may be this entry's fault or its own: the gate tells. */
    record ServerError(String why, Change change) implements Outcome {}

    /** The far side is out of reach for everybody: nothing is charged to this entry. */
    record Stop(Trouble trouble, @Nullable Duration after, String why, Change change) implements Outcome {}

    /** What kind of trouble, as far as the waiting differs. */
    enum Trouble {
        /** It may pass by itself. */
        OUT_OF_REACH,
        /** It answers, and says that it cannot: it may pass by itself, or this entry alone is answered so. */
        FAILING,
        /** Too many calls. */
        THROTTLED,
        /** A person has to do something, or this entry alone is refused: probed slowly. */
        REFUSED;

        /** Whether one entry can have it to itself, while all others pass. */
        boolean mayBeOfOneEntry() {
            return this == FAILING || this == REFUSED;
        }
    }
}
