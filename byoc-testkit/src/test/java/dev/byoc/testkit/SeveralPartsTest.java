package dev.byoc.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.channel.Capabilities;
import dev.byoc.channel.Capabilities.Unit;
import dev.byoc.channel.OutboundMessage;
import dev.byoc.channel.SendResult;
import dev.byoc.channel.SendResult.Accepted;
import dev.byoc.channel.SendResult.Reason;
import dev.byoc.channel.SendResult.Refused;
import dev.byoc.channel.SendResult.TryLater;
import dev.byoc.channel.SendResult.Unknown;
import dev.byoc.json.Json;
import dev.byoc.message.Content;
import dev.byoc.wording.Wording;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An answer of several parts, sent several at a time, of which the network refuses one. */
class SeveralPartsTest {
    private static final String PICTURE = "https://media.example.net/one.png";
    private static final String IN_WORDS = "Picture: " + PICTURE;
    private static final Accepted TAKEN = new Accepted(List.of());

    private final EngineFixture fixture = new EngineFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    private void channel(Capabilities capabilities, SendResult... results) {
        fixture.channel.capabilities(
                capabilities.media(Content.Image.class, Long.MAX_VALUE, 0).partsPerSend(3));
        fixture.channel.willAnswer(results);
    }

    private void channel(SendResult... results) {
        channel(Capabilities.text(1000, Unit.UTF16), results);
    }

    private static Refused refused(@Nullable Integer part) {
        return new Refused(Reason.UNSUPPORTED, "no pictures", part);
    }

    /** A text, a picture and a text. */
    private void agentSaysThree() {
        String conversation = fixture.customerWrites("anna", "1", "Hello");
        fixture.freshchat
                .agent()
                .sends(
                        conversation,
                        Json.of(List.of(
                                Json.object().put("text", Json.object().put("content", "a")),
                                Json.object().put("image", Json.object().put("url", PICTURE)),
                                Json.object().put("text", Json.object().put("content", "b")))));
    }

    /** The parts of each call in words, a picture as such; and no key names two requests. */
    private List<List<String>> calls() {
        Map<UUID, List<Content>> byKey = new HashMap<>();
        for (OutboundMessage message : fixture.channel.sent()) {
            assertThat(byKey.computeIfAbsent(message.key(), key -> message.parts()))
                    .isEqualTo(message.parts());
        }
        return fixture.channel.sent().stream()
                .map(message -> message.parts().stream()
                        .map(part -> part instanceof Content.Image ? "picture" : part.plainText(Wording.ENGLISH))
                        .toList())
                .toList();
    }

    /** Of a call whose end the relay knows, too. */
    private String keyOfCall(int n) {
        OutboundMessage message = fixture.channel.awaitSent(n).get(n - 1);
        fixture.drain();
        return message.key().toString();
    }

    private void awaitCalls(int n) {
        fixture.whileTimePasses(() -> fixture.channel.awaitSent(n));
        fixture.drain();
    }

