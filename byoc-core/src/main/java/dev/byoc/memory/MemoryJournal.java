package dev.byoc.memory;

import dev.byoc.Direction;
import dev.byoc.store.StoreException;
import dev.byoc.store.Timeline;
import dev.byoc.store.Timeline.State;
import dev.byoc.store.spi.Change;
import dev.byoc.store.spi.Claim;
import dev.byoc.store.spi.Journal;
import dev.byoc.store.spi.Lane;
import dev.byoc.store.spi.LinkChange;
import dev.byoc.store.spi.LostClaimException;
import dev.byoc.store.spi.NewEntry;
import dev.byoc.store.spi.PausedLanes;
import dev.byoc.store.spi.RelayStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The journal of a {@link MemoryStore}, whose one lock guards it and the parts that it changes with its entries. */
final class MemoryJournal implements Journal {
    /** How long keys are remembered. */
    static final Duration KEEP = Duration.ofDays(3);

    /** Clocks are corrected by less than this all the time. */
    private static final Duration LEAP = Duration.ofMinutes(1);

    /** No lease runs out here; as long as any call could last. */
    private static final Duration FOR_GOOD = Duration.ofDays(1);

    private final Object lock;
    private final Clock clock;
    private final int maxOpen;
    private final int maxKeys;
    private final MemoryCustomerMap customers;
    private final MemoryReferences references;
    private final MemoryCounters counters;
    private final EndedEntries ended;
    private final Map<Lane, Queue> lanes = new HashMap<>();
    private final PriorityQueue<Due> due = new PriorityQueue<>();
    private final LinkedHashMap<String, Instant> keys = new LinkedHashMap<>();
    private Instant remembersSince = Instant.MIN;
    private Instant latest = Instant.MIN;
    private long lastId;
    private int open;
    private boolean closed;

    /** One lane: its open entries, and who may work on the first. */
    private static final class Queue {
        private final ArrayDeque<MemoryEntry> entries = new ArrayDeque<>();
        private boolean claimed;

        /** Claimed, and of no claim that is out. */
        private boolean kept;

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

    MemoryJournal(
            Object lock,
            Clock clock,
            int maxOpen,
            int maxKeys,
            MemoryCustomerMap customers,
            MemoryReferences references,
            MemoryCounters counters,
            EndedEntries ended) {
        this.lock = lock;
        this.clock = clock;
        this.maxOpen = maxOpen;
        this.maxKeys = maxKeys;
        this.customers = customers;
        this.references = references;
        this.counters = counters;
        this.ended = ended;
    }

    /** Refuses what comes from now on. */
    void close() {
        closed = true;
    }

    @Nullable
    String trouble() {
        return closed ? "it is closed" : open < maxOpen ? null : RelayStore.fullOf(maxOpen);
    }

    @Override
    public Appended append(List<NewEntry> entries, List<LinkChange> changes, PausedLanes shut) {
        synchronized (lock) {
            if (closed) {
                throw new StoreException("the store is closed");
            }
            if (!entries.isEmpty() && open + entries.size() > maxOpen) {
                throw new StoreException(RelayStore.fullOf(maxOpen));
            }
            changes.forEach(customers::apply);
            List<Boolean> fresh = new ArrayList<>();
            List<Claim> claims = new ArrayList<>();
            for (NewEntry entry : entries) {
                fresh.add(add(entry, claims, shut, true));
            }
            return new Appended(fresh, claims);
        }
    }

