package dev.byoc.viber;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.json.Json;
import dev.byoc.testkit.CapturedLogs;
import dev.byoc.testkit.freshchat.FreshchatBehaviour;
import dev.byoc.testkit.server.Delivery;
import dev.byoc.testkit.server.Fault;
import dev.byoc.testkit.server.Gate;
import dev.byoc.testkit.viber.ViberCustomer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Only what an agent says to the customer, in a conversation of ours, reaches the customer. */
final class PrivacyTest {
    private final RelayFixture fixture = new RelayFixture();
    private final ViberCustomer anna = fixture.viber.customer("dyN4Ob6OXfag+Atd/1SifA==", "Anna");
    private final CapturedLogs logs = CapturedLogs.start();
    private String conversation = "";

    @BeforeEach
    void anna() {
        anna.says("hello");
        conversation = fixture.freshchat.awaitPosted(1).get(0).conversationId();
        fixture.await(() -> fixture.relay.health().open() == 0);
    }

    @AfterEach
    void close() {
        logs.close();
        fixture.close();
    }

    /** The lane of a customer is in order: what was to be sent before this is there before this. */
    private void onlyTheReplyArrives() {
        fixture.freshchat.agent().says(conversation, "an ordinary reply");
        anna.awaitReceived(1);

        assertThat(anna.receivedTexts()).containsExactly("an ordinary reply");
        assertThat(fixture.freshchat.webhooks().deliveries()).allMatch(delivery -> delivery.status() == 200);
        assertThat(logs.text()).doesNotContain("secret opinion").doesNotContain("an ordinary reply");
    }

    @Test
    void privateNoteOfAnAgentStaysPrivate() {
        fixture.freshchat.agent().writesNote(conversation, "secret opinion");

        onlyTheReplyArrives();
    }

    /** A memory store has forgotten whose conversation it is: that is found out, and so is that it is a note. */
    @Test
    void noteWithoutATypeStaysPrivateAfterARestart() {
        fixture.freshchat.behaviour().messageTypes(FreshchatBehaviour.MessageTypes.READS_ONLY);
        fixture.freshchat.webhooks().awaitDelivered();
        fixture.restart();

        fixture.freshchat.agent().writesNote(conversation, "secret opinion");

        onlyTheReplyArrives();
    }

    @Test
    void noteOfABotStaysPrivate() {
        fixture.freshchat.bot().writesNote(conversation, "secret opinion");

        onlyTheReplyArrives();
    }

    @Test
    void lineOfTheSystemIsNotSent() {
        fixture.freshchat.system().says(conversation, "secret opinion");

        onlyTheReplyArrives();
    }

    @Test
    void messageOfAnUnknownTypeIsNotSent() {
        fixture.freshchat.webhooks().awaitDelivered();
        String echo = fixture.freshchat.webhooks().deliveries("message_create").stream()
                .map(PrivacyTest::text)
                .filter(body -> body.contains("hello"))
                .findFirst()
                .orElseThrow();
        String fromAgent = echo.replace("\"actor_type\":\"user\"", "\"actor_type\":\"agent\"")
                .replace("hello", "secret opinion");
        for (String type : List.of("internal", "whisper", "normalish")) {
            String odd = fromAgent.replace("\"message_type\":\"normal\"", "\"message_type\":\"" + type + "\"");
            assertThat(odd).isNotEqualTo(fromAgent).contains("\"actor_type\":\"agent\"");

            fixture.freshchat.sends("message_create", odd.getBytes(StandardCharsets.UTF_8));
        }

        onlyTheReplyArrives();
    }

    /** Freshchat's own samples of 2022 have no {@code message_type}, and it may write a text otherwise than it was sent. */
    @Test
    void noteOfOursWhoseEchoHasNoTypeStaysPrivateWhileItIsStillBeingPosted() {
        Gate answer = new Gate();
        viberRefusesTheNext();
        fixture.freshchat.faults().next("POST /conversations/{id}/messages", Fault.answerHeldAt(answer));
        fixture.freshchat.agent().says(conversation, "refused");
        fixture.await(() -> !echoesOfNotes().isEmpty());
        String echo = echoesOfNotes().get(0);
        String untyped = echo.replace("\"message_type\":\"private\",", "").replace("did not reach", "secret opinion");
        assertThat(untyped).contains("secret opinion").doesNotContain("private");

        fixture.freshchat.sends("message_create", untyped.getBytes(StandardCharsets.UTF_8));
        fixture.freshchat.agent().says(conversation, "an ordinary reply");
        fixture.freshchat.webhooks().awaitDelivered();
        // Whether the reply waits for the note, or Freshchat has said by now that the note is private.
        assertThat(anna.receivedTexts()).isSubsetOf("an ordinary reply");
        answer.open();
        fixture.time().passUntil(Duration.ofSeconds(2), () -> !anna.received().isEmpty());

        assertThat(anna.receivedTexts()).containsExactly("an ordinary reply");
    }

