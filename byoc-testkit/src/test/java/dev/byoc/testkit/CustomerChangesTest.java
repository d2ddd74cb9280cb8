package dev.byoc.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.event.RelayEvent;
import dev.byoc.json.Json;
import dev.byoc.testkit.freshchat.StoredMessage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What customers do to messages that are there already: they change them, take them back, react to them. */
class CustomerChangesTest {
    private final EngineFixture fixture = new EngineFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void agentReadsWhatAChangedMessageSaysNow() {
        fixture.customerWrites("anna", "1", "Helo");

        fixture.post(edited("e1", "Hello"));

        assertThat(customersTexts(2)).containsExactly("Helo", "Changed message:\nHello");
    }

    @Test
    void wordsBeforeTheChangeAreQuotedWhereTheMessengerTellsThem() {
        fixture.customerWrites("anna", "1", "at 5");

        fixture.post(with(edited("e1", "at 6"), Map.of("quote", Map.of("message", "1", "words", "at\n5"))));

        assertThat(customersTexts(2)).last().isEqualTo("Changed message, in place of “at 5”:\nat 6");
    }

    @Test
    void changedPictureComesBehindALineThatSaysSo() {
        try (MediaHost files = new MediaHost();
                EngineFixture open = new EngineFixture(
                        Map.of(), FakeChannel::new, builder -> builder.allowInternalHost(MediaHost.HOST))) {
            String address = files.serves("/a.png", "image/png", Bytes.png(2_000));

            open.post(with(edited("e1", ""), Map.of("url", address, "type", "image/png", "caption", "red")));

            StoredMessage posted = open.freshchat.awaitPosted(1).get(0);
            assertThat(posted.text()).startsWith("Changed message:").contains("red");
            assertThat(posted.parts()).anyMatch(part -> part.get("image").isPresent());
        }
    }

    /** Messengers give it the id of the message that it was. */
    @Test
    void changeWithTheIdOfItsMessageIsNoRepeatOfIt() {
        fixture.customerWrites("anna", "1", "Helo");

        fixture.post(edited("1", "Hello"));
        fixture.post(edited("1", "Hello"));
        fixture.customerWrites("anna", "2", "bye");

        assertThat(customersTexts(3)).containsExactly("Helo", "Changed message:\nHello", "bye");
    }

    @Test
    void changeOfAMessageThatNobodyHasSeenBeginsAConversation() {
        fixture.post(edited("e1", "Hello"));

        assertThat(customersTexts(1)).containsExactly("Changed message:\nHello");
    }

    @Test
    void changeThatIsTooOldIsADeadLetterAsAMessageIs() {
        fixture.post(with(
                edited("e1", "Hello"),
                Map.of("at", fixture.clock.instant().minus(Duration.ofDays(30)).toString())));

        assertThat(fixture.relay.deadLetters()).hasSize(1);
        assertThat(fixture.freshchat.posted()).isEmpty();
    }

    @Test
    void agentIsToldOfAMessageThatWasTakenBackWithoutItsWords() {
        fixture.customerWrites("anna", "1", "my secret");

        fixture.post(event("withdrawn", "w1", Map.of("message", "1")));

        assertThat(notes(1))
                .containsExactly("[byoc note] The customer deleted one of their messages on Fake messenger.");
    }

    /** Some messengers give such an event no id of its own. */
    @Test
    void messageIsTakenBackOnce() {
        fixture.customerWrites("anna", "1", "Hello");

        fixture.post(event("withdrawn", null, Map.of("message", "1")));
        fixture.post(event("withdrawn", null, Map.of("message", "1")));
        fixture.post(event("withdrawn", null, Map.of("message", "2")));
        notes(2);
        fixture.drain();

        assertThat(fixture.notes()).hasSize(2);
    }

    @Test
    void agentIsToldOfAReactionAndWhatItIsAbout() {
        fixture.customerWrites("anna", "1", "Hello");

        fixture.post(event("reacted", "r1", Map.of("reaction", "👍", "quote", Map.of("words", "we <b>come</b>"))));
        fixture.post(event("reacted", "r2", Map.of("reaction", "👍", "quote", Map.of("words", "x"), "removed", true)));
        fixture.post(event("reacted", "r3", Map.of("reaction", "❤")));
        fixture.post(event("reacted", "r4", Map.of("reaction", "❤", "removed", true)));

        assertThat(notes(4))
                .containsExactly(
                        "[byoc note] The customer reacted to “we ‹b›come‹/b›”: 👍",
                        "[byoc note] The customer took a reaction to “x” back: 👍",
                        "[byoc note] The customer reacted to a message: ❤",
                        "[byoc note] The customer took a reaction back: ❤");
    }

    @Test
    void longWordsOfWhatIsReactedToAreShortened() {
        fixture.customerWrites("anna", "1", "Hello");

        fixture.post(event(
                "reacted", "r1", Map.of("reaction", "👍".repeat(500), "quote", Map.of("words", "a\n".repeat(500)))));

        assertThat(notes(1)).singleElement().asString().hasSizeLessThan(400).contains("a a a", "…");
    }

    @Test
    void reactionWithoutASignIsIgnored() {
        fixture.customerWrites("anna", "1", "Hello");

        fixture.post(event("reacted", "r1", Map.of("reaction", " ")));
        fixture.drain();

        assertThat(fixture.notes()).isEmpty();
        assertThat(fixture.events)
                .anyMatch(event -> event instanceof RelayEvent.Ignored ignored
                        && ignored.why().contains("reaction"));
    }

    @Test
    void whatAnUnknownCustomerTakesBackOrReactsToMakesNoUser() {
        fixture.post(event("withdrawn", "w1", Map.of("message", "1")));
        fixture.post(event("reacted", "r1", Map.of("reaction", "👍")));
        fixture.drain();

        assertThat(fixture.freshchat.users()).isEmpty();
        assertThat(fixture.freshchat.posted()).isEmpty();
    }

    @Test
    void agentsReadOfItInTheirLanguage() {
        fixture.close();
        try (EngineFixture korean = new EngineFixture(Map.of("agent-language", "ko"))) {
            korean.customerWrites("anna", "1", "Helo");
            korean.post(edited("e1", "Hello"));
            korean.post(event("withdrawn", "w1", Map.of("message", "1")));
            korean.freshchat.awaitPosted(3);

            assertThat(korean.posted()).last().isEqualTo("수정된 메시지:\nHello");
            assertThat(korean.notes()).singleElement().asString().contains("삭제했습니다");
        }
    }

    private List<String> customersTexts(int n) {
        fixture.await("customer's posts", () -> fixture.posted().size() >= n);
        return fixture.freshchat.posted().stream()
                .filter(message -> !message.isPrivate())
                .map(StoredMessage::text)
                .toList();
    }

    private List<String> notes(int n) {
        fixture.await("notes", () -> fixture.notes().size() >= n);
        return fixture.notes();
    }

    private static Json edited(String id, String text) {
        return event("edited", id, Map.of("text", text));
    }

    private static Json event(String kind, String id, Map<String, Object> more) {
        Map<String, Object> fields = new java.util.LinkedHashMap<>(more);
        fields.put("kind", kind);
        fields.put("customer", "anna");
        if (id != null) {
            fields.put("id", id);
        }
        return FakeChannel.events(Json.of(fields));
    }

    private static Json with(Json events, Map<String, Object> more) {
        Map<String, Object> fields = new java.util.LinkedHashMap<>(
                events.get("events").items().get(0).fields());
        fields.putAll(more);
        return FakeChannel.events(Json.of(fields));
    }
}
