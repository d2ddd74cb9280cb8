package dev.byoc.store;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A store that forgets everything when the process ends: for trying things out, and for hosts that accept that loss. Holds at most
 * 100,000 open entries; more are refused, so that the messenger sends them again later. Event keys are remembered for three days, and
 * at most 500,000 of them.
 */
public final class MemoryStore implements RelayStore {
    /** Entries that may be open at once. */
    public static final int MAX_OPEN = 100_000;

    /** Event keys that are remembered. */
    public static final int MAX_KEYS = 500_000;

    /** How long an event key is remembered. */
    public static final Duration KEEP = Duration.ofDays(3);

    private static final int MAX_SENT = 200_000;
    private static final int MAX_DEAD = 10_000;

    private final Clock clock;
    private final int maxOpen;
    private final int maxKeys;
    private final MemoryLinks links = new MemoryLinks();
    private final Map<Lane, Queue> lanes = new HashMap<>();
    private final PriorityQueue<Due> due = new PriorityQueue<>();
    private final LinkedHashMap<String, Instant> keys = new LinkedHashMap<>();
    private final Map<String, String> settings = new HashMap<>();
    private final LinkedHashMap<String, Entry> sent = new LinkedHashMap<>();
    private final Map<String, Boolean> posted = new LinkedHashMap<>();
    private final ArrayDeque<DeadLetter> dead = new ArrayDeque<>();
    private Instant remembersSince = Instant.MIN;
    private long lastId;
    private int open;
    private boolean closed;

    /** One lane: its open entries, and who may work on the first. */
    private static final class Queue {
        private final ArrayDeque<Entry> entries = new ArrayDeque<>();
        private boolean claimed;
        private long token;
        private @Nullable Instant dueAt;
    }

