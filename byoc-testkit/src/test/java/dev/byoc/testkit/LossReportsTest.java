package dev.byoc.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.byoc.Direction;
import dev.byoc.channel.Capabilities;
import dev.byoc.channel.Capabilities.Unit;
import dev.byoc.channel.SendResult;
import dev.byoc.event.Loss;
import dev.byoc.event.RelayEvent;
import dev.byoc.json.Json;
import dev.byoc.message.Content;
import dev.byoc.store.Timeline;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes known of an answer that a customer does not see as it was written. */
class LossReportsTest {
    private EngineFixture fixture = new EngineFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void whatGoesInAnotherFormIsToldOnceHoweverOftenItIsTried() {
        fixture.channel.willAnswer(
                new SendResult.TryLater(Duration.ofSeconds(1), false, "busy"),
                new SendResult.TryLater(Duration.ofSeconds(1), false, "busy"));
        String conversation = fixture.customerWrites("anna", "1", "Hello");

        fixture.freshchat.agent().sends(conversation, picture());
        fixture.whileTimePasses(() -> fixture.channel.awaitSent(3));
        fixture.relay.close();

        assertThat(losses()).containsExactly(new Loss(Loss.Kind.DEGRADED, "Image", Loss.Reason.NO_SUCH_KIND, null, ""));
        assertThat(fixture.notes()).isEmpty();
    }

    @Test
    void refusalIsToldWithWhatTheNetworkSaid() {
        fixture.channel.capabilities(Capabilities.text(1000, Unit.UTF16).media(Content.Image.class, Long.MAX_VALUE, 0));
        fixture.channel.willAnswer(new SendResult.Refused(SendResult.Reason.UNSUPPORTED, "no such format"));
        String conversation = fixture.customerWrites("anna", "1", "Hello");

        fixture.freshchat.agent().sends(conversation, picture());
        fixture.channel.awaitSent(2);
        fixture.relay.close();

        assertThat(losses())
                .containsExactly(new Loss(Loss.Kind.REFUSED, "Image", Loss.Reason.NOT_TAKEN, null, "no such format"));
    }

