package dev.byoc.store.spi;

import dev.byoc.store.DeadLetter;
import dev.byoc.store.DeadLetterFilter;
import dev.byoc.store.ReplayMode;
import dev.byoc.store.ReplayResult;
import dev.byoc.store.StoreException;
import java.util.List;

/**
 * Entries that have ended without being delivered. Thread-safe.
 *
 * <p>Every method throws {@link StoreException} if the store is closed or out of reach.
 */
public interface DeadLetters {
    /** What became of a replay, and what may be worked on now. */
    record Replayed(ReplayResult outcome, List<Claim> claims) {
        public Replayed {
            claims = List.copyOf(claims);
        }
    }

    /** The newest first. */
    List<DeadLetter> find(DeadLetterFilter filter, int max);

    /** Those of them that surely have not arrived, the oldest first. */
    List<DeadLetter> replayable(DeadLetterFilter filter, int max);

    /**
     * Replays a dead letter, as a new entry at the end of its lane. Of the old one it has the parts that were taken, which are not sent again,
     * and else nothing: its tries, its waiting and what was in doubt begin anew. A timeline tells of those parts where they were taken alone.
     */
    Replayed replay(long deadLetter, ReplayMode mode);

    /** Discards a dead letter, for a reason that its timeline tells; its key stays known. False if there is none of that id. */
    boolean discard(long deadLetter, String why);
}
