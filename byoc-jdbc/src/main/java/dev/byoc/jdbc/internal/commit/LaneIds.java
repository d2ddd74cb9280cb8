package dev.byoc.jdbc.internal.commit;

import dev.byoc.store.spi.Lane;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A cache of the ids of the lanes that were used last. It may hold the id of a pruned lane: callers verify that its row exists. */
final class LaneIds {
    private static final int MOST = 100_000;

    private final Map<Lane, Long> ids = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Lane, Long> eldest) {
            return size() > MOST;
        }
    };

    @Nullable
    Long of(Lane lane) {
        return ids.get(lane);
    }

    void put(Lane lane, long id) {
        ids.put(lane, id);
    }

    void forget(Lane lane) {
        ids.remove(lane);
    }

    void clear() {
        ids.clear();
    }
}
