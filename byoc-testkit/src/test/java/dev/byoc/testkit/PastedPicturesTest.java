package dev.byoc.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.channel.Capabilities;
import dev.byoc.channel.Capabilities.Unit;
import dev.byoc.channel.ChannelContext;
import dev.byoc.channel.OutboundMessage;
import dev.byoc.channel.SendResult;
import dev.byoc.event.Loss;
import dev.byoc.event.RelayEvent;
import dev.byoc.json.Json;
import dev.byoc.message.Content;
import dev.byoc.message.Media;
import dev.byoc.message.MediaException.Reason;
import dev.byoc.policy.MediaLimits;
import dev.byoc.store.DeadLetter;
import dev.byoc.testkit.freshchat.StoredMessage;
import dev.byoc.testkit.server.Fault;
import dev.byoc.wording.Wording;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures that an agent has pasted into the text of an answer. */
final class PastedPicturesTest {
    private static final String UPLOAD = "POST /images/upload";
    private static final byte[] PNG = Bytes.png(3_000);
    private static final String PASTED = Base64.getEncoder().encodeToString(PNG);
    private static final Capabilities PICTURES =
            Capabilities.text(1_000, Unit.UTF16).media(Content.Image.class, 1_000_000, 100, "image/png", "image/jpeg");

    private final EngineFixture fixture = new EngineFixture(
            Map.of(),
            Reading::new,
            builder -> builder.allowInternalHost("127.0.0.1").media(MediaLimits.DEFAULT.maxBytes(20_000)));
    private final Reading channel = (Reading) fixture.channel.capabilities(PICTURES);
    private final String conversation = fixture.customerWrites("ines", "m0", "hello");

    @AfterEach
    void close() {
        fixture.close();
    }

    /** Reads the files that it is given, as one does whose messenger takes uploads. */
    private static final class Reading extends FakeChannel {
        private final List<byte[]> read = new CopyOnWriteArrayList<>();

        Reading(ChannelContext context) {
            super(context);
        }

        @Override
        public SendResult send(OutboundMessage message) {
            for (Content part : message.parts()) {
                if (part instanceof Content.Image image) {
                    try (InputStream in = context().media().open(image.media())) {
                        read.add(in.readAllBytes());
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }
            }
            return super.send(message);
        }
    }

    private static String img(String address) {
        return "<img src=\"" + address + "\">";
    }

    private static String png() {
        return img("data:image/png;base64," + PASTED);
    }

    private static Json text(String html) {
        return Json.object().put("text", Json.object().put("content", html)).build();
    }

    private static Json card(String title, String picture) {
        Json section = Json.object()
                .put("name", "body")
                .put("parts", List.of(text(title), text(picture)))
                .build();
        return Json.object()
                .put(
                        "template_content",
                        Json.object().put("type", "carousel_card_default").put("sections", List.of(section)))
                .build();
    }

    private void agentSays(String html) {
        fixture.freshchat.agent().says(conversation, html);
    }

    /** All that the channel is given, once the answer is through. */
    private List<Content> sent(String html) {
        agentSays(html);
        fixture.whileTimePasses(() -> fixture.channel.awaitSent(1));
        fixture.drain();
        return sent();
    }

    private List<Content> sent() {
        return fixture.channel.sent().stream()
                .flatMap(message -> message.parts().stream())
                .toList();
    }

    /** Of all that was done: the relay is closed, as listeners are told a moment later. */
    private List<Loss> losses() {
        fixture.relay.close();
        return fixture.events.stream()
                .filter(RelayEvent.Degraded.class::isInstance)
                .map(event -> ((RelayEvent.Degraded) event).loss())
                .toList();
    }

    private List<String> notes() {
        return fixture.freshchat.messages().stream()
                .filter(StoredMessage::isPrivate)
                .map(StoredMessage::text)
                .toList();
    }

