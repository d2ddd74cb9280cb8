package dev.byoc.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.RelayRequest;
import dev.byoc.event.Health;
import dev.byoc.event.Health.Status;
import dev.byoc.event.RelayEvent;
import dev.byoc.freshchat.FreshchatSettings;
import dev.byoc.json.Json;
import dev.byoc.memory.MemoryStore;
import dev.byoc.message.Content;
import dev.byoc.relay.RelayBuilder;
import dev.byoc.relay.RelayEngine;
import dev.byoc.store.spi.RelayStore;
import dev.byoc.testkit.FakeChannel;
import dev.byoc.testkit.FakeChannelProvider;
import dev.byoc.testkit.SettableClock;
import dev.byoc.testkit.freshchat.FakeFreshchat;
import dev.byoc.testkit.server.Fault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Two Freshchat accounts on one store, and one account under two names: what is of one never reaches the other. */
class AccountIdentityTest {
    private static final String CONFIGURATION = "GET /accounts/configuration";

    @TempDir
    Path folder;

    private final SettableClock clock = new SettableClock(Instant.parse("2026-01-15T09:00:00Z"));
    private final FakeFreshchat ours = account(1_001);
    private final FakeFreshchat another = account(2_002);
    private final List<RelayEvent> events = new CopyOnWriteArrayList<>();
    private FakeChannelProvider provider = new FakeChannelProvider();
    private @Nullable RelayEngine relay;

    private FakeFreshchat account(long id) {
        FakeFreshchat freshchat = new FakeFreshchat(clock).accountId(id);
        assertThat(freshchat.addTopic("Support")).isNotBlank();
        return freshchat;
    }

    @AfterEach
    void close() {
        if (relay != null) {
            relay.close();
        }
        ours.close();
        another.close();
    }

    private RelayStore file() {
        return JdbcStore.embedded(folder.resolve("relay.db")).clock(clock);
    }

    private RelayEngine build(FakeFreshchat freshchat, @Nullable String scope, RelayStore store) {
        if (relay != null) {
            relay.close();
        }
        provider = new FakeChannelProvider();
        relay = new RelayBuilder()
                .freshchat(FreshchatSettings.builder()
                        .url(freshchat.url().toString())
                        .trustHost(freshchat.url().getHost())
                        .token(freshchat.token())
                        .webhookKey(freshchat.publicKeyPem())
                        .scope(scope)
                        .build())
                .account("shop", provider, Map.of("topic", "Support"))
                .publicUrl(URI.create("https://chat.example.com/byoc"))
                .clock(clock)
                .drainFor(Duration.ZERO)
                .listener(events::add)
                .store(store)
                .build();
        return relay;
    }

    private RelayEngine start(FakeFreshchat freshchat, @Nullable String scope) {
        RelayEngine made = build(freshchat, scope, file());
        made.start();
        return made;
    }

    private int customerWrites(RelayEngine relay, String id, String text) {
        Json body = FakeChannel.text(id, "ada", text);
        return relay.handle(new RelayRequest(
                        "POST",
                        relay.webhookUrl("shop").getRawPath(),
                        null,
                        provider.channel("shop").headers(),
                        body.bytes(),
                        null))
                .status();
    }

