package dev.byoc.micrometer;

import dev.byoc.event.Health;
import dev.byoc.micrometer.Metric.Series;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The meters in one registry. Counters and timers are the registry's and continue under the next relay; gauges read one relay, and go with
 * it: who binds last has them, and alone counts. Thread-safe.
 */
final class Binding {
    /** For quantiles of what takes milliseconds when all is well, and an hour when it is not. */
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(10),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofMinutes(1),
        Duration.ofMinutes(5),
        Duration.ofMinutes(30),
    };

    /** The gauge that every relay has: whose that is, theirs is the registry. */
    private static final Series MARK = Metric.HEALTH.of(Health.RELAY);

    private final MeterRegistry registry;
    private final Map<Series, Counter> counters = new ConcurrentHashMap<>();
    private final Map<Series, Timer> timers = new ConcurrentHashMap<>();
    private volatile boolean over;

    /** @param up how the relay itself is */
    Binding(MeterRegistry registry, Supplier<Number> up) {
        this.registry = registry;
        Set<String> gauges = Metric.gauges();
        for (Meter meter : registry.getMeters()) {
            if (gauges.contains(meter.getId().getName())) {
                registry.remove(meter);
            }
        }
        // The listener stays for as long as the registry: it must hold neither this nor, by the gauge, the relay.
        WeakReference<Meter> mark = new WeakReference<>(registered(MARK, up));
        WeakReference<Binding> self = new WeakReference<>(this);
        registry.config().onMeterRemoved(meter -> {
            Binding binding = self.get();
            if (meter == mark.get() && binding != null) {
                binding.over = true;
            }
        });
    }

    /** Whether it still is this relay's. */
    boolean isIn(MeterRegistry other) {
        return registry == other && !over;
    }

    boolean isOver() {
        return over;
    }

    /** It is there from now on, with nothing counted: the first that counts can be told from one that was there before. */
    void begin(Series series) {
        if (series.metric().kind == Metric.Kind.TIMER) {
            timer(series);
        } else {
            counter(series);
        }
    }

    void count(Series series) {
        if (!over) {
            counter(series).increment();
        }
    }

    void record(Series series, Duration took) {
        if (!over) {
            timer(series).record(took);
        }
    }

    /** @param value asked at each look of the registry; held by it */
    void gauge(Series series, Supplier<Number> value) {
        if (!over && !series.equals(MARK)) {
            registered(series, value);
        }
    }

    private Gauge registered(Series series, Supplier<Number> value) {
        Metric metric = series.metric();
        return Gauge.builder(metric.meter, value)
                .description(metric.description)
                .baseUnit(metric.kind == Metric.Kind.AGE ? "seconds" : null)
                .tags(tags(series))
                .register(registry);
    }

    private Counter counter(Series series) {
        Counter known = counters.get(series);
        return known == null ? counters.computeIfAbsent(series, this::newCounter) : known;
    }

    private Counter newCounter(Series series) {
        return Counter.builder(series.metric().meter)
                .description(series.metric().description)
                .tags(tags(series))
                .register(registry);
    }

    private Timer timer(Series series) {
        Timer known = timers.get(series);
        return known == null ? timers.computeIfAbsent(series, this::newTimer) : known;
    }

    private Timer newTimer(Series series) {
        return Timer.builder(series.metric().meter)
                .description(series.metric().description)
                .serviceLevelObjectives(BUCKETS)
                .tags(tags(series))
                .register(registry);
    }

    private static Tags tags(Series series) {
        Tags tags = Tags.empty();
        for (int i = 0; i < series.values().size(); i++) {
            tags = tags.and(Tag.of(series.metric().tags.get(i), series.values().get(i)));
        }
        return tags;
    }
}