    static Stream<Arguments> spellings() {
        String percent = URLEncoder.encode(new String(PNG, StandardCharsets.ISO_8859_1), StandardCharsets.ISO_8859_1)
                .replace("+", "%20");
        return Stream.of(
                Arguments.of("base64", "data:image/png;base64," + PASTED),
                Arguments.of("any case", "DATA:Image/PNG;BASE64," + PASTED),
                Arguments.of("with parameters", "data:image/png;name=a.png;charset=utf-8;base64," + PASTED),
                Arguments.of("with blanks", "data:image/png; base64 , " + PASTED),
                Arguments.of("without padding", "data:image/png;base64," + PASTED.replace("=", "")),
                Arguments.of("on several lines", "data:image/png;base64," + PASTED.replaceAll("(.{76})", "$1\r\n")),
                Arguments.of(
                        "escaped",
                        "data:image/png;base64," + PASTED.replace("+", "%2B").replace("/", "%2f")),
                Arguments.of("without a type", "data:;base64," + PASTED),
                Arguments.of("of no known type", "data:application/octet-stream;base64," + PASTED),
                Arguments.of("of another type than it is", "data:image/jpeg;base64," + PASTED),
                Arguments.of("in percent form", "data:image/png," + percent),
                Arguments.of("with a fragment", "data:image/png;base64," + PASTED + "#top"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("spellings")
    void aPastedPictureGoesAsAPictureHoweverItIsWritten(String spelling, String address) {
        assertThat(sent(img(address))).singleElement().satisfies(content -> {
            assertThat(content).isInstanceOf(Content.Image.class);
            assertThat(((Content.Image) content).media().contentType()).isEqualTo("image/png");
            assertThat(((Content.Image) content).media().fileName()).isEqualTo("picture.png");
            assertThat(((Content.Image) content).media().sizeBytes()).isEqualTo(PNG.length);
        });
        assertThat(channel.read).containsExactly(PNG);
        assertThat(fixture.freshchat.files()).containsExactly(PNG);
        assertThat(losses()).isEmpty();
        assertThat(notes()).isEmpty();
    }

    static Stream<Arguments> unfit() {
        return Stream.of(
                Arguments.of("data:image/png;base64,%%%", Reason.WRONG_TYPE),
                Arguments.of("data:image/png;base64,iVBOR*w0KGgo", Reason.WRONG_TYPE),
                Arguments.of("data:image/png;base64,A", Reason.WRONG_TYPE),
                Arguments.of("data:image/png;base64", Reason.WRONG_TYPE),
                Arguments.of("data:image/png;base64,", Reason.EMPTY),
                Arguments.of("data:,", Reason.EMPTY),
                Arguments.of("data:image/png;base64,aGVsbG8gdGhlcmU=", Reason.WRONG_TYPE),
                Arguments.of("data:image/png;base64,JVBERi0xLjcK", Reason.WRONG_TYPE),
                Arguments.of("data:text/html,<h1>x</h1>", Reason.WRONG_TYPE),
                Arguments.of("data:image/png,hello", Reason.WRONG_TYPE),
                Arguments.of(
                        "data:image/png;base64," + Base64.getEncoder().encodeToString(Bytes.png(20_001)),
                        Reason.TOO_LARGE),
                Arguments.of("cid:image001.png@01D9", Reason.BAD_ADDRESS),
                Arguments.of("blob:https://web.freshchat.com/9115d58c", Reason.BAD_ADDRESS),
                Arguments.of("file:///C:/Users/a/AppData/msohtmlclip1/01/clip_image001.png", Reason.BAD_ADDRESS),
                Arguments.of("webkit-fake-url://8E0A/image.tiff", Reason.BAD_ADDRESS));
    }

    @ParameterizedTest
    @MethodSource("unfit")
    void whatIsNoPictureBecomesALineAndANote(String address, Reason why) {
        List<Content> sent = sent("<p>Press this:</p>" + img(address.replace("<", "&lt;")) + "<p>and wait</p>");

        assertThat(sent)
                .extracting(content -> content.plainText(Wording.ENGLISH))
                .satisfiesExactly(
                        before -> assertThat(before).isEqualTo("Press this:"),
                        line -> assertThat(line).startsWith("(Picture is missing: "),
                        after -> assertThat(after).isEqualTo("and wait"));
        assertThat(losses())
                .singleElement()
                .satisfies(loss -> assertThat(loss.file()).isEqualTo(why));
        assertThat(notes()).singleElement().asString().contains("A picture was left out");
        assertThat(fixture.freshchat.calls(UPLOAD)).isZero();
    }

    @Test
    void picturesKeepTheirPlaceBetweenTheWords() {
        String hosted = fixture.freshchat.hosts("b.png", "image/png", PNG).toString();

        List<Content> sent = sent("<p>One" + png() + "two" + img(hosted) + "three" + img("cid:a@b") + "four</p>");

        assertThat(sent.stream()
                        .map(content ->
                                content instanceof Content.Image ? "[picture]" : content.plainText(Wording.ENGLISH)))
                .containsExactly(
                        "One",
                        "[picture]",
                        "two",
                        "[picture]",
                        "three",
                        "(Picture is missing: its address is no web address)",
                        "four");
    }

    @Test
    void whatStandsForAPictureIsItsCaption() {
        List<Content> sent = sent("<img alt='the red button' src='data:image/png;base64," + PASTED + "'>");

        assertThat(sent)
                .singleElement()
                .satisfies(content ->
                        assertThat(((Content.Image) content).caption()).isEqualTo("the red button"));
    }

    @Test
    void theSamePictureTwiceIsUploadedOnce() {
        List<Content> sent = sent("<p>Here" + png() + "and there" + png() + "</p>");

        assertThat(sent).filteredOn(Content.Image.class::isInstance).hasSize(2);
        assertThat(fixture.freshchat.calls(UPLOAD)).isOne();
    }

    @Test
    void aChannelWithoutPicturesShowsWhereThePictureIs() {
        fixture.channel.capabilities(Capabilities.text(1_000, Unit.UTF16));

        assertThat(sent(png()))
                .singleElement()
                .satisfies(content -> assertThat(content.plainText(Wording.ENGLISH))
                        .contains("/media/")
                        .doesNotContain("data:"));
    }

    @Test
    void aPictureOfACardGoesToo() {
        fixture.channel.capabilities(Capabilities.text(1_000, Unit.UTF16)
                .media(Content.Image.class, 1_000_000, 100, "image/png")
                .also(Content.Cards.class, 5));
        Json parts = Json.of(List.of(card("Lamp", png()), card("Bulb", img("cid:b"))));

        fixture.freshchat.agent().sends(conversation, parts);
        fixture.whileTimePasses(() -> fixture.channel.awaitSent(2));

        assertThat(sent()).allSatisfy(content -> assertThat(content).isInstanceOf(Content.Cards.class));
        assertThat(((Content.Cards) sent().get(0)).cards().get(0).picture()).satisfies(picture -> {
            assertThat(picture.ref()).contains("/media/");
            assertThat(picture.contentType()).isEqualTo("image/png");
        });
        assertThat(((Content.Cards) sent().get(1)).cards().get(0).picture()).isNull();
        assertThat(losses())
                .singleElement()
                .satisfies(loss -> assertThat(loss.file()).isEqualTo(Reason.BAD_ADDRESS));
    }

    @Test
    void aPictureThatTheHostSendsFromCodeGoesAsAPicture() {
        fixture.relay.send(
                "shop",
                "ines",
                "h1",
                List.of(new Content.Image(Media.at("data:image/png;base64," + PASTED), "from code")));
        fixture.whileTimePasses(() -> fixture.channel.awaitSent(1));

        assertThat(channel.read).containsExactly(PNG);
    }

    @Test
    void aPictureOfAnAnswerThatWasMissedIsFoundAndSent() {
        fixture.tells(false);
        agentSays("<p>Press</p>" + png());

        fixture.relay.catchUp(Instant.MIN);
        fixture.whileTimePasses(() -> fixture.channel.awaitSent(2));

        assertThat(channel.read).containsExactly(PNG);
        assertThat(sent().get(0).plainText(Wording.ENGLISH)).isEqualTo("Press");
    }

    static Stream<Arguments> passing() {
        return Stream.of(
                Arguments.of("429", Fault.answer(429).header("Retry-After", "5")),
                Arguments.of("500", Fault.answer(500)),
                Arguments.of(
                        "502",
                        Fault.answer(502, "text/html", "<html>bad gateway</html>".getBytes(StandardCharsets.UTF_8))),
                Arguments.of("503", Fault.answer(503)),
                Arguments.of(
                        "no address",
                        Fault.answer(200, Json.object().put("id", "x").build())),
                Arguments.of("broken off", Fault.cut().afterWork()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("passing")
    void anUploadThatFailsForNowIsTriedAgainAndNothingIsLost(String what, Fault fault) {
        fixture.freshchat.faults().next(UPLOAD, fault);

        assertThat(sent(png())).singleElement().isInstanceOf(Content.Image.class);
        assertThat(fixture.freshchat.calls(UPLOAD)).isEqualTo(2);
        assertThat(losses()).isEmpty();
        assertThat(notes()).isEmpty();
    }

    @Test
    void oneOfTwoPicturesThatFailsForNowLetsTheOtherBeUploadedOnce() {
        byte[] other = Bytes.png(2_000);
        fixture.freshchat.faults().pass(UPLOAD, 1).next(UPLOAD, Fault.answer(500));

        List<Content> sent =
                sent(png() + img("data:image/png;base64," + Base64.getEncoder().encodeToString(other)));

        assertThat(sent).hasSize(2).allSatisfy(content -> assertThat(content).isInstanceOf(Content.Image.class));
        assertThat(channel.read).containsExactly(PNG, other);
        assertThat(fixture.freshchat.calls(UPLOAD)).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 409, 413, 415, 422})
    void aPictureThatFreshchatRefusesBecomesALineAndIsNotUploadedAgain(int status) {
        fixture.freshchat.faults().always(UPLOAD, Fault.answer(status));
        fixture.channel.willAnswer(new SendResult.TryLater(Duration.ofSeconds(5), false, "busy"));

        agentSays("<p>Press</p>" + png());
        fixture.whileTimePasses(() -> fixture.channel.awaitSent(3));

        assertThat(sent())
                .extracting(content -> content.plainText(Wording.ENGLISH))
                .containsExactly("Press", "Press", "(Picture is missing: it was not accepted there)");
        assertThat(fixture.freshchat.calls(UPLOAD)).isOne();
        assertThat(losses())
                .singleElement()
                .satisfies(loss -> assertThat(loss.file()).isEqualTo(Reason.NOT_TAKEN));
        assertThat(notes()).hasSize(1);
    }

    /** 401 and 403 may be a right that the token lacks, or a firewall that is being changed. */
    @ParameterizedTest
    @ValueSource(ints = {401, 403, 500})
    void anUploadThatFailsForThePictureAloneIsGivenUpAndTheWordsGo(int status) {
        fixture.freshchat.faults().always(UPLOAD, Fault.answer(status));

        List<Content> sent = sent("<p>Press</p>" + png());

        assertThat(sent)
                .extracting(content -> content.plainText(Wording.ENGLISH))
                .containsExactly("Press", "(Picture is missing: it was not accepted there)");
        assertThat(fixture.freshchat.calls(UPLOAD)).isEqualTo(3);
    }

    @Test
    void whileFreshchatIsOutTheAnswerWaitsAndNothingIsCharged() {
        fixture.freshchat.faults().always("*", Fault.answer(503));
        agentSays(png());
        for (int i = 0; i < 30; i++) {
            fixture.clock.advance(Duration.ofMinutes(1));
            fixture.drain();
        }
        assertThat(fixture.channel.sent()).isEmpty();
        fixture.freshchat.faults().clear();

        fixture.whileTimePasses(() -> fixture.channel.awaitSent(1));

        assertThat(channel.read).containsExactly(PNG);
        assertThat(losses()).isEmpty();
    }

    @Test
    void aLaterAttemptUploadsNothingAgain() {
        fixture.channel.willAnswer(
                new SendResult.TryLater(Duration.ofSeconds(5), false, "busy"),
                new SendResult.TryLater(Duration.ofSeconds(5), false, "busy"));

        agentSays(png());
        fixture.whileTimePasses(() -> fixture.channel.awaitSent(3));

        assertThat(fixture.freshchat.calls(UPLOAD)).isOne();
        assertThat(channel.read)
                .hasSize(3)
                .allSatisfy(bytes -> assertThat(bytes).isEqualTo(PNG));
    }

    @Test
    void nothingOfAPictureIsWrittenDownAnywhere() {
        String marker = PASTED.substring(100, 140);
        try (CapturedLogs logs = CapturedLogs.start()) {
            fixture.freshchat.faults().next(UPLOAD, Fault.answer(500));
            fixture.channel.willAnswer(new SendResult.Refused(SendResult.Reason.REJECTED, "no"));
            agentSays("<p>Press</p>" + png() + img("data:image/png;base64," + PASTED.substring(4)));
            fixture.whileTimePasses(() -> fixture.await(
                    "a dead letter", () -> !fixture.relay.deadLetters().isEmpty()));
            List<DeadLetter> dead = fixture.relay.deadLetters();
            String told = dead + " " + fixture.relay.timeline(dead.get(0).eventKey());
            assertThat(told).contains("no").doesNotContain(marker).doesNotContain("data:image");
            fixture.relay.close();

            assertThat(logs.text()).doesNotContain(marker).doesNotContain("data:image");
        }
        assertThat(fixture.events.toString()).doesNotContain(marker).doesNotContain("data:image");
        assertThat(notes().toString()).doesNotContain(marker).doesNotContain("data:image");
    }
}
