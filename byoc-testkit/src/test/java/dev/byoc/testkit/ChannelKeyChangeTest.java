package dev.byoc.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.byoc.ConfigurationException;
import dev.byoc.Direction;
import dev.byoc.Secret;
import dev.byoc.channel.ChannelContext;
import dev.byoc.channel.OutboundMessage;
import dev.byoc.channel.SendResult;
import dev.byoc.channel.config.ConfigSpec;
import dev.byoc.channel.config.Settings;
import dev.byoc.event.Health;
import dev.byoc.event.RelayEvent;
import dev.byoc.freshchat.FreshchatSettings;
import dev.byoc.message.Content;
import dev.byoc.relay.RelayBuilder;
import dev.byoc.relay.RelayEngine;
import dev.byoc.testkit.freshchat.FakeFreshchat;
import dev.byoc.testkit.server.Gate;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A messenger's key that changes while the relay runs. */
class ChannelKeyChangeTest {
    private static final ConfigSpec KEYS = ConfigSpec.none()
            .secret("api-key", "the key of the API")
            .secrets("signing-key", "what webhooks are signed with")
            .identifiedBy("api-key");

    private static final String OLD = "old-key-0123456789";
    private static final String NEW = "new-key-0123456789";
    private static final String OTHERS = "others-key-0123456789";
    private static final String SIGNS = "signs-0123456789";

    private final AtomicReference<Supplier<String>> source = new AtomicReference<>(() -> OLD);
    private final AtomicReference<String> signing = new AtomicReference<>(SIGNS);
    private final AtomicReference<String> accepted = new AtomicReference<>(OLD);
    private final AtomicInteger asked = new AtomicInteger();
    private final List<String> used = new CopyOnWriteArrayList<>();
    private final FakeChannelProvider provider = new FakeChannelProvider("keyed", KeyedChannel::new, KEYS);
    private final EngineFixture fixture =
            new EngineFixture(Map.of(), FakeChannel::new, this::withAccount, made -> made.freshchat.addTopic("Keyed"));

    /** The one that is in use: new keys are tried with others. */
    private final FakeChannel channel = provider.channel("keyed");

    /** Accepts what is sent with the key that is right, and refuses all else. */
    private final class KeyedChannel extends FakeChannel {
        KeyedChannel(ChannelContext context) {
            super(context);
        }

        @Override
        public SendResult send(OutboundMessage message) {
            String key = context().settings().secret("api-key").reveal();
            used.add(key);
            SendResult sent = super.send(message);
            return key.equals(accepted.get())
                    ? sent
                    : new SendResult.Refused(SendResult.Reason.AUTH, "The key is not accepted.");
        }
    }

