package dev.byoc.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.byoc.ConfigurationException;
import dev.byoc.Direction;
import dev.byoc.RelayRequest;
import dev.byoc.channel.AccountHealth;
import dev.byoc.channel.Registration;
import dev.byoc.channel.SendResult;
import dev.byoc.event.Health;
import dev.byoc.event.Health.Status;
import dev.byoc.event.RelayEvent;
import dev.byoc.event.RelayEvent.HealthChanged;
import dev.byoc.json.Json;
import dev.byoc.memory.MemoryStore;
import dev.byoc.relay.RelayBuilder;
import dev.byoc.store.spi.RelayStore;
import dev.byoc.testkit.server.Fault;
import dev.byoc.testkit.server.Gate;
import dev.byoc.testkit.store.WatchedStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each cause of trouble turns the health, is told once, is brought to mind each hour, and turns back. */
class HealthTableTest {
    private static final String ACCOUNT_CALL = "GET /accounts/configuration";
    private static final String TOPICS_CALL = "GET /channels";
    private static final Duration ROUND = Duration.ofMinutes(5);
    private static final String ELSEWHERE = "https://thief.example/hook/secret-of-theirs";

    private final AtomicReference<String> trouble = new AtomicReference<>();
    private final AtomicReference<String> warning = new AtomicReference<>();
    /** How often the watch has looked at the store. */
    private final AtomicInteger looks = new AtomicInteger();

    private volatile Duration holds;
    private boolean isUnprobed;
    private EngineFixture fixture;
    private final PublicFront front = new PublicFront(() -> fixture == null ? null : fixture.relay);

    @AfterEach
    void close() {
        if (fixture != null) {
            fixture.close();
        }
        front.close();
    }

    /**
     * A row of the table.
     *
     * @param begins makes it so, as far as it is not so at the next probe
     * @param ends makes it good
     * @param remedy a word of what an operator is told to do
     */
    private record Cause(
            String name,
            String component,
            String kind,
            Status status,
            String remedy,
            Consumer<HealthTableTest> begins,
            Consumer<HealthTableTest> ends) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Cause probed(String name, String kind, Status status, String remedy, Fault fault, String... calls) {
        return new Cause(
                name,
                "freshchat",
                kind,
                status,
                remedy,
                test -> Stream.of(calls)
                        .forEach(call -> test.fixture.freshchat.faults().always(call, fault)),
                test -> test.fixture.freshchat.faults().clear());
    }

    private static Cause asked(String name, String kind, Status status, String remedy, AccountHealth answer) {
        return new Cause(
                name,
                "shop",
                kind,
                status,
                remedy,
                test -> test.channel().health = answer,
                test -> test.channel().health = new AccountHealth.Healthy(true));
    }

    private static Cause stored(String name, String kind, Status status, String remedy, boolean refuses) {
        return new Cause(
                name,
                "store",
                kind,
                status,
                remedy,
                test -> (refuses ? test.trouble : test.warning).set("It is " + name + "."),
                test -> (refuses ? test.trouble : test.warning).set(null));
    }

