package dev.byoc.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What counts as the message of a call of unknown outcome, and what is another. */
class SettlingTest {
    private static final String POST = "POST /conversations/{id}/messages";
    private static final String CREATE = "POST /conversations";

    private EngineFixture fixture = new EngineFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    /** A customer whose Freshchat user also writes by other ways, as one of the web widget does. */
    private void bareIds() {
        fixture.close();
        fixture = new EngineFixture(Map.of("bare-id", "yes"));
    }

    private List<String> posted() {
        return fixture.freshchat.posted().stream()
                .filter(message -> !message.isPrivate())
                .map(StoredMessage::text)
                .toList();
    }

    private void writesAndTimePasses(String id, String text) {
        fixture.post(FakeChannel.text(id, "anna", text));
        fixture.whileTimePasses(() -> fixture.awaitRelayed(id));
    }

    private void writesInTheWidget(String conversation, String text) throws IOException {
        String user = fixture.freshchat.posted().get(0).userId();
        try (Client widget = Client.of(fixture.freshchat)) {
            Client.Got got = widget.post("/conversations/" + conversation + "/messages", message(user, text));
            assertThat(got.status()).isEqualTo(200);
        }
    }

    private static String message(String user, String text) {
        return "{'actor_type':'user','actor_id':'" + user + "','message_parts':[{'text':{'content':'" + text + "'}}]}";
    }

    /** Freshchat's answers name messages in one way and its lists in another, as it does with conversations. */
    private static Fault idOfAnotherFamily() {
        return Fault.json(answer -> Json.parse(new String(answer.bytes(), StandardCharsets.UTF_8)
                .replaceFirst("\"id\":\"[^\"]+\"", "\"id\":\"4711\"")
                .getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"order 5", "안녕", "😀"})
    void anEarlierMessageWhoseIdIsNotMetIsNotTakenForTheOneInDoubt(String text) {
        fixture.customerWrites("anna", "1", "Hello");
        fixture.freshchat.faults().next(POST, idOfAnotherFamily());
        fixture.customerWrites("anna", "2", "Are you there?");
        fixture.freshchat.faults().next(POST, Fault.answer(502));

        writesAndTimePasses("3", text);

        assertThat(posted()).containsExactly("Hello", "Are you there?", text);
    }

    @Test
    void aMessageThatWasStoredIsFoundByItsWordsWhereNoIdIsMet() {
        fixture.customerWrites("anna", "1", "Hello");
        fixture.freshchat.faults().next(POST, idOfAnotherFamily());
        fixture.customerWrites("anna", "2", "Are you there?");
        fixture.freshchat.faults().next(POST, Fault.answer(502).afterWork());

        writesAndTimePasses("3", "order 5");

        assertThat(posted()).containsExactly("Hello", "Are you there?", "order 5");
    }

    @Test
    void whatTheSameUserWritesByAnotherWayIsNotTakenForTheOneInDoubt() throws IOException {
        bareIds();
        String conversation = fixture.customerWrites("anna", "1", "Hello");
        writesInTheWidget(conversation, "hi");
        fixture.freshchat.faults().next(POST, Fault.answer(503));

        writesAndTimePasses("2", "order 5");

        assertThat(posted()).containsExactly("Hello", "hi", "order 5");
    }

    @Test
    void theSameWordsTwiceAreTwoMessages() {
        fixture.customerWrites("anna", "1", "Hello");
        fixture.freshchat.faults().next(POST, Fault.answer(503));

        writesAndTimePasses("2", "Hello");

        assertThat(posted()).containsExactly("Hello", "Hello");
    }

    @ParameterizedTest
    @ValueSource(strings = {"another topic", "the same topic"})
    void aConversationThatTheSameUserBeganByAnotherWayIsNotTakenForTheOneInDoubt(String where) throws IOException {
        bareIds();
        String topic = where.equals("the same topic") ? fixture.topic : fixture.freshchat.addTopic("Web");
        String user = fixture.freshchat.addUser(Json.object()
                .put("reference_id", "anna")
                .put("first_name", "Anna")
                .build());
        Gate gate = new Gate();
        fixture.freshchat.faults().next(CREATE, Fault.heldAt(gate).and(Fault.answer(502)));
        fixture.post(FakeChannel.text("1", "anna", "order 5"));
        gate.awaitArrival();
        String words = where.equals("the same topic") ? "hi" : "order 5";
        try (Client widget = Client.of(fixture.freshchat)) {
            String begun = "{'channel_id':'" + topic + "','users':[{'id':'" + user + "'}],'messages':["
                    + message(user, words) + "]}";
            assertThat(widget.post("/conversations", begun).status()).isEqualTo(200);
        }
        gate.open();

        fixture.whileTimePasses(() -> fixture.awaitRelayed("1"));

        assertThat(posted()).containsExactly(words, "order 5");
        assertThat(fixture.freshchat.posted().get(1).conversationId())
                .as("in the relay's topic")
                .isIn(fixture.freshchat.conversations().stream()
                        .filter(made -> made.channelId().equals(fixture.topic))
                        .map(StoredConversation::id)
                        .toList());
    }
}