    private static Health.Part part(RelayEngine relay, String name) {
        return relay.health().parts().stream()
                .filter(part -> part.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Long enough for anything that would be sent to be sent. */
    private static void aWhile() {
        LockSupport.parkNanos(Duration.ofMillis(400).toNanos());
    }

    private void oursHasWorked() {
        assertThat(customerWrites(start(ours, null), "1", "hello")).isEqualTo(200);
        assertThat(ours.awaitPosted(1)).hasSize(1);
    }

    @Test
    void nothingGoesToAnotherAccountThanTheStoresAndNothingIsLost() {
        oursHasWorked();

        RelayEngine wrong = start(another, null);
        assertThat(customerWrites(wrong, "2", "for ours alone")).isEqualTo(200);
        assertThat(wrong.send("shop", "ada", "3", List.of(new Content.Text("an answer"))))
                .isTrue();
        aWhile();

        assertThat(another.posted()).isEmpty();
        assertThat(another.users()).isEmpty();
        assertThat(provider.channel("shop").sent()).isEmpty();
        Health.Part part = part(wrong, "freshchat");
        assertThat(part.status()).isEqualTo(Status.DOWN);
        assertThat(part.trouble()).contains("1001", "2002", "127.0.0.1");
        assertThat(part.remedy()).contains("FreshchatSettings.builder().scope(\"2002\")");
        assertThat(events)
                .anyMatch(event -> event instanceof RelayEvent.Paused paused
                        && paused.why().contains("2002"));
        assertThat(wrong.health().open()).isEqualTo(2);
        assertThat(wrong.deadLetters()).isEmpty();

        assertThat(part(start(ours, null), "freshchat").status()).isEqualTo(Status.UP);
        assertThat(ours.awaitPosted(2).get(1).text()).isEqualTo("for ours alone");
        assertThat(provider.channel("shop").awaitSent(1)).hasSize(1);
    }

    /** What is too old to be relayed would be dead-lettered, with a note to the wrong account's agents. */
    @Test
    void nothingIsDeadLetteredForItsAgeWhileAnotherAccountAnswers() {
        oursHasWorked();
        RelayEngine wrong = start(another, null);
        assertThat(customerWrites(wrong, "2", "hello")).isEqualTo(200);

        clock.advance(Duration.ofDays(2));
        aWhile();

        assertThat(wrong.deadLetters()).isEmpty();
        assertThat(wrong.health().open()).isEqualTo(1);
    }

    @Test
    void onceTheRightAccountAnswersItResumesWithoutARestart() {
        oursHasWorked();
        RelayEngine wrong = start(another, null);
        assertThat(customerWrites(wrong, "2", "hello again")).isEqualTo(200);
        assertThat(part(wrong, "freshchat").status()).isEqualTo(Status.DOWN);

        another.accountId(1_001);
        assertThat(wrong.probe().ok()).isTrue();

        // The user of before is not known there: that is tried again after the usual wait.
        for (int second = 0; second < 60 && another.posted().isEmpty(); second++) {
            clock.advance(Duration.ofSeconds(1));
            aWhile();
        }
        assertThat(another.awaitPosted(1).get(0).text()).isEqualTo("hello again");
        assertThat(events).anyMatch(RelayEvent.Resumed.class::isInstance);
    }

    @Test
    void accountThatIsExchangedWhileTheRelayRunsIsFoundOutByAProbe() {
        oursHasWorked();
        RelayEngine running = start(ours, null);
        ours.accountId(3_003);

        assertThat(running.probe().status()).isEqualTo(Status.DOWN);
        assertThat(customerWrites(running, "2", "hello")).isEqualTo(200);
        aWhile();

        assertThat(ours.posted()).hasSize(1);
    }

    static List<Fault> passing() {
        return List.of(Fault.answer(503), Fault.answer(429), Fault.cut(), Fault.answer(500));
    }

    /** Its first message must not be what finds out. */
    @ParameterizedTest
    @MethodSource("passing")
    void accountThatDoesNotAnswerAtTheStartIsComparedBeforeAnythingIsSentToIt(Fault fault) {
        oursHasWorked();
        another.faults().next(CONFIGURATION, 3, fault);
        RelayEngine wrong = start(another, null);
        assertThat(part(wrong, "freshchat").status()).isNotEqualTo(Status.DOWN);

        assertThat(customerWrites(wrong, "2", "for ours alone")).isEqualTo(200);
        for (int glance = 0;
                glance < 2_000
                        && events.stream()
                                .noneMatch(event -> event instanceof RelayEvent.Paused paused
                                        && paused.why().contains("2002"));
                glance++) {
            clock.advance(Duration.ofSeconds(5));
            LockSupport.parkNanos(5_000_000);
        }
        aWhile();

        assertThat(part(wrong, "freshchat").trouble()).contains("2002");
        assertThat(another.posted()).isEmpty();
        assertThat(another.users()).isEmpty();
        assertThat(wrong.deadLetters()).isEmpty();
    }

    /** A token without that right works all the same. */
    @ParameterizedTest
    @ValueSource(ints = {403, 404, 400})
    void accountThatDoesNotTellItsIdIsWorkedWithAsIfThereWereNoQuestion(int status) {
        oursHasWorked();
        ours.faults().always(CONFIGURATION, Fault.answer(status));

        assertThat(customerWrites(start(ours, null), "2", "hello again")).isEqualTo(200);

        assertThat(ours.awaitPosted(2)).hasSize(2);
    }

    @Test
    void answerWithoutAnIdIsNoOtherAccount() {
        oursHasWorked();
        ours.faults()
                .always(
                        CONFIGURATION,
                        Fault.answer(
                                200, Json.object().put("plan_type", "GROWTH").build()));

        RelayEngine again = start(ours, null);
        assertThat(customerWrites(again, "2", "hello again")).isEqualTo(200);

        assertThat(ours.awaitPosted(2)).hasSize(2);
        assertThat(part(again, "freshchat").status()).isEqualTo(Status.UP);
    }

    @Test
    void sameAccountUnderAnotherNameWorksAndIsToldTheNameThatItHad() {
        oursHasWorked();

        RelayEngine renamed = start(ours, "alias");
        assertThat(customerWrites(renamed, "2", "hello again")).isEqualTo(200);

        assertThat(ours.awaitPosted(2)).hasSize(2);
        assertThat(part(renamed, "relay").status()).isEqualTo(Status.DEGRADED);
        assertThat(part(renamed, "relay").trouble()).contains("\"127.0.0.1\"", "\"alias\"");
        assertThat(part(renamed, "relay").remedy()).contains("FreshchatSettings.builder().scope(\"127.0.0.1\")");
        assertThat(start(ours, "127.0.0.1").health().ok())
                .as("the other name is told of as long as it is there")
                .isFalse();
    }

    @Test
    void whatIsOpenUnderAnotherNameIsToldWithTheLineThatFindsIt() {
        ours.faults().always("GET /users", Fault.answer(503));
        RelayEngine first = start(ours, "first");
        assertThat(customerWrites(first, "1", "hello")).isEqualTo(200);
        assertThat(first.health().open()).isEqualTo(1);

        RelayEngine second = start(another, "second");

        assertThat(part(second, "relay").status()).isEqualTo(Status.DEGRADED);
        assertThat(part(second, "relay").trouble()).contains("open under scope \"first\"");
        assertThat(part(second, "relay").remedy()).contains(".scope(\"first\")");
        assertThat(customerWrites(second, "2", "for the second")).isEqualTo(200);
        assertThat(another.awaitPosted(1).get(0).text()).isEqualTo("for the second");
    }

    @Test
    void twoAccountsWithANameEachShareAStoreInPeace() {
        assertThat(customerWrites(start(ours, "ours"), "1", "hello")).isEqualTo(200);
        assertThat(ours.awaitPosted(1)).hasSize(1);
        awaitIdle();
        assertThat(customerWrites(start(another, "another"), "1", "hello")).isEqualTo(200);
        assertThat(another.awaitPosted(1)).hasSize(1);

        assertThat(relay.health().ok()).isTrue();
    }

    private void awaitIdle() {
        for (int glance = 0; glance < 2_000 && relay.health().open() > 0; glance++) {
            LockSupport.parkNanos(5_000_000);
        }
    }

    @Test
    void restartOfTheSameAccountIsNothingToTell() {
        oursHasWorked();
        awaitIdle();

        assertThat(start(ours, null).health().ok()).isTrue();
        assertThat(events).noneMatch(RelayEvent.Paused.class::isInstance);
    }

    @Test
    void buildCallsNoServer() {
        assertThat(build(ours, null, file())).isNotNull();

        assertThat(ours.calls()).isEmpty();
    }

    @Test
    void addressesInMemoryFollowFromTheName() {
        URI one = build(ours, "one", new MemoryStore(clock)).freshchatWebhookUrl();
        URI two = build(ours, "two", new MemoryStore(clock)).freshchatWebhookUrl();
        URI oneAgain = build(ours, "one", new MemoryStore(clock)).freshchatWebhookUrl();

        assertThat(one).isEqualTo(oneAgain).isNotEqualTo(two);
    }
}
