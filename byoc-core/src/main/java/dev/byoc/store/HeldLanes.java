package dev.byoc.store;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The lanes that this process works on, and the entry of each. Changed by the writer alone; whether an entry is held anybody may ask. */
final class HeldLanes {
    private final Map<Long, Long> entryOf = new HashMap<>();
    private final Set<Long> entries = ConcurrentHashMap.newKeySet();

    void take(long lane, long entry) {
        free(lane);
        entryOf.put(lane, entry);
        entries.add(entry);
    }

    void free(long lane) {
        Long entry = entryOf.remove(lane);
        if (entry != null) {
            entries.remove(entry);
        }
    }

    void freeAll() {
        entryOf.clear();
        entries.clear();
    }

    boolean holds(long lane, long entry) {
        Long held = entryOf.get(lane);
        return held != null && held == entry;
    }

    boolean holdsLane(long lane) {
        return entryOf.containsKey(lane);
    }

    boolean holdsEntry(long entry) {
        return entries.contains(entry);
    }
}