    static Stream<Cause> causes() {
        return Stream.of(
                probed("the token is wrong", "token", Status.DOWN, "API token", Fault.answer(401), ACCOUNT_CALL),
                probed(
                        "the account is not paid for",
                        "token",
                        Status.DOWN,
                        "API token",
                        Fault.answer(402),
                        ACCOUNT_CALL),
                probed("the host serves a portal", "host", Status.DOWN, "url", Fault.html(), ACCOUNT_CALL),
                probed("the host knows no such path", "host", Status.DOWN, "url", Fault.answer(404), ACCOUNT_CALL),
                probed(
                        "a right is missing",
                        "right",
                        Status.DEGRADED,
                        "may make this call",
                        Fault.answer(403),
                        ACCOUNT_CALL),
                probed(
                        "the right to topics is missing",
                        "right",
                        Status.DEGRADED,
                        "may make this call",
                        Fault.answer(403),
                        TOPICS_CALL),
                probed("Freshchat fails", "unreachable", Status.DEGRADED, "", Fault.answer(500), ACCOUNT_CALL),
                probed("Freshchat's topics fail", "unreachable", Status.DEGRADED, "", Fault.answer(502), TOPICS_CALL),
                asked(
                        "the webhook is somebody else's",
                        "registration",
                        Status.DOWN,
                        "relay.install(\"shop\")",
                        new AccountHealth.WebhookElsewhere(ELSEWHERE)),
                asked(
                        "the webhook is nobody's",
                        "registration",
                        Status.DOWN,
                        "relay.install(\"shop\")",
                        new AccountHealth.WebhookElsewhere("")),
                asked(
                        "the messenger refuses the key",
                        "key",
                        Status.DOWN,
                        "current key",
                        new AccountHealth.KeyRefused("wrong key")),
                asked(
                        "the messenger is out of reach",
                        "unreachable",
                        Status.DEGRADED,
                        "",
                        new AccountHealth.Unreachable("no route")),
                asked(
                        "the bot is blocked",
                        "impaired",
                        Status.DEGRADED,
                        "",
                        new AccountHealth.Impaired("blocked, ask support")),
                new Cause(
                        "the topic is unknown",
                        "shop",
                        "topic",
                        Status.DEGRADED,
                        "'topic'",
                        test -> test.fixture.freshchat.faults().always(TOPICS_CALL, topics("Sales")),
                        test -> test.fixture.freshchat.faults().clear()),
                new Cause(
                        "Freshchat's webhook key has changed",
                        "freshchat",
                        "signature",
                        Status.DOWN,
                        "webhookKey",
                        test -> test.times(3, () -> test.freshchatPosts("not signed by the key")),
                        test -> test.fixture.freshchat.sends(
                                "ping",
                                Json.object().put("action", "ping").build().bytes())),
                new Cause(
                        "the messenger's key has changed",
                        "shop",
                        "signature",
                        Status.DOWN,
                        "key or token",
                        test -> test.times(3, () -> test.shopPosts("other-secret")),
                        test -> test.fixture.post(FakeChannel.events())),
                stored("refusing", "refuses", Status.DOWN, "503", true),
                stored("nearly full", "disk", Status.DEGRADED, "room", false),
                new Cause(
                        "the clock is ahead",
                        "relay",
                        "clock",
                        Status.DEGRADED,
                        "NTP",
                        test -> test.freshchatsClock(Duration.ofSeconds(-121)),
                        test -> test.freshchatsClock(Duration.ofSeconds(-119))),
                new Cause(
                        "the clock is behind",
                        "relay",
                        "clock",
                        Status.DEGRADED,
                        "NTP",
                        test -> test.freshchatsClock(Duration.ofDays(1)),
                        test -> test.freshchatsClock(Duration.ZERO)),
                new Cause(
                        "the public address leads nowhere",
                        "relay",
                        "public address",
                        Status.DEGRADED,
                        "publicUrl",
                        test -> {
                            test.front.answers(404);
                            test.passWithItsProbe(ROUND);
                        },
                        test -> test.front.up()),
                new Cause(
                        "the account is silent",
                        "shop",
                        "silent",
                        Status.DEGRADED,
                        "relay.install(\"shop\")",
                        test -> test.passWithItsProbe(Duration.ofHours(8)),
                        test -> test.fixture.post(FakeChannel.events())));
    }

    private static Fault topics(String name) {
        return Fault.answer(
                200,
                Json.object()
                        .put("channels", List.of(Map.of("id", "7b7c7a4e-0000-4000-8000-000000000001", "name", name)))
                        .build());
    }

