package dev.byoc.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.byoc.ConfigurationException;
import dev.byoc.Direction;
import dev.byoc.channel.Capabilities;
import dev.byoc.channel.Capabilities.Unit;
import dev.byoc.channel.Channel;
import dev.byoc.channel.ChannelContext;
import dev.byoc.channel.ChannelProvider;
import dev.byoc.channel.Descriptor;
import dev.byoc.channel.Inbound;
import dev.byoc.channel.OutboundMessage;
import dev.byoc.channel.Received;
import dev.byoc.channel.SendResult;
import dev.byoc.channel.config.ConfigSpec;
import dev.byoc.event.Health;
import dev.byoc.event.RelayEvent;
import dev.byoc.event.RelayListener;
import dev.byoc.freshchat.FreshchatSettings;
import dev.byoc.json.Json;
import dev.byoc.message.Content;
import dev.byoc.message.Customer;
import dev.byoc.policy.RetryPolicy;
import dev.byoc.relay.RelayBuilder;
import dev.byoc.testkit.WildChannel.Hang;
import dev.byoc.webhook.WebhookResponse;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of messages when channels and listeners throw, give null, leave interrupts behind or do not return. */
class ForeignCodeTest {
    private static final Json HELLO = FakeChannel.text("1", "anna", "Hello");

    private EngineFixture fixture = fixture(builder -> {});
    private final List<Hang> hangs = new ArrayList<>();

    private EngineFixture fixture(Consumer<RelayBuilder> more) {
        EngineFixture made = new EngineFixture(Map.of(), WildChannel::new, more);
        lend(made);
        return made;
    }

    /** Requests come on a thread that waits; {@link LentThreadTest} has them come on one that is lent. */
    void lend(EngineFixture to) {}

    private void restart(Consumer<RelayBuilder> more) {
        fixture.close();
        fixture = fixture(more);
    }

    @AfterEach
    void close() {
        hangs.forEach(Hang::release);
        fixture.close();
    }

    private Hang hang() {
        Hang hang = new Hang();
        hangs.add(hang);
        return hang;
    }

    private WildChannel channel() {
        return (WildChannel) fixture.channel;
    }

