package dev.byoc.internal.admin;

import dev.byoc.event.Health;
import dev.byoc.event.Health.Status;
import dev.byoc.internal.account.Account;
import dev.byoc.internal.dispatch.Dispatcher;
import dev.byoc.internal.health.Conditions;
import dev.byoc.internal.health.HealthKind;
import dev.byoc.internal.report.Arrivals;
import dev.byoc.internal.report.RefusedWebhooks;
import dev.byoc.internal.runtime.Background;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Looks at intervals at what no event tells: the store, the circuit breakers, accounts that have fallen silent, and whether probes are due.
 * Goes by the clock, however often it is asked.
 */
public final class HealthWatch {
    /** How often it is to be asked; tests move the clock. */
    static final Duration GLANCE = Duration.ofMillis(250);

    private static final Duration REMINDER = Duration.ofHours(1);

    private final Collection<Account> accounts;
    private final StoreView store;
    private final Dispatcher dispatcher;
    private final Background background;
    private final Arrivals arrivals;
    private final RefusedWebhooks refusals;
    private final Conditions conditions;
    private final Probes probes;
    private final Duration probeEvery;
    private final Clock clock;
    private final ReentrantLock looking = new ReentrantLock();

    /** What was read first must not be told last. */
    private final ReentrantLock noticing = new ReentrantLock();

    private final ReentrantLock probing = new ReentrantLock();
    private volatile Instant startedAt;

    private volatile Instant probedAt;

    /**
     * Watches these parts once it is started.
     *
     * @param probeEvery zero: never by itself
     */
    public HealthWatch(
            Collection<Account> accounts,
            StoreView store,
            Dispatcher dispatcher,
            Background background,
            Arrivals arrivals,
            RefusedWebhooks refusals,
            Conditions conditions,
            Probes probes,
            Duration probeEvery,
            Clock clock) {
        this.accounts = accounts;
        this.store = store;
        this.dispatcher = dispatcher;
        this.background = background;
        this.arrivals = arrivals;
        this.refusals = refusals;
        this.conditions = conditions;
        this.probes = probes;
        this.probeEvery = probeEvery;
        this.clock = clock;
        this.startedAt = clock.instant();
        this.probedAt = startedAt;
    }

    /** An account without webhooks counts as silent from here. */
    public void start() {
        startedAt = clock.instant();
        probedAt = startedAt;
        background.every(GLANCE, this::look);
        if (!probeEvery.isZero()) {
            background.every(GLANCE, this::probe);
        }
    }

    /** Once webhooks are registered; Freshchat was asked already, by the start itself. */
    public void probeFirst() {
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
            accounts.forEach(account -> lookForSilence(account, seen));
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
            dispatcher
                    .breakers()
                    .forEach(breaker -> shown(
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
            shown(
                    Health.STORE,
                    HealthKind.REFUSES,
                    Status.DOWN,
                    seen.trouble(),
                    "Webhooks are answered 503 and nothing is sent until it has passed.");
        } else {
            shown(
                    Health.STORE,
                    HealthKind.REFUSES,
                    Status.DEGRADED,
                    seen.failure(),
                    "Look at the store; health tells what it said last.");
        }
        shown(Health.STORE, HealthKind.DISK, Status.DEGRADED, seen.warning(), "Make room on that disk.");
    }

    /** @param cause null: it is not so */
    private void shown(String component, HealthKind kind, Status status, @Nullable String cause, String remedy) {
        if (cause == null) {
            conditions.end(component, kind);
        } else {
            conditions.begin(component, kind, status, cause, remedy);
        }
    }

    private void lookForSilence(Account account, StoreView.Seen seen) {
        Duration after = account.options().silentAfter();
        if (after == null) {
            return;
        }
        // Also of webhooks that came to other hosts of the store.
        Instant since = Stream.of(
                        startedAt,
                        arrivals.at(account.id()).verified(),
                        seen.lastWebhooks().get(account.id()))
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(startedAt);
        shown(
                account.id(),
                HealthKind.SILENT,
                Status.DEGRADED,
                clock.instant().isAfter(since.plus(after)) ? "No webhook has come since " + since + "." : null,
                "Write to the account yourself. If that does not arrive, register the webhook again: relay.install(\""
                        + account.id() + "\").");
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
