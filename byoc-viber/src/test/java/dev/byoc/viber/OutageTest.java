package dev.byoc.viber;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.byoc.event.Health;
import dev.byoc.event.RelayEvent;
import dev.byoc.json.Json;
import dev.byoc.memory.MemoryStore;
import dev.byoc.testkit.CapturedLogs;
import dev.byoc.testkit.SettableClock;
import dev.byoc.testkit.freshchat.StoredMessage;
import dev.byoc.testkit.server.Fault;
import dev.byoc.testkit.server.Gate;
import dev.byoc.testkit.viber.FakeViber;
import dev.byoc.testkit.viber.ViberCustomer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** During an outage of a remote API everything is stored or refused; nothing is lost, and other traffic is not held up. */
final class OutageTest {
    private static final String MESSAGE = "POST /conversations/{id}/messages";

    private static ViberCustomer customer(FakeViber viber, int number) {
        return viber.customer(
                Base64.getEncoder().encodeToString(("customer " + number).getBytes(StandardCharsets.UTF_8)),
                "C" + number);
    }

    private static void idle(RelayFixture fixture) {
        fixture.await(() -> fixture.relay.health().open() == 0);
    }

    @Test
    void webhooksAreAnsweredWhileFreshchatHangs() {
        try (RelayFixture fixture = new RelayFixture()) {
            Gate hanging = new Gate();
            fixture.freshchat.faults().always("*", Fault.heldAt(hanging));

            // More customers than there may be calls at once.
            List<Integer> statuses =
                    AtOnce.run(200, i -> customer(fixture.viber, i).says("hello"));
            hanging.open();
            fixture.freshchat.awaitPosted(200);

            assertThat(statuses).containsOnly(200);
            assertThat(fixture.freshchat.users()).hasSize(200);
        }
    }

    @Test
    void channelThatHangsDelaysNoOther() {
        try (FakeViber other = new FakeViber(new SettableClock(RelayFixture.NOW), "another-bots-token");
                RelayFixture fixture = new RelayFixture(relay -> relay.account(
                        "viber-two",
                        "viber",
                        Map.of(
                                "auth-token",
                                other.token(),
                                "sender-name",
                                "Other shop",
                                "base-url",
                                other.url().toString(),
                                "topic",
                                "Support")))) {
            Gate hanging = new Gate();
            int customers = 40;
            List<ViberCustomer> stuck = IntStream.range(0, customers)
                    .mapToObj(i -> customer(fixture.viber, i))
                    .toList();
            stuck.forEach(customer -> customer.says("hello"));
            fixture.freshchat.awaitPosted(customers);
            ViberCustomer anna = customer(other, 1_000);
            anna.says("anna");
            List<StoredMessage> posted = fixture.freshchat.awaitPosted(customers + 1);
            idle(fixture);
            fixture.viber.faults().always("POST /send_message", Fault.heldAt(hanging));

            posted.stream()
                    .filter(message -> message.text().equals("hello"))
                    .forEach(message -> fixture.freshchat.agent().says(message.conversationId(), "stuck"));
            hanging.awaitArrival();
            fixture.freshchat.agent().says(posted.get(customers).conversationId(), "not stuck");

            assertThat(anna.awaitReceived(1).get(0).text()).isEqualTo("not stuck");
            assertThat(stuck).allMatch(customer -> customer.received().isEmpty());
            hanging.open();
            stuck.forEach(customer -> customer.awaitReceived(1));
        }
    }

    @Test
    void backlogIsBoundedAndItsOverflowIsARefusalThatLosesNothing() {
        try (RelayFixture small = RelayFixture.with()
                .store(clock -> new MemoryStore(clock, 10, 1_000))
                .open()) {
            Gate hanging = new Gate();
            small.freshchat.faults().always("*", Fault.heldAt(hanging));
            small.viber.webhooks().attempts(1);

            List<Integer> statuses = IntStream.range(0, 15)
                    .mapToObj(i -> customer(small.viber, i).says("hello"))
                    .toList();
            Health.Part store = small.relay.health().parts().get(2);
            hanging.open();
            small.freshchat.awaitPosted(10);
            idle(small);
            small.viber.webhooks().deliveries("message").stream()
                    .filter(delivery -> delivery.status() == 503)
                    .forEach(delivery ->
                            assertThat(small.viber.webhooks().again(delivery)).isEqualTo(200));
            small.freshchat.awaitPosted(15);

            assertThat(store.name()).isEqualTo("store");
            assertThat(store.trouble()).contains("full: 10 entries");
            assertThat(small.relay.health().ok()).isTrue();
            assertThat(small.events(RelayEvent.RequestRefused.class))
                    .extracting(RelayEvent.RequestRefused::account, RelayEvent.RequestRefused::status)
                    .hasSize(5)
                    .containsOnly(tuple("store", 503));
            assertThat(statuses.subList(0, 10)).containsOnly(200);
            assertThat(statuses.subList(10, 15)).containsOnly(503);
            assertThat(small.freshchat.users()).hasSize(15);
        }
    }