    @Test
    void partThatTheNetworkNamesGoesInWordsInItsPlaceAndTheOthersWithIt() {
        channel(refused(1));

        agentSaysThree();
        awaitCalls(2);

        assertThat(calls()).containsExactly(List.of("a", "picture", "b"), List.of("a", IN_WORDS, "b"));
        assertThat(fixture.relay.deadLetters()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Reason.class,
            names = {"UNSUPPORTED", "TOO_LARGE"})
    void partsAreTriedOneByOneWhereTheNetworkNamesNone(Reason reason) {
        channel(new Refused(reason, ""), TAKEN, new Refused(reason, ""), TAKEN, TAKEN);

        agentSaysThree();
        awaitCalls(5);

        assertThat(calls())
                .containsExactly(
                        List.of("a", "picture", "b"),
                        List.of("a"),
                        List.of("picture"),
                        List.of(IN_WORDS),
                        List.of("b"));
        assertThat(fixture.relay.deadLetters()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 3, Integer.MAX_VALUE})
    void partThatIsNoneOfThemCountsAsNotNamed(int part) {
        channel(refused(part), TAKEN, TAKEN, TAKEN);

        agentSaysThree();
        awaitCalls(4);

        assertThat(calls())
                .containsExactly(List.of("a", "picture", "b"), List.of("a"), List.of("picture"), List.of("b"));
    }

    @Test
    void textThatIsRefusedIsLeftOutAndTheAgentIsTold() {
        channel(refused(2), TAKEN);

        agentSaysThree();
        fixture.whileTimePasses(() -> fixture.freshchat.awaitPosted(2));
        fixture.drain();

        assertThat(calls()).containsExactly(List.of("a", "picture", "b"), List.of("a", "picture"));
        assertThat(fixture.notes())
                .singleElement()
                .asString()
                .contains("A text was left out: the messenger did not take it");
        assertThat(fixture.relay.deadLetters()).isEmpty();
    }

    @Test
    void lastTextThatIsRefusedAfterTheOthersIsALossAndNoDeadLetter() {
        channel(refused(null), TAKEN, TAKEN, refused(null));

        agentSaysThree();
        fixture.whileTimePasses(() -> fixture.freshchat.awaitPosted(2));
        fixture.drain();

        assertThat(calls()).hasSize(4);
        assertThat(fixture.notes()).singleElement().asString().contains("A text was left out");
        assertThat(fixture.relay.deadLetters()).isEmpty();
    }

    @Test
    void answerOfWhichNothingIsTakenIsADeadLetterWithOneNote() {
        channel(refused(null), refused(null), refused(null), refused(null), refused(null));

        agentSaysThree();
        fixture.whileTimePasses(() -> fixture.freshchat.awaitPosted(2));
        fixture.drain();

        assertThat(fixture.notes()).singleElement().asString().contains("did not reach the customer");
        assertThat(fixture.relay.deadLetters()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = Reason.class,
            names = {"UNSUPPORTED", "TOO_LARGE", "REJECTED"},
            mode = EnumSource.Mode.EXCLUDE)
    void whatIsRefusedForAnotherReasonIsNotTriedInParts(Reason reason) {
        channel(new Refused(reason, "", 1));

        agentSaysThree();
        fixture.whileTimePasses(() -> fixture.freshchat.awaitPosted(2));
        fixture.drain();

        assertThat(calls()).hasSize(1);
        assertThat(fixture.relay.deadLetters()).hasSize(1);
    }

    @Test
    void textThatIsRefusedAmongPartsThatGoOneByOneAnywayHurtsNoOther() {
        fixture.channel.capabilities(Capabilities.text(20, Unit.UTF16));
        fixture.channel.willAnswer(TAKEN, new Refused(Reason.TOO_LARGE, ""), TAKEN);
        String conversation = fixture.customerWrites("anna", "1", "Hello");

        fixture.freshchat.agent().says(conversation, "one one one one one two two two two two end");
        awaitCalls(3);

        assertThat(fixture.channel.sentTexts()).last().isEqualTo("end");
        assertThat(fixture.relay.deadLetters()).isEmpty();
    }

    @Test
    void partsThatWereTriedInAnotherFormAndMayHaveArrivedAreRepeatedAsTheyWereUnderTheirKey() {
        channel(Capabilities.text(1000, Unit.UTF16).safeToResend(), refused(1), new Unknown("timeout"));

        agentSaysThree();
        awaitCalls(3);

        assertThat(calls())
                .containsExactly(
                        List.of("a", "picture", "b"), List.of("a", IN_WORDS, "b"), List.of("a", IN_WORDS, "b"));
        List<OutboundMessage> sent = fixture.channel.sent();
        assertThat(sent.get(2).key()).isEqualTo(sent.get(1).key());
        assertThat(sent).extracting(OutboundMessage::resend).containsExactly(false, false, true);
    }

    @Test
    void singlePartThatMayHaveArrivedIsRepeatedAloneUnderItsKey() {
        channel(Capabilities.text(1000, Unit.UTF16).safeToResend(), refused(null), new Unknown("timeout"));

        agentSaysThree();
        fixture.whileTimePasses(() -> fixture.channel.awaitSent(4));
        fixture.drain();

        assertThat(calls().subList(0, 3)).containsExactly(List.of("a", "picture", "b"), List.of("a"), List.of("a"));
        List<OutboundMessage> sent = fixture.channel.sent();
        assertThat(sent.get(2).key()).isEqualTo(sent.get(1).key());
        assertThat(sent.get(2).resend()).isTrue();
    }

    @Test
    void receiptOfASinglePartSettlesItAndTheOthersFollow() {
        channel(Capabilities.text(1000, Unit.UTF16).confirmsByKey(), refused(null), new Unknown("timeout"));
        agentSaysThree();
        String key = keyOfCall(2);

        fixture.post(FakeChannel.events(Json.object()
                .put("kind", "receipt")
                .put("message", key)
                .put("status", "delivered")
                .build()));
        awaitCalls(3);

        assertThat(calls()).startsWith(List.of("a", "picture", "b"), List.of("a"), List.of("picture", "b"));
        assertThat(fixture.relay.deadLetters()).isEmpty();
    }

    @Test
    void receiptThatSeveralPartsHaveFailedHasThemGoOneByOne() {
        channel(Capabilities.text(1000, Unit.UTF16).confirmsByKey(), new Unknown("timeout"));
        agentSaysThree();
        String key = keyOfCall(1);

        fixture.post(FakeChannel.events(Json.object()
                .put("kind", "receipt")
                .put("message", key)
                .put("status", "failed")
                .build()));
        fixture.whileTimePasses(fixture::awaitIdle);

        assertThat(calls())
                .containsExactly(List.of("a", "picture", "b"), List.of("a"), List.of("picture"), List.of("b"));
        assertThat(fixture.relay.deadLetters()).isEmpty();
    }

    @Test
    void partsThatTheNetworkWantsLaterAreSentUnderNewKeysInOrder() {
        channel(refused(1), new TryLater(Duration.ofSeconds(1), false, "busy"), refused(1));

        agentSaysThree();
        awaitCalls(4);

        assertThat(calls())
                .containsExactly(
                        List.of("a", "picture", "b"),
                        List.of("a", IN_WORDS, "b"),
                        List.of("a", "picture", "b"),
                        List.of("a", IN_WORDS, "b"));
        assertThat(fixture.channel.sent()).extracting(OutboundMessage::key).doesNotHaveDuplicates();
    }
}
