package dev.byoc.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.Direction;
import dev.byoc.event.Health;
import dev.byoc.event.RelayEvent;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import org.junit.jupiter.api.Test;

class RelayMetersTest {
    private final Health health = new Health(
            List.of(
                    Health.Part.up(Health.FRESHCHAT),
                    new Health.Part("shop", Health.Status.DOWN, null, "a cause", null, null)),
            3,
            List.of(new Health.Figures("shop", new Health.Traffic(2, null, 5, null, null), Health.Traffic.NONE, null)),
            true);
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final RelayMeters meters = new RelayMeters(() -> health);

    private double gauge(String name, String... tags) {
        return registry.get(name).tags(tags).gauge().value();
    }

    @Test
    void whatTheRelaySaysOfItselfIsRead() {
        meters.bindTo(registry);

        assertThat(gauge("byoc.health", "component", "freshchat")).isEqualTo(1);
        assertThat(gauge("byoc.health", "component", "shop")).isEqualTo(0);
        assertThat(gauge("byoc.open", "account", "shop", "direction", "in")).isEqualTo(2);
        assertThat(gauge("byoc.dead.letters", "account", "shop", "direction", "in"))
                .isEqualTo(5);
        assertThat(gauge("byoc.oldest.age", "account", "shop", "direction", "out"))
                .isEqualTo(0);
    }

    @Test
    void eventsAreCountedAlsoBeforeThereIsARegistry() {
        RelayEvent event = new RelayEvent.Duplicate("shop", Direction.INBOUND, "key");
        meters.on(event);
        meters.bindTo(registry);
        meters.on(event);
        System.gc();

        assertThat(registry.get("byoc.messages")
                        .tags("account", "shop", "direction", "in", "outcome", "duplicate")
                        .functionCounter()
                        .count())
                .isEqualTo(2);
    }

    @Test
    void tagsHoldNoIdsOfMessages() {
        meters.bindTo(registry);
        for (int i = 0; i < 100; i++) {
            meters.on(new RelayEvent.Duplicate("shop", Direction.OUTBOUND, "key-" + i));
        }

        assertThat(registry.getMeters())
                .extracting(Meter::getId)
                .filteredOn(id -> id.getName().equals("byoc.messages"))
                .hasSize(1);
    }
}
