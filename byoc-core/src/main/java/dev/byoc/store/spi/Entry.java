package dev.byoc.store.spi;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A stored entry.
 *
 * @param id never used again, and rising within a lane
 * @param at when it was stored
 * @param tries failures of its own: the limit of tries is for these alone
 * @param failures failed attempts, whatever the cause: what the back-off grows with. Waiting is none, be it for a remote API, a place
 *     or an answer to another question
 * @param partsDone the parts that the network has taken, by number, with the ids by which it knows each
 */
public record Entry(
        long id,
        Lane lane,
        String eventKey,
        byte[] body,
        Instant at,
        int tries,
        int failures,
        Checkpoint checkpoint,
        Map<Integer, List<String>> partsDone) {
    public Entry {
        partsDone = Map.copyOf(partsDone);
    }

    /** The channel account it belongs to; {@code ""} while that is not known. */
    public String account() {
        return lane.account();
    }

    @Override
    public String toString() {
        return "Entry[" + id + ", " + lane + "]";
    }
}
