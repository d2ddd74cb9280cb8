package dev.byoc.internal.report;

import dev.byoc.Direction;
import dev.byoc.store.spi.Entry;
import dev.byoc.store.spi.Lane;
import dev.byoc.store.spi.NewEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/**
 * Entries that are being stored now, and of which the listeners were not told yet: a worker of a busy lane may take one up at the moment at
 * which it is stored, and be done with it first. Thread-safe.
 */
public final class Arriving {
    private final Map<Key, List<CountDownLatch>> untold = new HashMap<>();

    private record Key(Direction direction, String eventKey) {
        static Key of(Lane lane, String eventKey) {
            return new Key(lane.direction(), eventKey);
        }
    }

    /** Ends once all of them are told, or are not stored. */
    public interface Telling {
        void end();
    }

    Telling begin(List<NewEntry> entries) {
        CountDownLatch told = new CountDownLatch(1);
        Set<Key> keys = new HashSet<>();
        entries.forEach(entry -> keys.add(Key.of(entry.lane(), entry.eventKey())));
        synchronized (untold) {
            keys.forEach(key ->
                    untold.computeIfAbsent(key, none -> new ArrayList<>()).add(told));
        }
        return () -> {
            told.countDown();
            synchronized (untold) {
                keys.forEach(key -> untold.computeIfPresent(key, (same, all) -> {
                    all.remove(told);
                    return all.isEmpty() ? null : all;
                }));
            }
        };
    }

    /** Waits until it was told that the entry is stored. Requests that come later only repeat it: they are not waited for. */
    void awaitTold(Entry entry) {
        List<CountDownLatch> requests;
        synchronized (untold) {
            requests = List.copyOf(untold.getOrDefault(Key.of(entry.lane(), entry.eventKey()), List.of()));
        }
        try {
            for (CountDownLatch request : requests) {
                request.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
