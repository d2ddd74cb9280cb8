package dev.byoc.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The hand of a {@link SettableClock}, in whatever zone it is looked at, and the relays that go by it. Thread-safe. */
final class Hand {
    private final List<TurnedScheduler> schedulers = new CopyOnWriteArrayList<>();
    private Instant at;

    Hand(Instant at) {
        this.at = at;
    }

    synchronized Instant at() {
        return at;
    }

    void set(Instant instant) {
        synchronized (this) {
            at = instant;
        }
        schedulers.forEach(TurnedScheduler::turn);
    }

    void advance(Duration duration) {
        synchronized (this) {
            at = at.plus(duration);
        }
        schedulers.forEach(TurnedScheduler::turn);
    }

    TurnedScheduler scheduler() {
        TurnedScheduler[] made = new TurnedScheduler[1];
        made[0] = new TurnedScheduler(() -> schedulers.remove(made[0]));
        schedulers.add(made[0]);
        return made[0];
    }

    void settle(Duration most) {
        long end = System.nanoTime() + most.toNanos();
        schedulers.forEach(each -> each.settle(end));
    }
}
