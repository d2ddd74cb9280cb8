package dev.byoc.jdbc.internal.commit;

import dev.byoc.store.spi.Lane;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rows of the lanes that were used last, as they were committed. On a shared database only their ids count, and may be those of pruned
 * lanes: callers verify that the row exists. A file's rows are changed by this process alone: they are as it has written them. Used by the
 * writer's thread.
 */
final class LaneCache {
    private static final int MOST = 100_000;

    /**
     * A row.
     *
     * @param waits whether it is due now or later
     * @param usedAt as it is stored
     */
    record Known(long id, boolean waits, long usedAt) {}

    private final Map<Lane, Known> lanes = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Lane, Known> eldest) {
            return size() > MOST;
        }
    };

    @Nullable
    Known of(Lane lane) {
        return lanes.get(lane);
    }

    void put(Lane lane, Known row) {
        lanes.put(lane, row);
    }

    void forget(Lane lane) {
        lanes.remove(lane);
    }

    void clear() {
        lanes.clear();
    }
}
