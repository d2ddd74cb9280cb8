package dev.byoc.internal.assembly;

import dev.byoc.internal.config.RelayConfig;
import dev.byoc.internal.guard.Guard;
import dev.byoc.internal.health.Conditions;
import dev.byoc.internal.health.Lifecycle;
import dev.byoc.internal.runtime.Background;
import dev.byoc.internal.runtime.LogThrottle;
import dev.byoc.internal.runtime.Scheduler;
import dev.byoc.internal.runtime.SchedulingClock;
import dev.byoc.internal.runtime.ThreadScheduler;
import dev.byoc.memory.MemoryStore;
import dev.byoc.store.spi.Journal;
import dev.byoc.store.spi.RelayStore;
import java.time.Clock;
import java.time.InstantSource;

/** What all of a relay stands on: time, threads, the store, what is wrong at present, and the guard of code that is not ours. */
final class Foundations {
    final RelayConfig asked;
    final Clock clock;
    final RelayStore store;
    final Conditions conditions;
    final LogThrottle often;
    final Background background;
    final Guard guard;
    final Lifecycle lifecycle;

    Foundations(RelayConfig asked) {
        this.asked = asked;
        this.clock = asked.clock;
        this.store = asked.store == null ? new MemoryStore(clock) : asked.store;
        this.conditions = new Conditions(clock);
        this.often = new LogThrottle(clock);
        Scheduler scheduler = clock instanceof SchedulingClock turned ? turned.scheduler() : new ThreadScheduler();
        this.background = new Background(scheduler, often);
        this.guard = new Guard(clock, conditions, often);
        this.lifecycle = new Lifecycle(clock);
    }

    Journal journal() {
        return store.journal();
    }

    /** By the store's clock, which all hosts share. */
    InstantSource storeTime() {
        return store.journal()::now;
    }
}
