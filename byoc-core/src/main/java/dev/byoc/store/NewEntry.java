package dev.byoc.store;

import org.jspecify.annotations.Nullable;

/**
 * Something to be done, to be stored before anybody is told that it was taken.
 *
 * @param eventKey one of a kind in its direction, for ever: a second entry with that key is not taken
 * @param body what to do, in the engine's own form
 * @param deadReason null: to be worked on; else why it is kept as a dead letter from the start
 */
public record NewEntry(
        Lane lane, String eventKey, byte[] body, @Nullable String deadReason) {
    public NewEntry(Lane lane, String eventKey, byte[] body) {
        this(lane, eventKey, body, null);
    }

    /** The key stays out of it: it may name a customer. */
    @Override
    public String toString() {
        return "NewEntry[" + lane + ", " + body.length + " bytes]";
    }
}
