package dev.byoc.testkit;

import dev.byoc.internal.runtime.Scheduler;
import dev.byoc.internal.runtime.SchedulingClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * A clock that stands still until a test moves it. A relay that goes by it looks what is due as soon as it is moved, and need not be waited
 * for. Thread-safe.
 */
public final class SettableClock extends Clock implements SchedulingClock {
    private final Hand hand;
    private final ZoneId zone;

    /** Stands at that time, in UTC. */
    public SettableClock(Instant now) {
        this(new Hand(now), ZoneOffset.UTC);
    }

    private SettableClock(Hand hand, ZoneId zone) {
        this.hand = hand;
        this.zone = zone;
    }

    /** Stands at that time from now on, be it earlier or later. */
    public void set(Instant instant) {
        hand.set(instant);
    }

    /** Moves forward by that much. */
    public void advance(Duration duration) {
        hand.advance(duration);
    }

    @Override
    public Instant instant() {
        return hand.at();
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    /** Shows the same time in another zone, and moves with this one. */
    @Override
    public Clock withZone(ZoneId other) {
        return new SettableClock(hand, other);
    }

    /** For the relay itself. */
    @Override
    public Scheduler scheduler() {
        return hand.scheduler();
    }

    /** Has the relays that go by this clock look at it, and waits until all is done that follows from it, at most so long. */
    void settle(Duration most) {
        hand.settle(most);
    }
}