    /** The first copy's id is unknown to the relay: its answer was lost, and it came up only when it had been looked for four times. */
    @Test
    void noteOfOursThatWasPostedTwiceStaysPrivateInBothCopies() {
        viberRefusesTheNext();
        fixture.freshchat
                .faults()
                .next("POST /conversations/{id}/messages", Fault.cut().afterWork())
                .next(
                        "GET /conversations/{id}/messages",
                        4,
                        Fault.answer(
                                200, Json.object().put("messages", List.of()).build()));
        fixture.freshchat.agent().says(conversation, "refused");
        fixture.time()
                .passUntil(Duration.ofSeconds(5), () -> fixture.relay.health().open() == 0);
        fixture.freshchat.webhooks().awaitDelivered();
        List<String> copies = echoesOfNotes();
        assertThat(copies).hasSize(2);

        for (String copy : copies) {
            String untyped =
                    copy.replace("\"message_type\":\"private\",", "").replace("did not reach", "did  not reach");
            fixture.freshchat.sends("message_create", untyped.getBytes(StandardCharsets.UTF_8));
        }

        onlyTheReplyArrives();
    }

    /** So that the agent is told by a note. */
    private void viberRefusesTheNext() {
        fixture.viber
                .faults()
                .next(
                        "POST /send_message",
                        Fault.answer(200, Json.object().put("status", 3).build()));
    }

    private List<String> echoesOfNotes() {
        return fixture.freshchat.webhooks().deliveries("message_create").stream()
                .map(PrivacyTest::text)
                .filter(body -> body.contains("\"private\""))
                .toList();
    }

    private static String text(Delivery delivery) {
        return new String(delivery.body(), StandardCharsets.UTF_8);
    }

    @Test
    void noteOfTheSamplesReachesNoCustomerAndNoLogLine() {
        try (SampleAccount account = new SampleAccount()) {
            int status = account.delivers("bc13-freshchat-private-note.json");
            account.delivers("bc03-freshchat-reply.json");
            account.minji.awaitReceived(1);

            assertThat(status).isEqualTo(200);
            assertThat(account.minji.receivedTexts()).containsExactly("안녕하세요, 확인해 드릴게요.");
            assertThat(logs.text()).doesNotContain("내부 메모").doesNotContain("환불");
        }
    }

    @Test
    void conversationOfAnotherChannelIsNotRelayed() {
        String whatsapp = fixture.freshchat.addForeignTopic("WhatsApp", "WHATSAPP");
        String stranger = fixture.freshchat.addUser(
                Json.object().put("first_name", "Stranger").build());
        String strangers = fixture.freshchat.addConversation(stranger, whatsapp);
        // The same person may write on both channels.
        String annas = fixture.freshchat.addConversation(
                fixture.freshchat.posted().get(0).userId(), whatsapp);
        int calls = fixture.freshchat.calls().size();

        fixture.freshchat.agent().says(strangers, "secret opinion");
        fixture.freshchat.agent().says(annas, "secret opinion");

        onlyTheReplyArrives();
        assertThat(fixture.freshchat.calls()).hasSize(calls);
        assertThat(logs.text()).doesNotContain("WARN").doesNotContain("ERROR");
    }

    @Test
    void eventOfTheSamplesForAnotherChannelIsNotRelayed() {
        try (SampleAccount account = new SampleAccount()) {
            int status = account.delivers("bc07-freshchat-other-channel.json");
            account.delivers("bc03-freshchat-reply.json");
            account.minji.awaitReceived(1);

            assertThat(status).isEqualTo(200);
            assertThat(account.minji.receivedTexts()).containsExactly("안녕하세요, 확인해 드릴게요.");
        }
    }

    @Test
    void conversationThatAnotherSystemBeganInOurTopicIsNotRelayed() {
        String stranger = fixture.freshchat.addUser(Json.object()
                .put("first_name", "Stranger")
                .put("reference_id", "somebody-elses-42")
                .build());
        String strangers = fixture.freshchat.addConversation(stranger, fixture.topic);

        fixture.freshchat.agent().says(strangers, "secret opinion");
        fixture.time()
                .passUntil(Duration.ofSeconds(5), () -> fixture.relay.health().open() == 0);

        onlyTheReplyArrives();
    }
}
