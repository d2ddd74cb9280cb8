package dev.byoc.internal.report;

import dev.byoc.event.Loss;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What was lost of the entries that are still worked on. Thread-safe. */
final class Losses {
    /** Above what can be under way: an entry whose end another process saw is pushed out. */
    private static final int MAX_KEPT = 10_000;

    private final Map<Long, Set<Loss>> byEntry = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Set<Loss>> eldest) {
            return size() > MAX_KEPT;
        }
    };

    /** False: it is known already. */
    synchronized boolean add(long entry, Loss loss) {
        return byEntry.computeIfAbsent(entry, id -> new LinkedHashSet<>()).add(loss);
    }

    synchronized List<Loss> of(long entry) {
        return List.copyOf(byEntry.getOrDefault(entry, Set.of()));
    }

    synchronized void forget(long entry) {
        byEntry.remove(entry);
    }
}
