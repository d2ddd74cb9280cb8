package dev.byoc.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.RelayRequest;
import dev.byoc.channel.AccountHealth;
import dev.byoc.channel.SendResult;
import dev.byoc.event.Health;
import dev.byoc.event.Health.Status;
import dev.byoc.event.RelayEvent;
import dev.byoc.event.RelayEvent.HealthChanged;
import dev.byoc.freshchat.FreshchatSettings;
import dev.byoc.memory.MemoryStore;
import dev.byoc.message.Content;
import dev.byoc.relay.RelayBuilder;
import dev.byoc.relay.RelayEngine;
import dev.byoc.testkit.freshchat.FakeFreshchat;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whatever is not up has since when, a cause and a remedy as soon as it can be asked for, not only once the watch has looked. */
class HealthFromTheFirstMomentTest {
    private static final Instant BUILT = Instant.parse("2026-01-15T09:00:00Z");

    private final SettableClock clock = new SettableClock(BUILT);
    private final FakeFreshchat freshchat = new FakeFreshchat(clock);
    private final List<RelayEvent> events = new CopyOnWriteArrayList<>();
    private final FakeChannelProvider provider = new FakeChannelProvider();

    @AfterEach
    void close() {
        freshchat.close();
    }

    /** A relay that was not started. */
    private RelayEngine built(Consumer<RelayBuilder> more) {
        RelayBuilder builder = new RelayBuilder()
                .freshchat(FreshchatSettings.builder()
                        .url(freshchat.url().toString())
                        .trustHost(freshchat.url().getHost())
                        .token(freshchat.token())
                        .webhookKey(freshchat.publicKeyPem()))
                .account("shop", provider, Map.of("topic", "Support"))
                .publicUrl(URI.create("https://chat.example.com/byoc"))
                .clock(clock)
                .drainFor(Duration.ZERO)
                .listener(events::add);
        more.accept(builder);
        return builder.build();
    }

    @Test
    void memoryThatIsFullIsToldOnceHoweverOftenItIsAskedFor() {
        try (CapturedLogs logs = CapturedLogs.start();
                RelayEngine relay = built(builder -> builder.store(new MemoryStore(clock, 1, 100)))) {
            fill(relay);
            for (int i = 0; i < 5; i++) {
                assertIsDown(part(relay.health(), "store"), BUILT);
            }

            assertThat(logs.text()).containsOnlyOnce("store is DOWN");
        }
        // The message that filled it meets a Freshchat without that topic, sooner or later.
        assertThat(events.stream()
                        .filter(HealthChanged.class::isInstance)
                        .map(HealthChanged.class::cast)
                        .filter(changed -> changed.component().equals(Health.STORE)))
                .hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void storeOfARelayThatIsClosed() {
        RelayEngine relay = built(builder -> {});
        clock.advance(Duration.ofMinutes(1));

        relay.close();

        assertThat(relay.health().parts())
                .filteredOn(part -> part.status() != Status.UP)
                .extracting(Health.Part::name)
                .containsExactly("store", "relay");
        relay.health().parts().stream()
                .filter(part -> part.status() != Status.UP)
                .forEach(part -> assertIsDown(part, clock.instant()));
    }

    /** The breaker opens, and a listener asks for health at once. */
    @Test
    void circuitBreakerThatHasOpenedJustNow() {
        AtomicReference<RelayEngine> engine = new AtomicReference<>();
        AtomicReference<Health.Part> heard = new AtomicReference<>();
        try (EngineFixture fixture = new EngineFixture(
                Map.of(),
                FakeChannel::new,
                builder -> builder.listener(event -> {
                    if (event instanceof RelayEvent.Paused) {
                        heard.set(part(engine.get().health(), "shop"));
                    }
                }))) {
            engine.set(fixture.relay);
            fixture.channel.willAnswer(new SendResult.TryLater(null, true, "out of reach"));
            fixture.relay.send("shop", "anna", "1", List.of(new Content.Text("Hello")));

            fixture.await("the breaker", () -> heard.get() != null);

            assertIsDown(heard.get(), fixture.clock.instant());
            assertThat(heard.get().trouble()).isEqualTo("out of reach");
        }
    }

    @Test
    void hostThatDoesNotSayWhatIsWrong() {
        try (RelayEngine relay = built(builder -> {})) {
            relay.reportHost(Status.DOWN, null, null);

            assertIsDown(part(relay.health(), "host"), BUILT);
        }
    }

    @Test
    void channelThatDoesNotSayWhatIsWrong() {
        try (EngineFixture fixture =
                new EngineFixture(Map.of(), ProbedChannel::new, builder -> builder.probeEvery(Duration.ZERO))) {
            for (AccountHealth health : List.of(
                    new AccountHealth.KeyRefused(""),
                    new AccountHealth.Unreachable(""),
                    new AccountHealth.Impaired(""),
                    new AccountHealth.WebhookElsewhere(""))) {
                ((ProbedChannel) fixture.channel).health = health;

                Health.Part part = part(fixture.relay.probe(), "shop");

                assertThat(part.status()).isNotEqualTo(Status.UP);
                assertIsTold(part, fixture.clock.instant());
            }
        }
    }

    private void fill(RelayEngine relay) {
        relay.handle(new RelayRequest(
                "POST",
                relay.webhookUrl("shop").getRawPath(),
                null,
                provider.channel("shop").headers(),
                FakeChannel.text("1", "anna", "Hello").bytes(),
                null));
    }

    private static void assertIsDown(Health.Part part, Instant since) {
        assertThat(part.status()).as("%s", part).isEqualTo(Status.DOWN);
        assertIsTold(part, since);
    }

    private static void assertIsTold(Health.Part part, Instant since) {
        assertThat(part.since()).as("%s", part).isEqualTo(since);
        assertThat(part.trouble()).isNotBlank();
        assertThat(part.remedy()).isNotBlank();
    }

    private static Health.Part part(Health health, String name) {
        return health.parts().stream()
                .filter(part -> part.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
