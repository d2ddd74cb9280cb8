package dev.byoc.store.spi;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something to be done, stored before its sender gets an acknowledgement.
 *
 * @param eventKey one of a kind in its direction, for ever: a second entry with that key is not taken
 * @param body what to do, in the engine's own form
 * @param deadReason null: to be worked on; else why it is kept as a dead letter from the start
 * @param mayHaveArrived of such a dead letter: another copy of it may have been relayed, so it is one that {@link
 *     dev.byoc.store.DeadLetter#mayHaveArrived}
 * @param partsDone of a replay: the parts that the network had taken before, with its ids of each, as in {@link Entry#partsDone}; the replay
 *     goes on behind them
 * @param links changes of links that came with it: they count only if its key is new, or a repeat would undo what happened since
 */
public record NewEntry(
        Lane lane,
        String eventKey,
        byte[] body,
        @Nullable String deadReason,
        boolean mayHaveArrived,
        Map<Integer, List<String>> partsDone,
        List<LinkChange> links) {
    public NewEntry {
        partsDone = Map.copyOf(partsDone);
        links = List.copyOf(links);
    }

    public NewEntry(Lane lane, String eventKey, byte[] body, @Nullable String deadReason) {
        this(lane, eventKey, body, deadReason, false, Map.of(), List.of());
    }

    public NewEntry(Lane lane, String eventKey, byte[] body) {
        this(lane, eventKey, body, null);
    }

    public NewEntry with(List<LinkChange> value) {
        return new NewEntry(lane, eventKey, body, deadReason, mayHaveArrived, partsDone, value);
    }

    /** The same dead letter, of which another copy may have been relayed. */
    public NewEntry doubtful() {
        return new NewEntry(lane, eventKey, body, deadReason, true, partsDone, links);
    }

    /** The same, of which these parts were taken before. */
    public NewEntry partsDone(Map<Integer, List<String>> value) {
        return new NewEntry(lane, eventKey, body, deadReason, mayHaveArrived, value, links);
    }

    /** The key stays out of it: it may name a customer. */
    @Override
    public String toString() {
        return "NewEntry[" + lane + ", " + body.length + " bytes]";
    }
}
