package dev.byoc.memory;

import dev.byoc.Direction;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** The event keys that a {@link MemoryStore} remembers, so that a redelivery is not stored twice. The store guards it. */
final class RememberedKeys {
    /** How long a key is remembered, unless there are too many. */
    static final Duration KEEP = Duration.ofDays(3);

    private final int max;
    private final LinkedHashMap<String, Instant> storedAt = new LinkedHashMap<>();
    private Instant since = Instant.MIN;

    RememberedKeys(int max) {
        this.max = max;
    }

    /** Whether it is new; then it is remembered from now on. */
    boolean add(Direction direction, String eventKey, Instant now) {
        if (storedAt.putIfAbsent(direction + " " + eventKey, now) != null) {
            return false;
        }
        forgetOld(now);
        return true;
    }

    private void forgetOld(Instant now) {
        Iterator<Instant> oldest = storedAt.values().iterator();
        while (oldest.hasNext()) {
            Instant at = oldest.next();
            boolean full = storedAt.size() > max;
            if (!full && at.plus(KEEP).isAfter(now)) {
                return;
            }
            since = at;
            oldest.remove();
        }
    }

    /** When each was stored; those that are not remembered are missing. */
    Map<String, Instant> storedAt(Direction direction, Collection<String> eventKeys) {
        return MemoryReferences.known(storedAt::get, direction + " ", eventKeys);
    }

    /** An event from before this time could be one whose key is gone. */
    Instant since() {
        return since;
    }
}
