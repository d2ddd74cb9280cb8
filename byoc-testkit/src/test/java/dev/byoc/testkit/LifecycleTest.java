package dev.byoc.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.byoc.ConfigurationException;
import dev.byoc.RelayRequest;
import dev.byoc.channel.Registration;
import dev.byoc.event.Health;
import dev.byoc.event.Health.Status;
import dev.byoc.freshchat.FreshchatSettings;
import dev.byoc.memory.MemoryStore;
import dev.byoc.message.Content;
import dev.byoc.relay.EngineClockwork;
import dev.byoc.relay.RelayBuilder;
import dev.byoc.relay.RelayEngine;
import dev.byoc.store.DeadLetterFilter;
import dev.byoc.store.ReplayMode;
import dev.byoc.store.StoreException;
import dev.byoc.store.spi.RelayStore;
import dev.byoc.testkit.freshchat.FakeFreshchat;
import dev.byoc.testkit.server.Gate;
import dev.byoc.testkit.store.WatchedStore;
import dev.byoc.webhook.WebhookResponse;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is asked of a relay that does not run says what state it is in. */
class LifecycleTest {
    private final SettableClock clock = new SettableClock(Instant.parse("2026-01-15T09:00:00Z"));
    private final FakeFreshchat freshchat = new FakeFreshchat(clock);
    private final String topic = freshchat.addTopic("Support");

    @AfterEach
    void close() {
        freshchat.close();
    }

    private RelayEngine built(Registration registration) {
        return built(registration, builder -> {});
    }

    private RelayEngine built(Registration registration, Consumer<RelayBuilder> more) {
        FakeChannelProvider provider = new FakeChannelProvider("fake", context -> {
            FakeChannel channel = new FakeChannel(context);
            return channel.willRegister(registration);
        });
        RelayBuilder builder = new RelayBuilder()
                .freshchat(FreshchatSettings.builder()
                        .url(freshchat.url().toString())
                        .trustHost(freshchat.url().getHost())
                        .token(freshchat.token())
                        .webhookKey(freshchat.publicKeyPem())
                        .build())
                .publicUrl(URI.create("https://chat.example.com/byoc"))
                .clock(clock)
                .drainFor(Duration.ofSeconds(5))
                .failFast()
                .account("shop", provider, Map.of("topic", topic));
        more.accept(builder);
        return builder.build();
    }

    private RelayEngine built() {
        return built(new Registration.Registered("ok"));
    }

    private RelayEngine closed() {
        RelayEngine relay = built();
        relay.start();
        relay.close();
        return relay;
    }

    private RelayEngine failed() {
        RelayEngine relay = built(new Registration.Failed(false, "no such token"));
        assertThatThrownBy(relay::start).isInstanceOf(ConfigurationException.class);
        return relay;
    }

    static List<Arguments> calls() {
        return List.of(
                call("start", RelayEngine::start),
                call("install", RelayEngine::install),
                call("uninstall", RelayEngine::uninstall),
                call("deadLetters", RelayEngine::deadLetters),
                call("deadLetters by filter", relay -> relay.deadLetters(DeadLetterFilter.ALL)),
                call("replay", relay -> relay.replay(1)),
                call("replay ALLOW_DUPLICATE", relay -> relay.replay(1, ReplayMode.ALLOW_DUPLICATE)),
                call("replayable", relay -> relay.replayable(DeadLetterFilter.ALL)),
                call("replayAll", relay -> relay.replayAll(DeadLetterFilter.ALL)),
                call("discard", relay -> relay.discard(1)),
                call("discardAll", relay -> relay.discardAll(DeadLetterFilter.ALL)),
                call("timeline", relay -> relay.timeline("1")),
                call("forget", relay -> relay.forget("shop", "anna")));
    }