    private boolean add(NewEntry fresh, List<Claim> claims, PausedLanes shut, boolean came) {
        Instant now = clock.instant();
        String key = fresh.lane().direction() + " " + fresh.eventKey();
        if (keys.putIfAbsent(key, now) != null) {
            return false;
        }
        forgetOldKeys(now);
        fresh.links().forEach(customers::apply);
        MemoryEntry entry = new MemoryEntry(++lastId, fresh, now);
        if (fresh.deadReason() != null) {
            entry.end(State.DEAD, fresh.deadReason(), now);
            counters.stored(entry, came, now);
            ended.add(entry);
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
    public List<Claim> claimDue(int max, PausedLanes shut, Duration waiting) {
        synchronized (lock) {
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
    public Claim keep(Claim claim, Change change) {
        synchronized (lock) {
            Queue queue = held(claim);
            MemoryEntry entry = queue.entries.getFirst();
            change(entry, change);
            return new Claim(entry.value(), claim.token());
        }
    }

    @Override
    public List<Claim> finish(Claim claim, End end, String reason, Change change) {
        synchronized (lock) {
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
            ended.add(entry);
            List<Claim> claims = new ArrayList<>();
            queue.claimed = false;
            if (change.keepsLane()) {
                keep(queue);
            } else if (queue.entries.isEmpty()) {
                lanes.remove(entry.lane);
            } else {
                claims.add(claim(queue));
            }
            for (NewEntry further : change.entries()) {
                add(further, claims, PausedLanes.NONE, false);
            }
            return claims;
        }
    }

    @Override
    public void release(Claim claim, Duration delay, boolean counts, Change change) {
        synchronized (lock) {
            giveBack(claim, delay, 1, counts ? 1 : 0, change);
        }
    }

    @Override
    public void postpone(Claim claim, Duration delay, Change change) {
        synchronized (lock) {
            giveBack(claim, delay, 0, 0, change);
        }
    }

    private void giveBack(Claim claim, Duration delay, int failures, int tries, Change change) {
        Queue queue = held(claim);
        MemoryEntry entry = queue.entries.getFirst();
        change(entry, change);
        entry.givenBack(failures, tries);
        Instant now = clock.instant();
        if (change.keepsLane()) {
            keep(queue);
        } else {
            wait(queue, entry.lane, now.plus(delay));
        }
        for (NewEntry further : change.entries()) {
            add(further, new ArrayList<>(), new PausedLanes(true, Set.of()), false);
        }
    }

    private static void keep(Queue queue) {
        queue.claimed = true;
        queue.kept = true;
        queue.token++;
    }

    @Override
    public void letGo(Lane lane, Duration delay) {
        synchronized (lock) {
            Queue queue = lanes.get(lane);
            if (queue == null || !queue.kept) {
                return;
            }
            queue.kept = false;
            if (queue.entries.isEmpty()) {
                lanes.remove(lane);
            } else {
                wait(queue, lane, clock.instant().plus(delay));
            }
        }
    }

    @Override
    public void handBack(List<Claim> claims) {
        synchronized (lock) {
            for (Claim claim : claims) {
                Queue queue = lanes.get(claim.entry().lane());
                if (queue != null && holds(claim)) {
                    queue.entries.getFirst().notBegun(claim.entry().checkpoint().unsettled());
                    Instant at = claim.entry().at();
                    wait(queue, claim.entry().lane(), at.isAfter(clock.instant()) ? clock.instant() : at);
                }
            }
        }
    }

    @Override
    public Duration holdsFor() {
        return FOR_GOOD;
    }

    @Override
    public boolean holds(Claim claim) {
        synchronized (lock) {
            Queue queue = lanes.get(claim.entry().lane());
            return queue != null
                    && queue.claimed
                    && queue.token == claim.token()
                    && queue.entries.getFirst().id == claim.entry().id();
        }
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
        change.links().forEach(customers::apply);
        references.add(entry, change, clock.instant());
    }

    @Override
    public Map<String, Instant> storedAt(Direction direction, Collection<String> eventKeys) {
        synchronized (lock) {
            return MemoryReferences.known(keys::get, direction + " ", eventKeys);
        }
    }

    @Override
    public boolean isIdle(Lane lane) {
        synchronized (lock) {
            return !lanes.containsKey(lane);
        }
    }

    @Override
    public byte @Nullable [] underWay(Lane lane) {
        synchronized (lock) {
            Queue queue = lanes.get(lane);
            MemoryEntry head = queue == null ? null : queue.entries.peekFirst();
            return head == null || head.state() != State.STARTED
                    ? null
                    : head.value().body();
        }
    }

    @Override
    public Instant now() {
        return clock.instant();
    }

    @Override
    public Instant remembersSince() {
        synchronized (lock) {
            return remembersSince;
        }
    }

    @Override
    public List<Timeline> timeline(Set<String> eventKeys, String id) {
        synchronized (lock) {
            List<MemoryEntry> found = new ArrayList<>(ended.named(eventKeys, id));
            for (Queue queue : lanes.values()) {
                queue.entries.stream()
                        .filter(entry -> entry.isNamed(eventKeys, id))
                        .forEach(found::add);
            }
            found.sort(Comparator.comparingLong(entry -> entry.id));
            return found.stream().map(MemoryEntry::timeline).toList();
        }
    }

    /** The entry is done again. */
    List<Claim> again(NewEntry entry) {
        List<Claim> claims = new ArrayList<>();
        add(entry, claims, PausedLanes.NONE, false);
        return claims;
    }

    /** Ends what is open there. */
    int erase(List<Lane> ofCustomer, Instant now) {
        int erased = ended.erase(ofCustomer, FORGOTTEN, now);
        for (Lane lane : ofCustomer) {
            Queue queue = lanes.remove(lane);
            if (queue != null) {
                for (MemoryEntry entry : queue.entries) {
                    counters.ended(entry, null);
                    entry.end(State.DISCARDED, FORGOTTEN, now);
                    ended.add(entry);
                    erased++;
                }
                open -= queue.entries.size();
            }
        }
        return erased;
    }

    @Override
    public Set<String> openElsewhere() {
        return Set.of();
    }
}