    /** How the attempt after a refusal ends, and the one after that: the part in its other form is still to be taken. */
    static Stream<Arguments> endsAfterARefusal() {
        SendResult later = new SendResult.TryLater(Duration.ofSeconds(1), false, "busy");
        SendResult unknown = new SendResult.Unknown("timeout");
        SendResult otherWords = new SendResult.Refused(SendResult.Reason.UNSUPPORTED, "no such format (request 2)");
        return Stream.of(
                Arguments.of("unknown", List.of(unknown)),
                Arguments.of("unknown twice", List.of(unknown, unknown)),
                Arguments.of("later", List.of(later)),
                Arguments.of("later, refused in other words", List.of(later, otherWords)),
                Arguments.of("later, other words, unknown", List.of(later, otherWords, unknown)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("endsAfterARefusal")
    void refusedPartThatIsNotTakenAtOnceInItsOtherFormIsToldOnce(String name, List<SendResult> ends) {
        restart(Map.of("unknown-outcome", "resend", "note-losses", "yes"));
        fixture.channel.capabilities(Capabilities.text(1000, Unit.UTF16).media(Content.Image.class, Long.MAX_VALUE, 0));
        fixture.channel.willAnswer(new SendResult.Refused(SendResult.Reason.UNSUPPORTED, "no such format (request 1)"));
        fixture.channel.willAnswer(ends.toArray(SendResult[]::new));
        String conversation = fixture.customerWrites("anna", "1", "Hello");

        fixture.freshchat.agent().sends(conversation, picture());
        fixture.whileTimePasses(() -> fixture.channel.awaitSent(2 + ends.size()));
        fixture.freshchat.awaitPosted(2);
        fixture.relay.close();

        assertThat(losses())
                .containsExactly(new Loss(
                        Loss.Kind.REFUSED, "Image", Loss.Reason.NOT_TAKEN, null, "no such format (request 1)"));
        assertThat(fixture.notes())
                .singleElement()
                .asString()
                .containsOnlyOnce("\n- A picture went in another form: the messenger did not take it as it was")
                .doesNotContain("no such format");
    }

    @Test
    void partThatIsLeftOutIsToldOnceThoughItIsRefusedAgainInOtherWords() {
        fixture.channel.willAnswer(
                new SendResult.Refused(SendResult.Reason.TOO_LARGE, "too large (request 1)", 0),
                new SendResult.TryLater(Duration.ofSeconds(1), false, "busy"),
                new SendResult.Refused(SendResult.Reason.TOO_LARGE, "too large (request 2)", 0));
        String conversation = fixture.customerWrites("anna", "1", "Hello");

        fixture.freshchat.agent().sends(conversation, Json.of(List.of(text("one"), text("two"))));
        fixture.whileTimePasses(() -> fixture.channel.awaitSent(4));
        fixture.relay.close();

        assertThat(fixture.channel.sentTexts()).last().isEqualTo("two");
        assertThat(losses())
                .containsExactly(
                        new Loss(Loss.Kind.DROPPED, "Text", Loss.Reason.NOT_TAKEN, null, "too large (request 1)"));
    }

    /** How the first of two pictures is refused, and later the second. */
    static Stream<Arguments> refusalsOfTwoPictures() {
        SendResult.Reason reason = SendResult.Reason.UNSUPPORTED;
        return Stream.of(
                Arguments.of("other words", new String[] {"request 1", "request 2"}, reason),
                Arguments.of("the same words", new String[] {"no such format", "no such format"}, reason),
                Arguments.of("no words", new String[] {"", ""}, reason),
                Arguments.of("too large", new String[] {"request 1", "request 2"}, SendResult.Reason.TOO_LARGE));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusalsOfTwoPictures")
    void eachOfTwoPicturesThatAreRefusedAtDifferentAttemptsIsTold(
            String name, String[] words, SendResult.Reason reason) {
        fixture.channel.capabilities(Capabilities.text(1000, Unit.UTF16).media(Content.Image.class, Long.MAX_VALUE, 0));
        fixture.channel.willAnswer(
                new SendResult.Refused(reason, words[0]),
                new SendResult.Accepted(List.of("a")),
                new SendResult.TryLater(Duration.ofSeconds(1), false, "busy"),
                new SendResult.Refused(reason, words[1]));
        String conversation = fixture.customerWrites("anna", "1", "Hello");

        fixture.freshchat.agent().sends(conversation, pictures(2));
        fixture.whileTimePasses(() -> fixture.channel.awaitSent(5));
        fixture.relay.close();

        assertThat(losses()).containsExactly(Loss.refused("Image", words[0]), Loss.refused("Image", words[1]));
    }

    @Test
    void eachOfTwoPicturesThatAreRefusedAtOneAttemptIsTold() {
        fixture.channel.capabilities(Capabilities.text(1000, Unit.UTF16).media(Content.Image.class, Long.MAX_VALUE, 0));
        fixture.channel.willAnswer(
                new SendResult.Refused(SendResult.Reason.UNSUPPORTED, "no such format"),
                new SendResult.Accepted(List.of("a")),
                new SendResult.Refused(SendResult.Reason.UNSUPPORTED, "no such format"));
        String conversation = fixture.customerWrites("anna", "1", "Hello");

        fixture.freshchat.agent().sends(conversation, pictures(2));
        fixture.channel.awaitSent(4);
        fixture.relay.close();

        assertThat(losses())
                .containsExactly(Loss.refused("Image", "no such format"), Loss.refused("Image", "no such format"));
    }

    @Test
    void eachOfTwoPartsThatAreLeftOutAtDifferentAttemptsIsToldAndNoted() {
        fixture.channel.willAnswer(
                new SendResult.Refused(SendResult.Reason.TOO_LARGE, "too large (request 1)"),
                new SendResult.TryLater(Duration.ofSeconds(1), false, "busy"),
                new SendResult.Accepted(List.of("a")),
                new SendResult.Refused(SendResult.Reason.TOO_LARGE, "too large (request 2)"));
        String conversation = fixture.customerWrites("anna", "1", "Hello");

        fixture.freshchat.agent().sends(conversation, Json.of(List.of(text("one"), text("two"))));
        fixture.whileTimePasses(() -> fixture.channel.awaitSent(4));
        fixture.freshchat.awaitPosted(2);
        fixture.relay.close();

        assertThat(losses())
                .containsExactly(
                        Loss.leftOut("Text", "too large (request 1)"), Loss.leftOut("Text", "too large (request 2)"));
        String line = "\n- A text was left out: the messenger did not take it";
        assertThat(fixture.notes())
                .singleElement()
                .asString()
                .contains(line + line + "\n")
                .doesNotContain("request");
    }

    @Test
    void bothFormsOfAPartThatAreRefusedAtDifferentAttemptsAreToldOnceEach() {
        fixture.channel.capabilities(Capabilities.text(1000, Unit.UTF16)
                .media(Content.Image.class, Long.MAX_VALUE, 0)
                .media(Content.File.class, Long.MAX_VALUE, 0));
        SendResult later = new SendResult.TryLater(Duration.ofSeconds(1), false, "busy");
        fixture.channel.willAnswer(
                new SendResult.Refused(SendResult.Reason.UNSUPPORTED, "request 1"),
                later,
                new SendResult.Refused(SendResult.Reason.UNSUPPORTED, "request 2"),
                new SendResult.Refused(SendResult.Reason.UNSUPPORTED, "request 3"),
                later,
                new SendResult.Refused(SendResult.Reason.UNSUPPORTED, "request 4"),
                new SendResult.Refused(SendResult.Reason.UNSUPPORTED, "request 5"));
        String conversation = fixture.customerWrites("anna", "1", "Hello");

        fixture.freshchat.agent().sends(conversation, pictures(1));
        fixture.whileTimePasses(() -> fixture.channel.awaitSent(8));
        fixture.relay.close();

        assertThat(losses()).containsExactly(Loss.refused("Image", "request 1"), Loss.refused("File", "request 3"));
    }

    @Test
    void unknownKindOfPartIsToldAndTheRestArrives() {
        String conversation = fixture.customerWrites("anna", "1", "Hello");

        fixture.freshchat
                .agent()
                .sends(
                        conversation,
                        Json.of(List.of(
                                text("before"),
                                Json.object()
                                        .put("hologram", Json.object().put("x", 1))
                                        .build())));
        fixture.channel.awaitSent(1);
        fixture.relay.close();

        assertThat(fixture.channel.sentTexts()).containsExactly("before");
        assertThat(losses()).containsExactly(new Loss(Loss.Kind.DROPPED, "hologram", Loss.Reason.UNREADABLE, null, ""));
    }

    @Test
    void agentIsToldOfWhatWasLeftOutWhateverTheAccountWants() {
        String conversation = fixture.customerWrites("anna", "1", "Hello");

        fixture.freshchat
                .agent()
                .sends(
                        conversation,
                        Json.of(List.of(
                                text("before"),
                                Json.object()
                                        .put("hologram", Json.object().put("x", 1))
                                        .build(),
                                picture().items().get(0))));
        fixture.freshchat.awaitPosted(2);
        fixture.relay.close();

        assertThat(fixture.notes())
                .singleElement()
                .asString()
                .startsWith(
                        "[byoc note] The customer on Fake messenger does not see all of this answer as it was written:"
                                + " “before” (")
                .endsWith(
                        ").\n- Something of the kind “hologram” was left out: messages of this kind are not known here\nSend what was left out in another way if the customer needs it.");
        assertThat(fixture.channel.sentTexts()).noneMatch(sent -> sent.contains("hologram"));
    }

    @Test
    void agentGetsOneNoteForAllLossesOfAnAnswerWhereTheAccountWantsThat() {
        restart(Map.of("note-losses", "yes"));
        String conversation = fixture.customerWrites("anna", "1", "Hello");

        fixture.freshchat
                .agent()
                .sends(
                        conversation,
                        Json.of(List.of(
                                Json.object()
                                        .put("hologram", Json.object().put("x", 1))
                                        .build(),
                                picture().items().get(0))));
        fixture.freshchat.awaitPosted(2);
        fixture.relay.close();

        assertThat(fixture.notes())
                .singleElement()
                .asString()
                .endsWith(
                        ").\n- Something of the kind “hologram” was left out: messages of this kind are not known here"
                                + "\n- A picture went in another form: the messenger cannot show it"
                                + "\nSend what was left out in another way if the customer needs it.");
    }

    @Test
    void answerOfUnknownKindsAloneReachesNoCustomerAndIsToldAndNoted() {
        restart(Map.of("note-losses", "yes"));
        String conversation = fixture.customerWrites("anna", "1", "Hello");

        fixture.freshchat
                .agent()
                .sends(
                        conversation,
                        Json.of(List.of(Json.object()
                                .put("hologram", Json.object().put("x", 1))
                                .build())));
        fixture.freshchat.awaitPosted(2);
        fixture.relay.close();

        assertThat(fixture.channel.sent()).isEmpty();
        assertThat(fixture.notes()).singleElement().asString().contains("“hologram” was left out");
    }

    @Test
    void timelineTellsWhatWasLostOfAnAnswer() {
        String conversation = fixture.customerWrites("anna", "1", "Hello");

        fixture.freshchat.agent().sends(conversation, picture());
        fixture.channel.awaitSent(1);
        fixture.drain();

        assertThat(fixture.relay.timeline(sentMessage()))
                .singleElement()
                .satisfies(timeline -> assertThat(timeline.steps())
                        .extracting(Timeline.Step::what, Timeline.Step::detail)
                        .contains(tuple("lost", "image went in another form: it cannot be shown there")));
    }

    @Test
    void nameOfAnUnknownKindIsOneShortLine() {
        assertThat(new Loss(Loss.Kind.DROPPED, "a\nb\u202E" + "x".repeat(200), Loss.Reason.UNREADABLE, null, "")
                        .content())
                .isEqualTo("a b" + "x".repeat(57));
    }

    @Test
    void wordsOfARefusedPartGoOnWhereTheyStopped() {
        fixture.channel.capabilities(Capabilities.text(40, Unit.UTF16).media(Content.Image.class, Long.MAX_VALUE, 0));
        fixture.channel.willAnswer(
                new SendResult.Refused(SendResult.Reason.UNSUPPORTED, "no such format"),
                new SendResult.Accepted(List.of("a")),
                new SendResult.TryLater(Duration.ofSeconds(1), false, "busy"));
        String conversation = fixture.customerWrites("anna", "1", "Hello");

        fixture.freshchat.agent().sends(conversation, picture());
        fixture.channel.awaitSent(3);
        fixture.whileTimePasses(() -> fixture.channel.awaitSent(4));
        fixture.relay.close();

        List<String> texts = fixture.channel.sentTexts();
        assertThat(texts.get(1) + texts.get(3))
                .isEqualTo("Picture: https://media.example.net/" + "a".repeat(20) + ".png");
    }

    private String sentMessage() {
        return fixture.events.stream()
                .filter(event ->
                        event instanceof RelayEvent.Delivered delivered && delivered.direction() == Direction.OUTBOUND)
                .map(event -> ((RelayEvent.Delivered) event).eventKey().substring("message:".length()))
                .findFirst()
                .orElseThrow();
    }

    private List<Loss> losses() {
        return fixture.events.stream()
                .filter(RelayEvent.Degraded.class::isInstance)
                .map(event -> ((RelayEvent.Degraded) event).loss())
                .toList();
    }

    private void restart(Map<String, String> settings) {
        fixture.close();
        fixture = new EngineFixture(settings);
    }

    private static Json text(String text) {
        return Json.object().put("text", Json.object().put("content", text)).build();
    }

    private static Json picture() {
        return pictures(1);
    }

    private static Json pictures(int count) {
        String url = "https://media.example.net/" + "a".repeat(20) + ".png";
        Json picture = Json.object().put("image", Json.object().put("url", url)).build();
        return Json.of(Collections.nCopies(count, picture));
    }
}
