package dev.byoc.memory;

import dev.byoc.store.spi.Figures;
import dev.byoc.store.spi.Tally;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The figures of a {@link MemoryStore}, which guards them. */
final class MemoryCounters {
    /** Of one account and direction. */
    private static final class Count {
        /** Of the open entries by id, the oldest first: when each was stored. */
        private final Map<Long, Instant> open = new LinkedHashMap<>();

        private @Nullable Instant lastStored;
        private @Nullable Instant lastRelayed;
    }

    private final Map<Tally.Of, Count> counts = new HashMap<>();

    private Count of(MemoryEntry entry) {
        return counts.computeIfAbsent(Tally.Of.lane(entry.lane), of -> new Count());
    }

    /** @param came it came from outside */
    void stored(MemoryEntry entry, boolean came, Instant now) {
        Count count = of(entry);
        if (came) {
            count.lastStored = now;
        }
        if (!entry.state().hasEnded()) {
            count.open.put(entry.id, now);
        }
    }

    /** @param done null: it was not relayed */
    void ended(MemoryEntry entry, @Nullable Instant done) {
        Count count = of(entry);
        count.open.remove(entry.id);
        if (done != null) {
            count.lastRelayed = done;
        }
    }

    List<Figures> figures(Map<Tally.Of, Long> dead) {
        return counts.entrySet().stream()
                .map(each -> {
                    Count count = each.getValue();
                    return new Figures(
                            each.getKey().account(),
                            each.getKey().direction(),
                            count.open.size(),
                            count.open.values().stream().findFirst().orElse(null),
                            dead.getOrDefault(each.getKey(), 0L),
                            count.lastStored,
                            count.lastRelayed);
                })
                .toList();
    }
}
