package dev.byoc.store;

import dev.byoc.Direction;
import java.time.Instant;
import java.util.List;

/**
 * What happened to one entry.
 *
 * @param entry the store's id
 * @param eventKey what it was told apart by: holds the messenger's or Freshchat's id of the message
 * @param state how it stands
 * @param steps oldest first
 */
public record Timeline(
        long entry, String account, Direction direction, String eventKey, State state, List<Step> steps) {
    public Timeline {
        steps = List.copyOf(steps);
    }

    /** How an entry stands. */
    public enum State {
        /** Waiting for its turn, surely not begun. */
        READY,
        /** Begun, or about to be. */
        STARTED,
        /** Done. */
        DONE,
        /** A dead letter. */
        DEAD,
        /** There was nothing to do after all, or an operator has discarded it. */
        DISCARDED,
        /** A dead letter that was replayed as another entry. */
        REPLAYED;

        /** Whether nothing more happens to it by itself. */
        public boolean hasEnded() {
            return this != READY && this != STARTED;
        }

        /** How a timeline calls that end. */
        public String ending() {
            return this == DEAD ? "dead letter" : name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * One thing that happened.
     *
     * @param what one word or two
     * @param detail ids and reasons, never what was said
     */
    public record Step(Instant at, String what, String detail) {}
}
