package dev.byoc.internal.breaker;

import dev.byoc.internal.breaker.BreakerPause.State;
import dev.byoc.store.spi.Claim;
import dev.byoc.store.spi.Lane;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Circuit breaker and bulkhead for one remote API. It answers which claims may go and starts nothing itself: the caller that reports a call asks
 * {@link #poll} what may go now. While the remote API is in trouble claims wait here, in memory, and nothing is charged to any entry; then
 * one probe goes through, and after it 1, 2, 4, ... at a time. Thread-safe.
 */
public final class CircuitBreaker {
    /** Longest pause that is believed, whatever a server asks for. */
    public static final Duration LONGEST_PAUSE = BreakerPause.LONGEST;

    /** Claims that wait in memory, with their contents; the others wait in the store. */
    private static final int MOST_WAITING = 1_000;

    private final String name;
    private final int most;
    private final Predicate<Claim> late;
    private final BreakerPause pause;
    private final ArrayDeque<Claim> waiting = new ArrayDeque<>();
    private final FailureRecord failures = new FailureRecord();
    private int running;

    /** Look-ups that have the place of a probe. */
    private int asking;

    private int ramp;
    private boolean ended;

    /**
     * A breaker that is closed.
     *
     * @param most calls at once
     * @param late entries that become dead letters without a call: they need not wait
     */
    CircuitBreaker(String name, int most, Clock clock, RandomGenerator random, Predicate<Claim> late) {
        this.name = name;
        this.most = most;
        this.late = late;
        this.pause = new BreakerPause(clock, random);
        this.ramp = most;
    }

    public String name() {
        return name;
    }

    public synchronized @Nullable String trouble() {
        return pause.trouble();
    }

    synchronized State state() {
        return pause.state();
    }

    /**
     * Whether more would only wait: the remote API is in trouble and its probes are under way, or so many wait that more had better stay in
     * the store.
     */
    synchronized boolean isShut() {
        boolean probing = pause.isOn() && running + waiting.size() >= limit();
        return probing || ended || waiting.size() >= MOST_WAITING;
    }

    /** Whether this one had better wait in the store. */
    public boolean refuses(Claim claim) {
        return isShut() && !late.test(claim);
    }

    /** Whether the claim may go at once, and counts as under way. Else it waits here, and {@link #poll} gives it when it may. */
    public synchronized boolean admit(Claim claim) {
        if (waiting.isEmpty() && mayGo()) {
            running++;
            return true;
        }
        waiting.add(claim);
        return false;
    }

    /** The next claim that waits here and may go now; it counts as under way. */
    public synchronized @Nullable Claim poll() {
        if (waiting.isEmpty() || !mayGo()) {
            return null;
        }
        running++;
        return waiting.removeFirst();
    }

    /** Those that wait during a pause and need no call; they count as under way. */
    public synchronized List<Claim> takeLate() {
        if (!pause.isOn() || ended) {
            return List.of();
        }
        List<Claim> taken = new ArrayList<>();
        waiting.removeIf(claim -> late.test(claim) && taken.add(claim));
        running += taken.size();
        return taken;
    }

    /** Takes back all that wait here. */
    public synchronized List<Claim> takeWaiting() {
        List<Claim> taken = List.copyOf(waiting);
        waiting.clear();
        return taken;
    }

    /** Takes back all that wait here but the first, which is to be the probe. */
    public synchronized List<Claim> takeAllButOne() {
        if (waiting.size() < 2) {
            return List.of();
        }
        Claim probe = waiting.removeFirst();
        List<Claim> others = takeWaiting();
        waiting.add(probe);
        return others;
    }

    private boolean mayGo() {
        return !ended && running + asking < limit() && state() != State.OPEN;
    }

    /** Whether a look-up may be made that does not go through here. */
    public sealed interface Leave {
        /** Until {@link #asked} tells its end. */
        record Given(boolean isProbe) implements Leave {}

        /** Not before the pause, or the probe that is under way, has ended. */
        record Refused() implements Leave {}
    }

    /** Asks leave for a look-up. Behind a pause look-ups go one by one with the probes, not beside them. */
    public synchronized Leave mayAsk() {
        if (!ended && state() == State.CLOSED) {
            return new Leave.Given(false);
        }
        if (!mayGo()) {
            return new Leave.Refused();
        }
        asking++;
        return new Leave.Given(true);
    }

    /** A look-up has ended, however it went. */
    public synchronized void asked(Leave.Given leave) {
        asking -= leave.isProbe() ? 1 : 0;
    }

    private int limit() {
        return Math.min(most, ramp);
    }

    /** How long the pause lasts from now on. */
    public synchronized Duration pauseLeft() {
        return pause.left();
    }

    /** A call succeeded. True if that ends a pause. */
    public synchronized boolean succeeded() {
        running--;
        return close();
    }

    /** A call succeeded that did not go through here. True if that ends a pause. */
    public synchronized boolean works(Lane lane) {
        failures.forget(lane);
        return close();
    }

    /**
     * The remote API was asked beside the traffic, and works: one call may go at once, unless it has asked itself for the pause.
     *
     * @param nothingWaits no such call is left that could show it: the pause ends
     * @return whether that ends a pause
     */
    public synchronized boolean probed(boolean nothingWaits) {
        if (!pause.isOn() || pause.isAskedFor()) {
            return false;
        }
        if (nothingWaits && running == 0 && waiting.isEmpty()) {
            return close();
        }
        pause.cutShort();
        return false;
    }

    private boolean close() {
        failures.succeeded();
        ramp = Math.min(most, ramp * 2);
        return pause.end();
    }

    /**
     * It was only asked what became of an earlier call, and has answered. That is not the answer to a probe: whether such a call would be
     * taken now is not known, so no more of them may go than before.
     *
     * @param nothingWaits no such call is left that could show it: a pause that is over ends
     * @return whether that ends a pause
     */
    public synchronized boolean answered(boolean nothingWaits) {
        running--;
        return nothingWaits && running == 0 && waiting.isEmpty() && state() == State.HALF_OPEN && close();
    }

    /** A call ended in a way that says nothing about the remote API, or was not made. */
    public synchronized void ended() {
        running--;
    }

    /** A call showed that the remote API is in trouble. True if it was not known to be. */
    public synchronized boolean pause(Trouble kind, @Nullable Duration asked, String why) {
        running--;
        return trip(kind, asked, why);
    }

    /** The same, shown by a call that did not go through here. */
    public synchronized boolean trip(Trouble kind, @Nullable Duration asked, String why) {
        boolean fresh = !pause.isOn();
        if (pause.begin(kind, asked, why)) {
            ramp = 1;
        }
        return fresh;
    }

    /** Whether only this entry is answered like that: others have passed since it was the last time. */
    public synchronized boolean isOwnFault(Claim claim, Trouble trouble) {
        return trouble.mayBeOfOneEntry() && failures.isOwn(claim.entry().lane());
    }

    /** The remote API failed on one entry. Ends the call only if that is not {@link Blame#REMOTE_API}, which {@link #pause} follows. */
    public synchronized Blame serverError(Claim claim) {
        Blame blame = blame(claim);
        if (blame != Blame.REMOTE_API) {
            ended();
        }
        return blame;
    }

    /** As {@link #serverError}, for a call that did not go through here. */
    public synchronized Blame blame(Claim claim) {
        return failures.blame(claim.entry().lane(), pause.isOn());
    }

    /** A lane's entry has ended: its failures say nothing about the next one. */
    public synchronized void forget(Lane lane) {
        failures.forget(lane);
    }

    /** Whether there is room for what should wait for everything else. */
    public synchronized boolean hasRoom() {
        return !ended && state() != State.OPEN && waiting.isEmpty() && running + asking < limit() / 2.0;
    }

    /** Lets nothing through any more. */
    public synchronized void end() {
        ended = true;
    }

    /** Whether nothing is under way, and nothing could be. */
    public synchronized boolean isIdle() {
        return running == 0 && (waiting.isEmpty() || pause.isOn());
    }
}
