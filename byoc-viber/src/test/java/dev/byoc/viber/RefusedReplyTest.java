package dev.byoc.viber;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.event.Health;
import dev.byoc.event.RelayEvent;
import dev.byoc.json.Json;
import dev.byoc.store.DeadLetterFilter;
import dev.byoc.testkit.CapturedLogs;
import dev.byoc.testkit.server.Fault;
import dev.byoc.testkit.viber.ViberCustomer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Viber answers 200 whatever happened; the agent has to learn what did. */
final class RefusedReplyTest {
    private final RelayFixture fixture = new RelayFixture();
    private final ViberCustomer anna = fixture.viber.customer("dyN4Ob6OXfag+Atd/1SifA==", "Anna");
    private String conversation = "";

    @BeforeEach
    void anna() {
        anna.says("hello");
        conversation = fixture.freshchat.awaitPosted(1).get(0).conversationId();
        fixture.await(() -> fixture.relay.health().open() == 0);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private static Stream<Arguments> answers(boolean failures) {
        return Cases.json("bc11-viber-send-responses.json").get("responses").items().stream()
                .filter(row -> row.get("right").textOr("").contains("failure") == failures)
                .map(row -> Arguments.of(
                        row.get("body").get("status").textOr("none"),
                        row.get("raw").isPresent()
                                ? row.get("raw").textOr("").getBytes(StandardCharsets.UTF_8)
                                : row.get("body").bytes(),
                        row.get("http").numberOr(0)));
    }

    static Stream<Arguments> failures() {
        return answers(true);
    }

    @ParameterizedTest(name = "status {0}")
    @MethodSource("failures")
    void onlyStatusZeroCountsAsDelivered(String status, byte[] body, long http) {
        fixture.viber.faults().next("POST /send_message", Fault.answer((int) http, "application/json", body));

        fixture.freshchat.agent().says(conversation, "lost words");
        fixture.await(() -> fixture.notes().size() == 1);
        fixture.freshchat.agent().says(conversation, "next");
        fixture.viber.awaitCalls("POST /send_message", 2);
        fixture.awaitIdle();
        fixture.await(() -> !fixture.events(RelayEvent.DeadLettered.class).isEmpty());

        assertThat(anna.receivedTexts()).containsExactly("next");
        assertThat(fixture.viber.calls("POST /send_message")).isEqualTo(2);
        assertThat(fixture.events(RelayEvent.DeadLettered.class)).hasSize(1);
        assertThat(fixture.relay.deadLetters()).hasSize(1);
        assertThat(fixture.notes().get(0))
                .contains("the customer on Viber: “lost words” (")
                .doesNotContain("status");
    }

    static Stream<Fault> refusedTokens() {
        return Stream.of(
                Fault.answer(200, Json.object().put("status", 2).build()),
                Fault.answer(200, Json.object().put("status", 8).build()),
                Fault.answer(401, Json.object().put("status", 2).build()),
                Fault.answer(401),
                Fault.answer(403, "text/html", "<html>forbidden</html>".getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @MethodSource("refusedTokens")
    void aTokenThatIsRefusedIsToldToAgentAndOperatorAtOnceAndWhatItRefusedCanBeSentAgain(Fault refused) {
        fixture.viber.faults().next("POST /send_message", refused);
        fixture.viber.faults().next("POST /send_message", refused);

        fixture.freshchat.agent().says(conversation, "one");
        fixture.await(() -> fixture.notes().size() == 1);
        Health.Part account = account();
        fixture.freshchat.agent().says(conversation, "two");
        fixture.await(() -> fixture.notes().size() == 2);
        int calls = fixture.viber.calls("POST /send_message");

        DeadLetterFilter filter = DeadLetterFilter.ALL.account("viber-main").reason("AUTH");
        assertThat(fixture.relay.replayAll(filter)).hasSize(2);
        anna.awaitReceived(2);
        fixture.await(() -> fixture.relay.health().ok());

        assertThat(account.status()).isEqualTo(Health.Status.DOWN);
        assertThat(account.remedy()).contains("reason(\"AUTH\")");
        assertThat(fixture.notes().get(0)).contains("Tell your administrator");
        assertThat(fixture.notes().get(1)).contains("“two”");
        assertThat(calls).as("none was repeated").isEqualTo(2);
        assertThat(anna.receivedTexts()).containsExactly("one", "two");
    }

    @Test
    void aBlockedBotDegradesItsAccountUntilAnAnswerIsTaken() {
        fixture.viber
                .faults()
                .next(
                        "POST /send_message",
                        Fault.answer(200, Json.object().put("status", 7).build()));

        fixture.freshchat.agent().says(conversation, "one");
        fixture.await(() -> fixture.notes().size() == 1);
        Health.Part account = account();
        fixture.freshchat.agent().says(conversation, "two");
        anna.awaitReceived(1);
        fixture.await(() -> fixture.relay.health().ok());

        assertThat(account.status()).isEqualTo(Health.Status.DEGRADED);
        assertThat(account.remedy()).contains("reason(\"MISCONFIGURED\")");
    }

    private Health.Part account() {
        return fixture.relay.health().parts().stream()
                .filter(part -> part.name().equals("viber-main"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void tooManyRequestsIsTriedAgainLaterAndReported() {
        fixture.viber
                .faults()
                .next(
                        "POST /send_message",
                        Fault.answer(200, Json.object().put("status", 12).build()));

        fixture.freshchat.agent().says(conversation, "one");
        fixture.time().passUntil(Duration.ofMinutes(1), () -> anna.received().size() == 1);
        fixture.awaitSent(1);

        assertThat(anna.receivedTexts()).containsExactly("one");
        assertThat(fixture.events(RelayEvent.Retrying.class)).hasSize(1);
        assertThat(fixture.notes()).isEmpty();
    }

    @Test
    void noteAboutAFailureIsPrivateAndCausesNoOther() {
        anna.unsubscribes();
        fixture.await(() -> fixture.notes().size() == 1);
        fixture.freshchat.webhooks().copies(2);

        try (CapturedLogs logs = CapturedLogs.start()) {
            fixture.freshchat.agent().says(conversation, "lost words");
            fixture.await(() -> fixture.notes().size() == 2);
            // The account tells of the note as of any message; so does an attacker who replays it.
            fixture.freshchat.webhooks().awaitDelivered();
            anna.says("back again");
            fixture.freshchat.awaitPosted(4);
            fixture.freshchat.agent().says(conversation, "welcome back");
            anna.awaitReceived(1);
            fixture.await(() -> !fixture.events(RelayEvent.DeadLettered.class).isEmpty());

            assertThat(anna.receivedTexts()).containsExactly("welcome back");
            assertThat(fixture.notes()).hasSize(2);
            assertThat(fixture.notes().get(1)).contains("did not reach the customer");
            assertThat(fixture.events(RelayEvent.DeadLettered.class)).hasSize(1);
            assertThat(logs.text().lines().filter(line -> line.contains("is dead letter")))
                    .hasSize(1);
            assertThat(logs.text()).doesNotContain("lost words");
        }
    }

    @Test
    void phoneThatCouldNotShowAReplyIsReportedOnce() {
        fixture.freshchat.agent().says(conversation, "one");
        var message = anna.awaitReceived(1).get(0);

        anna.failsToShow(message, "client is too old");
        anna.failsToShow(message, "client is too old");
        fixture.time().passUntil(() -> fixture.notes().size() == 1);
        anna.says("two");
        fixture.freshchat.awaitPosted(3);

        assertThat(fixture.notes()).hasSize(1);
        assertThat(fixture.notes().get(0))
                .contains("did not reach the customer")
                .doesNotContain("client is too old");
    }
}
