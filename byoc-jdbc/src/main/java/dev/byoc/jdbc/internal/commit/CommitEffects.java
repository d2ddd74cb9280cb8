package dev.byoc.jdbc.internal.commit;

import dev.byoc.store.spi.Claim;
import dev.byoc.store.spi.Tally;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What one job changes in memory, applied once its commit has succeeded. */
final class CommitEffects {
    /** The entry handed out of each lane, or that it was freed. */
    private final Map<Long, Handed> lanes = new HashMap<>();

    /** Entries that were not begun before. */
    final Set<Long> begun = new HashSet<>();

    private final Map<Long, Claim> lost = new HashMap<>();

    private static final Handed NONE = new Handed(-1, -1);

    /** Stands for the entry of a lane that is kept under no claim. Differs from lane to lane. */
    private static long noEntryOf(long lane) {
        return -2 - lane;
    }

    private record Handed(long entry, long token) {}

    /** Changes of the counters. */
    final Map<Tally.Of, Tally> counts = new HashMap<>();

    void handsOut(long lane, long entry, long token) {
        lanes.put(lane, new Handed(entry, token));
    }

    /** The lane stays this host's, under no claim. */
    void keeps(long lane, long token) {
        lanes.put(lane, new Handed(noEntryOf(lane), token));
    }

    void frees(long lane) {
        lanes.put(lane, NONE);
    }

    /** The lanes whose claims it changes. */
    Set<Long> lanes() {
        return lanes.keySet();
    }

    /** The claim is void. The lane may be held under a newer one. */
    void loses(long lane, Claim claim) {
        lost.put(lane, claim);
    }

    boolean losesAny() {
        return !lost.isEmpty();
    }

    void clear() {
        lanes.clear();
        lost.clear();
        begun.clear();
        counts.clear();
    }

    void applyTo(ClaimRegistry held) {
        lost.forEach((lane, claim) -> {
            if (held.isGood(claim)) {
                held.free(lane);
            }
        });
        lanes.forEach((lane, handed) -> {
            if (handed.equals(NONE)) {
                held.free(lane);
            } else {
                held.take(lane, handed.entry(), handed.token());
            }
        });
    }

    /** No caller takes the claims. */
    void undo(ClaimRegistry held) {
        lanes.keySet().forEach(held::free);
    }

    boolean handsOutAny() {
        return lanes.values().stream().anyMatch(handed -> handed.entry() >= 0);
    }
}