    private static Arguments call(String name, Consumer<RelayEngine> call) {
        return Arguments.of(name, call);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("calls")
    void afterTheCloseACallSaysThatTheRelayIsClosed(String name, Consumer<RelayEngine> call) {
        RelayEngine relay = closed();

        assertThatThrownBy(() -> call.accept(relay))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the relay is closed");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("calls")
    void afterAFailedStartACallSaysWhyItFailed(String name, Consumer<RelayEngine> call) {
        RelayEngine relay = failed();

        assertThatThrownBy(() -> call.accept(relay))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the relay is closed, as its start failed")
                .hasMessageContaining("no such token");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("calls")
    void aRelayThatWasClosedWithoutAStartSaysSoToo(String name, Consumer<RelayEngine> call) {
        RelayEngine relay = built();
        relay.close();

        assertThatThrownBy(() -> call.accept(relay)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void whatIsSentFromCodeAfterTheEndIsKnownNotToBeStored() {
        assertThatThrownBy(() -> closed().send("shop", "anna", "1", List.of(new Content.Text("Hello"))))
                .isInstanceOf(StoreException.class)
                .hasMessage("it is not stored: the relay is closed");
        assertThatThrownBy(() -> failed().send("shop", "anna", "1", List.of(new Content.Text("Hello"))))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("no such token");
    }

    @Test
    void aRequestAfterTheEndIsRefusedForNowAndNamesTheStateWithoutItsReason() {
        assertThat(handled(closed()))
                .satisfies(answer -> assertThat(answer.status()).isEqualTo(503));
        WebhookResponse answer = handled(failed());
        assertThat(answer.status()).isEqualTo(503);
        assertThat(new String(answer.body(), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("closed");
    }

    @Test
    void healthAnswersInEveryState() {
        RelayEngine relay = built();
        Instant builtAt = clock.instant();
        clock.advance(Duration.ofMinutes(1));
        assertThat(part(relay).status()).isEqualTo(Status.DOWN);
        assertThat(part(relay).trouble()).startsWith("not started");
        assertThat(part(relay).since()).isEqualTo(builtAt);
        assertThat(part(relay).remedy()).contains("start()");

        relay.start();
        assertThat(part(relay).status()).isEqualTo(Status.UP);

        relay.close();
        assertThat(part(relay).status()).isEqualTo(Status.DOWN);
        assertThat(part(relay).trouble()).isEqualTo("closed");
        assertThat(part(relay).since()).isEqualTo(clock.instant());
        assertThat(relay.probe().ok()).isFalse();

        assertThat(part(failed()).trouble()).contains("its start failed").contains("no such token");
    }

    @Test
    void whatTellsAddressesStaysAsItWas() {
        RelayEngine relay = failed();

        assertThat(relay.freshchatWebhookUrl()).hasHost("chat.example.com");
        assertThat(relay.webhookUrl("shop")).hasHost("chat.example.com");
        assertThat(relay.registrations().get("shop")).isInstanceOf(Registration.Failed.class);
        assertThatCode(relay::close).doesNotThrowAnyException();
    }

    @Test
    void whileItIsClosingWhatWasTakenCanBeLookedAtAndNothingMoreIsTaken() {
        Gate slow = new Gate();
        FakeChannelProvider provider = new FakeChannelProvider("fake", FakeChannel::new);
        RelayEngine relay = new RelayBuilder()
                .freshchat(FreshchatSettings.builder()
                        .url(freshchat.url().toString())
                        .trustHost(freshchat.url().getHost())
                        .token(freshchat.token())
                        .webhookKey(freshchat.publicKeyPem())
                        .build())
                .publicUrl(URI.create("https://chat.example.com/byoc"))
                .clock(clock)
                .drainFor(Duration.ofSeconds(30))
                .account("shop", provider, Map.of("topic", topic))
                .build();
        relay.start();
        provider.channel("shop").holdNextSend(slow);
        relay.send("shop", "anna", "1", List.of(new Content.Text("Hello")));
        slow.awaitArrival();
        Thread closing = new Thread(relay::close);
        closing.start();
        while (!"closing".equals(part(relay).trouble())) {
            Thread.onSpinWait();
        }

        assertThat(handled(relay).status()).isEqualTo(503);
        assertThat(relay.deadLetters()).isEmpty();
        assertThat(relay.timeline("1")).hasSize(1);
        assertThatThrownBy(relay::install)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the relay is closing");

        slow.open();
        join(closing);
        assertThat(part(relay).trouble()).isEqualTo("closed");
    }

    @Test
    void aRelayThatRunsIsNotStartedASecondTime() {
        try (RelayEngine relay = built()) {
            relay.start();

            assertThatThrownBy(relay::start)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("started before");
            assertThat(part(relay).status()).isEqualTo(Status.UP);
        }
    }

    @Test
    void aForgottenStartIsLoggedOnceWhenTheFirstRequestComes() {
        try (CapturedLogs logs = CapturedLogs.start();
                RelayEngine relay = built()) {
            handled(relay);
            assertThat(logs.text()).as("the server may listen first").doesNotContain("start()");

            clock.advance(Duration.ofMinutes(2));
            handled(relay);
            handled(relay);

            assertThat(logs.text()).containsOnlyOnce("start() was not called yet");
        }
    }

    @Test
    void aChannelOrStoreThatFailsInTheCloseLeavesTheRelayClosedAndTheReasonOfTheStartInPlace() {
        RelayStore fails = store("close", () -> {
            throw new StoreException("the pool is gone");
        });
        RelayEngine relay = built(new Registration.Failed(false, "no such token"), builder -> builder.store(fails));

        assertThatThrownBy(relay::start)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("no such token")
                .satisfies(thrown -> assertThat(thrown.getSuppressed()).hasSize(1));
        assertThat(part(relay).trouble()).startsWith("closed").contains("no such token");
        assertThatThrownBy(relay::deadLetters)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void aStoreThatRefusesAllWhileItStartsLeavesTheRelayStartedAndTheAccountToBeTriedAgain() {
        AtomicBoolean refuses = new AtomicBoolean();
        RelayStore fails = store("journal.claimDue|settings.*|journal.openElsewhere", () -> {
            if (refuses.get()) {
                throw new StoreException("the database did not answer");
            }
        });
        try (RelayEngine relay = built(new Registration.Registered("ok"), builder -> builder.store(fails))) {
            refuses.set(true);
            relay.start();
            assertThat(relay.registrations().get("shop")).isInstanceOf(Registration.Failed.class);

            refuses.set(false);
            EngineClockwork.retryRegistrations(relay);

            assertThat(part(relay).status()).isEqualTo(Status.UP);
            assertThat(relay.health().ok()).isTrue();
        }
    }

    /** A store in memory, some of whose methods do something else before. */
    private static RelayStore store(String methods, Runnable before) {
        RelayStore memory = new MemoryStore(Clock.systemUTC());
        return WatchedStore.before(memory, methods, before);
    }

    private static void join(Thread thread) {
        try {
            thread.join(30_000);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        assertThat(thread.isAlive()).isFalse();
    }

    private static WebhookResponse handled(RelayEngine relay) {
        return relay.handle(
                new RelayRequest("POST", relay.webhookUrl("shop").getRawPath(), null, Map.of(), new byte[0], null));
    }

    private static Health.Part part(RelayEngine relay) {
        return relay.health().parts().stream()
                .filter(each -> each.name().equals("relay"))
                .findFirst()
                .orElseThrow();
    }
}
