package dev.byoc.internal.dispatch;

import dev.byoc.policy.RetryPolicy;
import dev.byoc.store.spi.Claim;
import dev.byoc.store.spi.Lane;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The way to one far side: how many calls may be under way, and a breaker. While the far side is in trouble everything waits here, in
 * memory, and nothing is charged to any entry; then one probe goes through, and after it 1, 2, 4, ... at a time.
 */
public final class CircuitBreaker {
    /** Longest pause that is believed, whatever a server asks for. */
    public static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

    private static final RetryPolicy PASSING =
            RetryPolicy.DEFAULT.startingAt(Duration.ofSeconds(1)).cappedAt(Duration.ofMinutes(1));
    private static final RetryPolicy NEEDS_A_PERSON =
            RetryPolicy.DEFAULT.startingAt(Duration.ofMinutes(1)).cappedAt(Duration.ofMinutes(5));

    /** Clocks are corrected by less than this all the time. */
    private static final Duration LEAP = Duration.ofMinutes(1);

    /** So many lanes in a row, and no success between: then it is not the entries' fault. */
    private static final int LANES_IN_A_ROW = 3;

    /** Claims that wait in memory, with their contents; the others wait in the store. */
    private static final int MOST_WAITING = 1_000;

    private final String name;
    private final int most;
    private final Clock clock;
    private final RandomGenerator random;
    private final Predicate<Claim> overdue;
    private final Consumer<Claim> start;
    private final ArrayDeque<Claim> waiting = new ArrayDeque<>();

    /** For each lane that the far side failed on: how many successes there had been by then. */
    private final Map<Lane, Long> failedAt = new HashMap<>();

    private long successes;
    private int running;
    private int ramp;
    private int pauses;
    private boolean isAskedFor;
    private Instant pausedAt = Instant.EPOCH;
    private @Nullable Instant pausedUntil;
    private @Nullable String trouble;
    private boolean closed;

    /**
     * A gate that is open.
     *
     * @param most calls at once
     * @param overdue entries that will be given up without a call: they need not wait
     * @param start works on a claim, on a thread of its own
     */
    CircuitBreaker(
            String name,
            int most,
            Clock clock,
            RandomGenerator random,
            Predicate<Claim> overdue,
            Consumer<Claim> start) {
        this.name = name;
        this.most = most;
        this.clock = clock;
        this.random = random;
        this.overdue = overdue;
        this.start = start;
        this.ramp = most;
    }

    public String name() {
        return name;
    }

    public synchronized @Nullable String trouble() {
        return trouble;
    }

    /**
     * Whether more would only wait: the remote API is in trouble and its probes are under way, or so many wait that more had better stay in
     * the store.
     */
    synchronized boolean isShut() {
        boolean probing = pausedUntil != null && running + waiting.size() >= Math.min(most, ramp);
        return probing || closed || waiting.size() >= MOST_WAITING;
    }

    /** Takes back what has not been begun. */
    synchronized List<Claim> takeWaiting() {
        List<Claim> taken = List.copyOf(waiting);
        waiting.clear();
        return taken;
    }

    /** Lets a claim through as soon as that is possible. */
    void submit(Claim claim) {
        if (admit(claim)) {
            start.accept(claim);
        }
    }

    /** Whether the claim goes through at once, and who asks is to work on it. Else it waits here and is started when it may go. */
    synchronized boolean admit(Claim claim) {
        if (waiting.isEmpty() && mayGo()) {
            running++;
            return true;
        }
        waiting.add(claim);
        return false;
    }

    /** Lets through what may go now; called when time has passed. */
    void tick() {
        takeOverdue().forEach(start);
        pump();
    }

    private synchronized List<Claim> takeOverdue() {
        if (pausedUntil == null || closed) {
            return List.of();
        }
        List<Claim> taken = new ArrayList<>();
        waiting.removeIf(claim -> overdue.test(claim) && taken.add(claim));
        running += taken.size();
        return taken;
    }

    /** Starts them one by one, none of them under the lock: all who pass would wait for a thread to be woken. */
    private void pump() {
        for (Claim next = next(); next != null; next = next()) {
            start.accept(next);
        }
    }

    private synchronized @Nullable Claim next() {
        if (waiting.isEmpty() || !mayGo()) {
            return null;
        }
        running++;
        return waiting.removeFirst();
    }

    private boolean mayGo() {
        return !closed && running < Math.min(most, ramp) && !isPaused();
    }

    /** A clock that was put back would make it last for as long: then it is over. */
    private boolean isPaused() {
        Instant now = clock.instant();
        return pausedUntil != null && now.isBefore(pausedUntil) && !now.isBefore(pausedAt.minus(LEAP));
    }

    /** How long the pause lasts from now on. */
    public synchronized Duration pauseLeft() {
        Instant until = pausedUntil;
        return until != null && isPaused() ? Duration.between(clock.instant(), until) : Duration.ZERO;
    }

    /** A call went well. True if that ends a pause. */
    boolean succeeded() {
        boolean resumed = resume();
        pump();
        return resumed;
    }

