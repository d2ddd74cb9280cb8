package dev.byoc.micrometer;

import dev.byoc.Direction;
import dev.byoc.event.Health;
import dev.byoc.event.Health.Figures;
import dev.byoc.event.Health.Status;
import dev.byoc.event.Health.Traffic;
import dev.byoc.micrometer.Metric.Series;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What gauges show: the relay's health, asked at most once a second for all of them. Thread-safe. */
final class Snapshot {
    private static final Duration FRESH = Duration.ofSeconds(1);
    private static final Health NOTHING = new Health(List.of(), 0, List.of(), false);
    private static final double HALF = 0.5;

    private final Supplier<Health> relay;
    private final InstantSource clock;
    private final Consumer<Health> seen;
    private volatile @Nullable Look last;

    record Look(Health health, Instant at, long nanos) {}

    /** @param seen is told of each new one */
    Snapshot(Supplier<Health> relay, InstantSource clock, Consumer<Health> seen) {
        this.relay = relay;
        this.clock = clock;
        this.seen = seen;
    }

    private Look look() {
        Look before = last;
        return before != null && System.nanoTime() - before.nanos() < FRESH.toNanos() ? before : refresh();
    }

    /** Asks now. */
    Look refresh() {
        Look fresh = new Look(asked(), clock.instant(), System.nanoTime());
        last = fresh;
        seen.accept(fresh.health());
        return fresh;
    }

    /** The relay may not be built yet: then there is nothing to show. */
    private Health asked() {
        try {
            return relay.get();
        } catch (RuntimeException e) {
            return NOTHING;
        }
    }

    /** Of a gauge that is no kind of trouble; {@code NaN}: the relay says nothing of it. */
    double value(Series series) {
        Look look = look();
        if (series.metric() == Metric.HEALTH) {
            return health(look, series.value("component"));
        }
        Figures figures = look.health().figures().stream()
                .filter(each -> each.name().equals(series.value("account")))
                .findFirst()
                .orElse(null);
        if (figures == null) {
            return Double.NaN;
        }
        if (series.metric() == Metric.WEBHOOK_AGE) {
            return figures.lastWebhook() == null ? Double.NaN : age(look, figures.lastWebhook());
        }
        Traffic traffic =
                series.value("direction").equals(Labels.direction(Direction.INBOUND)) ? figures.in() : figures.out();
        return switch (series.metric()) {
            case OPEN -> traffic.open();
            case DEAD -> traffic.deadLetters();
            default -> traffic.oldestAge() == null ? 0 : traffic.oldestAge().toSeconds();
        };
    }

    private static double age(Look look, Instant since) {
        return Math.max(0, Duration.between(since, look.at()).toSeconds());
    }

    boolean isUp(String component) {
        return health(look(), component) == 1;
    }

    private static double health(Look look, String component) {
        return look.health().parts().stream()
                .filter(part -> part.name().equals(component))
                .findFirst()
                .map(part -> value(part.status()))
                .orElse(Double.NaN);
    }

    private static double value(Status status) {
        return switch (status) {
            case UP -> 1;
            case DEGRADED -> HALF;
            case DOWN -> 0;
        };
    }
}
