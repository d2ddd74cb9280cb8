package dev.byoc.internal.admin;

import dev.byoc.event.Health;
import dev.byoc.event.Health.Status;
import dev.byoc.internal.breaker.CircuitBreakers;
import dev.byoc.internal.health.Conditions;
import dev.byoc.internal.health.HealthKind;
import dev.byoc.internal.report.RefusedWebhooks;
import dev.byoc.internal.runtime.Background;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Looks at intervals at what no event tells: the store, the circuit breakers, accounts that have fallen silent, and whether probes are due.
 * Goes by the clock, however often it is asked.
 */
public final class HealthWatch {
    /** How often it is to be asked; tests move the clock. */
    static final Duration GLANCE = Duration.ofMillis(250);

    private static final Duration REMINDER = Duration.ofHours(1);

    private final StoreView store;
    private final CircuitBreakers breakers;
    private final SilenceWatch silence;
    private final RefusedWebhooks refusals;
    private final Conditions conditions;
    private final Probes probes;
    private final Duration probeEvery;
    private final Clock clock;
    private final ReentrantLock looking = new ReentrantLock();

    /** What was read first must not be told last. */
    private final ReentrantLock noticing = new ReentrantLock();

    private final ReentrantLock probing = new ReentrantLock();
    private volatile Instant probedAt;

    /**
     * Watches these parts once it is started.
     *
     * @param probeEvery zero: never by itself
     */
    public HealthWatch(
            StoreView store,
            CircuitBreakers breakers,
            SilenceWatch silence,
            RefusedWebhooks refusals,
            Conditions conditions,
            Probes probes,
            Duration probeEvery,
            Clock clock) {
        this.store = store;
        this.breakers = breakers;
        this.silence = silence;
        this.refusals = refusals;
        this.conditions = conditions;
        this.probes = probes;
        this.probeEvery = probeEvery;
        this.clock = clock;
        this.probedAt = clock.instant();
    }

    /** Asks Freshchat at once, too. */
    public void start(Background background) {
        silence.start();
        probedAt = clock.instant();
        background.every(GLANCE, this::look);
        if (!probeEvery.isZero()) {
            background.every(GLANCE, this::probe);
        }
        probes.freshchat();
    }

    /** Once webhooks are registered: asks the messengers. */
    public void probeFirst(Background background) {
        if (!probeEvery.isZero()) {
            background.execute(probes::accounts);
            background.execute(probes::publicAddress);
        }
    }

    private void look() {
        // A look that waits for a slow disk must not be joined by more and more of them.
        if (!looking.tryLock()) {
            return;
        }
        try {
            StoreView.Seen seen = notice();
            silence.look(seen);
            refusals.settle();
            conditions.remind(REMINDER, seen.open());
        } finally {
            looking.unlock();
        }
    }

    /** What the store and the circuit breakers say of themselves; makes no call. Health is told by it too, between two looks. */
    public StoreView.Seen notice() {
        noticing.lock();
        try {
            StoreView.Seen seen = store.look();
            tell(seen);
            breakers.all()
                    .forEach(breaker -> conditions.show(
                            breaker.name(),
                            HealthKind.PAUSED,
                            Status.DOWN,
                            breaker.trouble(),
                            "It is tried again by itself."));
            return seen;
        } finally {
            noticing.unlock();
        }
    }

    private void tell(StoreView.Seen seen) {
        if (seen.trouble() != null || seen.failure() == null) {
            conditions.show(
                    Health.STORE,
                    HealthKind.REFUSES,
                    Status.DOWN,
                    seen.trouble(),
                    "Webhooks are answered 503 and nothing is sent until it has passed.");
        } else {
            conditions.show(
                    Health.STORE,
                    HealthKind.REFUSES,
                    Status.DEGRADED,
                    seen.failure(),
                    "Look at the store; health tells what it said last.");
        }
        conditions.show(Health.STORE, HealthKind.DISK, Status.DEGRADED, seen.warning(), "Make room on that disk.");
    }

    private void probe() {
        if (!probing.tryLock()) {
            return;
        }
        try {
            Instant now = clock.instant();
            Instant before = probedAt;
            if (now.isBefore(before) || !now.isBefore(before.plus(probeEvery))) {
                probedAt = now;
                probes.run();
            }
        } finally {
            probing.unlock();
        }
    }
}