    /**
     * The remote API was asked beside the traffic, and works: one call may go at once, unless it has asked itself for the pause.
     *
     * @param nothingWaits no such call is left that could show it: the pause ends
     * @return whether that ends a pause
     */
    public boolean probed(boolean nothingWaits) {
        boolean resumed = false;
        synchronized (this) {
            if (pausedUntil == null || (isAskedFor && isPaused())) {
                return false;
            }
            if (nothingWaits && running == 0 && waiting.isEmpty()) {
                resumed = end(true);
            } else {
                pausedUntil = clock.instant();
            }
        }
        pump();
        return resumed;
    }

    /** A call went well that did not go through here. True if that ends a pause. */
    public boolean works(Lane lane) {
        boolean resumed;
        synchronized (this) {
            failedAt.remove(lane);
            resumed = end(pausedUntil != null);
        }
        pump();
        return resumed;
    }

    private synchronized boolean resume() {
        running--;
        return end(pausedUntil != null);
    }

    private boolean end(boolean resumed) {
        successes++;
        pausedUntil = null;
        pauses = 0;
        trouble = null;
        letMoreThrough();
        return resumed;
    }

    private void letMoreThrough() {
        ramp = Math.min(most, ramp * 2);
    }

    /**
     * The remote API has answered, and the call that failed there is still to be made again: that ends no pause, but those who only ask
     * need not do so one after the other.
     */
    void answered() {
        synchronized (this) {
            running--;
            if (!isPaused()) {
                letMoreThrough();
            }
        }
        pump();
    }

    /** A call ended in a way that says nothing about the far side. */
    void ended() {
        leave();
        pump();
    }

    /** What was let through could not be begun. */
    synchronized void leave() {
        running--;
    }

    /** The far side is in trouble. True if it was not known to be. */
    synchronized boolean pause(Outcome.Trouble kind, @Nullable Duration asked, String why) {
        running--;
        return trip(kind, asked, why);
    }

    /** The same, found out by a call that did not go through here. */
    public synchronized boolean trip(Outcome.Trouble kind, @Nullable Duration asked, String why) {
        Instant now = clock.instant();
        boolean fresh = pausedUntil == null;
        // A call that was under way when the pause began: it says nothing new, but how long it is asked to wait.
        boolean late = isPaused();
        Duration believed = Backoff.believed(asked, LONGEST_PAUSE);
        if (late && believed == null) {
            return false;
        }
        RetryPolicy policy = kind == Outcome.Trouble.REFUSED ? NEEDS_A_PERSON : PASSING;
        Duration wait = believed == null ? Backoff.delay(policy, pauses, random) : Backoff.spread(believed, random);
        Instant until = now.plus(wait);
        isAskedFor = believed != null;
        if (!late) {
            pausedAt = now;
            pauses++;
            ramp = 1;
        }
        pausedUntil = late && pausedUntil != null && pausedUntil.isAfter(until) ? pausedUntil : until;
        trouble = why;
        return fresh;
    }

    /** Whether only this entry is answered like that: others have passed since it was the last time. */
    public synchronized boolean isOwnFault(Claim claim, Outcome.Trouble trouble) {
        if (!trouble.mayBeOfOneEntry()) {
            return false;
        }
        Long before = failedAt.put(claim.entry().lane(), successes);
        return before != null && before < successes;
    }

    /** What a server error is taken for. */
    public enum Blame {
        /** Others succeed: it is this entry. */
        ENTRY,
        /** Nobody has succeeded since: no one's fault yet. */
        NOBODY,
        /** Several in a row: the far side. */
        FAR_SIDE
    }

    /** The far side failed on one entry. Ends the call only if that is not {@link Blame#FAR_SIDE}, which {@link #pause} follows. */
    Blame serverError(Claim claim) {
        Blame blame = blame(claim);
        if (blame != Blame.FAR_SIDE) {
            ended();
        }
        return blame;
    }

    /** As {@link #serverError}, for a call that did not go through here. */
    public synchronized Blame blame(Claim claim) {
        Long before = failedAt.put(claim.entry().lane(), successes);
        long inARow = failedAt.values().stream().filter(at -> at == successes).count();
        if (inARow >= LANES_IN_A_ROW || pausedUntil != null) {
            return Blame.FAR_SIDE;
        }
        return before != null && before < successes ? Blame.ENTRY : Blame.NOBODY;
    }

    /** A lane's entry has ended: its failures say nothing about the next one. */
    synchronized void forget(Lane lane) {
        failedAt.remove(lane);
    }

    /** Whether there is room for what should wait for everything else. */
    synchronized boolean hasRoom() {
        return !closed && !isPaused() && waiting.isEmpty() && running < Math.min(most, ramp) / 2.0;
    }

    /** Lets nothing through any more. */
    synchronized void close() {
        closed = true;
    }

    /** Whether nothing is under way, and nothing could be. */
    synchronized boolean isIdle() {
        return running == 0 && (waiting.isEmpty() || pausedUntil != null);
    }
}
