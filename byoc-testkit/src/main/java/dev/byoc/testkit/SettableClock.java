package dev.byoc.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that stands still until a test moves it. Thread-safe. */
public final class SettableClock extends Clock {
    private final Hand hand;
    private final ZoneId zone;

    /** Shared by the views of one clock in several zones. */
    private static final class Hand {
        private Instant at;

        Hand(Instant at) {
            this.at = at;
        }

        synchronized Instant at() {
            return at;
        }

        synchronized void set(Instant instant) {
            at = instant;
        }

        synchronized void advance(Duration duration) {
            at = at.plus(duration);
        }
    }

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

    /** Goes on by that much. */
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
}
