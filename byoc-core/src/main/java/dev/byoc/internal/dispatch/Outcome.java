package dev.byoc.internal.dispatch;

import dev.byoc.event.Loss;
import dev.byoc.internal.breaker.Trouble;
import dev.byoc.store.spi.Change;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How an attempt ended: the entry has ended too, or what is to be done next. */
public sealed interface Outcome {
    /** What is stored with it. */
    Change change();

    /** The same, with which more is stored. */
    Outcome and(Change more);

    /** The entry is worked on again. */
    sealed interface Again extends Outcome {}

    /** Whose fault a failure is. */
    enum Fault {
        /** The entry's: it counts against it. */
        ENTRY,
        /** The relay's, over this entry: it counts against it too. */
        RELAY,
        /** Not known: only the back-off grows. */
        UNKNOWN
    }

    /**
     * With what the attempt has lost of the message. Each loss is told once for each entry: what an earlier attempt has told is not among
     * them.
     */
    record Lossy(Outcome outcome, List<Loss> losses) implements Outcome {
        public Lossy {
            losses = List.copyOf(losses);
        }

        @Override
        public Change change() {
            return outcome.change();
        }

        @Override
        public Lossy and(Change more) {
            return new Lossy(outcome.and(more), losses);
        }
    }

    /**
     * The other side has taken all of the message.
     *
     * @param messageIds the other side's ids of it, as far as it named them
     */
    record Delivered(List<String> messageIds, Change change) implements Outcome {
        @Override
        public Delivered and(Change more) {
            return new Delivered(messageIds, change.and(more));
        }
    }

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

        @Override
        public Found and(Change more) {
            return new Found(end.and(more));
        }
    }

    /** An entry that is no message is done. */
    record Done(Change change) implements Outcome {
        @Override
        public Done and(Change more) {
            return new Done(change.and(more));
        }
    }

    /** There is nothing to do after all. */
    record Discarded(String why, Change change) implements Outcome {
        @Override
        public Discarded and(Change more) {
            return new Discarded(why, change.and(more));
        }
    }

    /** It goes on as another entry, which the change holds: nothing has failed, and nothing is lost. */
    record HandedOn(String why, Change change) implements Outcome {
        @Override
        public HandedOn and(Change more) {
            return new HandedOn(why, change.and(more));
        }
    }

    /** A permanent failure. The note to the agent, if there is one, is among the change's entries. */
    record DeadLettered(String why, Change change) implements Outcome {
        @Override
        public DeadLettered and(Change more) {
            return new DeadLettered(why, change.and(more));
        }
    }

    /**
     * Retry the entry.
     *
     * @param after null: the policy's back-off
     */
    record Retry(@Nullable Duration after, Fault fault, String why, Change change) implements Again {
        @Override
        public Retry and(Change more) {
            return new Retry(after, fault, why, change.and(more));
        }
    }

    /** Something else has to come first, such as a place, a look-up or another call: no failure, so nothing is counted. */
    record Wait(Duration after, String why, Change change) implements Again {
        @Override
        public Wait and(Change more) {
            return new Wait(after, why, change.and(more));
        }
    }

    /** The remote API answers, and is asked once more what became of an earlier call. Nothing is counted. */
    record Reconcile(Duration after, String why, Change change) implements Again {
        @Override
        public Reconcile and(Change more) {
            return new Reconcile(after, why, change.and(more));
        }
    }

    /** The remote API failed, through this entry's fault or its own: the circuit breaker decides. */
    record ServerError(String why, Change change) implements Again {
        @Override
        public ServerError and(Change more) {
            return new ServerError(why, change.and(more));
        }
    }

    /** The remote API is not available: the circuit breaker opens, and nothing is counted against this entry. */
    record Pause(Trouble trouble, @Nullable Duration after, String why, Change change) implements Again {
        @Override
        public Pause and(Change more) {
            return new Pause(trouble, after, why, change.and(more));
        }
    }
}
