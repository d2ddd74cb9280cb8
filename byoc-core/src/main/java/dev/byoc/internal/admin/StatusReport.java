package dev.byoc.internal.admin;

import dev.byoc.Direction;
import dev.byoc.event.Health;
import dev.byoc.event.Health.Status;
import dev.byoc.internal.account.Account;
import dev.byoc.internal.account.ReservedIds;
import dev.byoc.internal.address.PublicAddressProbe;
import dev.byoc.internal.breaker.CircuitBreaker;
import dev.byoc.internal.breaker.CircuitBreakers;
import dev.byoc.internal.health.Conditions;
import dev.byoc.internal.health.HealthKind;
import dev.byoc.internal.health.Lifecycle;
import dev.byoc.store.spi.Figures;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The state of the relay, as the last calls have shown. Makes no call. Thread-safe. */
public final class StatusReport {
    private final Collection<Account> accounts;
    private final CircuitBreakers breakers;
    private final Conditions conditions;
    private final Lifecycle lifecycle;
    private final PublicAddressProbe publicAddress;
    private final HealthWatch watch;

    public StatusReport(
            Collection<Account> accounts,
            CircuitBreakers breakers,
            Conditions conditions,
            Lifecycle lifecycle,
            PublicAddressProbe publicAddress,
            HealthWatch watch) {
        this.accounts = accounts;
        this.breakers = breakers;
        this.conditions = conditions;
        this.lifecycle = lifecycle;
        this.publicAddress = publicAddress;
        this.watch = watch;
    }

    /** What the store says of itself now; conditions are made of it, and of the circuit breakers. */
    public StoreView.Seen store() {
        return watch.notice();
    }

    public Health health() {
        StoreView.Seen store = store();
        List<Health.Part> parts = new ArrayList<>();
        for (CircuitBreaker breaker : breakers.all()) {
            parts.add(part(breaker.name(), store));
        }
        for (String name : List.of(Health.STORE, Health.HOST, Health.RELAY)) {
            parts.add(part(name, store));
        }
        parts.replaceAll(part -> part.name().equals(Health.RELAY) ? part.with(publicAddress.note()) : part);
        boolean ready = lifecycle.refusal() == null && store.trouble() == null;
        return new Health(parts, store.open(), figures(store), ready);
    }

    private List<Health.Figures> figures(StoreView.Seen store) {
        Map<String, Map<Direction, Health.Traffic>> counted = new LinkedHashMap<>();
        counted.put(Health.FRESHCHAT, new EnumMap<>(Direction.class));
        accounts.forEach(account -> counted.put(account.id(), new EnumMap<>(Direction.class)));
        for (Figures each : store.figures()) {
            // What belongs to no account is a matter of Freshchat.
            String name = each.account().isEmpty() ? Health.FRESHCHAT : each.account();
            if (counted.containsKey(name) || each.open() > 0 || each.deadLetters() > 0) {
                counted.computeIfAbsent(name, unknown -> new EnumMap<>(Direction.class))
                        .put(each.direction(), direction(each, store.now()));
            }
        }
        List<Health.Figures> figures = new ArrayList<>();
        counted.forEach((name, directions) -> figures.add(new Health.Figures(
                name,
                directions.getOrDefault(Direction.INBOUND, Health.Traffic.NONE),
                directions.getOrDefault(Direction.OUTBOUND, Health.Traffic.NONE),
                lastWebhook(name, store))));
        return figures;
    }

    private static Health.Traffic direction(Figures each, @Nullable Instant now) {
        return new Health.Traffic(
                each.open(),
                each.oldestOpen(),
                age(each.oldestOpen(), now),
                each.deadLetters(),
                each.lastStored(),
                each.lastRelayed());
    }

    private static @Nullable Duration age(@Nullable Instant since, @Nullable Instant now) {
        if (since == null || now == null) {
            return null;
        }
        return now.isBefore(since) ? Duration.ZERO : Duration.between(since, now);
    }

    /** Freshchat's comes at either of two addresses. */
    private static @Nullable Instant lastWebhook(String name, StoreView.Seen store) {
        Instant last = store.lastWebhooks().get(name);
        Instant byApp = name.equals(Health.FRESHCHAT) ? store.lastWebhooks().get(ReservedIds.FRESHCHAT_APP) : null;
        return last == null || (byApp != null && byApp.isAfter(last)) ? byApp : last;
    }

    /** The worst of what is known: by the conditions that were noticed, and where the relay itself is. */
    private Health.Part part(String name, StoreView.Seen store) {
        Health.Part whole = lifecycle.trouble();
        if (whole != null && name.equals(Health.RELAY)) {
            return whole;
        }
        String stopped = stopped(name, store);
        if (whole != null && stopped != null && lifecycle.refusal() != null) {
            // Of a relay that ends nothing is noticed any more.
            return new Health.Part(name, Status.DOWN, whole.since(), stopped, whole.remedy(), null);
        }
        Conditions.Condition worst = Conditions.worst(conditions.of(name));
        return worst == null
                ? Health.Part.up(name)
                : new Health.Part(name, worst.status(), worst.since(), worst.cause(), worst.remedy(), null);
    }

    /** Why nothing goes to it at present; null: it goes. */
    private @Nullable String stopped(String name, StoreView.Seen store) {
        if (name.equals(Health.STORE)) {
            return store.trouble();
        }
        return breakers.all().stream()
                .filter(breaker -> breaker.name().equals(name))
                .findFirst()
                .map(CircuitBreaker::trouble)
                .orElse(null);
    }

    /** What is wrong with it, beside what the registration says of itself; null: nothing. */
    public @Nullable String troubleOf(String name, StoreView.Seen store) {
        String stopped = stopped(name, store);
        Conditions.Condition worst = Conditions.worst(conditions.of(name).stream()
                .filter(condition -> condition.kind() != HealthKind.REGISTRATION)
                .toList());
        return stopped == null && worst != null ? worst.cause() : stopped;
    }
}
