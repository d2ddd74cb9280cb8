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
 * The figures of a store, as they are known to this process: read now and then, and counted on with each commit between.
 * The writer changes them, any thread reads them.
 */
public final class CachedCounters implements Counters {
    /**
     * Figures as they were read.
     *
     * @param oldest when the oldest open entry was stored; 0: there is none
     */
    record Total(Tally tally, long oldest) {
        static final Total NOTHING = new Total(Tally.NOTHING, 0);

        /** The oldest that is open stays that until it is read again, unless nothing is open. */
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

    /** Whether something was committed since the figures were read. */
    private boolean changed;

    /** A job was committed that changes them like this. */
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

    /** Whether reading them again may give others. */
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

    /** What is to be stored of them now; it counts as stored once {@link #stored} has been said of it. */
    synchronized Map<String, Long> freshWebhooks() {
        return Map.copyOf(fresh);
    }

    synchronized void stored(Map<String, Long> some) {
        some.forEach(fresh::remove);
    }
}
