package dev.byoc.internal.breaker;

import dev.byoc.store.spi.Lane;
import java.util.HashMap;
import java.util.Map;

/** Tells an entry's own failure from the remote API's: an entry is to blame if other lanes have succeeded between two of its failures. */
final class FailureRecord {
    /** So many lanes in a row, and no success between: then it is not the entries' fault. */
    private static final int LANES_IN_A_ROW = 3;

    /** For each lane that the remote API failed on: how many successes there had been by then. */
    private final Map<Lane, Long> failedAt = new HashMap<>();

    private long successes;

    void succeeded() {
        successes++;
    }

    /** Notes a failure. Whether others have succeeded since this lane's last one. */
    boolean isOwn(Lane lane) {
        Long before = failedAt.put(lane, successes);
        return before != null && before < successes;
    }

    /** Notes a failure. */
    Blame blame(Lane lane, boolean isPaused) {
        boolean own = isOwn(lane);
        long inARow = failedAt.values().stream().filter(at -> at == successes).count();
        if (inARow >= LANES_IN_A_ROW || isPaused) {
            return Blame.REMOTE_API;
        }
        return own ? Blame.ENTRY : Blame.UNDECIDED;
    }

    void forget(Lane lane) {
        failedAt.remove(lane);
    }
}
