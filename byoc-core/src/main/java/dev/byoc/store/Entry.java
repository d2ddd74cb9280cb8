package dev.byoc.store;

import java.time.Instant;
import java.util.Set;

/**
 * A stored entry.
 *
 * @param id never used again, and rising within a lane
 * @param at when it was stored
 * @param tries attempts that count against it
 * @param attempts attempts of whatever end; what the back-off is counted from
 * @param partsDone numbers of the parts that the network has taken
 */
public record Entry(
        long id,
        Lane lane,
        String eventKey,
        byte[] body,
        Instant at,
        int tries,
        int attempts,
        Progress progress,
        Set<Integer> partsDone) {
    /** The channel account it belongs to; {@code ""} while that is not known. */
    public String account() {
        return lane.account();
    }

    @Override
    public String toString() {
        return "Entry[" + id + ", " + lane + "]";
    }
}
