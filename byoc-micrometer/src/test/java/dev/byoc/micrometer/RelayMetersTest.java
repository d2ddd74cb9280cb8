package dev.byoc.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.Direction;
import dev.byoc.channel.Inbound.Receipt;
import dev.byoc.event.Health;
import dev.byoc.event.Loss;
import dev.byoc.event.RelayEvent;
import dev.byoc.event.RelayEvent.RemoteCalled;
import dev.byoc.event.RelayEvent.RemoteCalled.Ended;
import dev.byoc.event.Timing;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.search.RequiredSearch;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RelayMetersTest {
    private static final Instant NOW = Instant.parse("2026-01-15T09:00:00Z");
    private static final Timing TIMING = new Timing(Duration.ofSeconds(3), Duration.ofSeconds(2));

    private final Health health = new Health(
            List.of(
                    Health.Part.up(Health.FRESHCHAT),
                    new Health.Part("shop", Health.Status.DOWN, null, "a cause", null, null),
                    Health.Part.up(Health.RELAY)),
            3,
            List.of(
                    new Health.Figures(Health.FRESHCHAT, Health.Traffic.NONE, Health.Traffic.NONE, null),
                    new Health.Figures(
                            "shop",
                            // On a store whose clock is ahead of this machine's.
                            new Health.Traffic(2, NOW.plusSeconds(3_600), Duration.ofSeconds(40), 5, null, null),
                            Health.Traffic.NONE,
                            NOW.minusSeconds(7))),
            true);
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final RelayMeters meters = meters();

    private RelayMeters meters() {
        return new RelayMeters(() -> health, InstantSource.fixed(NOW));
    }

    private RequiredSearch find(String name, String... tags) {
        return registry.get(name).tags(tags);
    }

    private double gauge(String name, String... tags) {
        return find(name, tags).gauge().value();
    }

    private double count(String name, String... tags) {
        return find(name, tags).counter().count();
    }

    private static RelayEvent delivered(int attempt) {
        return new RelayEvent.Delivered("shop", Direction.INBOUND, "shop message:1", List.of(), attempt, TIMING);
    }

    private double delivered() {
        return count("byoc.messages", "account", "shop", "direction", "in", "outcome", "delivered");
    }

    @Test
    void whatTheRelaySaysOfItselfIsRead() {
        meters.bindTo(registry);

        assertThat(gauge("byoc.health", "component", "freshchat")).isEqualTo(1);
        assertThat(gauge("byoc.health", "component", "shop")).isEqualTo(0);
        assertThat(gauge("byoc.open", "account", "shop", "direction", "in")).isEqualTo(2);
        assertThat(gauge("byoc.dead.letters", "account", "shop", "direction", "in"))
                .isEqualTo(5);
        assertThat(gauge("byoc.oldest.age", "account", "shop", "direction", "in"))
                .isEqualTo(40);
        assertThat(gauge("byoc.oldest.age", "account", "shop", "direction", "out"))
                .isEqualTo(0);
        assertThat(gauge("byoc.webhook.age", "account", "shop")).isEqualTo(7);
        assertThat(gauge("byoc.webhook.age", "account", "freshchat")).isNaN();
    }

    @Test
    void aRelayThatIsNotBuiltYetHasNothingToShow() {
        RelayMeters early = new RelayMeters(() -> {
            throw new IllegalStateException("not built yet");
        });

        early.bindTo(registry);

        assertThat(gauge("byoc.health", "component", "relay")).isNaN();
    }

    @Test
    void accountsOfARelayThatIsBuiltLaterAreThereWithTheNextBinding() {
        AtomicReference<Health> built = new AtomicReference<>(new Health(List.of(), 0, List.of(), false));
        RelayMeters early = new RelayMeters(built::get);
        early.bindTo(registry);
        built.set(health);

        early.bindTo(registry);

        assertThat(gauge("byoc.health", "component", "shop")).isEqualTo(0);
    }

    @Test
    void whatBecameOfAMessageIsCounted() {
        meters.bindTo(registry);

        meters.on(new RelayEvent.Stored("shop", Direction.OUTBOUND, "key"));
        meters.on(new RelayEvent.Duplicate("shop", Direction.OUTBOUND, "key"));
        meters.on(new RelayEvent.Retrying("shop", Direction.OUTBOUND, "key", Duration.ZERO, "why", 1, TIMING));
        meters.on(new RelayEvent.DeadLettered("shop", Direction.OUTBOUND, "key", "why", 2, TIMING));

        for (String outcome : List.of("stored", "duplicate", "dead_lettered")) {
            assertThat(count("byoc.messages", "account", "shop", "direction", "out", "outcome", outcome))
                    .as(outcome)
                    .isEqualTo(1);
        }
        assertThat(count("byoc.retries", "account", "shop", "direction", "out")).isEqualTo(1);
    }

    @Test
    void aNoteThatCouldNotBeToldIsCountedByWhatItIsAbout() {
        meters.bindTo(registry);

        meters.on(new RelayEvent.DeadLettered("shop", Direction.INBOUND, "shop note:failed:1", "why", 9, TIMING));
        meters.on(new RelayEvent.DeadLettered("shop", Direction.INBOUND, "shop message:1", "why", 9, TIMING));
        meters.on(new RelayEvent.Discarded("shop", Direction.INBOUND, "shop note:7", "gone", 1, TIMING));
        meters.on(new RelayEvent.Discarded("shop", Direction.INBOUND, "shop note:customer:left:1", "none", 1, TIMING));

        assertThat(count("byoc.notes", "account", "shop", "about", "answer", "outcome", "dead_lettered"))
                .isEqualTo(1);
        assertThat(count("byoc.notes", "account", "shop", "about", "answer", "outcome", "discarded"))
                .isEqualTo(1);
        assertThat(count("byoc.notes", "account", "shop", "about", "customer", "outcome", "discarded"))
                .isEqualTo(1);
    }

    @Test
    void lossesReceiptsAndRefusalsAreCounted() {
        meters.bindTo(registry);

        meters.on(new RelayEvent.Degraded(
                "shop", Direction.OUTBOUND, "key", Loss.of(Loss.Kind.CUT, "Image", Loss.Reason.TOO_LARGE)));
        meters.on(new RelayEvent.ReceiptReceived("shop", "id", Receipt.Status.FAILED));
        meters.on(new RelayEvent.RequestRefused("-", 404, "unknown address"));

        assertThat(count("byoc.degraded", "account", "shop", "kind", "cut", "reason", "too_large"))
                .isEqualTo(1);
        assertThat(count("byoc.receipts", "account", "shop", "status", "failed"))
                .isEqualTo(1);
        assertThat(count("byoc.webhooks.refused", "account", "unknown", "status", "404"))
                .isEqualTo(1);
    }

    @Test
    void eachStepIsTimed() {
        meters.bindTo(registry);

        meters.on(new RelayEvent.WebhookTaken("shop", Duration.ofMillis(5)));
        meters.on(new RemoteCalled("freshchat", Ended.ANSWERED, 202, Duration.ofMillis(90)));
        meters.on(new RemoteCalled("freshchat", Ended.NO_ANSWER, 0, Duration.ofSeconds(30)));
        meters.on(new RelayEvent.Retrying("shop", Direction.INBOUND, "key", Duration.ZERO, "why", 1, TIMING));
        meters.on(delivered(2));

        assertThat(millis("byoc.webhooks.taken", "account", "shop")).isEqualTo(5);
        assertThat(millis("byoc.calls", "remote", "freshchat", "status", "202")).isEqualTo(90);
        assertThat(millis("byoc.calls", "remote", "freshchat", "status", "no_answer"))
                .isEqualTo(30_000);
        assertThat(millis("byoc.wait", "account", "shop", "direction", "in")).isEqualTo(3_000);
        assertThat(find("byoc.attempt", "account", "shop").timer().count()).isEqualTo(2);
        assertThat(millis("byoc.delivery", "account", "shop", "direction", "in"))
                .isEqualTo(5_000);
    }

    private double millis(String name, String... tags) {
        Timer timer = find(name, tags).timer();
        assertThat(timer.count()).as(name).isEqualTo(1);
        return timer.totalTime(TimeUnit.MILLISECONDS);
    }

    @Test
    void troubleLastsUntilItIsToldToBeOverOrItsComponentIsUp() {
        meters.bindTo(registry);

        meters.on(trouble("shop", "registration", true));
        meters.on(trouble("shop", "key", true));
        meters.on(trouble("shop", "key", false));
        meters.on(trouble("freshchat", "token", true));

        assertThat(gauge("byoc.trouble", "component", "shop", "kind", "registration"))
                .isEqualTo(1);
        assertThat(gauge("byoc.trouble", "component", "shop", "kind", "key")).isEqualTo(0);
        assertThat(gauge("byoc.trouble", "component", "freshchat", "kind", "token"))
                .isEqualTo(0);
    }

    private static RelayEvent trouble(String component, String kind, boolean began) {
        return new RelayEvent.HealthChanged(
                component, Health.Status.UP, Health.Status.DOWN, kind, "cause", "remedy", began);
    }

    @Test
    void whatAlertsLookAtIsThereBeforeItHappens() {
        meters.bindTo(registry);

        assertThat(count("byoc.notes", "account", "shop", "outcome", "dead_lettered"))
                .isEqualTo(0);
        for (String status : List.of("400", "401", "413", "503")) {
            assertThat(count("byoc.webhooks.refused", "account", "shop", "status", status))
                    .isEqualTo(0);
        }
        assertThat(count("byoc.webhooks.refused", "account", "store", "status", "503"))
                .isEqualTo(0);
        for (String status : List.of("429", "500", "502", "503", "504", "5xx", "no_answer", "not_sent")) {
            assertThat(find("byoc.calls", "remote", "freshchat", "status", status)
                            .timer()
                            .count())
                    .as(status)
                    .isEqualTo(0);
        }
    }

    // Registries

    @Test
    void aRegistryThatIsBoundTwiceCountsOnce() {
        meters.bindTo(registry);
        meters.bindTo(registry);

        meters.on(delivered(1));

        assertThat(delivered()).isEqualTo(1);
        assertThat(find("byoc.delivery").timer().count()).isEqualTo(1);
    }

    @Test
    void twoRegistriesCountTheSame() {
        SimpleMeterRegistry other = new SimpleMeterRegistry();
        meters.bindTo(registry);
        meters.bindTo(other);

        meters.on(delivered(1));

        assertThat(delivered()).isEqualTo(1);
        assertThat(other.get("byoc.messages")
                        .tags("outcome", "delivered", "direction", "in", "account", "shop")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void twoBindersInOneRegistryDoNotCountTwice() {
        RelayMeters second = meters();
        meters.bindTo(registry);
        second.bindTo(registry);

        meters.on(delivered(1));
        second.on(delivered(1));

        assertThat(delivered()).isEqualTo(1);
        assertThat(find("byoc.wait").timer().count()).isEqualTo(1);
    }

    @Test
    void theSameHoldsInAComposite() {
        CompositeMeterRegistry composite = new CompositeMeterRegistry();
        composite.add(registry);
        RelayMeters second = meters();
        meters.bindTo(composite);
        second.bindTo(composite);

        meters.on(delivered(1));
        second.on(delivered(1));

        assertThat(delivered()).isEqualTo(1);
        assertThat(gauge("byoc.open", "account", "shop", "direction", "in")).isEqualTo(2);
    }

    @Test
    void countersContinueWhenARelayIsRestartedAndGaugesAreTheNewOnes() {
        Health.Part down = new Health.Part(Health.RELAY, Health.Status.DOWN, null, "closed", null, null);
        RelayMeters before = new RelayMeters(() -> new Health(List.of(down), 0, List.of(), false));
        before.bindTo(registry);
        before.on(delivered(1));

        meters.bindTo(registry);
        meters.on(delivered(1));

        assertThat(delivered()).isEqualTo(2);
        assertThat(gauge("byoc.health", "component", "relay")).isEqualTo(1);
    }

    @Test
    void gaugesOutliveACollectionOfGarbage() {
        meters.bindTo(registry);
        System.gc();

        assertThat(gauge("byoc.open", "account", "shop", "direction", "in")).isEqualTo(2);
    }

    @Test
    void aRelayIsHeldNoMoreOnceAnotherHasItsPlace() {
        WeakReference<Health> before = boundWithItsOwnHealth();
        assertThat(gauge("byoc.open", "account", "shop", "direction", "in")).isEqualTo(2);

        meters.bindTo(registry);

        for (int i = 0; i < 10 && before.get() != null; i++) {
            System.gc();
        }
        assertThat(before.get()).isNull();
    }

    private WeakReference<Health> boundWithItsOwnHealth() {
        Health own = new Health(health.parts(), health.open(), health.figures(), true);
        new RelayMeters(() -> own, InstantSource.fixed(NOW)).bindTo(registry);
        return new WeakReference<>(own);
    }

    // Bounds

    @Test
    void aFloodOfHostileNamesMakesFewSeries() {
        meters.bindTo(registry);

        IntStream.range(0, 5_000).forEach(i -> {
            String name = "stranger " + i + " \"\n한";
            meters.on(new RelayEvent.Stored(name, Direction.INBOUND, name));
            meters.on(new RelayEvent.RequestRefused(name, i, name));
            meters.on(new RelayEvent.RequestRefused("shop", i, name));
            meters.on(new RemoteCalled("shop", Ended.ANSWERED, i, Duration.ZERO));
            meters.on(trouble("shop", name, true));
            meters.on(trouble(name, "key", true));
            meters.on(new RelayEvent.Degraded(
                    "shop", Direction.INBOUND, name, Loss.of(Loss.Kind.CUT, name, Loss.Reason.TOO_LARGE)));
        });

        for (String name : List.of("byoc.messages", "byoc.webhooks.refused", "byoc.calls", "byoc.trouble")) {
            assertThat(registry.find(name).meters()).as(name).hasSizeLessThan(700);
        }
        assertThat(registry.find("byoc.degraded").meters()).hasSize(1);
        assertThat(count("byoc.messages", "account", "other", "direction", "in", "outcome", "stored"))
                .isGreaterThan(4_000);
    }

    @Test
    void aConfiguredAccountHasItsNameThoughStrangersCameFirst() {
        for (int i = 0; i < 300; i++) {
            meters.on(new RelayEvent.Stored("stranger " + i, Direction.INBOUND, "key"));
        }
        meters.bindTo(registry);

        meters.on(delivered(1));

        assertThat(delivered()).isEqualTo(1);
    }

    @Test
    void tagsHoldNoIdsOfMessages() {
        meters.bindTo(registry);
        for (int i = 0; i < 100; i++) {
            meters.on(new RelayEvent.Duplicate("shop", Direction.OUTBOUND, "secret-" + i));
        }

        assertThat(registry.getMeters())
                .flatExtracting(meter -> meter.getId().getTags())
                .noneMatch(tag -> tag.getValue().contains("secret"));
        assertThat(registry.get("byoc.messages")
                        .tags("outcome", "duplicate", "account", "shop", "direction", "out")
                        .counters())
                .singleElement()
                .extracting(Counter::count)
                .isEqualTo(100.0);
    }

    @Test
    void eachMeterIsDescribed() {
        meters.bindTo(registry);
        meters.on(delivered(1));
        meters.on(trouble("shop", "key", true));

        assertThat(registry.getMeters())
                .extracting(Meter::getId)
                // What the simple registry makes of a timer's buckets.
                .filteredOn(id -> !id.getName().endsWith(".histogram"))
                .allSatisfy(id -> assertThat(id.getDescription()).isNotEmpty());
    }
}
