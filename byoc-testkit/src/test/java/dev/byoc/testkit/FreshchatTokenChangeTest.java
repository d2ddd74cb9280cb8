package dev.byoc.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.byoc.ConfigurationException;
import dev.byoc.event.Health;
import dev.byoc.event.RelayEvent;
import dev.byoc.freshchat.FreshchatSettings;
import dev.byoc.json.Json;
import dev.byoc.testkit.server.Fault;
import dev.byoc.testkit.server.Gate;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Freshchat has one API token at a time: a new one ends the old one at once, while the relay runs. */
class FreshchatTokenChangeTest {
    private static final String ACCOUNT = "GET /accounts/configuration";

    private final AtomicReference<Supplier<String>> source = new AtomicReference<>();
    private final AtomicInteger asked = new AtomicInteger();
    private final EngineFixture fixture = fixture();
    private final String first = fixture.freshchat.token();

    private EngineFixture fixture() {
        AtomicReference<EngineFixture> made = new AtomicReference<>();
        return new EngineFixture(
                Map.of(),
                FakeChannel::new,
                builder -> builder.freshchat(made.get().settings().tokenFrom(this::ask)),
                fixture -> {
                    made.set(fixture);
                    source.set(fixture.freshchat::token);
                });
    }

    private String ask() {
        asked.incrementAndGet();
        return source.get().get();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private Health.Part freshchatHealth() {
        return fixture.relay.health().parts().get(0);
    }

    private void gives(String value) {
        source.set(() -> value);
    }

    private long refusedCalls() {
        return fixture.freshchat.calls().stream()
                .filter(call -> call.status() == 401)
                .count();
    }

    @Test
    void aNewTokenIsInUseFromTheFirstRefusalOn() {
        fixture.freshchat.newToken();

        fixture.customerWrites("ines", "m1", "Hello");

        assertThat(refusedCalls()).isEqualTo(1);
        assertThat(fixture.events).noneMatch(RelayEvent.Paused.class::isInstance);
        assertThat(fixture.relay.deadLetters()).isEmpty();
        assertThat(fixture.relay.health().ok()).isTrue();
    }

    @Test
    void whatWasUnderWayWithTheOldTokenIsRelayedWithTheNewOneAndNothingPauses() {
        for (int i = 0; i < 5; i++) {
            fixture.customerWrites("customer" + i, "before" + i, "Hello");
        }
        List<Gate> gates = Stream.generate(Gate::new).limit(5).toList();
        gates.forEach(gate -> fixture.freshchat.faults().next("*", Fault.heldAt(gate)));
        for (int i = 0; i < 5; i++) {
            fixture.post(FakeChannel.text("m" + i, "customer" + i, "Still there?"));
        }
        gates.forEach(Gate::awaitArrival);
        fixture.freshchat.newToken();
        gates.forEach(Gate::open);

        fixture.freshchat.awaitPosted(10);

        for (int i = 0; i < 5; i++) {
            fixture.awaitRelayed("m" + i);
        }
        assertThat(fixture.freshchat.posted()).hasSize(10);
        assertThat(refusedCalls()).isEqualTo(5);
        assertThat(fixture.events).noneMatch(RelayEvent.Paused.class::isInstance);
        assertThat(fixture.relay.deadLetters()).isEmpty();
    }

    @Test
    void aTokenThatComesLaterOpensTheWayAtTheNextProbeAndWhatHasWaitedIsRelayed() {
        gives(first);
        fixture.freshchat.newToken();
        fixture.post(FakeChannel.text("m1", "ines", "Hello"));
        awaitPaused();
        assertThat(freshchatHealth().status()).isEqualTo(Health.Status.DOWN);
        // Less than the breaker waits. In steps, as the pause is told before its message is put off.
        fixture.time().pass(Duration.ofSeconds(1), 12);

        gives(fixture.freshchat.token());
        fixture.relay.probe();

        fixture.awaitRelayed("m1");
        fixture.await("health", () -> fixture.relay.health().ok());
        assertThat(fixture.relay.deadLetters()).isEmpty();
        assertThat(fixture.notes()).isEmpty();
    }

    @Test
    void aTokenThatComesLaterIsFoundByTheBreakerItself() {
        gives(first);
        fixture.freshchat.newToken();
        fixture.post(FakeChannel.text("m1", "ines", "Hello"));
        awaitPaused();

        gives(fixture.freshchat.token());

        fixture.whileTimePasses(() -> fixture.awaitRelayed("m1"));
        assertThat(fixture.relay.deadLetters()).isEmpty();
    }

    @Test
    void aSourceThatGivesTheRefusedTokenIsAskedAtMostOnceARefusal() {
        gives(first);
        fixture.freshchat.newToken();
        int before = asked.get();

        fixture.post(FakeChannel.text("m1", "ines", "Hello"));
        awaitPaused();

        assertThat(asked.get() - before).isBetween(1, (int) refusedCalls());
        assertThat(refusedCalls()).isEqualTo(1);
    }

    @Test
    void aSourceThatGivesAnotherWrongTokenEachTimeMakesNoLoop() {
        AtomicInteger wrong = new AtomicInteger();
        source.set(() -> "wrong-" + wrong.incrementAndGet());
        fixture.freshchat.newToken();

        fixture.post(FakeChannel.text("m1", "ines", "Hello"));
        awaitPaused();

        // The message's call, and the one that tried the token.
        assertThat(refusedCalls()).isEqualTo(2);
        gives(fixture.freshchat.token());
        fixture.whileTimePasses(() -> fixture.awaitRelayed("m1"));
    }

    static Stream<Supplier<String>> faultySources() {
        return Stream.of(
                () -> null,
                () -> "",
                () -> " \uFEFF\r\n",
                () -> "half a tok",
                () -> "Bearer fake-freshchat-token",
                () -> "fake-fresh",
                () -> "t\u00F6ken",
                () -> "line\nline",
                () -> {
                    throw new IllegalStateException("the vault says hidden-words");
                },
                () -> {
                    throw new StackOverflowError();
                },
                () -> FreshchatTokenChangeTest.<String, RuntimeException>sneaky(new IOException("hidden-words")),
                () -> {
                    Thread.currentThread().interrupt();
                    return null;
                });
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T, E extends Throwable> T sneaky(Throwable e) throws E {
        throw (E) e;
    }

    @ParameterizedTest
    @MethodSource("faultySources")
    void whateverASourceDoesWrongATokenThatWorksStaysInUse(Supplier<String> faulty) {
        try (CapturedLogs logs = CapturedLogs.start()) {
            source.set(faulty);

            Health health = fixture.relay.probe();

            assertThat(health.parts().get(0).status()).isEqualTo(Health.Status.DEGRADED);
            assertThat(health.parts().get(0).trouble()).contains("source").doesNotContain("hidden-words", "half a tok");
            fixture.customerWrites("ines", "m1", "Hello");
            assertThat(logs.text()).doesNotContain("hidden-words", "half a tok", first);

            gives(first);
            assertThat(fixture.relay.probe().ok()).isTrue();
        }
    }

    @Test
    void aSourceThatHangsIsLeftAloneAndNotAskedASecondTime() {
        CountDownLatch end = new CountDownLatch(1);
        source.set(() -> {
            while (end.getCount() > 0) {
                try {
                    end.await();
                } catch (InterruptedException e) {
                    // It does not listen.
                }
            }
            return "late-and-wrong";
        });
        int before = asked.get();
        try {
            fixture.whileTimePasses(fixture.relay::probe);
            fixture.relay.probe();

            assertThat(asked.get() - before).isEqualTo(1);
            assertThat(freshchatHealth().status()).isEqualTo(Health.Status.DEGRADED);
            fixture.customerWrites("ines", "m1", "Hello");
        } finally {
            end.countDown();
        }
    }

    @Test
    void aTokenOfAnotherAccountIsNotTaken() {
        fixture.customerWrites("ines", "m1", "Hello");
        String next = fixture.freshchat.newToken();
        gives(next);
        fixture.freshchat
                .faults()
                .next(
                        ACCOUNT,
                        Fault.json(json -> Json.object()
                                .put("account_id", 4711)
                                .put("app_id", "another-app")
                                .build()));

        try (CapturedLogs logs = CapturedLogs.start()) {
            fixture.post(FakeChannel.text("m2", "ines", "And?"));
            awaitPaused();

            assertThat(logs.text()).contains("another Freshchat account");
        }
        assertThat(fixture.freshchat.posted()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 503, 429, 408})
    void aTokenThatCannotBeTriedNowIsTriedAgain(int status) {
        gives(fixture.freshchat.newToken());
        fixture.freshchat.faults().next(ACCOUNT, Fault.answer(status));

        fixture.post(FakeChannel.text("m1", "ines", "Hello"));
        awaitPaused();

        fixture.whileTimePasses(() -> fixture.awaitRelayed("m1"));
        assertThat(fixture.relay.deadLetters()).isEmpty();
    }

    @Test
    void aTokenThatMayNotAskForTheAccountIsTaken() {
        gives(fixture.freshchat.newToken());
        fixture.freshchat.faults().always(ACCOUNT, Fault.answer(403));

        fixture.customerWrites("ines", "m1", "Hello");
    }

    @Test
    void addressesStayWhatTheyWereAndWebhooksComeToThem() {
        URI freshchat = fixture.relay.freshchatWebhookUrl();
        URI shop = fixture.relay.webhookUrl("shop");
        fixture.freshchat.newToken();

        String conversation = fixture.customerWrites("ines", "m1", "Hello");

        assertThat(fixture.relay.freshchatWebhookUrl()).isEqualTo(freshchat);
        assertThat(fixture.relay.webhookUrl("shop")).isEqualTo(shop);
        fixture.freshchat.agent().says(conversation, "Good morning");
        fixture.channel.awaitSent(1);
    }

    @Test
    void noTokenOldOrNewIsLogged() {
        try (CapturedLogs logs = CapturedLogs.start()) {
            String second = fixture.freshchat.newToken();
            fixture.customerWrites("ines", "m1", "Hello");
            String third = fixture.freshchat.newToken();
            gives("wrong-token-0123456789");
            fixture.post(FakeChannel.text("m2", "ines", "And?"));
            awaitPaused();
            gives(third);
            fixture.relay.probe();

            assertThat(logs.text() + fixture.events + fixture.relay.health())
                    .doesNotContain(first, second, third, "wrong-token-0123456789");
        }
    }

    @Test
    void aBuildAsksTheSourceAndTellsWhatItDidWrong() {
        Map<Supplier<String>, String> faults = new LinkedHashMap<>();
        faults.put(() -> null, "gave nothing");
        faults.put(() -> " ", "gave nothing");
        faults.put(
                () -> {
                    throw new IllegalStateException("hidden-words");
                },
                "IllegalStateException");
        faults.put(() -> "with blanks", "characters that no token has");

        faults.forEach((faulty, told) -> assertThatThrownBy(() -> FreshchatSettings.builder()
                        .url("https://acme.freshchat.com")
                        .webhookKey(fixture.freshchat.publicKeyPem())
                        .tokenFrom(faulty)
                        .build())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(told)
                .hasMessageNotContaining("hidden-words")
                .hasMessageNotContaining("with blanks"));
    }

    private void awaitPaused() {
        fixture.await("a pause", () -> fixture.events.stream().anyMatch(RelayEvent.Paused.class::isInstance));
    }
}
