package dev.byoc.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.Direction;
import dev.byoc.channel.Capabilities;
import dev.byoc.channel.Capabilities.Unit;
import dev.byoc.channel.ChannelContext;
import dev.byoc.channel.OutboundMessage;
import dev.byoc.channel.SendResult;
import dev.byoc.channel.SyncReplies;
import dev.byoc.event.Loss;
import dev.byoc.event.RelayEvent;
import dev.byoc.json.Json;
import dev.byoc.message.Content;
import dev.byoc.message.Media;
import dev.byoc.message.Quote;
import dev.byoc.testkit.freshchat.StoredMessage;
import dev.byoc.testkit.server.Fault;
import dev.byoc.webhook.WebhookResponse;
import dev.byoc.wording.Wording;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages that answer an earlier one, and those that were passed on, through the whole relay. */
class QuotesTest {
    private static final String POST = "POST /conversations/{id}/messages";
    private static final Quote RED_OR_BLUE = new Quote("m-7", "Red or blue?", null);

    private @Nullable EngineFixture fixture;

    @AfterEach
    void close() {
        if (fixture != null) {
            fixture.close();
        }
    }

    private EngineFixture open() {
        return open(FakeChannel::new);
    }

    private EngineFixture open(Function<ChannelContext, FakeChannel> channel) {
        EngineFixture made = new EngineFixture(Map.of(), channel, builder -> builder.allowInternalHost("127.0.0.1"));
        fixture = made;
        return made;
    }

    // From customers

    private static Json.Builder message(String id, String text) {
        return Json.object()
                .put("kind", "text")
                .put("id", id)
                .put("customer", "anna")
                .put("text", text);
    }

    private static Json.Builder quote(@Nullable String words) {
        return Json.object().put("message", "m-7").put("words", words);
    }

    private static void writes(EngineFixture engine, String id, Json.Builder message) {
        assertThat(engine.post(FakeChannel.events(message.build())).status()).isEqualTo(200);
        engine.whileTimePasses(() -> engine.awaitRelayed(id));
    }

    /** The texts of each message's parts. */
    private static List<List<String>> posted(EngineFixture engine) {
        return engine.freshchat.posted().stream()
                .map(StoredMessage::parts)
                .map(parts -> parts.stream()
                        .map(part -> part.get("text").get("content").textOr("(a file)"))
                        .toList())
                .toList();
    }