    @ParameterizedTest
    @MethodSource("causes")
    void causeTurnsTheHealthTellsOnceRemindsEachHourAndTurnsBack(Cause cause) {
        try (CapturedLogs logs = CapturedLogs.start()) {
            start(Map.of("silent-after", "PT8H"));
            assertThat(part(cause.component()).status()).isEqualTo(Status.UP);

            cause.begins().accept(this);
            awaitAtTheNextProbe(() -> part(cause.component()).status() == cause.status()
                    && part(cause.component()).since() != null);
            Health.Part bad = part(cause.component());
            assertThat(bad.trouble()).isNotBlank().doesNotContain("secret-of-theirs");
            assertThat(bad.remedy()).isNotBlank().contains(cause.remedy());
            await(() -> told(cause, true).size() == 1);
            assertThat(told(cause, true)).first().satisfies(event -> {
                assertThat(event.before()).isEqualTo(Status.UP);
                assertThat(event.after()).isEqualTo(cause.status());
                assertThat(event.cause()).isEqualTo(bad.trouble());
                assertThat(event.remedy()).isEqualTo(bad.remedy());
            });

            String line = cause.component() + " is " + cause.status();
            // It goes on, and is found again by the probes of two hours.
            for (int hour = 1; hour <= 2; hour++) {
                int reminders = hour;
                passWithItsProbe(Duration.ofHours(1));
                await(() -> logs.linesWith(line + " since") == reminders);
            }
            assertThat(logs.text()).contains("and 0 entries wait to be relayed");
            assertThat(logs.linesWith(line + ":")).isEqualTo(1);
            assertThat(told(cause, true)).hasSize(1);

            cause.ends().accept(this);
            awaitAtTheNextProbe(() -> part(cause.component()).status() == Status.UP);
            await(() -> told(cause, false).size() == 1);
            assertThat(told(cause, false))
                    .first()
                    .satisfies(event -> assertThat(event.after()).isEqualTo(Status.UP));
            String ended = cause.component() + ": this has ended";
            await(() -> logs.linesWith(ended) == 1);
            assertThat(logs.text().lines().filter(each -> each.contains(ended)))
                    .allMatch(each -> each.contains("INFO"));
        }
    }

    @Test
    void wrongTokenIsToldAtTheStart() {
        startWith(Map.of(), builder -> {}, made -> {
            made.freshchat.faults().always(ACCOUNT_CALL, Fault.answer(401));
        });

        assertThat(part("freshchat").status()).isEqualTo(Status.DOWN);
    }

    @Test
    void repairOfAStolenWebhookIsOneCall() {
        start(Map.of("take-over", "yes"));
        channel().registersItself = true;
        fixture.relay.install();
        channel().health = new AccountHealth.WebhookElsewhere(ELSEWHERE);
        awaitAtTheNextProbe(() -> part("shop").status() == Status.DOWN);
        assertThat(fixture.relay.registrations().get("shop")).isInstanceOf(Registration.Occupied.class);

        Registration outcome = fixture.relay.install("shop");

        assertThat(outcome).isInstanceOf(Registration.Registered.class);
        assertThat(fixture.relay.registrations().get("shop")).isInstanceOf(Registration.Registered.class);
        assertThat(part("shop").status()).isEqualTo(Status.UP);
    }

    @Test
    void repairLeavesAnotherSystemsWebhookUnlessTheAccountTakesOver() {
        start(Map.of());
        channel().registersItself = true;
        fixture.relay.install();
        channel().health = new AccountHealth.WebhookElsewhere(ELSEWHERE);
        fixture.relay.probe();
        assertThat(part("shop").remedy()).contains("'take-over'", "relay.install(\"shop\")");

        assertThat(fixture.relay.install("shop")).isEqualTo(new Registration.Occupied(ELSEWHERE));

        assertThat(part("shop").status()).isEqualTo(Status.DOWN);
        assertThat(channel().health).isEqualTo(new AccountHealth.WebhookElsewhere(ELSEWHERE));
    }

    @Test
    void repairOfAWebhookThatGoesNowhereNeedsNoTakeOver() {
        start(Map.of());
        channel().registersItself = true;
        channel().health = new AccountHealth.WebhookElsewhere("");
        fixture.relay.probe();

        assertThat(fixture.relay.install("shop")).isInstanceOf(Registration.Registered.class);

        assertThat(part("shop").status()).isEqualTo(Status.UP);
    }

