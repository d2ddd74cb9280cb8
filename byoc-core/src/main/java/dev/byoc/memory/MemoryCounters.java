package dev.byoc.memory;

import dev.byoc.store.spi.Counters;
import dev.byoc.store.spi.Figures;
import dev.byoc.store.spi.Tally;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The figures of a {@link MemoryStore}, whose one lock guards them. */
final class MemoryCounters implements Counters {
    /** Of one account and direction. */
    private static final class Count {
        /** Of the open entries by id, the oldest first: when each was stored. */
        private final Map<Long, Instant> open = new LinkedHashMap<>();

        private @Nullable Instant lastStored;
        private @Nullable Instant lastRelayed;
    }

    private final Object lock;
    private final EndedEntries ended;
    private final Map<Tally.Of, Count> counts = new HashMap<>();
    private final Map<String, Instant> webhooks = new HashMap<>();

    MemoryCounters(Object lock, EndedEntries ended) {
        this.lock = lock;
        this.ended = ended;
    }

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

    @Override
    public int open() {
        synchronized (lock) {
            return counts.values().stream().mapToInt(count -> count.open.size()).sum();
        }
    }

    @Override
    public List<Figures> figures() {
        synchronized (lock) {
            Map<Tally.Of, Long> dead = ended.deadByAccount();
            return counts.entrySet().stream()
                    .map(each -> figures(each.getKey(), each.getValue(), dead.getOrDefault(each.getKey(), 0L)))
                    .toList();
        }
    }

    private static Figures figures(Tally.Of of, Count count, long dead) {
        return new Figures(
                of.account(),
                of.direction(),
                count.open.size(),
                count.open.values().stream().findFirst().orElse(null),
                dead,
                count.lastStored,
                count.lastRelayed);
    }

    @Override
    public void noteWebhook(String address, Instant at) {
        synchronized (lock) {
            webhooks.put(address, at);
        }
    }

    @Override
    public @Nullable Instant lastWebhook(String address) {
        synchronized (lock) {
            return webhooks.get(address);
        }
    }
}
