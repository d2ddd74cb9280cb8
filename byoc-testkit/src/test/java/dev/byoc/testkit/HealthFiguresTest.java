package dev.byoc.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.event.Health;
import dev.byoc.json.Json;
import dev.byoc.memory.MemoryStore;
import dev.byoc.relay.RelayBuilder;
import dev.byoc.testkit.server.Fault;
import dev.byoc.testkit.server.Gate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What health tells in figures, and as JSON. */
class HealthFiguresTest {
    private static Health.Figures figures(EngineFixture fixture, String name) {
        return fixture.relay.health().figures().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aRelayThatHasSeenNothingHasFiguresOfFreshchatAndEachAccount() {
        try (EngineFixture fixture = new EngineFixture()) {
            assertThat(fixture.relay.health().figures()).containsExactly(nothing("freshchat"), nothing("shop"));
        }
    }

    private static Health.Figures nothing(String name) {
        Health.Traffic none = new Health.Traffic(0, null, null, 0, null, null);
        return new Health.Figures(name, none, none, null);
    }

    @Test
    void aMessageAndItsAnswerShowWhenTheyCameAndWereRelayed() {
        try (EngineFixture fixture = new EngineFixture()) {
            Instant asked = fixture.clock.instant();
            String conversation = fixture.customerWrites("anna", "1", "Hello");
            fixture.clock.advance(Duration.ofSeconds(30));
            Instant answered = fixture.clock.instant();
            fixture.freshchat.agent().says(conversation, "Hello Anna");
            fixture.channel.awaitSent(1);
            awaitNothingOpen(fixture);

            assertThat(figures(fixture, "shop")).satisfies(shop -> {
                assertThat(shop.lastWebhook()).isEqualTo(asked);
                assertThat(shop.in().lastMessage()).isEqualTo(asked);
                assertThat(shop.in().lastRelayed()).isEqualTo(asked);
                assertThat(shop.out().lastMessage()).isEqualTo(answered);
                assertThat(shop.out().lastRelayed()).isEqualTo(answered);
            });
            assertThat(figures(fixture, "freshchat").lastWebhook()).isEqualTo(answered);
        }
    }

    @Test
    void whatWaitsIsOpenSinceItCame() {
        Gate slow = new Gate();
        try (EngineFixture fixture = new EngineFixture()) {
            String conversation = fixture.customerWrites("anna", "1", "Hello");
            fixture.channel.holdNextSend(slow);
            Instant first = fixture.clock.instant();
            fixture.freshchat.agent().says(conversation, "One");
            slow.awaitArrival();
            fixture.clock.advance(Duration.ofMinutes(1));

            assertThat(figures(fixture, "shop").out().open()).isEqualTo(1);
            assertThat(figures(fixture, "shop").out().oldestOpen()).isEqualTo(first);
            slow.open();
        }
    }

    @Test
    void howLongTheOldestHasWaitedIsByTheClockOfTheStore() {
        SettableClock ahead = new SettableClock(TestRelay.NOW.plus(Duration.ofHours(1)));
        Gate slow = new Gate();
        try (EngineFixture fixture =
                new EngineFixture(Map.of(), FakeChannel::new, builder -> builder.store(new MemoryStore(ahead)))) {
            String conversation = fixture.customerWrites("anna", "1", "Hello");
            fixture.channel.holdNextSend(slow);
            fixture.freshchat.agent().says(conversation, "One");
            slow.awaitArrival();
            ahead.advance(Duration.ofMinutes(1));

            assertThat(figures(fixture, "shop").out().oldestAge()).isEqualTo(Duration.ofMinutes(1));
            assertThat(figures(fixture, "shop").in().oldestAge()).isNull();
            Json json = fixture.relay.health().toJson().get("figures").items().get(1);
            assertThat(json.get("out").get("oldestAgeSeconds").number()).isEqualTo(60);
            slow.open();
        }
    }

    @Test
    void aDeadLetterIsCountedUntilItIsDiscarded() {
        try (EngineFixture fixture = new EngineFixture()) {
            fixture.post(FakeChannel.events(Json.object().put("kind", "broken").build()));
            assertThat(figures(fixture, "shop").in().deadLetters()).isEqualTo(1);
            assertThat(figures(fixture, "shop").in().open()).isZero();

            fixture.relay.discard(fixture.relay.deadLetters().get(0).id());

            assertThat(figures(fixture, "shop").in().deadLetters()).isZero();
        }
    }

    @Test
    void jsonHasStableNamesAndNoWordsOrSecrets() {
        try (EngineFixture fixture = new EngineFixture()) {
            fixture.customerWrites("anna", "1", "Hello");
            awaitNothingOpen(fixture);
            Json json = Json.parse(fixture.relay.health().toJson().bytes());

            assertThat(json.fields().keySet()).containsExactly("status", "live", "ready", "open", "parts", "figures");
            assertThat(json.get("status").text()).isEqualTo("UP");
            Json shop = json.get("figures").items().get(1);
            assertThat(shop.fields().keySet()).containsExactly("name", "lastWebhook", "in", "out");
            assertThat(shop.get("in").fields().keySet())
                    .containsExactly("open", "deadLetters", "lastMessage", "lastRelayed");
            assertThat(shop.get("in").get("lastMessage").text())
                    .isEqualTo(fixture.clock.instant().toString());
            assertThat(new String(json.bytes(), java.nio.charset.StandardCharsets.UTF_8))
                    .doesNotContain("anna", "Hello", fixture.freshchat.token());
        }
    }

    @Test
    void aFullStoreIsNotReadyAndLives() {
        try (EngineFixture fixture = new EngineFixture(
                Map.of(),
                FakeChannel::new,
                builder -> builder.store(new MemoryStore(java.time.Clock.systemUTC(), 1, 10)))) {
            Gate slow = new Gate();
            String conversation = fixture.customerWrites("anna", "1", "Hello");
            awaitNothingOpen(fixture);
            fixture.channel.holdNextSend(slow);
            fixture.freshchat.agent().says(conversation, "One");
            slow.awaitArrival();

            assertThat(fixture.relay.health().ready()).isFalse();
            assertThat(fixture.relay.health().live()).isTrue();

            slow.open();
            awaitNothingOpen(fixture);
            assertThat(fixture.relay.health().ready()).isTrue();
        }
    }

    @Test
    void anOutageOfFreshchatOrABadAccountLeavesItReadyAndAlive() {
        try (EngineFixture fixture = new EngineFixture()) {
            fixture.freshchat.faults().next("GET /accounts/configuration", Fault.answer(401));

            assertThat(fixture.relay.probe()).satisfies(health -> {
                assertThat(health.ok()).isFalse();
                assertThat(health.ready()).isTrue();
                assertThat(health.live()).isTrue();
            });
        }
    }

    @Test
    void aHostThatIsDownIsNotAliveAndAClosedRelayIsNeither() {
        EngineFixture fixture = new EngineFixture(Map.of(), FakeChannel::new, (RelayBuilder builder) -> {});
        fixture.relay.reportHost(Health.Status.DOWN, "it does not answer itself", null);
        assertThat(fixture.relay.health().live()).isFalse();
        fixture.relay.reportHost(Health.Status.UP, null, null);
        assertThat(fixture.relay.health().live()).isTrue();

        fixture.close();

        assertThat(Stream.of(
                                fixture.relay.health().live(),
                                fixture.relay.health().ready())
                        .toList())
                .isEqualTo(List.of(false, false));
    }

    private static void awaitNothingOpen(EngineFixture fixture) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (fixture.relay.health().open() > 0) {
            if (System.nanoTime() > end) {
                throw new AssertionError("something is still open");
            }
            Thread.onSpinWait();
        }
    }
}
