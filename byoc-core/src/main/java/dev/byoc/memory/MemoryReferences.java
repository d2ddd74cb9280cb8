package dev.byoc.memory;

import dev.byoc.Direction;
import dev.byoc.store.spi.Change;
import dev.byoc.store.spi.Lane;
import dev.byoc.store.spi.References;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The ids of messages of a {@link MemoryStore}, the latest of each kind. The store's one lock guards them. */
final class MemoryReferences implements References {
    private static final int MAX = 200_000;

    private final Object lock;
    private final Map<String, Lane> sent = bounded();
    private final Map<String, Instant> posted = bounded();
    private final Map<String, Instant> refs = bounded();
    private final Map<String, Receipt> receipts = bounded();

    MemoryReferences(Object lock) {
        this.lock = lock;
    }

    private static <V> Map<String, V> bounded() {
        return new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > MAX;
            }
        };
    }

    /** Those that an entry's change carries. */
    void add(MemoryEntry entry, Change change, Instant now) {
        change.parts()
                .values()
                .forEach(ids -> ids.forEach(id -> sent.put(entry.lane.account() + " " + id, entry.lane)));
        if (change.posted() != null) {
            posted.put(change.posted(), now);
        } else if (change.ref() != null && entry.lane.direction() == Direction.INBOUND) {
            refs.put(change.ref(), now);
        }
    }

    @Override
    public @Nullable Lane laneOfMessage(String account, String channelMessageId) {
        synchronized (lock) {
            return sent.get(account + " " + channelMessageId);
        }
    }

    @Override
    public boolean wasPosted(String freshchatMessageId) {
        synchronized (lock) {
            return posted.containsKey(freshchatMessageId);
        }
    }

    @Override
    public Map<String, Instant> postedAt(Collection<String> freshchatMessageIds) {
        synchronized (lock) {
            Map<String, Instant> known = known(posted, "", freshchatMessageIds);
            known.putAll(known(refs, "", freshchatMessageIds));
            return known;
        }
    }

    /** The times of some names, which stand behind a prefix. */
    static Map<String, Instant> known(Map<String, Instant> times, String before, Collection<String> names) {
        Map<String, Instant> known = new HashMap<>();
        for (String name : names) {
            Instant at = times.get(before + name);
            if (at != null) {
                known.put(name, at);
            }
        }
        return known;
    }

    @Override
    public void noteReceipt(String account, String message, Receipt receipt) {
        synchronized (lock) {
            receipts.put(account + " " + message, receipt);
        }
    }

    @Override
    public @Nullable Receipt receipt(String account, String message) {
        synchronized (lock) {
            return receipts.get(account + " " + message);
        }
    }
}