    /** Each minute the registration is tried again, and says less than the messenger itself has said. */
    @Test
    void registrationThatFailsForNowDoesNotBelittleAWebhookThatGoesNowhere() {
        start(Map.of());
        channel().registersItself = true;
        fixture.relay.install();
        channel().health = new AccountHealth.WebhookElsewhere("");
        fixture.relay.probe();
        channel().registersItself = false;
        channel().willRegister(new Registration.Failed(true, "no answer"));

        for (int i = 0; i < 5; i++) {
            fixture.relay.install("shop");
            fixture.relay.probe();
        }

        await(() -> !changes().isEmpty());
        assertThat(changes()).extracting(HealthChanged::after).containsExactly(Status.DOWN);
    }

    @Test
    void webhookThatTheHostHasTakenBackIsNoCause() {
        start(Map.of());
        channel().registersItself = true;
        fixture.relay.install();
        fixture.relay.uninstall();
        channel().health = new AccountHealth.WebhookElsewhere("");

        fixture.relay.probe();
        assertThat(part("shop").status()).isEqualTo(Status.UP);
        assertThat(fixture.relay.registrations()).isEmpty();

        fixture.relay.install();
        channel().health = new AccountHealth.WebhookElsewhere("");
        fixture.relay.probe();
        assertThat(part("shop").status()).isEqualTo(Status.DOWN);
    }

    @Test
    void probeThatTheEndOfTheRelayCutsOffIsNoTrouble() throws Exception {
        start(Map.of());
        Gate gate = new Gate();
        fixture.freshchat.faults().next(ACCOUNT_CALL, Fault.heldAt(gate));
        try (CapturedLogs logs = CapturedLogs.start()) {
            Thread probing = new Thread(fixture.relay::probe);
            probing.start();
            gate.awaitArrival();

            fixture.relay.close();
            probing.join();

            assertThat(logs.text()).doesNotContain("freshchat is ");
        } finally {
            gate.open();
        }
        assertThat(changes()).isEmpty();
    }

