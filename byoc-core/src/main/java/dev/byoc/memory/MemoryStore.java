package dev.byoc.memory;

import dev.byoc.Direction;
import dev.byoc.store.DeadLetter;
import dev.byoc.store.DeadLetterFilter;
import dev.byoc.store.ReplayMode;
import dev.byoc.store.ReplayResult;
import dev.byoc.store.StoreException;
import dev.byoc.store.Timeline;
import dev.byoc.store.Timeline.State;
import dev.byoc.store.spi.Change;
import dev.byoc.store.spi.Claim;
import dev.byoc.store.spi.Figures;
import dev.byoc.store.spi.Lane;
import dev.byoc.store.spi.Link;
import dev.byoc.store.spi.LinkChange;
import dev.byoc.store.spi.LostClaimException;
import dev.byoc.store.spi.NewEntry;
import dev.byoc.store.spi.PausedLanes;
import dev.byoc.store.spi.RelayStore;
import dev.byoc.store.spi.ReplayKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
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
 * at most 500,000 of them; timelines reach as far as the last 20,000 entries that ended, and dead letters are the last 10,000.
 */
public final class MemoryStore implements RelayStore {
    /** Entries that may be open at once. */
    public static final int MAX_OPEN = 100_000;

    /** Event keys that are remembered. */
    public static final int MAX_KEYS = 500_000;

    /** How long an event key is remembered. */
    public static final Duration KEEP = Duration.ofDays(3);

    private static final int MAX_SENT = 200_000;

    /** Clocks are corrected by less than this all the time. */
    private static final Duration LEAP = Duration.ofMinutes(1);

    /** No lease runs out here; as long as any call could last. */
    private static final Duration FOR_GOOD = Duration.ofDays(1);

    private final Clock clock;
    private final int maxOpen;
    private final int maxKeys;
    private final MemoryLinks links = new MemoryLinks();
    private final MemoryJournal journal = new MemoryJournal();
    private final Map<Lane, Queue> lanes = new HashMap<>();
    private final PriorityQueue<Due> due = new PriorityQueue<>();
    private final LinkedHashMap<String, Instant> keys = new LinkedHashMap<>();
    private final Map<String, String> settings = new HashMap<>();
    private final Map<String, Instant> locks = new HashMap<>();
    private final Map<String, Instant> webhooks = new HashMap<>();
    private final Map<String, Lane> sent = bounded();
    private final Map<String, Instant> posted = bounded();
    private final Map<String, Instant> refs = bounded();
    private final Map<String, Receipt> receipts = bounded();
    private Instant remembersSince = Instant.MIN;
    private Instant latest = Instant.MIN;
    private long lastId;
    private int open;
    private final MemoryCounters counters = new MemoryCounters();
    private boolean closed;

    /** One lane: its open entries, and who may work on the first. */
    private static final class Queue {
        private final ArrayDeque<MemoryEntry> entries = new ArrayDeque<>();
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

