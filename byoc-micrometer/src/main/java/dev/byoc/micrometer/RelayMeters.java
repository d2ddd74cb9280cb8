package dev.byoc.micrometer;

import dev.byoc.Direction;
import dev.byoc.event.Health;
import dev.byoc.event.RelayEvent;
import dev.byoc.event.RelayListener;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a relay does and how it is, as Micrometer's meters. Give it to {@link dev.byoc.relay.RelayBuilder#listener}, which it counts by, and
 * bind it to a registry. Names, tags and units are stable:
 *
 * <ul>
 *   <li>{@code byoc.messages}, a counter by {@code account}, {@code direction} ({@code in}, towards Freshchat, or {@code out}) and {@code
 *       outcome} ({@code delivered}, {@code dead_lettered}, {@code discarded}, {@code retried} or {@code duplicate})
 *   <li>{@code byoc.open} and {@code byoc.dead.letters}, gauges of entries by {@code account} and {@code direction}
 *   <li>{@code byoc.oldest.age}, a gauge in seconds by {@code account} and {@code direction}
 *   <li>{@code byoc.health}, a gauge by {@code component}: 1 is up, 0.5 degraded, 0 down
 * </ul>
 *
 * <p>Gauges ask the relay when they are read. Tags are ids of accounts and words from short lists, never ids of messages or customers.
 * Accounts get their meters as soon as the relay is built, or speaks of them. It may be bound to several registries, which hold it weakly:
 * keep it. Thread-safe.
 */
public final class RelayMeters implements MeterBinder, RelayListener {
    /** How long one look at the relay serves all meters of a scrape. */
    private static final Duration FRESH = Duration.ofSeconds(1);

    private final Supplier<Health> relay;
    private final List<MeterRegistry> registries = new CopyOnWriteArrayList<>();
    private final Map<Messages, LongAdder> messages = new ConcurrentHashMap<>();
    private final Set<String> components = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Look last;

    /** One counter. */
    private record Messages(String account, Direction direction, String outcome) {}

    private record Look(Health health, long nanos) {}

    /** @param relay its health at the moment, of which this asks at most once a second */
    public RelayMeters(Supplier<Health> relay) {
        this.relay = relay;
    }

    @Override
    public synchronized void bindTo(MeterRegistry registry) {
        registries.add(registry);
        messages.forEach((of, count) -> register(of, count, registry));
        components.forEach(each -> register(each, registry));
        look();
    }

    private synchronized void add(String component) {
        if (components.add(component)) {
            registries.forEach(each -> register(component, each));
        }
    }

    @Override
    public void on(RelayEvent event) {
        String outcome = outcome(event);
        if (outcome != null && event instanceof RelayEvent.Attempted attempted) {
            count(new Messages(event.account(), attempted.direction(), outcome));
        } else if (event instanceof RelayEvent.Duplicate duplicate) {
            count(new Messages(event.account(), duplicate.direction(), "duplicate"));
        } else if (event instanceof RelayEvent.HealthChanged changed) {
            add(changed.component());
        }
    }

    private static @Nullable String outcome(RelayEvent event) {
        return event instanceof RelayEvent.Delivered
                ? "delivered"
                : event instanceof RelayEvent.DeadLettered
                        ? "dead_lettered"
                        : event instanceof RelayEvent.Discarded
                                ? "discarded"
                                : event instanceof RelayEvent.Retrying ? "retried" : null;
    }

    private void count(Messages of) {
        LongAdder count = messages.get(of);
        (count == null ? added(of) : count).increment();
    }

    private synchronized LongAdder added(Messages of) {
        LongAdder count = messages.computeIfAbsent(of, unseen -> new LongAdder());
        registries.forEach(each -> register(of, count, each));
        add(of.account());
        return count;
    }

    /** Registries hold what they observe weakly, so this object keeps it; registering again changes nothing. */
    private static void register(Messages of, LongAdder count, MeterRegistry registry) {
        FunctionCounter.builder("byoc.messages", count, LongAdder::sum)
                .description("Messages and attempts at them, by how they ended")
                .tag("account", of.account())
                .tag("direction", word(of.direction()))
                .tag("outcome", of.outcome())
                .register(registry);
    }

    private void register(String component, MeterRegistry registry) {
        Gauge.builder("byoc.health", () -> healthOf(component))
                .description("1: up; 0.5: degraded; 0: down")
                .tag("component", component)
                .register(registry);
        for (Direction direction : Direction.values()) {
            traffic(
                    "byoc.open",
                    "Entries that are stored and not yet relayed",
                    component,
                    direction,
                    registry,
                    Health.Traffic::open);
            traffic(
                    "byoc.dead.letters",
                    "Dead letters that were neither replayed nor discarded",
                    component,
                    direction,
                    registry,
                    Health.Traffic::deadLetters);
            Gauge.builder("byoc.oldest.age", () -> trafficOf(component, direction, RelayMeters::age))
                    .description("How long the oldest open entry has waited")
                    .baseUnit("seconds")
                    .tag("account", component)
                    .tag("direction", word(direction))
                    .register(registry);
        }
    }

    private void traffic(
            String name,
            String description,
            String account,
            Direction direction,
            MeterRegistry registry,
            ToDoubleFunction<Health.Traffic> figure) {
        Gauge.builder(name, () -> trafficOf(account, direction, figure))
                .description(description)
                .tag("account", account)
                .tag("direction", word(direction))
                .register(registry);
    }

    private static String word(Direction direction) {
        return direction == Direction.INBOUND ? "in" : "out";
    }

    private static double age(Health.Traffic traffic) {
        Instant oldest = traffic.oldestOpen();
        return oldest == null
                ? 0
                : Math.max(0, Duration.between(oldest, Instant.now()).toSeconds());
    }

    private double healthOf(String component) {
        return look().parts().stream()
                .filter(part -> part.name().equals(component))
                .findFirst()
                .map(part -> switch (part.status()) {
                    case UP -> 1.0;
                    case DEGRADED -> 0.5;
                    case DOWN -> 0.0;
                })
                .orElse(Double.NaN);
    }

    private double trafficOf(String account, Direction direction, ToDoubleFunction<Health.Traffic> figure) {
        return look().figures().stream()
                .filter(each -> each.name().equals(account))
                .findFirst()
                .map(each -> figure.applyAsDouble(direction == Direction.INBOUND ? each.in() : each.out()))
                .orElse(0.0);
    }

    private Health look() {
        long now = System.nanoTime();
        Look before = last;
        if (before != null && now - before.nanos() < FRESH.toNanos()) {
            return before.health();
        }
        Health health = relay.get();
        last = new Look(health, now);
        health.parts().forEach(part -> add(part.name()));
        return health;
    }
}