    @Test
    void probeThatHangsHoldsUpNeitherTheWatchNorMessages() {
        start(Map.of());
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        channel().beforeProbe = () -> {
            asked.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
        fixture.clock.advance(ROUND);
        await(() -> asked.getCount() == 0);

        trouble.set("It is full.");
        await(() -> part("store").status() == Status.DOWN && changes().size() == 1);
        trouble.set(null);
        fixture.customerWrites("anna", "1", "Hello");
        await(() -> part("store").status() == Status.UP);

        goOn.countDown();
        await(() -> channel().probes.get() == 2);
        assertThat(part("shop").status()).isEqualTo(Status.UP);
    }

    @Test
    void relayWithoutALeaseOnTheStoreProbesNothingAndFindsNothing() {
        start(Map.of());
        int calls = fixture.freshchat.calls("*");
        fixture.freshchat.faults().always("*", Fault.answer(401));
        holds = Duration.ZERO;

        fixture.relay.probe();

        assertThat(fixture.freshchat.calls("*")).isEqualTo(calls);
        assertThat(part("freshchat").status()).isEqualTo(Status.UP);
        holds = null;
        fixture.relay.probe();
        assertThat(part("freshchat").status()).isEqualTo(Status.DOWN);
    }

    @Test
    void whatBeginsAndEndsAgainAndAgainIsOneLineAMinuteAndIsToldWhenItStays() {
        try (CapturedLogs logs = CapturedLogs.start()) {
            start(Map.of());
            for (int i = 0; i < 100; i++) {
                fixture.relay.reportHost(Status.DOWN, "It answers nothing.", null);
                fixture.relay.reportHost(Status.UP, null, null);
            }
            fixture.relay.reportHost(Status.DOWN, "It answers nothing.", null);
            assertThat(logs.linesWith("host is DOWN")).isEqualTo(1);
            assertThat(logs.linesWith("host: this has ended")).isEqualTo(1);
            assertThat(part("host").status()).isEqualTo(Status.DOWN);

            fixture.clock.advance(Duration.ofMinutes(1));
            await(() -> logs.linesWith("host is DOWN since") == 1);
            fixture.relay.reportHost(Status.UP, null, null);
            assertThat(logs.linesWith("host: this has ended")).isEqualTo(2);
        }
    }

    /** Two bots post to one address, one of them with another key. */
    @Test
    void refusedWebhooksBetweenGoodOnesAreOneConditionThatStays() {
        start(Map.of());
        for (int i = 0; i < 6; i++) {
            times(3, () -> shopPosts("other-secret"));
            fixture.post(FakeChannel.events());
            fixture.clock.advance(Duration.ofSeconds(20));
            int before = looks.get();
            await(() -> looks.get() >= before + 2);
            assertThat(part("shop").status()).isEqualTo(Status.DOWN);
        }
        await(() -> !changes().isEmpty());
        assertThat(changes()).hasSize(1);

        fixture.clock.advance(Duration.ofMinutes(1));
        await(() -> part("shop").status() == Status.UP);
    }

    @Test
    void oneOfFreshchatsServersWhoseClockIsOffIsOneConditionThatStays() {
        start(Map.of());
        for (int i = 0; i < 20; i++) {
            freshchatsClock(i % 2 == 0 ? Duration.ofHours(-1) : ROUND.negated());
            fixture.relay.probe();
            fixture.clock.advance(Duration.ofSeconds(10));
            assertThat(part("relay").status()).isEqualTo(Status.DEGRADED);
        }
        await(() -> !changes().isEmpty());
        assertThat(changes()).hasSize(1);
    }

    @Test
    void clockThatIsSetRightEndsItAtOnce() {
        start(Map.of());
        freshchatsClock(Duration.ofHours(-1));
        fixture.relay.probe();
        assertThat(part("relay").status()).isEqualTo(Status.DEGRADED);

        fixture.clock.advance(Duration.ofMinutes(-55));
        fixture.relay.probe();

        assertThat(part("relay").status()).isEqualTo(Status.UP);
    }

    @Test
    void messengersOwnWordOfTheAccountOutlastsMessagesThatPass() {
        start(Map.of());
        String conversation = fixture.customerWrites("anna", "1", "Hello");
        channel().health = new AccountHealth.Impaired("dormant");
        fixture.relay.probe();

        fixture.freshchat.agent().says(conversation, "Good day");
        channel().awaitSent(1);
        await(() -> fixture.events.stream()
                .anyMatch(event -> event instanceof RelayEvent.Delivered delivered
                        && delivered.direction() == Direction.OUTBOUND));

        assertThat(part("shop").status()).isEqualTo(Status.DEGRADED);
        assertThat(changes()).hasSize(1);
    }

    /** What the probe asks for may work while no message does. */
    @Test
    void accountThatMessagesAreRefusedForIsNotWellBecauseTheProbeIs() {
        start(Map.of());
        String conversation = fixture.customerWrites("anna", "1", "Hello");
        channel().willAnswer(new SendResult.Refused(SendResult.Reason.MISCONFIGURED, "no such sender"));
        fixture.freshchat.agent().says(conversation, "Good day");
        await(() -> part("shop").status() == Status.DEGRADED);

        fixture.relay.probe();
        assertThat(part("shop").status()).isEqualTo(Status.DEGRADED);

        fixture.freshchat.agent().says(conversation, "Good day again");
        await(() -> part("shop").status() == Status.UP);
    }

    @Test
    void webhookThatTheAdminHasPutRightCountsAsRegistered() {
        start(Map.of());
        channel().health = new AccountHealth.WebhookElsewhere("");
        fixture.relay.probe();
        assertThat(fixture.relay.registrations().get("shop")).isInstanceOf(Registration.Failed.class);

        channel().health = new AccountHealth.Healthy(true);
        fixture.relay.probe();

        assertThat(fixture.relay.registrations().get("shop")).isInstanceOf(Registration.Registered.class);
    }

    @Test
    void probeThatTellsNothingOfWebhooksLeavesWhatTheRegistrationSaid() {
        start(Map.of());
        Registration before = fixture.relay.registrations().get("shop");

        channel().health = new AccountHealth.Healthy(false);
        fixture.relay.probe();

        assertThat(fixture.relay.registrations().get("shop")).isEqualTo(before);
    }

    @Test
    void settingsPageSaysNoMoreThatThereIsNothingToDo() {
        startWith(Map.of(), builder -> builder.settingsPage("correct horse"), made -> {});
        channel().registersItself = true;
        fixture.relay.install();
        assertThat(page()).contains("There is nothing to do");

        channel().health = new AccountHealth.WebhookElsewhere(ELSEWHERE);
        fixture.relay.probe();

        assertThat(page())
                .doesNotContain("There is nothing to do")
                .contains("Another webhook is registered", "thief.example")
                .doesNotContain("secret-of-theirs");
    }

    private String page() {
        String credentials = java.util.Base64.getEncoder()
                .encodeToString("a:correct horse".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return new String(
                fixture.relay
                        .handle(new RelayRequest(
                                "GET",
                                "/byoc/settings",
                                null,
                                Map.of("Authorization", List.of("Basic " + credentials)),
                                new byte[0],
                                null))
                        .body(),
                java.nio.charset.StandardCharsets.UTF_8);
    }

    @Test
    void strayRefusalsBetweenGoodRequestsAreNoCause() {
        start(Map.of());
        for (int i = 0; i < 5; i++) {
            times(2, () -> shopPosts("other-secret"));
            fixture.post(FakeChannel.events());
        }

        assertThat(part("shop").status()).isEqualTo(Status.UP);
        assertThat(changes()).isEmpty();
    }

    /** Freshchat repeats what was not taken: one body spoilt on its way is one stray. */
    @Test
    void repeatsOfOneRefusedWebhookAreNoCauseUntilTheyGoOn() {
        start(Map.of());
        fixture.customerWrites("anna", "1", "Hello");
        fixture.freshchat.webhooks().awaitDelivered();

        times(5, () -> freshchatPosts("spoilt"));
        assertThat(part("freshchat").status()).isEqualTo(Status.UP);

        freshchatPosts("spoilt");
        assertThat(part("freshchat").status()).isEqualTo(Status.DOWN);
    }

    @Test
    void appThatSignsWithAnotherSecretIsTroubleOfItsOwn() {
        startWith(Map.of(), builder -> builder.productEvents("0123456789abcdef"), made -> {});
        times(
                3,
                () -> fixture.relay.handle(new RelayRequest(
                        "POST",
                        fixture.relay.productEventUrl().getRawPath(),
                        null,
                        Map.of("X-Byoc-Signature", List.of("00")),
                        new byte[] {'{', '}'},
                        null)));

        assertThat(part("freshchat").status()).isEqualTo(Status.DOWN);
        assertThat(part("freshchat").remedy()).contains("productEvents");
    }

    @Test
    void strangersWhoDoNotKnowTheAddressAreNoCause() {
        start(Map.of());
        times(
                50,
                () -> fixture.relay.handle(new RelayRequest(
                        "POST", "/byoc/shop/guessed-secret-part-0", null, Map.of(), new byte[] {'{', '}'}, null)));

        assertThat(part("shop").status()).isEqualTo(Status.UP);
    }

    @Test
    void throttledProbeSaysNothing() {
        start(Map.of());
        fixture.freshchat.faults().always(ACCOUNT_CALL, Fault.answer(429));

        assertThat(fixture.relay.probe().ok()).isTrue();
    }

    @Test
    void causeInOtherWordsIsNotToldAgain() {
        start(Map.of());
        for (int i = 0; i < 3; i++) {
            fixture.freshchat.faults().next(ACCOUNT_CALL, Fault.answer(401).header("X-Trace-ID", "trace" + i));
            fixture.relay.probe();
        }

        await(() -> !changes().isEmpty());
        assertThat(changes()).hasSize(1);
        assertThat(part("freshchat").trouble()).contains("trace2");
    }

    @Test
    void messageThatPassesShowsThatFreshchatWorks() {
        start(Map.of());
        fixture.freshchat.faults().next(ACCOUNT_CALL, Fault.answer(500));
        fixture.relay.probe();
        assertThat(part("freshchat").status()).isEqualTo(Status.DEGRADED);

        fixture.customerWrites("anna", "1", "Hello");

        await(() -> part("freshchat").status() == Status.UP);
    }

    @Test
    void probeThatSucceedsLetsACallGoAtOnce() {
        start(Map.of());
        fixture.freshchat.faults().always("*", Fault.answer(401));
        fixture.post(FakeChannel.text("1", "anna", "Hello"));
        await(() -> part("freshchat").status() == Status.DOWN
                && fixture.events.stream().anyMatch(RelayEvent.Paused.class::isInstance));
        fixture.freshchat.faults().clear();
        fixture.relay.probe();

        // The breaker itself would not try for a minute at least; the message is back before it a second after its
        // attempt.
        awaitWithinSeconds(25, () -> fixture.events.stream().anyMatch(RelayEvent.Delivered.class::isInstance));
        await(() -> fixture.relay.health().ok());
    }

    @Test
    void probeThatSucceedsEndsAPauseForWhichNothingWaits() {
        start(Map.of());
        fixture.freshchat.faults().always("*", Fault.answer(401));
        fixture.post(FakeChannel.text("1", "anna", "Hello"));
        await(() -> fixture.events.stream().anyMatch(RelayEvent.Paused.class::isInstance));
        fixture.clock.advance(Duration.ofDays(30));
        awaitWithinSeconds(25, () -> fixture.relay.health().open() == 0);
        fixture.freshchat.faults().clear();

        fixture.relay.probe();

        await(() -> fixture.relay.health().ok());
    }

    @Test
    void reminderNamesTheSizeOfTheBacklog() {
        start(Map.of());
        fixture.freshchat.faults().always("*", Fault.answer(401));
        for (int i = 0; i < 3; i++) {
            fixture.post(FakeChannel.text("m" + i, "customer" + i, "Hello"));
        }
        await(() -> fixture.events.stream().anyMatch(RelayEvent.Paused.class::isInstance)
                && changes().stream().anyMatch(event -> event.kind().equals("paused")));

        try (CapturedLogs logs = CapturedLogs.start()) {
            fixture.clock.advance(Duration.ofMinutes(61));

            await(() -> logs.text().contains("3 entries wait to be relayed"));
        }
    }

    @Test
    void slowListenerHoldsUpNoHealthCheck() {
        CountDownLatch told = new CountDownLatch(1);
        startWith(
                Map.of(),
                builder -> builder.listener(event -> {
                    try {
                        told.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }),
                made -> {});
        channel().health = new AccountHealth.KeyRefused("wrong key");

        assertThat(fixture.relay.probe().status()).isEqualTo(Status.DOWN);

        told.countDown();
    }

    @Test
    void relayWithoutProbesCallsNoServerByItself() {
        isUnprobed = true;
        startWith(Map.of(), builder -> builder.probeEvery(Duration.ZERO), made -> {});
        int calls = fixture.freshchat.calls("*");

        fixture.clock.advance(Duration.ofDays(1));
        // Two looks of the watch have passed when it has noticed both.
        trouble.set("a");
        await(() -> changes().size() == 1);
        trouble.set(null);
        await(() -> changes().size() == 2);

        assertThat(fixture.freshchat.calls("*")).isEqualTo(calls);
        assertThat(channel().probes).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"8h", "PT0S", "-PT1H", "PT1S", "P400D", "P99999999999D"})
    void silenceThatIsNoFitDurationIsAFault(String value) {
        assertThatThrownBy(() -> start(Map.of("silent-after", value)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("'silent-after'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-PT5M", "PT0.5S"})
    void probesTooCloseAreAFault(String value) {
        assertThatThrownBy(() -> startWith(Map.of(), builder -> builder.probeEvery(Duration.parse(value)), made -> {}))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("probeEvery");
    }

    // Pieces

    private void start(Map<String, String> settings) {
        startWith(settings, builder -> {}, made -> {});
    }

    private void startWith(
            Map<String, String> settings, Consumer<RelayBuilder> more, Consumer<EngineFixture> beforeTheStart) {
        int before = front.paths().size();
        fixture = new EngineFixture(
                settings,
                ProbedChannel::new,
                builder -> more.accept(builder.store(watched()).publicUrl(front.url())),
                beforeTheStart);
        // The first round is over: none of it may see what the test does next.
        boolean elsewhere = !fixture.relay.freshchatWebhookUrl().toString().startsWith(front.url() + "/");
        await(() -> isUnprobed
                || (channel().probes.get() == 1 && (elsewhere || front.paths().size() > before)));
    }

    /** A store that tells of itself what the test says, and is a real one otherwise. */
    private RelayStore watched() {
        RelayStore real = new MemoryStore(new LateClock());
        return WatchedStore.of(real, (method, arguments, call) -> {
            Duration told = holds;
            return switch (method) {
                case "trouble" -> trouble.get();
                case "warning" -> {
                    looks.incrementAndGet();
                    yield warning.get();
                }
                case "journal.holdsFor" -> told == null ? call.proceed() : told;
                default -> call.proceed();
            };
        });
    }

    /** The fixture's, which is not there yet when the store is made. */
    private final class LateClock extends Clock {
        @Override
        public Instant instant() {
            return fixture == null ? Instant.parse("2026-01-15T09:00:00Z") : fixture.clock.instant();
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }

    private ProbedChannel channel() {
        return (ProbedChannel) fixture.channel;
    }

    private Health.Part part(String name) {
        return fixture.relay.health().parts().stream()
                .filter(part -> part.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private List<HealthChanged> changes() {
        List<HealthChanged> changes = new ArrayList<>();
        for (RelayEvent event : fixture.events) {
            if (event instanceof HealthChanged changed) {
                changes.add(changed);
            }
        }
        return changes;
    }

    private List<HealthChanged> told(Cause cause, boolean began) {
        return changes().stream()
                .filter(event -> event.component().equals(cause.component())
                        && event.kind().equals(cause.kind())
                        && event.began() == began)
                .toList();
    }

    /** Some causes are found by the next probe, and all by then. */
    private void awaitAtTheNextProbe(BooleanSupplier condition) {
        passWithItsProbe(ROUND);
        await(condition);
    }

    /** Until the round of probes that is due then has ended: none of it may see what the test does next. */
    private void passWithItsProbe(Duration duration) {
        int before = channel().probes.get();
        int asked = fixture.freshchat.calls(ACCOUNT_CALL);
        fixture.clock.advance(duration);
        await(() -> channel().probes.get() > before && fixture.freshchat.calls(ACCOUNT_CALL) > asked);
        // Waits for what is still made of Freshchat's answer.
        fixture.relay.probe();
    }

    /** While the clock goes on by so much at most: what is put off is put off from the moment when that is decided. */
    private void awaitWithinSeconds(int seconds, BooleanSupplier condition) {
        for (int i = 0; i < seconds && !condition.getAsBoolean(); i++) {
            fixture.time().pass(Duration.ofSeconds(1), 1);
        }
        await(condition);
    }

    private void await(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime())
                    .as("health: %s, events: %s", fixture.relay.health(), fixture.events)
                    .isLessThan(end);
            LockSupport.parkNanos(2_000_000);
        }
    }

    private void times(int times, Runnable task) {
        for (int i = 0; i < times; i++) {
            task.run();
        }
    }

    private void freshchatPosts(String signature) {
        fixture.relay.handle(new RelayRequest(
                "POST",
                fixture.relay.freshchatWebhookUrl().getRawPath(),
                null,
                Map.of("X-Freshchat-Signature", List.of(signature)),
                new byte[] {'{', '}'},
                null));
    }

    private void shopPosts(String secret) {
        fixture.relay.handle(new RelayRequest(
                "POST",
                fixture.relay.webhookUrl("shop").getRawPath(),
                null,
                Map.of(FakeChannel.SECRET_HEADER, List.of(secret)),
                FakeChannel.events().bytes(),
                null));
    }

    /** By how much Freshchat's clock is ahead of the relay's at its next answers. */
    private void freshchatsClock(Duration ahead) {
        fixture.freshchat.faults().clear();
        fixture.freshchat
                .faults()
                .always(
                        "*",
                        Fault.none()
                                .header(
                                        "Date",
                                        DateTimeFormatter.RFC_1123_DATE_TIME.format(fixture.clock
                                                .instant()
                                                .plus(ROUND)
                                                .plus(ahead)
                                                .atZone(ZoneOffset.UTC))));
    }
}
