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
import dev.byoc.store.spi.NewEntry;
import dev.byoc.store.spi.PausedLanes;
import dev.byoc.store.spi.RelayStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The journal of a {@link MemoryStore}, whose one lock guards it and the parts that it changes with its entries. Which entry is worked on
 * when is said in {@link LaneQueues}.
 */
final class MemoryJournal implements Journal {
    /** No lease runs out here; as long as any call could last. */
    private static final Duration FOR_GOOD = Duration.ofDays(1);

    private static final PausedLanes ALL_PAUSED = new PausedLanes(true, Set.of());

    private final Object lock;
    private final Clock clock;
    private final int maxOpen;
    private final MemoryCustomerMap customers;
    private final MemoryReferences references;
    private final MemoryCounters counters;
    private final EndedEntries ended;
    private final RememberedKeys keys;
    private final LaneQueues lanes = new LaneQueues();
    private long lastId;
    private boolean closed;

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
        this.customers = customers;
        this.references = references;
        this.counters = counters;
        this.ended = ended;
        this.keys = new RememberedKeys(maxKeys);
    }

    /** Refuses what comes from now on. */
    void close() {
        closed = true;
    }

    @Nullable
    String trouble() {
        return closed ? "it is closed" : lanes.size() < maxOpen ? null : RelayStore.fullOf(maxOpen);
    }

    @Override
    public Appended append(List<NewEntry> entries, List<LinkChange> changes, PausedLanes paused) {
        synchronized (lock) {
            if (closed) {
                throw new StoreException("the store is closed");
            }
            if (!entries.isEmpty() && lanes.size() + entries.size() > maxOpen) {
                throw new StoreException(RelayStore.fullOf(maxOpen));
            }
            changes.forEach(customers::apply);
            List<Boolean> fresh = new ArrayList<>();
            List<Claim> claims = new ArrayList<>();
            for (NewEntry entry : entries) {
                boolean isNew = keys.add(entry.lane().direction(), entry.eventKey(), clock.instant());
                fresh.add(isNew);
                if (isNew) {
                    claims.addAll(store(entry, paused, true));
                }
            }
            return new Appended(fresh, claims);
        }
    }

    /** Stores what follows from an entry that is here, such as a note about it or its replay; nothing if it was stored before. */
    List<Claim> follow(NewEntry entry, PausedLanes paused) {
        return keys.add(entry.lane().direction(), entry.eventKey(), clock.instant())
                ? store(entry, paused, false)
                : List.of();
    }

    /** @param came it came from outside */
    private List<Claim> store(NewEntry fresh, PausedLanes paused, boolean came) {
        Instant now = clock.instant();
        fresh.links().forEach(customers::apply);
        MemoryEntry entry = new MemoryEntry(++lastId, fresh, now);
        if (fresh.deadReason() != null) {
            entry.end(State.DEAD, fresh.deadReason(), now);
            counters.stored(entry, came, now);
            ended.add(entry);
            return List.of();
        }
        counters.stored(entry, came, now);
        return lanes.add(entry, paused, now);
    }

    @Override
    public List<Claim> claimDue(int max, PausedLanes paused, Duration waiting) {
        synchronized (lock) {
            return lanes.claimDue(max, paused, waiting, clock.instant());
        }
    }

    @Override
    public Claim keep(Claim claim, Change change) {
        synchronized (lock) {
            MemoryEntry entry = lanes.held(claim);
            change(entry, change);
            return new Claim(entry.value(), claim.token());
        }
    }

    @Override
    public List<Claim> finish(Claim claim, End end, String reason, Change change) {
        synchronized (lock) {
            MemoryEntry entry = lanes.held(claim);
            change(entry, change);
            Instant now = clock.instant();
            counters.ended(entry, end == End.DONE ? now : null);
            entry.end(
                    switch (end) {
                        case DONE -> State.DONE;
                        case DEAD -> State.DEAD;
                        case DISCARDED -> State.DISCARDED;
                    },
                    reason,
                    now);
            ended.add(entry);
            List<Claim> claims = new ArrayList<>();
            if (change.keepsLane()) {
                lanes.removeAndKeep(claim);
            } else {
                claims.addAll(lanes.remove(claim));
            }
            change.entries().forEach(further -> claims.addAll(follow(further, PausedLanes.NONE)));
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
        MemoryEntry entry = lanes.held(claim);
        change(entry, change);
        entry.givenBack(failures, tries);
        if (change.keepsLane()) {
            lanes.keep(claim);
        } else {
            lanes.wait(claim, clock.instant().plus(delay));
        }
        // No claim can be handed to the caller: these wait to be found due.
        change.entries().forEach(further -> follow(further, ALL_PAUSED));
    }

    @Override
    public void letGo(Lane lane, Duration delay) {
        synchronized (lock) {
            lanes.letGo(lane, clock.instant().plus(delay));
        }
    }

    @Override
    public void handBack(List<Claim> claims) {
        synchronized (lock) {
            for (Claim claim : claims) {
                if (lanes.holds(claim)) {
                    lanes.held(claim).notBegun(claim.entry().checkpoint().unsettled());
                    Instant at = claim.entry().at();
                    lanes.wait(claim, at.isAfter(clock.instant()) ? clock.instant() : at);
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
            return lanes.holds(claim);
        }
    }

    private void change(MemoryEntry entry, Change change) {
        entry.change(change, clock.instant());
        change.links().forEach(customers::apply);
        references.add(entry, change, clock.instant());
    }

    @Override
    public Map<String, Instant> storedAt(Direction direction, Collection<String> eventKeys) {
        synchronized (lock) {
            return keys.storedAt(direction, eventKeys);
        }
    }

    @Override
    public Set<Lane> busy(Collection<Lane> asked) {
        synchronized (lock) {
            return asked.stream().filter(lane -> !lanes.isIdle(lane)).collect(Collectors.toUnmodifiableSet());
        }
    }

    @Override
    public byte @Nullable [] underWay(Lane lane) {
        synchronized (lock) {
            MemoryEntry head = lanes.first(lane);
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
            return keys.since();
        }
    }

    @Override
    public List<Timeline> timeline(Set<String> eventKeys, String id) {
        synchronized (lock) {
            return Stream.concat(ended.entries(), lanes.entries())
                    .filter(entry -> entry.isNamed(eventKeys, id))
                    .sorted(Comparator.comparingLong(entry -> entry.id))
                    .map(MemoryEntry::timeline)
                    .toList();
        }
    }

    @Override
    public List<Timeline> timelines(Collection<Lane> asked, int max) {
        synchronized (lock) {
            return Stream.concat(ended.entries(), lanes.entries())
                    .filter(entry -> asked.contains(entry.lane))
                    .sorted(Comparator.comparingLong((MemoryEntry entry) -> entry.id)
                            .reversed())
                    .limit(max)
                    .map(MemoryEntry::timeline)
                    .toList();
        }
    }

    /** Ends the open entries of that lane. */
    int erase(List<Lane> ofCustomer, Instant now) {
        int erased = ended.erase(ofCustomer, FORGOTTEN, now);
        for (Lane lane : ofCustomer) {
            for (MemoryEntry entry : lanes.remove(lane)) {
                counters.ended(entry, null);
                entry.end(State.DISCARDED, FORGOTTEN, now);
                ended.add(entry);
                erased++;
            }
        }
        return erased;
    }

    @Override
    public Set<String> openElsewhere() {
        return Set.of();
    }
}