    /** A lane's time; out of date if the lane has another by now. */
    private record Due(Instant at, Lane lane) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            return at.compareTo(other.at);
        }
    }

    public MemoryStore(Clock clock) {
        this(clock, MAX_OPEN, MAX_KEYS);
    }

    /** A store with other bounds than {@link #MAX_OPEN} and {@link #MAX_KEYS}. */
    public MemoryStore(Clock clock, int maxOpen, int maxKeys) {
        this.clock = clock;
        this.maxOpen = maxOpen;
        this.maxKeys = maxKeys;
    }

    @Override
    public boolean isDurable() {
        return false;
    }

    @Override
    public synchronized Appended append(List<NewEntry> entries, List<LinkChange> changes) {
        if (closed) {
            throw new StoreException("the store is closed");
        }
        if (!entries.isEmpty() && open + entries.size() > maxOpen) {
            throw new StoreException("the store is full: " + maxOpen + " entries are open");
        }
        changes.forEach(links::apply);
        List<Boolean> fresh = new ArrayList<>();
        List<Claim> claims = new ArrayList<>();
        for (NewEntry entry : entries) {
            fresh.add(add(entry, claims));
        }
        return new Appended(fresh, claims);
    }

    private boolean add(NewEntry fresh, List<Claim> claims) {
        Instant now = clock.instant();
        String key = fresh.lane().direction() + " " + fresh.eventKey();
        if (keys.putIfAbsent(key, now) != null) {
            return false;
        }
        forgetOldKeys(now);
        Entry entry = new Entry(
                ++lastId,
                fresh.account(),
                fresh.lane(),
                fresh.eventKey(),
                fresh.body(),
                now,
                0,
                0,
                Progress.NONE,
                Set.of());
        if (fresh.deadReason() != null) {
            bury(entry, fresh.deadReason());
            return true;
        }
        Queue queue = lanes.computeIfAbsent(fresh.lane(), lane -> new Queue());
        queue.entries.add(entry);
        open++;
        if (!queue.claimed && queue.dueAt == null) {
            claims.add(claim(queue));
        }
        return true;
    }

    private void forgetOldKeys(Instant now) {
        Iterator<Map.Entry<String, Instant>> oldest = keys.entrySet().iterator();
        while (oldest.hasNext()) {
            Instant at = oldest.next().getValue();
            boolean full = keys.size() > maxKeys;
            if (!full && at.plus(KEEP).isAfter(now)) {
                return;
            }
            // An event from before this time could be one whose key is gone.
            remembersSince = at;
            oldest.remove();
        }
    }

    private static Claim claim(Queue queue) {
        queue.claimed = true;
        queue.dueAt = null;
        return new Claim(queue.entries.getFirst(), ++queue.token);
    }

    @Override
    public synchronized List<Claim> claimDue(int max) {
        Instant now = clock.instant();
        List<Claim> claims = new ArrayList<>();
        while (claims.size() < max && !due.isEmpty() && !due.peek().at().isAfter(now)) {
            Due next = due.remove();
            Queue queue = lanes.get(next.lane());
            if (queue != null && !queue.claimed && next.at().equals(queue.dueAt)) {
                claims.add(claim(queue));
            }
        }
        return claims;
    }

    @Override
    public synchronized Claim keep(Claim claim, Change change) {
        Queue queue = held(claim);
        Entry entry = changed(queue.entries.removeFirst(), change, 0, 0);
        queue.entries.addFirst(entry);
        change.links().forEach(links::apply);
        return new Claim(entry, claim.token());
    }

    @Override
    public synchronized List<Claim> finish(Claim claim, End end, String reason, Change change) {
        Queue queue = held(claim);
        Entry entry = changed(queue.entries.removeFirst(), change, 0, 0);
        open--;
        if (end == End.DEAD) {
            bury(entry, reason);
        }
        change.links().forEach(links::apply);
        List<Claim> claims = new ArrayList<>();
        queue.claimed = false;
        if (queue.entries.isEmpty()) {
            lanes.remove(entry.lane());
        } else {
            claims.add(claim(queue));
        }
        for (NewEntry further : change.entries()) {
            add(further, claims);
        }
        return claims;
    }

    @Override
    public synchronized void release(Claim claim, Duration delay, boolean counts, Change change) {
        Queue queue = held(claim);
        queue.entries.addFirst(changed(queue.entries.removeFirst(), change, counts ? 1 : 0, 1));
        change.links().forEach(links::apply);
        queue.claimed = false;
        queue.dueAt = clock.instant().plus(delay);
        due.add(new Due(queue.dueAt, claim.entry().lane()));
        for (NewEntry further : change.entries()) {
            add(further, new ArrayList<>());
        }
    }

    private Queue held(Claim claim) {
        Queue queue = lanes.get(claim.entry().lane());
        if (queue == null || !queue.claimed || queue.token != claim.token()) {
            throw new IllegalStateException("this lane is no longer held: " + claim.entry());
        }
        return queue;
    }

    private Entry changed(Entry entry, Change change, int tries, int attempts) {
        Set<Integer> parts = entry.partsDone();
        if (!change.parts().isEmpty()) {
            parts = new HashSet<>(parts);
            parts.addAll(change.parts().keySet());
        }
        Entry changed = new Entry(
                entry.id(),
                entry.account(),
                entry.lane(),
                entry.eventKey(),
                entry.body(),
                entry.at(),
                entry.tries() + tries,
                entry.attempts() + attempts,
                change.progress() == null ? entry.progress() : change.progress(),
                Set.copyOf(parts));
        change.parts().values().forEach(ids -> ids.forEach(id -> sent.put(entry.account() + " " + id, changed)));
        trim(sent);
        if (change.posted() != null) {
            posted.put(change.posted(), true);
            trim(posted);
        }
        return changed;
    }

    private static void trim(Map<String, ?> map) {
        Iterator<String> oldest = map.keySet().iterator();
        while (map.size() > MAX_SENT) {
            oldest.next();
            oldest.remove();
        }
    }

    private void bury(Entry entry, String reason) {
        dead.addFirst(new DeadLetter(entry.id(), entry.account(), entry.lane().direction(), entry.at(), reason));
        if (dead.size() > MAX_DEAD) {
            dead.removeLast();
        }
    }

    @Override
    public synchronized @Nullable Link link(String account, String customer) {
        return links.link(account, customer);
    }

    @Override
    public synchronized @Nullable Link linkByConversation(String anyConversationId) {
        return links.byConversation(anyConversationId);
    }

    @Override
    public synchronized @Nullable Entry entryByMessage(String account, String channelMessageId) {
        return sent.get(account + " " + channelMessageId);
    }

    @Override
    public synchronized boolean wasPosted(String freshchatMessageId) {
        return posted.containsKey(freshchatMessageId);
    }

    @Override
    public synchronized boolean isIdle(Lane lane) {
        return !lanes.containsKey(lane);
    }

    @Override
    public synchronized Instant remembersSince() {
        return remembersSince;
    }

    @Override
    public synchronized @Nullable String setting(String name) {
        return settings.get(name);
    }

    @Override
    public synchronized String settingOrPut(String name, String value) {
        return settings.computeIfAbsent(name, unset -> value);
    }

    @Override
    public synchronized void putSetting(String name, String value) {
        settings.put(name, value);
    }

    @Override
    public synchronized List<DeadLetter> deadLetters(int max) {
        return dead.stream().limit(max).toList();
    }

    @Override
    public synchronized int open() {
        return open;
    }

    @Override
    public synchronized void close() {
        closed = true;
    }
}
