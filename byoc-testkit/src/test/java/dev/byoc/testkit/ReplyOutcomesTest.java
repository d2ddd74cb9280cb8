package dev.byoc.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.byoc.channel.Capabilities;
import dev.byoc.channel.Capabilities.Unit;
import dev.byoc.channel.OutboundMessage;
import dev.byoc.channel.SendResult;
import dev.byoc.channel.SendResult.Reason;
import dev.byoc.event.RelayEvent;
import dev.byoc.json.Json;
import dev.byoc.memory.MemoryStore;
import dev.byoc.message.Content;
import dev.byoc.store.StoreException;
import dev.byoc.store.Timeline;
import dev.byoc.store.spi.RelayStore;
import dev.byoc.testkit.freshchat.FreshchatBehaviour.MessageTypes;
import dev.byoc.testkit.store.WatchedStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of an agent's answer for each way that a send can end. */
class ReplyOutcomesTest {
    private EngineFixture fixture = new EngineFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = Reason.class,
            names = {"UNSUPPORTED", "TOO_LARGE"},
            mode = EnumSource.Mode.EXCLUDE)
    void refusedAnswerIsNotTriedAgainAndTheAgentIsToldOnce(Reason reason) {
        fixture.channel.willAnswer(new SendResult.Refused(reason, "not today"));
        String conversation = fixture.customerWrites("anna", "1", "Hello");

        fixture.freshchat.agent().says(conversation, "Hi");
        fixture.freshchat.awaitPosted(2);
        fixture.drain();

        assertThat(fixture.channel.sent()).hasSize(1);
        assertThat(fixture.notes())
                .singleElement()
                .asString()
                .startsWith("[byoc note] This answer did not reach the customer on Fake messenger: “Hi” (")
                .doesNotContain("not today");
        assertThat(fixture.relay.deadLetters()).hasSize(1);
    }

    @Test
    void answerThatMayHaveArrivedIsNotSentAgainAndTheAgentIsAsked() {
        fixture.channel.willAnswer(new SendResult.Unknown("timeout"));
        String conversation = fixture.customerWrites("anna", "1", "Hello");

        fixture.freshchat.agent().says(conversation, "Hi");
        fixture.freshchat.awaitPosted(2);
        fixture.relay.close();

        assertThat(fixture.channel.sent()).hasSize(1);
        assertThat(fixture.notes()).singleElement().asString().contains("may not have reached");
    }

    @Test
    void answerThatMayHaveArrivedIsSentAgainIfTheAccountWantsThat() {
        restart(Map.of("unknown-outcome", "resend"));
        fixture.channel.willAnswer(new SendResult.Unknown("timeout"));
        String conversation = fixture.customerWrites("anna", "1", "Hello");

        fixture.freshchat.agent().says(conversation, "Hi");
        fixture.channel.awaitSent(1);
        fixture.whileTimePasses(() -> fixture.channel.awaitSent(2));

        List<OutboundMessage> sent = fixture.channel.sent();
        assertThat(sent.get(1).resend()).isTrue();
        assertThat(sent.get(1).key()).isEqualTo(sent.get(0).key());
    }

    @Test
    void networkThatDiscardsRepeatsGetsTheSameKeyAgain() {
        fixture.channel.capabilities(Capabilities.text(1000, Unit.UTF16).safeToResend());
        fixture.channel.willAnswer(new SendResult.Unknown("timeout"));
        String conversation = fixture.customerWrites("anna", "1", "Hello");

        fixture.freshchat.agent().says(conversation, "Hi");
        fixture.channel.awaitSent(1);
        fixture.whileTimePasses(() -> fixture.channel.awaitSent(2));

        List<OutboundMessage> sent = fixture.channel.sent();
        assertThat(sent).extracting(OutboundMessage::resend).containsExactly(false, true);
        assertThat(sent.get(1).key()).isEqualTo(sent.get(0).key());
    }

    @Test
    void unknownOutcomeIsSettledByAReceiptThatNamesTheKey() {
        fixture.channel.capabilities(Capabilities.text(1000, Unit.UTF16).confirmsByKey());
        fixture.channel.willAnswer(new SendResult.Unknown("timeout"));
        String conversation = fixture.customerWrites("anna", "1", "Hello");
        fixture.freshchat.agent().says(conversation, "Hi");
        String key = fixture.channel.awaitSent(1).get(0).key().toString();

        fixture.post(receipt(key, "delivered"));
        fixture.freshchat.agent().says(conversation, "next");
        fixture.whileTimePasses(() -> fixture.channel.awaitSent(2));
        fixture.relay.close();

        assertThat(fixture.channel.sentTexts()).containsExactly("Hi", "next");
        assertThat(fixture.notes()).isEmpty();
    }

    @Test
    void unknownOutcomeThatNoReceiptSettlesIsTheAgentsMatter() {
        fixture.channel.capabilities(Capabilities.text(1000, Unit.UTF16).confirmsByKey());
        fixture.channel.willAnswer(new SendResult.Unknown("timeout"));
        String conversation = fixture.customerWrites("anna", "1", "Hello");
        fixture.freshchat.agent().says(conversation, "Hi");
        fixture.channel.awaitSent(1);

        fixture.whileTimePasses(() -> fixture.freshchat.awaitPosted(2));

        assertThat(fixture.notes()).singleElement().asString().contains("may not have reached");
        assertThat(fixture.channel.sent()).hasSize(1);
    }

    @Test
    void explicitFailureGetsANewKey() {
        fixture.channel.willAnswer(new SendResult.TryLater(Duration.ofSeconds(2), false, "busy"));
        String conversation = fixture.customerWrites("anna", "1", "Hello");

        fixture.freshchat.agent().says(conversation, "Hi");
        fixture.channel.awaitSent(1);
        fixture.whileTimePasses(() -> fixture.channel.awaitSent(2));

        List<OutboundMessage> sent = fixture.channel.sent();
        assertThat(sent.get(1).key()).isNotEqualTo(sent.get(0).key());
        assertThat(sent.get(1).resend()).isFalse();
    }

    @Test
    void laterAnswersWaitBehindOneThatIsTriedAgain() {
        fixture.channel.willAnswer(new SendResult.TryLater(Duration.ofSeconds(2), false, "busy"));
        String conversation = fixture.customerWrites("anna", "1", "Hello");

        fixture.freshchat.agent().says(conversation, "first");
        fixture.freshchat.agent().says(conversation, "second");
        fixture.channel.awaitSent(1);
        fixture.whileTimePasses(() -> fixture.channel.awaitSent(3));

        assertThat(fixture.channel.sentTexts()).containsExactly("first", "first", "second");
    }

    @Test
    void pictureThatIsRefusedGoesInWordsOnce() {
        fixture.channel.capabilities(Capabilities.text(1000, Unit.UTF16).media(Content.Image.class, Long.MAX_VALUE, 0));
        fixture.channel.willAnswer(new SendResult.Refused(Reason.UNSUPPORTED, "no such format"));
        String conversation = fixture.customerWrites("anna", "1", "Hello");

        fixture.freshchat.agent().sends(conversation, image("https://media.example.net/one.png"));
        List<OutboundMessage> sent = fixture.channel.awaitSent(2);

        assertThat(sent.get(0).parts().get(0)).isInstanceOf(Content.Image.class);
        assertThat(sent.get(1).parts()).containsExactly(new Content.Text("Picture: https://media.example.net/one.png"));
        fixture.drain();
        assertThat(fixture.events).anyMatch(event -> event instanceof RelayEvent.Degraded);
    }

    @Test
    void wordsBehindAPictureThatIsRejectedStillGo() {
        fixture.channel.capabilities(Capabilities.text(1000, Unit.UTF16).media(Content.Image.class, Long.MAX_VALUE, 0));
        fixture.channel.willAnswer(new SendResult.Refused(Reason.REJECTED, "code 99"));
        String conversation = fixture.customerWrites("anna", "1", "Hello");

        fixture.freshchat.agent().sends(conversation, pictureAnd("Is it this one?"));
        fixture.channel.awaitSent(3);
        fixture.drain();

        assertThat(fixture.channel.sent().get(0).parts().get(0)).isInstanceOf(Content.Image.class);
        assertThat(fixture.channel.sentTexts())
                .endsWith("Picture: https://media.example.net/one.png", "Is it this one?");
        assertThat(fixture.deadLetters()).isEmpty();
        assertThat(fixture.events).anyMatch(RelayEvent.Degraded.class::isInstance);
    }

    @Test
    void wordsOfAPictureWhoseFailureAReceiptTellsAreSentAndSoIsTheRest() {
        fixture.channel.capabilities(Capabilities.text(1000, Unit.UTF16)
                .media(Content.Image.class, Long.MAX_VALUE, 0)
                .confirmsByKey());
        fixture.channel.willAnswer(new SendResult.Unknown("timeout"));
        String conversation = fixture.customerWrites("anna", "1", "Hello");
        fixture.freshchat.agent().sends(conversation, pictureAnd("Is it this one?"));
        String key = fixture.channel.awaitSent(1).get(0).key().toString();

        fixture.post(receipt(key, "failed"));
        fixture.whileTimePasses(fixture::awaitIdle);

        assertThat(fixture.channel.sentTexts())
                .hasSize(3)
                .endsWith("Picture: https://media.example.net/one.png", "Is it this one?");
        assertThat(fixture.channel.sent()).extracting(OutboundMessage::key).doesNotHaveDuplicates();
        assertThat(fixture.deadLetters()).isEmpty();
    }

    @Test
    void anAnswerWhoseWordsAreRejectedBehindItsPictureIsADeadLetterAndTheAgentIsTold() {
        fixture.channel.capabilities(Capabilities.text(1000, Unit.UTF16).media(Content.Image.class, Long.MAX_VALUE, 0));
        SendResult rejected = new SendResult.Refused(Reason.REJECTED, "code 99");
        fixture.channel.willAnswer(rejected, rejected, rejected);
        String conversation = fixture.customerWrites("anna", "1", "Hello");

        fixture.freshchat.agent().sends(conversation, pictureAnd("Is it this one?"));
        fixture.freshchat.awaitPosted(2);

        assertThat(fixture.channel.sent()).hasSize(2);
        assertThat(fixture.deadLetters()).hasSize(1);
        assertThat(fixture.notes()).singleElement().asString().contains("did not reach the customer");
    }

    @Test
    void aPictureAloneThatIsRejectedIsADeadLetterAndTheAgentIsTold() {
        fixture.channel.capabilities(Capabilities.text(1000, Unit.UTF16).media(Content.Image.class, Long.MAX_VALUE, 0));
        fixture.channel.willAnswer(new SendResult.Refused(Reason.REJECTED, "code 99"));
        String conversation = fixture.customerWrites("anna", "1", "Hello");

        fixture.freshchat.agent().sends(conversation, image("https://media.example.net/one.png"));
        fixture.freshchat.awaitPosted(2);

        assertThat(fixture.channel.sent()).hasSize(1);
        assertThat(fixture.notes()).singleElement().asString().contains("did not reach the customer");
    }

    @Test
    void partsThatWereTakenAreNotSentAgain() {
        fixture.channel.capabilities(Capabilities.text(20, Unit.UTF16));
        fixture.channel.willAnswer(
                new SendResult.Accepted(List.of("a")), new SendResult.TryLater(Duration.ofSeconds(1), false, "busy"));
        String conversation = fixture.customerWrites("anna", "1", "Hello");

        fixture.freshchat.agent().says(conversation, "one one one one one two two two two two end");
        fixture.channel.awaitSent(2);
        fixture.whileTimePasses(() -> fixture.channel.awaitSent(4));
        fixture.relay.close();

        assertThat(fixture.channel.sentTexts())
                .containsExactly("one one one one one ", "two two two two two ", "two two two two two ", "end");
    }

    @Test
    void severalPartsGoInOneSendWhereTheNetworkTakesThem() {
        fixture.channel.capabilities(Capabilities.text(20, Unit.UTF16).partsPerSend(3));
        String conversation = fixture.customerWrites("anna", "1", "Hello");

        fixture.freshchat.agent().says(conversation, "one one one one one two two two two two end");

        assertThat(fixture.channel.awaitSent(1).get(0).parts()).hasSize(3);
    }

    @Test
    void answerWithoutASessionIsRefusedWithoutACallAndTheAgentIsTold() {
        fixture.channel.capabilities(Capabilities.text(1000, Unit.UTF16).onlyWithHandle());
        String conversation = fixture.customerWrites("anna", "1", "Hello");

        fixture.freshchat.agent().says(conversation, "Hi");
        fixture.freshchat.awaitPosted(2);

        assertThat(fixture.channel.sent()).isEmpty();
        assertThat(fixture.notes()).singleElement().asString().contains("wait until they write again");
    }

    @Test
    void channelThatLacksAClassDoesSoToEachCustomerAloneAndIsNotTriedAgain() {
        fixture.close();
        AtomicInteger calls = new AtomicInteger();
        fixture = new EngineFixture(
                Map.of(),
                context -> new FakeChannel(context) {
                    @Override
                    public SendResult send(OutboundMessage message) {
                        calls.incrementAndGet();
                        throw new NoClassDefFoundError("example/Missing");
                    }
                },
                builder -> {});
        String conversation = fixture.customerWrites("anna", "1", "Hello");

        // More than there may be calls at once: none of them may keep its place.
        for (int i = 0; i < 40; i++) {
            fixture.freshchat.agent().says(conversation, "Hi " + i);
        }
        fixture.freshchat.awaitPosted(1 + 40);

        assertThat(calls).hasValue(40);
        assertThat(fixture.relay.deadLetters())
                .hasSize(40)
                .allSatisfy(letter -> assertThat(letter.reason()).contains("NoClassDefFoundError"));
        assertThat(fixture.notes())
                .hasSize(40)
                .allSatisfy(note ->
                        assertThat(note).contains("gave no clear answer").doesNotContain("NoClassDefFoundError"));
    }

    @Test
    void channelThatThrowsCountsAsNoClearAnswer() {
        fixture.close();
        fixture = new EngineFixture(
                Map.of(),
                context -> new FakeChannel(context) {
                    @Override
                    public SendResult send(OutboundMessage message) {
                        throw new IllegalStateException("a fault that quotes " + message.parts());
                    }
                },
                builder -> {});
        String conversation = fixture.customerWrites("anna", "1", "Hello");

        fixture.freshchat.agent().says(conversation, "Hi");
        fixture.freshchat.awaitPosted(2);

        assertThat(fixture.notes())
                .singleElement()
                .asString()
                .contains("The messenger gave no clear answer.")
                .doesNotContain("IllegalStateException", "a fault");
        assertThat(fixture.relay.deadLetters())
                .singleElement()
                .satisfies(letter -> assertThat(letter.reason())
                        .contains("IllegalStateException")
                        .doesNotContain("Hi"));
    }

    @Test
    void accountWhoseTopicIsMissingDoesNotHoldUpTheAnswersOfAnother() {
        fixture.close();
        fixture = new EngineFixture(
                Map.of(),
                FakeChannel::new,
                builder -> builder.account("lost", new FakeChannelProvider(), Map.of("topic", "Nowhere")));
        String user = fixture.freshchat.addUser(
                Json.object().put("reference_id", "fake:shop:anna").build());
        String conversation = fixture.freshchat.addConversation(user, fixture.topic);

        fixture.freshchat.agent().says(conversation, "Hi");
        fixture.channel.awaitSent(1);

        assertThat(fixture.channel.sentTexts()).containsExactly("Hi");
        assertThat(fixture.events).noneMatch(event -> event instanceof RelayEvent.Paused);
    }

    @Test
    void receiptOfAFailureTellsTheAgent() {
        String conversation = fixture.customerWrites("anna", "1", "Hello");
        fixture.channel.willAnswer(new SendResult.Accepted(List.of("net-1")));
        fixture.freshchat.agent().says(conversation, "Hi");
        fixture.channel.awaitSent(1);

        fixture.post(receipt("net-1", "failed"));
        fixture.post(receipt("net-1", "failed"));
        fixture.whileTimePasses(() -> fixture.freshchat.awaitPosted(2));
        fixture.relay.close();

        assertThat(fixture.notes())
                .containsExactly(
                        "[byoc note] An answer of Jan 15, 2026, 9:00 AM UTC did not reach the customer on Fake messenger."
                                + " The messenger had taken it, and reported later that it failed. Send it again.");
    }

    @Test
    void whatTheMessengerSaysOfALaterFailureIsInTheTimelineAndNotInTheNote() {
        String conversation = fixture.customerWrites("anna", "1", "Hello");
        fixture.channel.willAnswer(new SendResult.Accepted(List.of("net-1")));
        fixture.freshchat.agent().says(conversation, "Hi");
        fixture.channel.awaitSent(1);
        fixture.await(
                "the answer to be stored as sent",
                () -> !fixture.relay.timeline("net-1").isEmpty());

        fixture.post(FakeChannel.events(Json.object()
                .put("kind", "receipt")
                .put("message", "net-1")
                .put("status", "failed")
                .put("detail", "code 17")
                .build()));
        fixture.whileTimePasses(() -> fixture.freshchat.awaitPosted(2));

        assertThat(fixture.notes()).singleElement().asString().doesNotContain("code 17");
        assertThat(fixture.relay.timeline("shop failed:net-1"))
                .singleElement()
                .satisfies(timeline -> assertThat(timeline.steps())
                        .extracting(Timeline.Step::what, Timeline.Step::detail)
                        .contains(tuple("failed", "code 17")));
    }

    @Test
    void twoAnswersThatFailAreTwoNotesThatReadDifferently() {
        fixture.channel.willAnswer(
                new SendResult.Refused(Reason.REJECTED, "code 17"), new SendResult.Refused(Reason.REJECTED, "code 17"));
        String conversation = fixture.customerWrites("anna", "1", "Hello");

        fixture.freshchat.agent().says(conversation, "first");
        fixture.freshchat.agent().says(conversation, "second");
        fixture.freshchat.awaitPosted(3);

        assertThat(fixture.notes()).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void koreanAgentsReadKoreanNotesAndNoneReachesTheCustomerWhenTheLanguageChanges() {
        restart(Map.of("agent-language", "ko", "untyped-replies", "send"));
        fixture.channel.willAnswer(new SendResult.Refused(Reason.WINDOW_CLOSED, ""));
        String conversation = fixture.customerWrites("anna", "1", "Hello");
        fixture.freshchat.agent().says(conversation, "Hi");
        fixture.freshchat.awaitPosted(2);
        String note = fixture.notes().get(0);

        restart(Map.of("agent-language", "en", "untyped-replies", "send"));
        String later = fixture.customerWrites("anna", "2", "Hello");
        fixture.freshchat.behaviour().messageTypes(MessageTypes.NOWHERE);
        fixture.freshchat.agent().writesNote(later, note);
        fixture.freshchat.agent().says(later, "Welcome");

        assertThat(note).contains("고객에게 전달되지 않았습니다: “Hi”");
        fixture.channel.awaitSent(1);
        assertThat(fixture.channel.sentTexts()).containsExactly("Welcome");
    }

    @Test
    void aReceiptThatCouldNotBeStoredIsNotAcknowledged() {
        fixture.close();
        RelayStore full = WatchedStore.of(
                new MemoryStore(new SettableClock(Instant.parse("2026-01-15T09:00:00Z"))),
                (method, arguments, call) -> {
                    if (method.equals("references.noteReceipts")) {
                        throw new StoreException("full");
                    }
                    return call.proceed();
                });
        fixture = new EngineFixture(Map.of("keep-receipts", "yes"), FakeChannel::new, builder -> builder.store(full));

        assertThat(fixture.post(receipt("net-1", "delivered")).status()).isEqualTo(503);
    }

    @Test
    void receiptForAMessageOfAnotherSystemIsForgottenQuietly() {
        fixture.customerWrites("anna", "1", "Hello");

        assertThat(fixture.post(receipt("unknown", "failed")).status()).isEqualTo(200);
        fixture.whileTimePasses(() -> fixture.relay.close());

        assertThat(fixture.notes()).isEmpty();
    }

    private void restart(Map<String, String> settings) {
        fixture.close();
        fixture = new EngineFixture(settings);
    }

    private static Json receipt(String message, String status) {
        return FakeChannel.events(Json.object()
                .put("kind", "receipt")
                .put("message", message)
                .put("status", status)
                .build());
    }

    private static Json pictureAnd(String text) {
        return Json.of(List.of(
                image("https://media.example.net/one.png").items().get(0),
                Json.object().put("text", Json.object().put("content", text)).build()));
    }

    private static Json image(String url) {
        return Json.of(List.of(Json.object().put("image", Json.object().put("url", url))));
    }
}
