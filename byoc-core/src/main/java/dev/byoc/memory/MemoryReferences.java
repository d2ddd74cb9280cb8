package dev.byoc.memory;

import dev.byoc.Direction;
import dev.byoc.internal.runtime.Recent;
import dev.byoc.store.spi.Change;
import dev.byoc.store.spi.References;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The ids of messages of a {@link MemoryStore}, the latest of each kind. The store's one lock guards them. */
final class MemoryReferences implements References {
    private static final int MAX = 200_000;

    private final Object lock;
    private final Recent<String, Sent> sent = new Recent<>(MAX);
    private final Recent<String, Instant> posted = new Recent<>(MAX);
    private final Recent<String, Instant> refs = new Recent<>(MAX);
    private final Recent<String, Receipt> receipts = new Recent<>(MAX);

    MemoryReferences(Object lock) {
        this.lock = lock;
    }

    /** Those that an entry's change carries. */
    void add(MemoryEntry entry, Change change, Instant now) {
        Sent from = new Sent(entry.lane, entry.at);
        change.parts().values().forEach(ids -> ids.forEach(id -> sent.put(entry.lane.account() + " " + id, from)));
        if (change.posted() != null) {
            posted.put(change.posted(), now);
        } else if (change.ref() != null && entry.lane.direction() == Direction.INBOUND) {
            refs.put(change.ref(), now);
        }
    }

    @Override
    public @Nullable Sent sent(String account, String channelMessageId) {
        synchronized (lock) {
            return sent.get(account + " " + channelMessageId);
        }
    }

    @Override
    public boolean wasPosted(String freshchatMessageId) {
        synchronized (lock) {
            return posted.contains(freshchatMessageId);
        }
    }

    @Override
    public Map<String, Instant> postedAt(Collection<String> freshchatMessageIds) {
        synchronized (lock) {
            Map<String, Instant> known = known(posted::get, "", freshchatMessageIds);
            known.putAll(known(refs::get, "", freshchatMessageIds));
            return known;
        }
    }

    /** The times of some names, which stand behind a prefix. */
    static Map<String, Instant> known(
            Function<String, @Nullable Instant> times, String before, Collection<String> names) {
        Map<String, Instant> known = new HashMap<>();
        for (String name : names) {
            Instant at = times.apply(before + name);
            if (at != null) {
                known.put(name, at);
            }
        }
        return known;
    }

    @Override
    public void noteReceipts(String account, List<Told> told) {
        synchronized (lock) {
            told.forEach(each -> receipts.put(account + " " + each.message(), each.receipt()));
        }
    }

    @Override
    public @Nullable Receipt receipt(String account, String message) {
        synchronized (lock) {
            return receipts.get(account + " " + message);
        }
    }
}