    @Test
    void hourWithoutFreshchatDeadLettersNothingAndKeepsTheOrder() {
        try (RelayFixture fixture = new RelayFixture()) {
            fixture.freshchat.faults().always("*", Fault.answer(503));

            for (int round = 0; round < 3; round++) {
                for (int c = 0; c < 20; c++) {
                    assertThat(customer(fixture.viber, c).says(c + "/" + round)).isEqualTo(200);
                }
            }
            for (int i = 0; i < 12; i++) {
                int calls = fixture.freshchat.calls().size();
                fixture.time()
                        .passUntil(
                                Duration.ofMinutes(5),
                                () -> fixture.freshchat.calls().size() > calls);
            }
            int callsDuringTheOutage = fixture.freshchat.calls().size();
            fixture.freshchat.faults().clear();
            fixture.time()
                    .passUntil(
                            Duration.ofMinutes(1), () -> fixture.relay.health().open() == 0);

            assertThat(fixture.relay.deadLetters()).isEmpty();
            assertThat(fixture.posted()).hasSize(60);
            IntStream.range(0, 20)
                    .forEach(c -> assertThat(fixture.posted()).containsSubsequence(c + "/0", c + "/1", c + "/2"));
            assertThat(callsDuringTheOutage).as("probes, not storms").isLessThan(60);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void refusedTokenIsOneAlarmAndASlowProbeUntilItWorksAgain(int status) {
        // Without probes, which would find a right missing, and ask for it again in five minutes.
        try (RelayFixture fixture = new RelayFixture(relay -> relay.probeEvery(Duration.ZERO));
                CapturedLogs logs = CapturedLogs.start()) {
            customer(fixture.viber, 1).says("one");
            fixture.freshchat.awaitPosted(1);
            idle(fixture);
            int before = fixture.freshchat.calls("*");
            fixture.freshchat.faults().always("*", Fault.answer(status));

            customer(fixture.viber, 1).says("two");
            fixture.await(() -> fixture.events(RelayEvent.Paused.class).size() == 1);
            IntStream.range(2, 30).forEach(c -> customer(fixture.viber, c).says("hello"));
            boolean ok = fixture.relay.health().ok();
            String trouble = fixture.relay.health().parts().get(0).trouble();
            fixture.time().pass(Duration.ofSeconds(15), 21);
            int duringFiveMinutes = fixture.freshchat.calls("*") - before;
            fixture.freshchat.faults().clear();
            fixture.time()
                    .passUntil(
                            Duration.ofMinutes(1), () -> fixture.relay.health().open() == 0);

            assertThat(ok).isFalse();
            assertThat(trouble).contains(String.valueOf(status)).contains("token");
            assertThat(duringFiveMinutes).isBetween(2, 6);
            assertThat(logs.text()
                            .lines()
                            .filter(line -> line.contains("freshchat is DOWN: ")
                                    && line.contains("It is tried again by itself")))
                    .hasSize(1);
            assertThat(fixture.posted()).hasSize(30);
            assertThat(fixture.relay.health().ok()).isTrue();
        }
    }

    /** A token without rights for one thing, or a filter before Freshchat that refuses certain words. */
    @ParameterizedTest
    @ValueSource(ints = {302, 401, 403, 500, 503})
    void customerWhomFreshchatAlwaysAnswersWithAnErrorHoldsUpNoOtherForLong(int status) {
        try (RelayFixture fixture = new RelayFixture()) {
            for (int c = 0; c < 3; c++) {
                customer(fixture.viber, c).says("hello " + c);
                fixture.freshchat.awaitPosted(c + 1);
            }
            idle(fixture);
            String conversation = fixture.freshchat.messages().get(0).conversationId();
            Fault fault = Fault.answer(status).header("Retry-After", "5").header("Location", "https://example.com/");
            fixture.freshchat.faults().always("POST /v2/conversations/" + conversation + "/messages", fault);

            customer(fixture.viber, 0).says("never taken");
            fixture.await(() -> fixture.freshchat.calls("*") > 3
                    && fixture.freshchat
                                    .calls()
                                    .get(fixture.freshchat.calls().size() - 1)
                                    .status()
                            == status);
            int others = 0;
            while (fixture.relay.deadLetters().isEmpty()) {
                customer(fixture.viber, 1).says("others " + ++others);
                int all = 3 + others;
                fixture.time()
                        .passUntil(
                                Duration.ofSeconds(20), () -> fixture.posted().size() == all);
                fixture.time().pass(Duration.ofMinutes(2), 3);
            }
            fixture.time()
                    .passUntil(
                            Duration.ofMinutes(1), () -> fixture.relay.health().open() == 0);

            assertThat(fixture.relay.deadLetters())
                    .singleElement()
                    .satisfies(dead -> assertThat(dead.reason()).contains(String.valueOf(status)));
            assertThat(others).as("each of its attempts let others pass").isBetween(4, 30);
            assertThat(fixture.posted()).doesNotContain("never taken");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 422})
    void messageThatFreshchatRefusesIsTriedOnceAndRecorded(int status) {
        try (RelayFixture fixture = new RelayFixture();
                CapturedLogs logs = CapturedLogs.start()) {
            ViberCustomer anna = customer(fixture.viber, 1);
            anna.says("one");
            fixture.freshchat.awaitPosted(1);
            idle(fixture);
            int before = fixture.freshchat.calls(MESSAGE);
            fixture.freshchat.faults().next(MESSAGE, Fault.answer(status));

            anna.says("refused words");
            anna.says("three");
            fixture.freshchat.awaitPosted(2);
            fixture.freshchat.awaitCalls(MESSAGE, before + 2);
            fixture.await(() -> !fixture.events(RelayEvent.DeadLettered.class).isEmpty());

            assertThat(fixture.posted()).containsExactly("one", "three");
            assertThat(fixture.freshchat.calls(MESSAGE) - before).isEqualTo(2);
            assertThat(fixture.relay.deadLetters())
                    .singleElement()
                    .satisfies(dead -> assertThat(dead.reason()).contains(String.valueOf(status)));
            assertThat(fixture.events(RelayEvent.DeadLettered.class)).hasSize(1);
            assertThat(logs.text().lines().filter(line -> line.contains("is dead letter")))
                    .hasSize(1);
            assertThat(logs.text()).doesNotContain("refused words");
        }
    }

    @Test
    void topicThatIsGoneIsAnAlarmAndCostsNoMessage() {
        try (RelayFixture fixture = new RelayFixture()) {
            fixture.freshchat
                    .faults()
                    .always(
                            "POST /conversations",
                            Fault.answer(
                                    404,
                                    Json.object().put("status", "NOT_FOUND").build()));

            customer(fixture.viber, 1).says("one");
            fixture.await(() -> fixture.relay.health().parts().get(1).trouble() != null);
            String trouble = fixture.relay.health().parts().get(1).trouble();
            fixture.freshchat.faults().clear();
            fixture.time()
                    .passUntil(
                            Duration.ofMinutes(1), () -> fixture.relay.health().open() == 0);

            assertThat(trouble).contains("topic").contains("viber-main");
            assertThat(fixture.posted()).containsExactly("one");
            assertThat(fixture.relay.health().parts().get(1).trouble())
                    .as("it works again")
                    .isNull();
            assertThat(fixture.events(RelayEvent.Paused.class))
                    .as("other accounts go on")
                    .isEmpty();
        }
    }

    @Test
    void hostThatDoesNotExistIsNamedAndCostsNothing() {
        try (RelayFixture fixture = RelayFixture.with()
                .freshchat(settings -> settings.url("http://freshchat.invalid").trustHost("freshchat.invalid"))
                .open()) {
            int status = customer(fixture.viber, 1).says("one");
            fixture.await(() -> fixture.events(RelayEvent.Paused.class).size() == 1);

            assertThat(status).isEqualTo(200);
            assertThat(fixture.relay.health().parts().get(0).trouble()).contains("unknown host");
            assertThat(fixture.relay.health().open()).isEqualTo(1);
            assertThat(fixture.relay.deadLetters()).isEmpty();
        }
    }

    @Test
    void serverThatSpeaksNoTlsIsNamedAndCostsNothing() throws IOException {
        try (ServerSocket plain = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                RelayFixture fixture = RelayFixture.with()
                        .freshchat(settings -> settings.url("https://127.0.0.1:" + answersInPlainHttp(plain)))
                        .open()) {
            customer(fixture.viber, 1).says("one");
            fixture.await(() -> fixture.events(RelayEvent.Paused.class).size() == 1);

            assertThat(fixture.relay.health().parts().get(0).trouble())
                    .contains("TLS")
                    .contains("certificate");
            assertThat(fixture.relay.health().open()).isEqualTo(1);
        }
    }

    /** Whatever comes, the answer is plain HTTP, at once: a client that has begun a TLS handshake sees that it is none. */
    private static int answersInPlainHttp(ServerSocket server) {
        Thread answers = new Thread(() -> {
            while (!server.isClosed()) {
                try (Socket socket = server.accept()) {
                    socket.getInputStream().read();
                    socket.getOutputStream()
                            .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                    socket.shutdownOutput();
                    socket.getInputStream().readAllBytes();
                } catch (IOException closed) {
                    // The test is over, or the client has gone.
                }
            }
        });
        answers.setDaemon(true);
        answers.start();
        return server.getLocalPort();
    }
}
