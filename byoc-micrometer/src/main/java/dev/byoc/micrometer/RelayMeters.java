package dev.byoc.micrometer;

import dev.byoc.Direction;
import dev.byoc.event.Health;
import dev.byoc.event.MeasuringListener;
import dev.byoc.event.RelayEvent;
import dev.byoc.event.RelayEvent.RemoteCalled.Ended;
import dev.byoc.event.Timing;
import dev.byoc.micrometer.Metric.Series;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a relay does and how it is, as Micrometer's meters. Give it to {@link dev.byoc.relay.RelayBuilder#listener}, by which it counts, and bind
 * it to a registry before {@link dev.byoc.relay.RelayEngine#start}: what happens earlier is not counted. Names, tags and units are stable;
 * docs/reference/meters.md lists them. Values of tags are ids of accounts and words from short lists, never ids of messages or customers;
 * beyond 200 accounts that are not configured, and for words that are not known, it is {@code other}.
 *
 * <p>It may be bound to several registries, and to one again: then it looks for accounts that there were not the last time. In a registry counters continue where one of an earlier relay has
 * stopped. A second one in the same registry takes the place of the first, which counts there no more: two relays of one process need a
 * registry each, such as two in a composite with a common tag. Thread-safe; gauges ask the relay at most once a second.
 */
public final class RelayMeters implements MeterBinder, MeasuringListener {
    private static final List<String> OUTCOMES =
            List.of("stored", "duplicate", "delivered", "completed", "discarded", "dead_lettered");

    private static final List<String> NOTES = List.of("completed", "discarded", "dead_lettered");

    /** Of webhooks at right addresses. */
    private static final List<String> REFUSALS = List.of("400", "401", "413", "503");

    /** Of calls, as {@link #status} has them. */
    private static final List<String> FAILURES =
            List.of("401", "429", "500", "502", "503", "504", "5xx", "no_answer", "not_sent");

    private final Snapshot relay;
    private final Labels labels = new Labels();
    private final List<Binding> bindings = new CopyOnWriteArrayList<>();
    private final Set<Series> gauges = new LinkedHashSet<>();
    private final Set<Series> counted = new LinkedHashSet<>();
    private final Map<Series, Boolean> troubles = new ConcurrentHashMap<>();

    /** @param relay how it is at the moment, of which this asks at most once a second; what it throws counts as nothing known */
    public RelayMeters(Supplier<Health> relay) {
        this(relay, InstantSource.system());
    }

    RelayMeters(Supplier<Health> relay, InstantSource clock) {
        this.relay = new Snapshot(relay, clock, this::seen);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        bind(registry);
        // Outside of the lock, as a store may take its time, and events are told meanwhile.
        relay.refresh();
    }

    private synchronized void bind(MeterRegistry registry) {
        bindings.removeIf(Binding::isOver);
        if (bindings.stream().anyMatch(each -> each.isIn(registry))) {
            return;
        }
        Binding binding = new Binding(registry, () -> relay.value(Metric.HEALTH.of(Health.RELAY)));
        gauges.forEach(each -> binding.gauge(each, () -> value(each)));
        counted.forEach(binding::begin);
        bindings.add(binding);
    }

    /** Its components have their gauges from now on, and its accounts the counters that alerts look at. */
    private synchronized void seen(Health health) {
        for (Health.Part part : health.parts()) {
            labels.configured(part.name());
            gauge(Metric.HEALTH.of(part.name()));
        }
        counted(Metric.REFUSED.of(Health.STORE, "503"));
        for (Health.Figures figures : health.figures()) {
            String account = labels.account(figures.name());
            if (!account.equals(Labels.OTHER)) {
                add(account);
            }
        }
    }

    private void add(String account) {
        if (!gauge(Metric.WEBHOOK_AGE.of(account))) {
            return;
        }
        for (Direction direction : Direction.values()) {
            String way = Labels.direction(direction);
            gauge(Metric.OPEN.of(account, way));
            gauge(Metric.OLDEST.of(account, way));
            gauge(Metric.DEAD.of(account, way));
            OUTCOMES.forEach(outcome -> counted(Metric.MESSAGES.of(account, way, outcome)));
            counted(Metric.RETRIES.of(account, way));
        }
        NOTES.forEach(outcome -> counted(Metric.NOTES.of(account, Labels.ANSWER, outcome)));
        REFUSALS.forEach(status -> counted(Metric.REFUSED.of(account, status)));
        FAILURES.forEach(status -> counted(Metric.CALLS.of(account, status)));
    }

    /** Whether there was none of these before. */
    private boolean gauge(Series series) {
        boolean fresh = gauges.add(series);
        if (fresh) {
            bindings.forEach(each -> each.gauge(series, () -> value(series)));
        }
        return fresh;
    }

    private void counted(Series series) {
        if (counted.add(series)) {
            bindings.forEach(each -> each.begin(series));
        }
    }

    private double value(Series series) {
        if (series.metric() != Metric.TROUBLE) {
            return relay.value(series);
        }
        // Of a relay that was restarted, or of one that tells too much at once, the end may not have been told.
        return troubles.getOrDefault(series, false) && !relay.isUp(series.value("component")) ? 1 : 0;
    }

    @Override
    public void on(RelayEvent event) {
        if (event instanceof RelayEvent.Attempted attempted) {
            attempted(attempted);
        } else if (event instanceof RelayEvent.Stored stored) {
            message(stored.account(), stored.direction(), "stored");
        } else if (event instanceof RelayEvent.Duplicate duplicate) {
            message(duplicate.account(), duplicate.direction(), "duplicate");
        } else if (event instanceof RelayEvent.WebhookTaken taken) {
            record(Metric.TAKEN.of(labels.account(taken.account())), taken.took());
        } else if (event instanceof RelayEvent.RemoteCalled called) {
            record(Metric.CALLS.of(labels.account(called.account()), status(called)), called.took());
        } else if (event instanceof RelayEvent.RequestRefused refused) {
            count(Metric.REFUSED.of(labels.account(refused.account()), Labels.status(refused.status())));
        } else if (event instanceof RelayEvent.Degraded degraded) {
            count(Metric.DEGRADED.of(
                    labels.account(degraded.account()),
                    Labels.direction(degraded.direction()),
                    Labels.word(degraded.loss().kind()),
                    Labels.word(degraded.loss().reason())));
        } else if (event instanceof RelayEvent.ReceiptReceived receipt) {
            count(Metric.RECEIPTS.of(labels.account(receipt.account()), Labels.word(receipt.status())));
        } else if (event instanceof RelayEvent.HealthChanged changed) {
            trouble(changed);
        }
    }

    private static String status(RelayEvent.RemoteCalled called) {
        return called.how() == Ended.ANSWERED ? Labels.status(called.status()) : Labels.word(called.how());
    }

    private void attempted(RelayEvent.Attempted event) {
        String account = labels.account(event.account());
        String way = Labels.direction(event.direction());
        String outcome = outcome(event);
        if (outcome == null) {
            count(Metric.RETRIES.of(account, way));
        } else {
            count(Metric.MESSAGES.of(account, way, outcome));
            String about = Labels.noteAbout(event.account(), event.eventKey());
            if (about != null) {
                count(Metric.NOTES.of(account, about, outcome));
            }
        }
        Timing timing = event.timing();
        if (event.attempt() == 1) {
            record(Metric.WAIT.of(account, way), timing.waited());
        }
        if (event.attempt() > 0) {
            record(Metric.ATTEMPT.of(account, way), timing.call());
        }
        if (event instanceof RelayEvent.Delivered) {
            record(Metric.DELIVERY.of(account, way), timing.total());
        }
    }

    /** Null: it is repeated. */
    private static @Nullable String outcome(RelayEvent.Attempted event) {
        if (event instanceof RelayEvent.Delivered) {
            return "delivered";
        }
        if (event instanceof RelayEvent.Completed) {
            return "completed";
        }
        if (event instanceof RelayEvent.Discarded) {
            return "discarded";
        }
        return event instanceof RelayEvent.DeadLettered ? "dead_lettered" : null;
    }

    private void message(String account, Direction direction, String outcome) {
        count(Metric.MESSAGES.of(labels.account(account), Labels.direction(direction), outcome));
    }

    private void trouble(RelayEvent.HealthChanged changed) {
        Series series = Metric.TROUBLE.of(labels.account(changed.component()), labels.kind(changed.kind()));
        troubles.put(series, changed.began());
        synchronized (this) {
            gauge(series);
        }
    }

    private void count(Series series) {
        bindings.forEach(each -> each.count(series));
    }

    private void record(Series series, Duration took) {
        bindings.forEach(each -> each.record(series, took));
    }
}
