package dev.byoc.internal.dispatch;

import dev.byoc.store.spi.Change;
import dev.byoc.store.spi.Entry;
import dev.byoc.store.spi.Lane;

/** Does what an entry asks for. Called by any worker, for one entry of a lane at a time; may block. Thread-safe. */
public interface Handler {
    /** One attempt. Whatever it throws counts as a failure of the entry. */
    Outcome handle(Attempt attempt);

    /**
     * What is stored in the same commit as the dead letter, such as a note to the agent.
     *
     * @param last what the last attempt has changed: it may have made a call of unknown outcome
     */
    Change onDeadLettered(Entry entry, DeadLetterCause cause, Change last);

    /**
     * Whether a call that was made for this lane may still do something, though its attempt has ended: nothing else of the lane is begun
     * then, here or by another host.
     */
    boolean isOut(Lane lane);
}
