package dev.byoc.memory;

import dev.byoc.internal.runtime.Recent;
import dev.byoc.store.DeadLetter;
import dev.byoc.store.DeadLetterFilter;
import dev.byoc.store.Timeline.State;
import dev.byoc.store.spi.Lane;
import dev.byoc.store.spi.Tally;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The entries of a {@link MemoryStore} that have ended, the last ones of each kind. The store guards it. */
final class EndedEntries {
    private static final int MAX_ENDED = 20_000;
    private static final int MAX_DEAD = 10_000;

    private final Recent<Long, MemoryEntry> ended = new Recent<>(MAX_ENDED);
    private final Map<Long, MemoryEntry> dead = new LinkedHashMap<>();
    private final Map<Tally.Of, Long> deadByAccount = new HashMap<>();

    void add(MemoryEntry entry) {
        if (entry.state() != State.DEAD) {
            ended.put(entry.id, entry);
            return;
        }
        dead.put(entry.id, entry);
        count(entry, 1);
        if (dead.size() > MAX_DEAD) {
            remove(dead.values().iterator().next());
        }
    }

    private void remove(MemoryEntry letter) {
        if (dead.remove(letter.id) != null) {
            count(letter, -1);
        }
    }

    private void count(MemoryEntry letter, long more) {
        deadByAccount.merge(Tally.Of.lane(letter.lane), more, Long::sum);
    }

    Map<Tally.Of, Long> deadByAccount() {
        return Map.copyOf(deadByAccount);
    }

    /** The oldest first. */
    List<DeadLetter> dead(DeadLetterFilter filter) {
        return dead.values().stream()
                .map(MemoryEntry::deadLetter)
                .filter(filter::covers)
                .toList();
    }

    @Nullable
    MemoryEntry dead(long id) {
        return dead.get(id);
    }

    /** It is a dead letter no more. */
    void undead(MemoryEntry entry, State state, String why, Instant now) {
        remove(entry);
        entry.end(state, why, now);
        ended.put(entry.id, entry);
    }

    /** All that are remembered, in no order. */
    Stream<MemoryEntry> entries() {
        return Stream.concat(ended.values().stream(), dead.values().stream());
    }

    /** Drops the dead letters there; entries that were delivered have lost their content already. */
    int erase(List<Lane> lanes, String why, Instant now) {
        List<MemoryEntry> erased = dead.values().stream()
                .filter(entry -> lanes.contains(entry.lane))
                .toList();
        erased.forEach(entry -> undead(entry, State.DISCARDED, why, now));
        return erased.size();
    }
}