    private void withAccount(RelayBuilder builder) {
        builder.account("keyed", provider, Map.of("topic", "Keyed"))
                .secret("keyed", "apiKey", () -> {
                    asked.incrementAndGet();
                    return source.get().get();
                })
                .secret("keyed", "signing-key", signing::get)
                .account("market", provider, Map.of("topic", "Keyed", "api-key", OTHERS, "signing-key", SIGNS));
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private void gives(String value) {
        source.set(() -> value);
    }

    private void says(String id) {
        fixture.relay.send("keyed", "ines", id, List.of(new Content.Text("Good morning")));
    }

    private void awaitSent(int n) {
        fixture.await(n + " sent answers", () -> sent() >= n);
    }

    private long sent() {
        return fixture.events.stream()
                .filter(event ->
                        event instanceof RelayEvent.Delivered delivered && delivered.direction() == Direction.OUTBOUND)
                .count();
    }

    private Settings settings() {
        return channel.context().settings();
    }

    private Health.Part health() {
        return fixture.relay.health().parts().stream()
                .filter(part -> part.name().equals("keyed"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aRefusedKeyIsAskedForAgainAndTheAnswerGoesWithTheNewOne() {
        accepted.set(NEW);
        gives(NEW);

        says("a1");

        fixture.whileTimePasses(() -> awaitSent(1));
        assertThat(used).containsExactly(OLD, NEW);
        assertThat(fixture.relay.deadLetters()).isEmpty();
        assertThat(fixture.notes()).isEmpty();
        assertThat(health().status()).isEqualTo(Health.Status.UP);
    }

    @Test
    void aRefusedKeyThatIsStillTheOnlyOneHoldsNothingBack() {
        accepted.set(NEW);
        int before = asked.get();

        says("a1");

        fixture.await("a dead letter", () -> !fixture.relay.deadLetters().isEmpty());
        assertThat(fixture.relay.deadLetters().get(0).reason()).startsWith("AUTH");
        assertThat(used).containsExactly(OLD);
        assertThat(asked.get() - before).isEqualTo(1);
        assertThat(health().status()).isEqualTo(Health.Status.DOWN);
    }

    @Test
    void aKeyThatIsReadWhenItIsHalfWrittenDeadLettersNothing() {
        accepted.set(NEW);
        AtomicInteger reads = new AtomicInteger();
        source.set(() -> reads.getAndIncrement() < 2 ? "new-k" : NEW);

        says("a1");
        says("a2");

        fixture.whileTimePasses(() -> awaitSent(2));
        assertThat(used).contains("new-k");
        assertThat(fixture.relay.deadLetters()).isEmpty();
    }

    @Test
    void aNewKeyThatStaysWrongEndsAsARefusedKeyDoes() {
        accepted.set(NEW);
        gives("new-and-wrong");

        says("a1");

        fixture.whileTimePasses(() -> fixture.await(
                "a dead letter", () -> !fixture.relay.deadLetters().isEmpty()));
        assertThat(fixture.relay.deadLetters().get(0).reason()).contains("AUTH");
        assertThat(used).hasSize(8);
        assertThat(health().status()).isEqualTo(Health.Status.DOWN);
    }

    @Test
    void anAnswerUnderWayWithTheOldKeyIsSentAgainWithTheNewOne() {
        Gate gate = new Gate();
        channel.holdNextSend(gate);
        says("a1");
        gate.awaitArrival();
        accepted.set(NEW);
        gives(NEW);
        fixture.relay.probe();

        gate.open();

        fixture.whileTimePasses(() -> awaitSent(1));
        assertThat(used).containsExactly(OLD, NEW);
        assertThat(fixture.relay.deadLetters()).isEmpty();
    }

    @Test
    void aProbeTakesANewKeyBeforeTheOldOneIsRefused() {
        accepted.set(NEW);
        gives(NEW);

        fixture.relay.probe();
        says("a1");

        awaitSent(1);
        assertThat(used).containsExactly(NEW);
    }

    static Stream<Supplier<String>> faultySources() {
        return Stream.of(
                () -> null,
                () -> "",
                () -> "\uFEFF \n",
                () -> "two words",
                () -> "k\u00F6y-0123456789",
                () -> OTHERS,
                () -> {
                    throw new IllegalStateException("hidden-words");
                },
                () -> {
                    throw new NoClassDefFoundError("hidden-words");
                });
    }

    @ParameterizedTest
    @MethodSource("faultySources")
    void whateverASourceDoesWrongAKeyThatWorksStaysInUse(Supplier<String> faulty) {
        source.set(faulty);

        fixture.relay.probe();

        assertThat(health().status()).isEqualTo(Health.Status.DEGRADED);
        assertThat(health().trouble()).contains("'api-key'").doesNotContain("hidden-words", "two words", OTHERS);
        says("a1");
        awaitSent(1);
        assertThat(used).containsExactly(OLD);
        gives(OLD);
        fixture.relay.probe();
        assertThat(health().status()).isEqualTo(Health.Status.UP);
    }

    @Test
    void oneSourceThatFailsDoesNotKeepTheOthersFromChanging() {
        source.set(() -> {
            throw new IllegalStateException();
        });
        signing.set("signs-anew-0123456789");

        fixture.relay.probe();

        assertThat(settings().secret("signing-key").reveal()).isEqualTo("signs-anew-0123456789");
        assertThat(settings().secret("api-key").reveal()).isEqualTo(OLD);
    }

    @Test
    void aReplacedSecretCountsForADayWherePreviousOnesCount() {
        signing.set("signs-anew-0123456789");
        gives(NEW);

        fixture.relay.probe();

        assertThat(values("signing-key")).containsExactly("signs-anew-0123456789", SIGNS);
        assertThat(values("api-key")).containsExactly(NEW);
        fixture.clock.advance(Duration.ofDays(1).minusSeconds(1));
        assertThat(values("signing-key")).hasSize(2);
        fixture.clock.advance(Duration.ofSeconds(1));
        assertThat(values("signing-key")).containsExactly("signs-anew-0123456789");
    }

    @Test
    void aSecretThatComesBackIsTheCurrentOneAndCountsOnce() {
        signing.set("signs-anew-0123456789");
        fixture.relay.probe();
        signing.set(SIGNS);

        fixture.relay.probe();

        assertThat(values("signing-key")).containsExactly(SIGNS, "signs-anew-0123456789");
    }

    @Test
    void theEndOfOldSecretsMayBeSetToNow() {
        try (FakeFreshchat freshchat = new FakeFreshchat();
                RelayEngine relay = builder(
                                freshchat,
                                builder -> builder.account("keyed", provider, Map.of("topic", "Keyed"))
                                        .secret("keyed", "api-key", () -> OLD)
                                        .secret("keyed", "signing-key", signing::get)
                                        .oldSecretsFor(Duration.ZERO))
                        .build()) {
            relay.start();
            Settings settings = provider.channel("keyed").context().settings();
            signing.set("signs-anew-0123456789");
            relay.probe();

            assertThat(settings.secrets("signing-key")).containsExactly(Secret.of("signs-anew-0123456789"));
        }
    }

    private List<String> values(String name) {
        return settings().secrets(name).stream().map(Secret::reveal).toList();
    }

    @Test
    void noKeyOldOrNewIsLogged() {
        try (CapturedLogs logs = CapturedLogs.start()) {
            accepted.set(NEW);
            gives("wrong-key-0123456789");
            says("a1");
            gives(NEW);
            fixture.whileTimePasses(() -> awaitSent(1));

            assertThat(logs.text() + fixture.events + fixture.relay.health() + settings())
                    .doesNotContain(OLD, NEW, "wrong-key-0123456789", SIGNS);
        }
    }

    private RelayBuilder builder(FakeFreshchat freshchat, Consumer<RelayBuilder> more) {
        freshchat.addTopic("Keyed");
        RelayBuilder builder = new RelayBuilder()
                .freshchat(FreshchatSettings.builder()
                        .url(freshchat.url().toString())
                        .trustHost(freshchat.url().getHost())
                        .token(freshchat.token())
                        .webhookKey(freshchat.publicKeyPem()))
                .publicUrl("https://chat.example.com");
        more.accept(builder);
        return builder;
    }

    @Test
    void aBuildNamesEverySourceThatIsNone() {
        Map<Consumer<RelayBuilder>, String> faults = new LinkedHashMap<>();
        faults.put(
                builder -> builder.secret("keyed", "api-key", null),
                "'api-key' is missing: secret(...) gives no source");
        faults.put(
                builder -> builder.secret("keyed", "api-key", () -> null),
                "'api-key' is missing: its source gave nothing");
        faults.put(
                builder -> builder.secret("keyed", "api-key", () -> " \n"),
                "'api-key' is missing: its source gave nothing");
        faults.put(
                builder -> builder.secret("keyed", "api-key", () -> {
                    throw new IllegalStateException("hidden-words");
                }),
                "'api-key' is missing: its source failed: IllegalStateException");
        faults.put(builder -> builder.secret("keyed", "api-key", () -> "two words"), "'api-key' holds a blank");
        faults.put(
                builder -> builder.secret("keyed", "API_KEY", () -> OLD).secret("keyed", "api-key", () -> OLD),
                "'api-key' is set twice");
        faults.put(builder -> builder.secret("keyed", "signing-key", () -> OLD), "'signing-key' is set twice");
        faults.put(builder -> builder.secret("keyed", "topic", () -> OLD), "names no secret of the channel");
        faults.put(builder -> builder.secret("keyed", "path-secret", () -> OLD), "names no secret of the channel");
        faults.put(builder -> builder.secret("keyed", "apikeys", () -> OLD), "names no secret of the channel");
        faults.put(builder -> builder.secret("keyed", null, () -> OLD), "names no secret of the channel");
        faults.put(builder -> builder.secret("unknown", "api-key", () -> OLD), "no such account: 'unknown'");
        faults.put(builder -> builder.secret(null, "api-key", () -> OLD), "no such account");
        faults.put(builder -> builder.oldSecretsFor(null), "oldSecretsFor(...)");
        faults.put(builder -> builder.oldSecretsFor(Duration.ofSeconds(-1)), "oldSecretsFor(...)");

        try (FakeFreshchat freshchat = new FakeFreshchat()) {
            faults.forEach((more, told) -> assertThatThrownBy(() -> builder(freshchat, more)
                            .account("keyed", provider, Map.of("topic", "Keyed", "signing-key", SIGNS))
                            .build())
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining(told)
                    .hasMessageNotContaining("hidden-words")
                    .hasMessageNotContaining("two words")
                    .hasMessageNotContaining(OLD));
        }
    }
}