    private static void await(BooleanSupplier until) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!until.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("it did not come to that");
            }
            LockSupport.parkNanos(5_000_000);
        }
    }

    private Health.Part health(String name) {
        return fixture.relay.health().parts().stream()
                .filter(part -> part.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    // What throws

    @ParameterizedTest
    @EnumSource(Wild.class)
    void sendThatEndsInAnyWayIsADeadLetterWithANoteAndTheNextAnswerGoes(Wild wild) {
        String conversation = fixture.customerWrites("anna", "1", "Hello");
        channel().will("send", wild);
        fixture.freshchat.agent().says(conversation, "first");
        await(() -> fixture.notes().size() == 1);
        channel().willBehave("send");
        fixture.freshchat.agent().says(conversation, "second");
        channel().awaitSent(2);

        fixture.drain();

        assertThat(channel().sentTexts()).containsExactly("first", "second");
        assertThat(fixture.notes()).singleElement().asString().contains("may not have reached");
        assertThat(fixture.notes().toString()).contains("“first”").doesNotContain("words");
        assertThat(fixture.relay.deadLetters())
                .singleElement()
                .satisfies(letter -> assertThat(letter.mayHaveArrived()).isTrue());
        assertThat(fixture.events).anyMatch(RelayEvent.DeadLettered.class::isInstance);
    }

    @ParameterizedTest
    @EnumSource(Wild.class)
    void checkThatEndsInAnyWayIsANo(Wild wild) {
        channel().will("verify", wild);

        assertThat(fixture.post(HELLO).status()).isEqualTo(401);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Wild.class)
    void requestWhoseReadingEndsInAnyWayIsKeptWithTheChannelsName(Wild wild) {
        channel().will("parse", wild);

        assertThat(fixture.post(HELLO).status()).isEqualTo(200);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        assertThat(fixture.relay.deadLetters())
                .singleElement()
                .satisfies(letter -> assertThat(letter.reason())
                        .contains("unreadable", WildChannel.class.getName() + ".parse")
                        .doesNotContain("words"));
    }

    @ParameterizedTest
    @EnumSource(Wild.class)
    void channelThatCannotNameItsRoutesAsksForTheRequestAgain(Wild wild) {
        channel().will("routes", wild);

        assertThat(fixture.post(HELLO).status()).isEqualTo(503);
    }

    @Test
    void nullAmongTheRoutesHurtsNone() {
        channel().will("routes", () -> Arrays.asList(null, new dev.byoc.channel.Route("POST", "")));

        assertThat(fixture.post(HELLO).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource(Wild.class)
    void channelThatCannotNameItsLimitsCostsAnAnswerItsTriesAndTheAgentIsTold(Wild wild) {
        restart(builder -> builder.retry(RetryPolicy.upTo(2)));
        String conversation = fixture.customerWrites("anna", "1", "Hello");
        channel().will("capabilities", wild);

        fixture.freshchat.agent().says(conversation, "Hi");
        fixture.whileTimePasses(() -> await(() -> fixture.notes().size() == 1));

        assertThat(channel().sent()).isEmpty();
        assertThat(fixture.notes()).singleElement().asString().contains("did not reach the customer");
        assertThat(fixture.relay.deadLetters()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(Wild.class)
    void profileThatCannotBeHadCostsNoMessage(Wild wild) {
        channel().will("profile", wild);

        fixture.customerWrites("anna", "1", "Hello");
    }

    @ParameterizedTest
    @EnumSource(Wild.class)
    void probeThatThrowsIsTrouble(Wild wild) {
        channel().will("probe", wild);

        assertThat(fixture.relay.probe().status()).isNotEqualTo(Health.Status.UP);
        assertThat(health("shop").trouble()).contains("the probe failed").doesNotContain("words");
    }

    @ParameterizedTest
    @EnumSource(Wild.class)
    void registrationThatEndsInAnyWayIsNamedAsAFault(Wild wild) {
        channel().will("registerWebhook", wild);

        assertThatThrownBy(fixture.relay::install)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("WildChannel.registerWebhook");
    }

    @ParameterizedTest
    @EnumSource(Wild.class)
    void relayIsClosedWhateverTheChannelDoes(Wild wild) {
        channel().will("unregisterWebhook", wild);
        channel().will("close", wild);

        fixture.relay.uninstall();
        fixture.relay.close();
    }

    @ParameterizedTest
    @EnumSource(Wild.class)
    void listenerThatThrowsAnythingCostsNoMessage(Wild wild) {
        restart(builder -> builder.listener(event -> {
            fixture.events.add(event);
            try {
                wild.call();
            } catch (Throwable e) {
                throw Wild.<RuntimeException>sneaky(e);
            }
        }));

        String conversation = fixture.customerWrites("anna", "1", "Hello");
        fixture.freshchat.agent().says(conversation, "Hi");

        channel().awaitSent(1);
        assertThat(fixture.post(HELLO).status()).isEqualTo(200);
    }

    // Nulls inside

    @Test
    void requestWithoutAnAnswerIsAnsweredAndItsMessagesAreRelayed() {
        channel().will("parse", () -> new Received(List.of(message("1", "Hello")), nothing()));

        assertThat(fixture.post(HELLO).status()).isEqualTo(200);

        assertThat(fixture.freshchat.awaitPosted(1).get(0).text()).isEqualTo("Hello");
    }

    @Test
    void nullAmongTheEventsIsKeptAndTheOthersAreRelayed() {
        channel().will("parse", () -> new Received(Arrays.asList(message("1", "Hello"), null), WebhookResponse.ok()));

        assertThat(fixture.post(HELLO).status()).isEqualTo(200);

        assertThat(fixture.freshchat.awaitPosted(1).get(0).text()).isEqualTo("Hello");
        assertThat(fixture.relay.deadLetters()).hasSize(1);
    }

    @Test
    void nullsInWhatWasReadAreKeptAsUnreadable() {
        List<Callable<?>> odd = List.of(
                () -> new Received(null, WebhookResponse.ok()),
                () -> Received.of(nothing()),
                () -> Received.ofEach(List.of("a"), element -> null),
                () -> Received.of(Inbound.MessageReceived.builder("1", nothing(), fixture.clock.instant())
                        .content(new Content.Text("Hello"))
                        .build()),
                () -> Received.of(Inbound.MessageReceived.builder("1", Customer.of("anna"), nothing())
                        .content(new Content.Text("Hello"))
                        .build()),
                () -> Received.of(message("1", nothing())),
                () -> Received.of(new Inbound.CustomerLeft("1", nothing(), fixture.clock.instant())),
                () -> Received.of(new Inbound.Receipt("1", "2", fixture.clock.instant(), nothing(), false, "")));
        int kept = 0;
        for (Callable<?> each : odd) {
            channel().will("parse", each);

            assertThat(fixture.post(FakeChannel.text("n" + kept, "anna", "Hello"))
                            .status())
                    .isEqualTo(200);
            assertThat(fixture.relay.deadLetters()).hasSize(++kept);
        }
    }

    @Test
    void outcomeWithoutWordsIsStillThatOutcome() {
        String conversation = fixture.customerWrites("anna", "1", "Hello");
        channel().will("send", () -> new SendResult.Refused(nothing(), nothing()));

        fixture.freshchat.agent().says(conversation, "Hi");
        await(() -> fixture.notes().size() == 1);

        assertThat(fixture.notes()).singleElement().asString().contains("did not reach the customer");
    }

    @Test
    void messageThatWasTakenWithoutIdsIsNotSentTwice() {
        String conversation = fixture.customerWrites("anna", "1", "Hello");
        channel().will("send", () -> new SendResult.Accepted(Arrays.asList(null, "a")));

        fixture.freshchat.agent().says(conversation, "Hi");
        await(() -> fixture.events.stream()
                .anyMatch(event -> event instanceof RelayEvent.Delivered delivered
                        && delivered.direction() == Direction.OUTBOUND));

        assertThat(channel().sent()).hasSize(1);
    }

    private Inbound message(String id, String text) {
        return Inbound.MessageReceived.builder(id, Customer.of("anna"), fixture.clock.instant())
                .content(new Content.Text(text))
                .build();
    }

    /** What a channel gives that no tool has checked for nulls. */
    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    private static <T> T nothing() {
        return null;
    }

    // What does not return

    @ParameterizedTest
    @ValueSource(strings = {"verify", "parse", "routes"})
    void requestWhoseReadingHangsIsAnsweredAndTheAccountIsDegradedUntilItReturns(String method) throws Exception {
        Hang hang = hang();
        channel().will(method, hang);
        CompletableFuture<WebhookResponse> request = CompletableFuture.supplyAsync(() -> fixture.post(HELLO));
        hang.awaitBegun();

        fixture.clock.advance(Duration.ofSeconds(11));

        assertThat(request.join().status()).isEqualTo(503);
        await(() -> hang.interrupts > 0);
        assertThat(hang.interrupts).isEqualTo(1);
        assertThat(health("shop").status()).isEqualTo(Health.Status.DEGRADED);
        assertThat(health("shop").trouble()).contains("WildChannel.webhook");
        channel().willBehave(method);
        hang.release();
        await(() -> health("shop").status() == Health.Status.UP);
        fixture.customerWrites("anna", "1", "Hello");
    }

    @Test
    void withEightHungCallsTheAccountIsDownAndIsNotCalledUntilOneReturns() {
        Hang hang = hang();
        channel().will("verify", hang);
        List<CompletableFuture<WebhookResponse>> requests = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            requests.add(CompletableFuture.supplyAsync(() -> fixture.post(HELLO), task -> {
                Thread thread = new Thread(task);
                thread.setDaemon(true);
                thread.start();
            }));
        }
        fixture.whileTimePasses(() -> requests.forEach(CompletableFuture::join));

        assertThat(health("shop").status()).isEqualTo(Health.Status.DOWN);
        channel().willBehave("verify");
        assertThat(fixture.post(HELLO).status()).isEqualTo(503);

        hang.release();
        await(() -> health("shop").status() == Health.Status.UP);
        assertThat(fixture.post(HELLO).status()).isEqualTo(200);
    }

    @Test
    void hungSendIsInterruptedOnceToldToTheAgentAndNothingIsSentBesideIt() throws Exception {
        Hang hang = hang();
        String anna = fixture.customerWrites("anna", "1", "Hello");
        String ines = fixture.customerWrites("ines", "2", "Hello");
        channel().will("send", hang);
        fixture.freshchat.agent().says(anna, "first");
        hang.awaitBegun();

        fixture.clock.advance(Duration.ofSeconds(59));
        fixture.freshchat.agent().says(anna, "second");
        assertThat(fixture.notes()).isEmpty();
        fixture.clock.advance(Duration.ofSeconds(2));
        await(() -> fixture.notes().size() == 1);
        channel().willBehave("send");
        fixture.freshchat.agent().says(ines, "other");
        channel().awaitSent(2);
        fixture.freshchat.agent().says(ines, "another");
        fixture.whileTimePasses(() -> channel().awaitSent(3));

        assertThat(channel().sentTexts()).containsExactly("first", "other", "another");
        await(() -> hang.interrupts > 0);
        assertThat(hang.interrupts).isEqualTo(1);
        assertThat(fixture.notes()).singleElement().asString().contains("may not have reached");
        assertThat(health("shop").status()).isEqualTo(Health.Status.DEGRADED);

        hang.release();
        fixture.whileTimePasses(() -> channel().awaitSent(4));
        assertThat(channel().sentTexts()).containsExactly("first", "other", "another", "second");
    }

    @Test
    void hungSendThatIsSafeToRepeatIsRepeatedUnderItsKeyOnceItHasReturned() throws Exception {
        channel().capabilities(Capabilities.text(1000, Unit.UTF16).safeToResend());
        Hang hang = hang();
        String conversation = fixture.customerWrites("anna", "1", "Hello");
        String ines = fixture.customerWrites("ines", "2", "Hello");
        channel().will("send", hang);
        fixture.freshchat.agent().says(conversation, "Hi");
        hang.awaitBegun();
        fixture.clock.advance(Duration.ofSeconds(61));
        await(() -> health("shop").status() == Health.Status.DEGRADED);
        channel().willBehave("send");
        for (int others = 1; others <= 3; others++) {
            int sent = 1 + others;
            fixture.freshchat.agent().says(ines, "other");
            fixture.whileTimePasses(() -> channel().awaitSent(sent));
        }
        assertThat(channel().sentTexts()).containsExactly("Hi", "other", "other", "other");

        hang.release();
        fixture.whileTimePasses(() -> channel().awaitSent(5));

        assertThat(channel().sent().get(4).key())
                .isEqualTo(channel().sent().get(0).key());
        assertThat(channel().sent().get(4).resend()).isTrue();
        assertThat(fixture.notes()).isEmpty();
    }

    @Test
    void timeOfASendCanBeSetAndItsHttpCallsComeOnTop() throws Exception {
        restart(builder -> builder.sendMargin(Duration.ofSeconds(5)));
        Hang hang = hang();
        String conversation = fixture.customerWrites("anna", "1", "Hello");
        channel().will("send", hang);
        fixture.freshchat.agent().says(conversation, "Hi");
        hang.awaitBegun();

        fixture.clock.advance(Duration.ofSeconds(36));

        await(() -> fixture.notes().size() == 1);
    }

    @Test
    void listenerThatHangsHoldsNothingUpForGoodAndShowsInHealth() throws Exception {
        Hang hang = hang();
        restart(builder -> builder.listener(listener(hang)));
        CompletableFuture<WebhookResponse> request = CompletableFuture.supplyAsync(() -> fixture.post(HELLO));
        hang.awaitBegun();

        assertThat(request.join().status()).isEqualTo(200);
        fixture.freshchat.awaitPosted(1);
        fixture.whileTimePasses(() -> await(() -> health("relay").status() == Health.Status.DEGRADED));

        hang.release();
        await(() -> health("relay").status() == Health.Status.UP);
    }

    private static RelayListener listener(Callable<?> code) {
        return event -> {
            try {
                code.call();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        };
    }

    /** A listener may use the relay. */
    @Test
    void listenerMayHandRequestsToTheRelayItself() {
        List<RelayEvent> seen = new java.util.concurrent.CopyOnWriteArrayList<>();
        restart(builder -> builder.listener(event -> {
            seen.add(event);
            fixture.events.add(event);
            if (event instanceof RelayEvent.Stored stored && stored.eventKey().endsWith(":1")) {
                fixture.post(FakeChannel.text("2", "ines", "Too"));
            }
        }));

        fixture.post(HELLO);

        fixture.freshchat.awaitPosted(2);
        assertThat(seen).filteredOn(RelayEvent.Stored.class::isInstance).hasSize(2);
    }

    @Test
    void relayIsClosedThoughItsChannelIsNot() {
        channel().will("close", hang());

        fixture.whileTimePasses(fixture.relay::close);
    }

    // Providers

    /** A provider that does as it is told. */
    private record WildProvider(Callable<?> telling, Callable<?> opening) implements ChannelProvider {
        @Override
        public Descriptor describe() {
            return doing(telling);
        }

        @Override
        public Channel open(ChannelContext context) {
            return doing(opening);
        }

        @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
        private static <T> T doing(Callable<?> code) {
            try {
                return (T) code.call();
            } catch (Throwable e) {
                throw Wild.<RuntimeException>sneaky(e);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Wild.class)
    void providerThatEndsInAnyWayIsAFaultThatNamesAccountAndClassBesideTheOthers(Wild wild) {
        Callable<?> good = () -> new Descriptor("wild", "Wild", ConfigSpec.none());
        RelayBuilder builder = new RelayBuilder()
                .freshchat(FreshchatSettings.builder()
                        .url(fixture.freshchat.url().toString())
                        .trustHost(fixture.freshchat.url().getHost())
                        .token(fixture.freshchat.token())
                        .webhookKey(fixture.freshchat.publicKeyPem())
                        .build())
                .publicUrl(URI.create("https://chat.example.com/byoc"))
                .account("mute", new WildProvider(wild, () -> new FakeChannel(null)), Map.of("topic", "Support"))
                .account("shut", new WildProvider(good, wild), Map.of("topic", "Support"));

        assertThatThrownBy(builder::build)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll(
                        "account 'mute'", "WildProvider.describe", "account 'shut'", "WildProvider.open")
                .hasMessageNotContaining("words");
    }

    // What a send finds

    @Test
    void sendRunsWithTheClassLoaderOfItsCallerAndAsAPlatformThread() {
        String conversation = fixture.customerWrites("anna", "1", "Hello");
        List<String> threads = new java.util.concurrent.CopyOnWriteArrayList<>();
        channel().will("send", () -> {
            threads.add(Thread.currentThread().getName());
            return new SendResult.Accepted(List.of());
        });
        fixture.freshchat.agent().says(conversation, "Hi");
        List<OutboundMessage> sent = channel().awaitSent(1);

        await(() -> !threads.isEmpty());
        assertThat(sent).hasSize(1);
        assertThat(threads.get(0)).startsWith("byoc-call");
    }
}