    private static <V> Map<String, V> bounded() {
        return new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > MAX_SENT;
            }
        };
    }

    /** The scope is of no matter: nobody shares this store. */
    @Override
    public List<String> faults() {
        List<String> faults = new ArrayList<>();
        if (clock == null) {
            faults.add("MemoryStore: its clock is missing");
        }
        if (maxOpen < 1 || maxKeys < 1) {
            faults.add("MemoryStore: at least 1 open entry and 1 key, or nothing could ever be stored");
        }
        return faults;
    }

    @Override
    public void open(String scope) {}

    @Override
    public boolean isDurable() {
        return false;
    }

    @Override
    public synchronized Appended append(List<NewEntry> entries, List<LinkChange> changes, PausedLanes shut) {
        if (closed) {
            throw new StoreException("the store is closed");
        }
        if (!entries.isEmpty() && open + entries.size() > maxOpen) {
            throw new StoreException(RelayStore.fullOf(maxOpen));
        }
        changes.forEach(links::apply);
        List<Boolean> fresh = new ArrayList<>();
        List<Claim> claims = new ArrayList<>();
        for (NewEntry entry : entries) {
            fresh.add(add(entry, claims, shut, true));
        }
        return new Appended(fresh, claims);
    }

    private boolean add(NewEntry fresh, List<Claim> claims, PausedLanes shut, boolean came) {
        Instant now = clock.instant();
        String key = fresh.lane().direction() + " " + fresh.eventKey();
        if (keys.putIfAbsent(key, now) != null) {
            return false;
        }
        forgetOldKeys(now);
        fresh.links().forEach(links::apply);
        MemoryEntry entry = new MemoryEntry(++lastId, fresh, now);
        if (fresh.deadReason() != null) {
            entry.end(State.DEAD, fresh.deadReason(), now);
            counters.stored(entry, came, now);
            journal.ended(entry);
            return true;
        }
        Queue queue = lanes.computeIfAbsent(fresh.lane(), lane -> new Queue());
        queue.entries.add(entry);
        open++;
        counters.stored(entry, came, now);
        if (!queue.claimed && queue.dueAt == null) {
            if (shut.covers(fresh.lane())) {
                wait(queue, fresh.lane(), now);
            } else {
                claims.add(claim(queue));
            }
        }
        return true;
    }

    private void wait(Queue queue, Lane lane, Instant until) {
        queue.claimed = false;
        queue.dueAt = until;
        due.add(new Due(until, lane));
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
        MemoryEntry head = queue.entries.getFirst();
        head.begin();
        return new Claim(head.value(), ++queue.token);
    }

    @Override
    public synchronized List<Claim> claimDue(int max, PausedLanes shut, Duration waiting) {
        endWaitsFromTheFuture();
        Instant now = clock.instant().minus(waiting);
        List<Claim> claims = new ArrayList<>();
        List<Due> passedOver = new ArrayList<>();
        while (claims.size() < max && !due.isEmpty() && !due.peek().at().isAfter(now)) {
            Due next = due.remove();
            Queue queue = lanes.get(next.lane());
            if (queue == null || queue.claimed || !next.at().equals(queue.dueAt)) {
                continue;
            }
            if (shut.covers(next.lane())) {
                passedOver.add(next);
            } else {
                claims.add(claim(queue));
            }
        }
        due.addAll(passedOver);
        return claims;
    }

    /** After the clock was put back: nobody waits for a time that was never to come so late. */
    private void endWaitsFromTheFuture() {
        Instant now = clock.instant();
        if (now.plus(LEAP).isBefore(latest)) {
            due.clear();
            lanes.forEach((lane, queue) -> {
                if (queue.dueAt != null) {
                    wait(queue, lane, now);
                }
            });
            latest = now;
        } else if (now.isAfter(latest)) {
            latest = now;
        }
    }

    @Override
    public synchronized Claim keep(Claim claim, Change change) {
        Queue queue = held(claim);
        MemoryEntry entry = queue.entries.getFirst();
        change(entry, change);
        return new Claim(entry.value(), claim.token());
    }

    @Override
    public synchronized List<Claim> finish(Claim claim, End end, String reason, Change change) {
        Queue queue = held(claim);
        MemoryEntry entry = queue.entries.removeFirst();
        change(entry, change);
        open--;
        counters.ended(entry, end == End.DONE ? clock.instant() : null);
        State state = switch (end) {
            case DONE -> State.DONE;
            case DEAD -> State.DEAD;
            case DISCARDED -> State.DISCARDED;
        };
        entry.end(state, reason, clock.instant());
        journal.ended(entry);
        List<Claim> claims = new ArrayList<>();
        queue.claimed = false;
        if (queue.entries.isEmpty()) {
            lanes.remove(entry.lane);
        } else {
            claims.add(claim(queue));
        }
        for (NewEntry further : change.entries()) {
            add(further, claims, PausedLanes.NONE, false);
        }
        return claims;
    }

    @Override
    public synchronized void release(Claim claim, Duration delay, boolean counts, Change change) {
        giveBack(claim, delay, 1, counts ? 1 : 0, change);
    }

    @Override
    public synchronized void postpone(Claim claim, Duration delay, Change change) {
        giveBack(claim, delay, 0, 0, change);
    }

    private void giveBack(Claim claim, Duration delay, int failures, int tries, Change change) {
        Queue queue = held(claim);
        MemoryEntry entry = queue.entries.getFirst();
        change(entry, change);
        entry.givenBack(failures, tries);
        Instant now = clock.instant();
        wait(queue, entry.lane, now.plus(delay));
        for (NewEntry further : change.entries()) {
            add(further, new ArrayList<>(), new PausedLanes(true, Set.of()), false);
        }
    }

    @Override
    public synchronized void handBack(List<Claim> claims) {
        for (Claim claim : claims) {
            Queue queue = lanes.get(claim.entry().lane());
            if (queue != null && holds(claim)) {
                queue.entries.getFirst().notBegun(claim.entry().progress().unsettled());
                Instant at = claim.entry().at();
                wait(queue, claim.entry().lane(), at.isAfter(clock.instant()) ? clock.instant() : at);
            }
        }
    }

    @Override
    public Duration holdsFor() {
        return FOR_GOOD;
    }

    @Override
    public synchronized boolean holds(Claim claim) {
        Queue queue = lanes.get(claim.entry().lane());
        return queue != null
                && queue.claimed
                && queue.token == claim.token()
                && queue.entries.getFirst().id == claim.entry().id();
    }

    private Queue held(Claim claim) {
        Queue queue = lanes.get(claim.entry().lane());
        if (queue == null || !holds(claim)) {
            throw new LostClaimException("this lane is no longer held: " + claim.entry());
        }
        return queue;
    }

    private void change(MemoryEntry entry, Change change) {
        entry.change(change, clock.instant());
        change.links().forEach(links::apply);
        change.parts()
                .values()
                .forEach(ids -> ids.forEach(id -> sent.put(entry.lane.account() + " " + id, entry.lane)));
        if (change.posted() != null) {
            posted.put(change.posted(), clock.instant());
        } else if (change.ref() != null && entry.lane.direction() == Direction.INBOUND) {
            refs.put(change.ref(), clock.instant());
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
    public synchronized @Nullable Link linkByUser(String userId) {
        return links.byUser(userId);
    }

    @Override
    public synchronized @Nullable Lane laneOfMessage(String account, String channelMessageId) {
        return sent.get(account + " " + channelMessageId);
    }

    @Override
    public synchronized boolean wasPosted(String freshchatMessageId) {
        return posted.containsKey(freshchatMessageId);
    }

    @Override
    public synchronized Map<String, Instant> storedAt(Direction direction, Collection<String> eventKeys) {
        return known(keys, direction + " ", eventKeys);
    }

    @Override
    public synchronized Map<String, Instant> postedAt(Collection<String> freshchatMessageIds) {
        Map<String, Instant> known = known(posted, "", freshchatMessageIds);
        known.putAll(known(refs, "", freshchatMessageIds));
        return known;
    }

    private static Map<String, Instant> known(Map<String, Instant> times, String before, Collection<String> names) {
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
    public synchronized List<String> takeReadings() {
        return links.takeReadings();
    }

    @Override
    public synchronized List<Link> notCaughtUp(Instant gap, Instant activeSince, int max) {
        return links.notCaughtUp(gap, activeSince, max);
    }

    @Override
    public synchronized int inactive(Instant gap, Instant activeSince) {
        return links.inactive(gap, activeSince);
    }

    @Override
    public synchronized boolean isIdle(Lane lane) {
        return !lanes.containsKey(lane);
    }

    @Override
    public synchronized byte @Nullable [] underWay(Lane lane) {
        Queue queue = lanes.get(lane);
        MemoryEntry head = queue == null ? null : queue.entries.getFirst();
        return head == null || head.state() != State.STARTED
                ? null
                : head.value().body();
    }

    @Override
    public Instant now() {
        return clock.instant();
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
        settings.putIfAbsent(name, value);
        return settings.getOrDefault(name, value);
    }

    @Override
    public Map<String, String> settingElsewhere(String name) {
        return Map.of();
    }

    @Override
    public Set<String> openElsewhere() {
        return Set.of();
    }

    @Override
    public synchronized void putSetting(String name, String value) {
        settings.put(name, value);
    }

    @Override
    public synchronized @Nullable Instant lock(String name, Duration most) {
        Instant now = clock.instant();
        Instant before = locks.get(name);
        if (before != null && !before.isBefore(now)) {
            return null;
        }
        Instant until = now.plus(most);
        locks.put(name, until);
        return until;
    }

    @Override
    public synchronized void unlock(String name, Instant until) {
        locks.remove(name, until);
    }

    @Override
    public synchronized void noteReceipt(String account, String message, Receipt receipt) {
        receipts.put(account + " " + message, receipt);
    }

    @Override
    public synchronized @Nullable Receipt receipt(String account, String message) {
        return receipts.get(account + " " + message);
    }

    @Override
    public synchronized List<DeadLetter> deadLetters(DeadLetterFilter filter, int max) {
        List<DeadLetter> newestFirst = new ArrayList<>(journal.dead(filter));
        Collections.reverse(newestFirst);
        return newestFirst.stream().limit(max).toList();
    }

    @Override
    public synchronized List<DeadLetter> replayable(DeadLetterFilter filter, int max) {
        return journal.dead(filter).stream()
                .filter(letter -> !letter.mayHaveArrived())
                .limit(max)
                .toList();
    }

    @Override
    public synchronized Replayed replay(long deadLetter, ReplayMode mode) {
        MemoryEntry dead = journal.dead(deadLetter);
        if (dead == null) {
            return new Replayed(ReplayResult.NOT_DEAD, List.of());
        }
        if (dead.deadLetter().mayHaveArrived() && mode == ReplayMode.REFUSE_DUPLICATE) {
            return new Replayed(ReplayResult.MAY_HAVE_ARRIVED, List.of());
        }
        NewEntry again = new NewEntry(
                dead.lane, ReplayKey.after(dead.eventKey), dead.value().body());
        journal.undead(dead, State.REPLAYED, "", clock.instant());
        List<Claim> claims = new ArrayList<>();
        add(again, claims, PausedLanes.NONE, false);
        return new Replayed(ReplayResult.REPLAYED, claims);
    }

    @Override
    public synchronized boolean discard(long deadLetter) {
        MemoryEntry dead = journal.dead(deadLetter);
        if (dead != null) {
            journal.undead(dead, State.DISCARDED, "by an operator", clock.instant());
        }
        return dead != null;
    }

    @Override
    public synchronized List<Timeline> timeline(Set<String> eventKeys, String id) {
        List<MemoryEntry> found = new ArrayList<>(journal.named(eventKeys, id));
        for (Queue queue : lanes.values()) {
            queue.entries.stream().filter(entry -> entry.isNamed(eventKeys, id)).forEach(found::add);
        }
        found.sort(java.util.Comparator.comparingLong(entry -> entry.id));
        return found.stream().map(MemoryEntry::timeline).toList();
    }

    @Override
    public synchronized int forget(String account, String customer, List<Lane> ofCustomer) {
        links.forget(account, customer);
        Instant now = clock.instant();
        int erased = journal.erase(ofCustomer, FORGOTTEN, now);
        for (Lane lane : ofCustomer) {
            Queue queue = lanes.remove(lane);
            if (queue != null) {
                for (MemoryEntry entry : queue.entries) {
                    counters.ended(entry, null);
                    entry.end(State.DISCARDED, FORGOTTEN, now);
                    journal.ended(entry);
                    erased++;
                }
                open -= queue.entries.size();
            }
        }
        return erased;
    }

    @Override
    public synchronized @Nullable String trouble() {
        return closed ? "it is closed" : open < maxOpen ? null : RelayStore.fullOf(maxOpen);
    }

    @Override
    public synchronized int openEntries() {
        return open;
    }

    @Override
    public synchronized List<Figures> figures() {
        return counters.figures(journal.deadByAccount());
    }

    @Override
    public synchronized void noteWebhook(String address, Instant at) {
        webhooks.put(address, at);
    }

    @Override
    public synchronized @Nullable Instant lastWebhook(String address) {
        return webhooks.get(address);
    }

    @Override
    public synchronized void close() {
        closed = true;
    }
}
