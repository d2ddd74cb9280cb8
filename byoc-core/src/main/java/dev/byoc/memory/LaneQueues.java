package dev.byoc.memory;

import dev.byoc.store.spi.Claim;
import dev.byoc.store.spi.Lane;
import dev.byoc.store.spi.LostClaimException;
import dev.byoc.store.spi.PausedLanes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The open entries of a {@link MemoryStore}, lane by lane: in which order, who may work on the first, and when. A lane is here while it has
 * entries or is kept; of those that have entries each is claimed, kept or waits for a time. The store guards it.
 */
final class LaneQueues {
    /** Clocks are corrected by less than this all the time. */
    private static final Duration LEAP = Duration.ofMinutes(1);

    private final Map<Lane, Queue> lanes = new HashMap<>();
    private final PriorityQueue<Due> due = new PriorityQueue<>();
    private Instant latest = Instant.MIN;
    private int size;

    /** One lane: its open entries, and who may work on the first. */
    private static final class Queue {
        /** Most lanes have one entry at a time. */
        private final ArrayDeque<MemoryEntry> entries = new ArrayDeque<>(1);

        private boolean claimed;

        /** Claimed, and of no claim that is out. */
        private boolean kept;

        private long token;
        private @Nullable Instant dueAt;

        Claim claim() {
            claimed = true;
            dueAt = null;
            MemoryEntry head = entries.getFirst();
            head.begin();
            return new Claim(head.value(), ++token);
        }

        void keep() {
            claimed = true;
            kept = true;
            token++;
        }
    }

    /** A lane's time; out of date if the lane has another by now. */
    private record Due(Instant at, Lane lane) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            return at.compareTo(other.at);
        }
    }

    /** How many entries are open. */
    int size() {
        return size;
    }

    /** Puts it behind those of its lane. A lane that has nothing else to do is claimed, or waits if it is paused. */
    List<Claim> add(MemoryEntry entry, PausedLanes paused, Instant now) {
        Queue queue = lanes.computeIfAbsent(entry.lane, lane -> new Queue());
        queue.entries.add(entry);
        size++;
        if (queue.claimed || queue.dueAt != null) {
            return List.of();
        }
        if (paused.covers(entry.lane)) {
            wait(queue, entry.lane, now);
            return List.of();
        }
        return List.of(queue.claim());
    }

    private void wait(Queue queue, Lane lane, Instant until) {
        queue.claimed = false;
        queue.dueAt = until;
        due.add(new Due(until, lane));
    }

    /** Claims lanes whose time had come {@code waiting} ago. */
    List<Claim> claimDue(int max, PausedLanes paused, Duration waiting, Instant now) {
        endWaitsFromTheFuture(now);
        Instant until = now.minus(waiting);
        List<Claim> claims = new ArrayList<>();
        List<Due> passedOver = new ArrayList<>();
        while (claims.size() < max && !due.isEmpty() && !due.peek().at().isAfter(until)) {
            Due next = due.remove();
            Queue queue = lanes.get(next.lane());
            if (queue == null || queue.claimed || !next.at().equals(queue.dueAt)) {
                continue;
            }
            if (paused.covers(next.lane())) {
                passedOver.add(next);
            } else {
                claims.add(queue.claim());
            }
        }
        due.addAll(passedOver);
        return claims;
    }

    /** After the clock was put back: no lane waits for a time that lay that far ahead by mistake. */
    private void endWaitsFromTheFuture(Instant now) {
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

    boolean holds(Claim claim) {
        Queue queue = lanes.get(claim.entry().lane());
        return queue != null
                && queue.claimed
                && queue.token == claim.token()
                && queue.entries.getFirst().id == claim.entry().id();
    }

    /**
     * The entry that is claimed.
     *
     * @throws LostClaimException if the claim does not hold it any more
     */
    MemoryEntry held(Claim claim) {
        return queueOf(claim).entries.getFirst();
    }

    private Queue queueOf(Claim claim) {
        Queue queue = lanes.get(claim.entry().lane());
        if (queue == null || !holds(claim)) {
            throw new LostClaimException("this lane is no longer held: " + claim.entry());
        }
        return queue;
    }

    /** Takes the entry out of its lane, and claims what stands behind it. */
    List<Claim> remove(Claim claim) {
        Queue queue = takeOut(claim);
        queue.claimed = false;
        if (queue.entries.isEmpty()) {
            lanes.remove(claim.entry().lane());
            return List.of();
        }
        return List.of(queue.claim());
    }

    /** Takes the entry out of its lane, which is kept: what stands behind it waits for {@link #letGo}. */
    void removeAndKeep(Claim claim) {
        takeOut(claim).keep();
    }

    private Queue takeOut(Claim claim) {
        Queue queue = queueOf(claim);
        queue.entries.removeFirst();
        size--;
        return queue;
    }

    /** Leaves the entry in its lane, which is kept until {@link #letGo}. */
    void keep(Claim claim) {
        queueOf(claim).keep();
    }

    /** Leaves the entry in its lane, which is claimed again at that time. */
    void wait(Claim claim, Instant until) {
        wait(queueOf(claim), claim.entry().lane(), until);
    }

    /** A lane that was kept waits for that time; another one stays what it is. */
    void letGo(Lane lane, Instant until) {
        Queue queue = lanes.get(lane);
        if (queue == null || !queue.kept) {
            return;
        }
        queue.kept = false;
        if (queue.entries.isEmpty()) {
            lanes.remove(lane);
        } else {
            wait(queue, lane, until);
        }
    }

    boolean isIdle(Lane lane) {
        return !lanes.containsKey(lane);
    }

    /** The first entry of a lane. */
    @Nullable
    MemoryEntry first(Lane lane) {
        Queue queue = lanes.get(lane);
        return queue == null ? null : queue.entries.peekFirst();
    }

    /** All open entries, in no order. */
    Stream<MemoryEntry> entries() {
        return lanes.values().stream().flatMap(queue -> queue.entries.stream());
    }

    /** Takes the whole lane out; a claim of it holds nothing then. */
    Collection<MemoryEntry> remove(Lane lane) {
        Queue queue = lanes.remove(lane);
        if (queue == null) {
            return List.of();
        }
        size -= queue.entries.size();
        return queue.entries;
    }
}
