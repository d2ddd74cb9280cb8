package dev.byoc.jdbc.internal.commit;

import dev.byoc.store.spi.Counters;
import dev.byoc.store.spi.Figures;
import dev.byoc.store.spi.Tally;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The counters of a store as this process knows them: read at intervals, and updated by each commit in between. Thread-safe; the writer
 * alone changes them.
 */
public final class CachedCounters implements Counters {
    /**
     * The counters of one account and direction.
     *
     * @param oldest when the oldest open entry was stored; 0: there is none
     */
    record Total(Tally tally, long oldest) {
        static final Total NOTHING = new Total(Tally.NOTHING, 0);

        /** The oldest open entry stays the oldest until the next reading, unless none is open. */
        Total and(Tally change) {
            Tally sum = tally.and(change);
            long first = oldest == 0 ? change.openSince() : oldest;
            return new Total(sum, sum.open() <= 0 ? 0 : first);
        }
    }

    private Map<Tally.Of, Total> totals = new HashMap<>();
    private final Map<String, Long> webhooks = new HashMap<>();

    /** Webhooks whose times are not stored yet. */
    private final Map<String, Long> fresh = new HashMap<>();

    /** Whether a change was committed since the last reading. */
    private boolean changed;

    /** A job was committed with these changes. */
    synchronized void add(Map<Tally.Of, Tally> changes) {
        changed = true;
        changes.forEach(
                (of, change) -> totals.merge(of, Total.NOTHING.and(change), (before, unused) -> before.and(change)));
    }

    synchronized void replace(Map<Tally.Of, Total> read, Map<String, Long> lastWebhooks) {
        changed = false;
        totals = new HashMap<>(read);
        lastWebhooks.forEach((name, at) -> webhooks.merge(name, at, Math::max));
    }

    /** Whether the next reading may differ. */
    synchronized boolean haveChanged() {
        return changed;
    }

    @Override
    public synchronized int open() {
        long sum = totals.values().stream()
                .mapToLong(total -> total.tally().open())
                .sum();
        return (int) Math.max(0, Math.min(sum, Integer.MAX_VALUE));
    }

    @Override
    public synchronized List<Figures> figures() {
        return totals.entrySet().stream()
                .map(each -> figures(each.getKey(), each.getValue()))
                .toList();
    }

    private static Figures figures(Tally.Of of, Total total) {
        Tally tally = total.tally();
        return new Figures(
                of.account(),
                of.direction(),
                Math.max(0, tally.open()),
                time(total.oldest()),
                Math.max(0, tally.dead()),
                time(tally.storedAt()),
                time(tally.doneAt()));
    }

    private static @Nullable Instant time(long millis) {
        return millis == 0 ? null : Instant.ofEpochMilli(millis);
    }

    @Override
    public synchronized void noteWebhook(String address, Instant at) {
        webhooks.put(address, at.toEpochMilli());
        fresh.put(address, at.toEpochMilli());
    }

    @Override
    public synchronized @Nullable Instant lastWebhook(String address) {
        return time(webhooks.getOrDefault(address, 0L));
    }

    /** Times of webhooks that are not stored yet; {@link #stored} ends that. */
    synchronized Map<String, Long> freshWebhooks() {
        return Map.copyOf(fresh);
    }

    synchronized void stored(Map<String, Long> some) {
        some.forEach(fresh::remove);
    }
}