    @Test
    void agentSeesWhatACustomersMessageAnswers() {
        EngineFixture engine = open();

        writes(
                engine,
                "1",
                message("1", "Blue").put("quote", quote("Red or\nblue?").put("author", "Shop")));

        assertThat(posted(engine)).containsExactly(List.of("In reply to Shop: “Red or blue?”", "Blue"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n ", "\u200B"})
    void agentSeesThatAMessageAnswersOneOfWhichOnlyTheIdIsKnown(String words) {
        EngineFixture engine = open();

        writes(engine, "1", message("1", "Blue").put("quote", quote(words)));

        assertThat(posted(engine)).containsExactly(List.of("In reply to an earlier message", "Blue"));
    }

    @Test
    void agentSeesThatAMessageWasPassedOn() {
        EngineFixture engine = open();

        writes(engine, "1", message("1", "Buy!").put("forward", Json.object().put("from", "Ines")));
        writes(engine, "2", message("2", "Buy!").put("forward", Json.object()));

        assertThat(posted(engine))
                .containsExactly(List.of("Forwarded from Ines", "Buy!"), List.of("Forwarded", "Buy!"));
    }

    @Test
    void quotationStandsBeforeAPictureAndItsText() {
        EngineFixture engine = open();
        try (MediaHost host = new MediaHost()) {
            Json.Builder picture = message("1", "")
                    .put("kind", "image")
                    .put("url", host.serves("/a.png", "image/png", Bytes.png(500)))
                    .put("caption", "this one")
                    .put("quote", quote("Which?"));

            writes(engine, "1", picture);
        }

        assertThat(posted(engine)).containsExactly(List.of("In reply to: “Which?”", "this one", "(a file)"));
    }

    @Test
    void pictureThatFreshchatRefusesStaysBehindItsQuotation() {
        EngineFixture engine = open();
        engine.customerWrites("anna", "0", "Hello");
        engine.freshchat.faults().next("POST /images/upload", Fault.answer(400));
        try (MediaHost host = new MediaHost()) {
            Json.Builder picture = message("1", "")
                    .put("kind", "image")
                    .put("url", host.serves("/a.png", "image/png", Bytes.png(500)))
                    .put("quote", quote("Which?"));

            writes(engine, "1", picture);
        }

        assertThat(engine.freshchat.posted().get(1).parts())
                .extracting(part -> part.fields().keySet().iterator().next())
                .containsExactly("text", "file");
    }

    @Test
    void messageThatIsDeliveredAgainIsPostedOnce() {
        EngineFixture engine = open();
        Json.Builder blue = message("1", "Blue").put("quote", quote("Red or blue?"));

        writes(engine, "1", blue);
        engine.post(FakeChannel.events(blue.build()));
        engine.drain();

        assertThat(posted(engine)).hasSize(1);
    }

    /** Freshchat's answers name messages in one way and its lists in another, so that words alone tell which it is. */
    private static Fault idOfAnotherFamily() {
        return Fault.json(answer -> Json.parse(new String(answer.bytes(), StandardCharsets.UTF_8)
                .replaceFirst("\"id\":\"[^\"]+\"", "\"id\":\"4711\"")
                .getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void messageOfUnknownOutcomeIsFoundByItsWordsAndItsQuotation() {
        EngineFixture engine = open();
        engine.customerWrites("anna", "0", "Hello");
        engine.freshchat.faults().next(POST, idOfAnotherFamily());
        engine.customerWrites("anna", "1", "Are you there?");
        engine.freshchat.faults().next(POST, Fault.answer(502).afterWork());

        writes(engine, "2", message("2", "Yes").put("quote", quote("Red, or “blue”?")));

        assertThat(posted(engine))
                .containsExactly(
                        List.of("Hello"), List.of("Are you there?"), List.of("In reply to: “Red, or “blue”?”", "Yes"));
    }

    @Test
    void sameWordsInReplyToAnotherMessageAreNotTakenForTheOneOfUnknownOutcome() {
        EngineFixture engine = open();
        engine.customerWrites("anna", "0", "Hello");
        engine.freshchat.faults().next(POST, idOfAnotherFamily());
        writes(engine, "1", message("1", "Yes").put("quote", quote("Red?")));
        engine.freshchat.faults().next(POST, Fault.answer(502));

        writes(engine, "2", message("2", "Yes").put("quote", quote("Blue?")));

        assertThat(posted(engine))
                .containsExactly(
                        List.of("Hello"),
                        List.of("In reply to: “Red?”", "Yes"),
                        List.of("In reply to: “Blue?”", "Yes"));
    }

    // From code

    private static List<OutboundMessage> sent(
            EngineFixture engine, int calls, @Nullable Quote quote, Content... contents) {
        assertThat(engine.relay.send("shop", "anna", "h1", List.of(contents), quote))
                .isTrue();
        engine.whileTimePasses(() -> engine.channel.awaitSent(calls));
        engine.whileTimePasses(() -> engine.await(
                "its end", () -> !engine.delivered(Direction.OUTBOUND).isEmpty()));
        engine.drain();
        return engine.channel.sent();
    }

    private static List<Content> parts(List<OutboundMessage> sent) {
        return sent.stream().flatMap(message -> message.parts().stream()).toList();
    }

    private static Content text(String text) {
        return new Content.Text(text);
    }

    private static Capabilities quoting() {
        return Capabilities.text(1_000, Unit.UTF16).quotes();
    }

    @Test
    void quotationGoesInWordsWhereTheMessengerShowsNone() {
        EngineFixture engine = open();

        List<OutboundMessage> sent = sent(engine, 1, RED_OR_BLUE, text("Blue is sold out."));

        assertThat(parts(sent)).containsExactly(text("In reply to: “Red or blue?”\nBlue is sold out."));
        assertThat(sent.get(0).quote()).isNull();
        engine.await(() -> !engine.events(RelayEvent.Degraded.class).isEmpty());
        assertThat(engine.events(RelayEvent.Degraded.class))
                .extracting(RelayEvent.Degraded::loss)
                .containsExactly(Loss.of(Loss.Kind.DEGRADED, "Quote", Loss.Reason.NO_SUCH_KIND));
    }

    @Test
    void messengerThatShowsQuotesGetsTheIdAndNoLine() {
        EngineFixture engine = open();
        engine.channel.capabilities(quoting());

        List<OutboundMessage> sent = sent(engine, 1, RED_OR_BLUE, text("Blue is sold out."));

        assertThat(parts(sent)).containsExactly(text("Blue is sold out."));
        assertThat(sent.get(0).quote()).isEqualTo(RED_OR_BLUE);
        assertThat(engine.events(RelayEvent.Degraded.class)).isEmpty();
    }

    @Test
    void quotationWithoutAnIdGoesInWordsEverywhere() {
        EngineFixture engine = open();
        engine.channel.capabilities(quoting());

        List<OutboundMessage> sent = sent(engine, 1, new Quote(null, "Red or blue?", "you"), text("Sold out."));

        assertThat(parts(sent)).containsExactly(text("In reply to you: “Red or blue?”\nSold out."));
        assertThat(sent.get(0).quote()).isNull();
    }

    @Test
    void messageThatAnswersNoneQuotesNothing() {
        EngineFixture engine = open();
        engine.channel.capabilities(quoting());

        List<OutboundMessage> sent = sent(engine, 1, null, text("Sold out."));

        assertThat(parts(sent)).containsExactly(text("Sold out."));
        assertThat(sent.get(0).quote()).isNull();
    }

    @Test
    void agentsAnswerQuotesNothing() {
        EngineFixture engine = open();
        engine.channel.capabilities(quoting());
        String conversation = engine.customerWrites("anna", "1", "Hello");

        engine.freshchat.agent().says(conversation, "Sold out.");

        assertThat(engine.channel.awaitSent(1).get(0).quote()).isNull();
        assertThat(engine.channel.sentTexts()).containsExactly("Sold out.");
    }

    @Test
    void privateNoteWhoseIdIsQuotedIsNotLookedUp() {
        EngineFixture engine = open();
        String conversation = engine.customerWrites("anna", "1", "Hello");
        engine.freshchat.agent().writesNote(conversation, "a difficult customer");
        String note = engine.freshchat.messages().stream()
                .filter(StoredMessage::isPrivate)
                .findFirst()
                .orElseThrow()
                .id();

        List<OutboundMessage> sent = sent(engine, 1, new Quote(note, null, null), text("Sold out."));

        assertThat(parts(sent)).containsExactly(text("In reply to an earlier message\nSold out."));
    }

    @Test
    void quotationStaysWithTheFirstPieceOfALongText() {
        EngineFixture engine = open();
        engine.channel.capabilities(Capabilities.text(60, Unit.UTF16));

        List<Content> parts =
                parts(sent(engine, 3, RED_OR_BLUE, text("word ".repeat(20).strip())));

        assertThat(parts).hasSizeGreaterThan(2);
        assertThat(parts.get(0).plainText(Wording.ENGLISH)).startsWith("In reply to: “Red or blue?”\nword");
        assertThat(parts.subList(1, parts.size()))
                .allSatisfy(part -> assertThat(part.plainText(Wording.ENGLISH)).startsWith("word"));
    }

    @Test
    void quotationGoesBeforeAPictureAsATextOfItsOwn() {
        EngineFixture engine = open();
        Content picture = new Content.Image(Media.at("https://media.example.net/a.png"), null);

        List<Content> parts = parts(sent(engine, 2, RED_OR_BLUE, picture));

        assertThat(parts).hasSize(2).first().isEqualTo(text("In reply to: “Red or blue?”"));
    }

    @Test
    void quoteGoesWithTheFirstCallAlone() {
        EngineFixture engine = open();
        engine.channel.capabilities(quoting());

        List<OutboundMessage> sent = sent(engine, 3, RED_OR_BLUE, text("a"), text("b"), text("c"));

        assertThat(parts(sent)).containsExactly(text("a"), text("b"), text("c"));
        assertThat(sent.stream().map(OutboundMessage::quote).map(Objects::nonNull))
                .containsExactly(true, false, false);
    }

    @Test
    void callThatIsRepeatedCarriesTheSameQuoteAndLaterPartsCarryNone() {
        EngineFixture engine = open();
        engine.channel.capabilities(quoting().safeToResend());
        engine.channel.willAnswer(
                new SendResult.Unknown("no answer"),
                new SendResult.Accepted(List.of("1")),
                new SendResult.TryLater(Duration.ofSeconds(1), false, "busy"));

        List<OutboundMessage> sent = sent(engine, 4, RED_OR_BLUE, text("a"), text("b"));

        assertThat(parts(sent)).containsExactly(text("a"), text("a"), text("b"), text("b"));
        assertThat(sent.get(1).key()).isEqualTo(sent.get(0).key());
        assertThat(sent.stream().map(OutboundMessage::quote)).containsExactly(RED_OR_BLUE, RED_OR_BLUE, null, null);
    }

    @Test
    void quoteGoesWithTheFormThatIsTakenInPlaceOfARefusedOne() {
        EngineFixture engine = open();
        engine.channel.capabilities(quoting().media(Content.Image.class, Long.MAX_VALUE, 0));
        engine.channel.willAnswer(new SendResult.Refused(SendResult.Reason.UNSUPPORTED, "no pictures"));
        Content picture = new Content.Image(Media.at("https://media.example.net/a.png"), null);

        List<OutboundMessage> sent = sent(engine, 2, RED_OR_BLUE, picture);

        assertThat(sent.get(1).parts()).hasOnlyElementsOfType(Content.Text.class);
        assertThat(sent.stream().map(OutboundMessage::quote)).containsExactly(RED_OR_BLUE, RED_OR_BLUE);
    }

    @Test
    void answerWithinARequestHasItsQuotationInWords() {
        EngineFixture engine = open(Synchronous::new);
        engine.channel.capabilities(quoting());

        List<OutboundMessage> sent = sent(engine, 1, RED_OR_BLUE, text("Sold out."));

        assertThat(parts(sent)).containsExactly(text("In reply to: “Red or blue?”\nSold out."));
    }

    private static final class Synchronous extends FakeChannel implements SyncReplies {
        Synchronous(ChannelContext context) {
            super(context);
        }

        @Override
        public Duration patience() {
            return Duration.ZERO;
        }

        @Override
        public WebhookResponse answer(List<Content> parts) {
            return WebhookResponse.ok();
        }
    }
}
