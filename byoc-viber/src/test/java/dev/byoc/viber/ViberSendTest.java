package dev.byoc.viber;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.channel.OutboundMessage;
import dev.byoc.channel.SendResult;
import dev.byoc.channel.SendResult.Reason;
import dev.byoc.json.Json;
import dev.byoc.message.Button;
import dev.byoc.message.Card;
import dev.byoc.message.Content;
import dev.byoc.message.Media;
import dev.byoc.message.Pixels;
import dev.byoc.wording.Wording;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ViberSendTest {
    private static final int MEBIBYTE = 1024 * 1024;
    private static final URI SHOP = URI.create("https://shop.example.com/help");

    private final Bot bot = new Bot();

    @AfterEach
    void close() {
        bot.close();
    }

    @Test
    void sendsTheTokenInItsHeaderAndCountsTheBytes() {
        bot.accepts().send(new Content.Text("👩‍👩‍👧 가"));

        RecordedRequest request = bot.got();
        assertThat(request.getTarget()).isEqualTo("/pa/send_message");
        assertThat(request.getMethod()).isEqualTo("POST");
        assertThat(request.getHeaders().get("X-Viber-Auth-Token")).isEqualTo(Bot.TOKEN);
        assertThat(request.getHeaders().get("Content-Type")).isEqualTo("application/json");
        assertThat(request.getHeaders().get("Content-Length")).isEqualTo("" + request.getBodySize());
        assertThat(request.getBody().utf8()).contains("👩‍👩‍👧 가").doesNotContain(Bot.TOKEN, "null");
    }

    @Test
    void sendsAPartnersCredentialInPlaceOfTheToken() {
        try (Bot partner = new Bot("auth-header", "Authorization: Basic dXNlcjpwYXNz")) {
            partner.accepts().send(new Content.Text("hello"));

            RecordedRequest request = partner.got();
            assertThat(request.getHeaders().get("Authorization")).isEqualTo("Basic dXNlcjpwYXNz");
            assertThat(request.getHeaders().get("X-Viber-Auth-Token")).isNull();
        }
    }

    @Test
    void sendsWithTheFirstOfTwoTokens() {
        try (Bot rotating = new Bot("auth-token", "the-new-token," + Bot.TOKEN)) {
            rotating.accepts().send(new Content.Text("hello"));

            assertThat(rotating.got().getHeaders().get("X-Viber-Auth-Token")).isEqualTo("the-new-token");
        }
    }

    @Test
    void showsTheAgentsNameOnlyIfAskedTo() {
        assertThat(senderName(bot, "Mina")).isEqualTo("Sample Shop");
        try (Bot personal = new Bot("show-agent-name", "yes")) {
            assertThat(senderName(personal, "Mina")).isEqualTo("Mina");
            assertThat(senderName(personal, null)).isEqualTo("Sample Shop");
            assertThat(senderName(personal, " \u202E ")).isEqualTo("Sample Shop");
            assertThat(senderName(personal, "👨‍👩‍👧‍👦".repeat(10))).isEqualTo("👨‍👩‍👧‍👦".repeat(2));
            assertThat(senderName(personal, "a".repeat(60))).isEqualTo("a".repeat(28));
        }
    }

    @Test
    void showsTheAgentsPictureInPlaceOfItsOwn() {
        try (Bot shop = new Bot("sender-avatar", "https://shop.example.com/logo.png")) {
            assertThat(senderAvatar(shop, "https://pictures.example.com/mina.png"))
                    .isEqualTo("https://pictures.example.com/mina.png");
            assertThat(senderAvatar(shop, null)).isEqualTo("https://shop.example.com/logo.png");
        }
    }

    private static String senderAvatar(Bot bot, String agentAvatar) {
        bot.accepts()
                .channel
                .send(OutboundMessage.builder(Bot.USER, List.of(new Content.Text("hello")), Bot.KEY)
                        .agentAvatar(agentAvatar == null ? null : URI.create(agentAvatar))
                        .build());
        return bot.gotJson().get("sender").get("avatar").text();
    }

    private static String senderName(Bot bot, String agentName) {
        bot.accepts().send(new Content.Text("hello"), agentName);
        return bot.gotJson().get("sender").get("name").text();
    }

    static Stream<String> longestTexts() {
        return Stream.of("a", "가", "\"", "a\nb\nc\n\t\n", "<", "a\u007F", "\\")
                .map(unit -> unit.repeat(7_000 / unit.length()))
                .flatMap(text -> Stream.of(text, "\u0001\u2028" + text.substring(2)));
    }

    @ParameterizedTest
    @MethodSource("longestTexts")
    void takesEveryTextOfTheLongestKind(String text) {
        assertThat(bot.sent(new Content.Text(text)).get("text").text()).isNotBlank();
    }

    @Test
    void leavesOutControlCharactersAloneWhichWouldGrowSixfold() {
        Json sent = bot.sent(new Content.Text("\u0000a\u0007b\u2028c\td\ne\u007F<b>&amp;*x*"));

        assertThat(sent.get("text").text()).isEqualTo("ab\nc\td\ne\u007F<b>&amp;*x*");
        assertThat(Bot.forOperators(bot.send(new Content.Text("\u0001".repeat(7_000)))))
                .isEqualTo(new SendResult.Refused(
                        Reason.REJECTED, "The answer has no text that Viber could show. Write it again."));
    }

    @Test
    void refusesARequestOfMoreThanThirtyKilobytes() {
        List<Button> buttons = IntStream.range(0, 24)
                .<Button>mapToObj(i -> new Button.Reply("가".repeat(200) + i, "나".repeat(98) + i))
                .toList();

        assertThat(bot.send(new Content.Buttons("다".repeat(5_000), buttons)))
                .isInstanceOfSatisfying(SendResult.Refused.class, refused -> {
                    assertThat(refused.reason()).isEqualTo(Reason.TOO_LARGE);
                    assertThat(refused.detail()).contains("30 KB");
                });
        assertThat(bot.viber.getRequestCount()).isZero();
    }

    @Test
    void tellsTheAgentWhatWasNotSentInTheAccountsLanguage() {
        Wording korean = Wording.of(Locale.KOREAN, ZoneOffset.UTC, Map.of());
        try (Bot own = new Bot(korean)) {
            assertThat(own.send(new Content.Image(file("a.jpg", "image/jpeg", 1), "x".repeat(513))))
                    .isEqualTo(new SendResult.Refused(
                                    Reason.TOO_LARGE, Wording.ENGLISH.of(ViberPhrase.CAPTION_TOO_LONG, 512))
                            .told(korean.of(ViberPhrase.CAPTION_TOO_LONG, 512)));
            assertThat(own.send(new Content.File(file("setup.exe", "application/octet-stream", 1), null)))
                    .isEqualTo(
                            new SendResult.Refused(Reason.UNSUPPORTED, Wording.ENGLISH.of(ViberPhrase.FILE_KIND, "exe"))
                                    .told("Viber는 .exe 파일을 받지 않습니다. 다른 종류의 파일이나 링크를 보내십시오."));
        }
    }

    @Test
    void sendsAGifWithoutTextAsALinkSinceItMayBeAnimated() {
        assertThat(bot.sent(new Content.Image(file("cat.gif", "image/gif", 10), null))
                        .get("type")
                        .text())
                .isEqualTo("url");
        assertThat(bot.sent(new Content.Image(file("cat.gif", "image/gif", 10), "cat"))
                        .get("type")
                        .text())
                .isEqualTo("picture");
    }

    @ParameterizedTest
    @CsvSource({
        "report.pdf, report.pdf",
        "견적서.pdf, 견적서.pdf",
        "archive.tar.gz, archive.tar.gz",
        "voice.mp3, voice.mp3",
    })
    void sendsAFileUnderItsNameWithItsExtension(String name, String expected) {
        assertThat(bot.sent(new Content.File(file(name, "application/x", 10), null))
                        .get("file_name")
                        .text())
                .isEqualTo(expected);
    }

    @Test
    void givesANamelessFileTheExtensionOfItsAddress() {
        assertThat(bot.sent(new Content.File(Media.of("https://a.example/x/9f.PDF?s=1", null, null, 10), null))
                        .get("file_name")
                        .text())
                .isEqualTo("file.pdf");
        assertThat(bot.sent(new Content.File(Media.of("https://a.example/x.pdf", "Audio", null, 10), null))
                        .get("file_name")
                        .text())
                .isEqualTo("Audio.pdf");
    }

    @Test
    void cutsALongFileNameInFrontOfItsExtension() {
        Media file = Media.of("https://a.example/x.pdf", "n".repeat(400) + ".pdf", null, 10);

        assertThat(bot.sent(new Content.File(file, null)).get("file_name").text())
                .isEqualTo("n".repeat(252) + ".pdf");
    }

    @ParameterizedTest
    @ValueSource(strings = {"setup.exe", "SETUP.EXE", "run.sh.run", "app.apk", "x.ipa", "noextension", "trailing."})
    void leavesFilesToWordsThatViberWouldRefuse(String name) {
        Content file = new Content.File(Media.of("https://a.example/" + name, name, null, 10), null);

        assertRefused(file, Reason.UNSUPPORTED);
    }

    @ParameterizedTest
    @CsvSource({"500, 1", "1499, 1", "2466, 2", "2500, 3", "180000, 180", "180499, 180"})
    void saysHowLongAVideoLastsInWholeSeconds(long millis, long expected) {
        Media film = file("a.mp4", "video/mp4", 10).withDuration(Duration.ofMillis(millis));

        assertThat(bot.sent(new Content.Video(film, null)).get("duration").number())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 499, 180_500, Long.MAX_VALUE})
    void sendsAVideoWithoutALengthThatViberDoesNotCount(long millis) {
        Media film = file("a.mp4", "video/mp4", 10).withDuration(Duration.ofMillis(millis));

        assertThat(bot.sent(new Content.Video(film, null)).fields()).doesNotContainKeys("duration", "thumbnail");
    }

    static Stream<Media> previewsThatViberMayNotTake() {
        Media small = file("small.jpg", "image/jpeg", 100_000);
        return Stream.of(
                small.withSizeBytes(100_001),
                small.withSizeBytes(-1),
                small.withContentType("image/png"),
                small.withContentType(null),
                small.withPixels(new Pixels(401, 10)),
                small.withPixels(new Pixels(10, 401)));
    }

    @ParameterizedTest
    @MethodSource("previewsThatViberMayNotTake")
    void leavesOutAPreviewThatViberMayNotTake(Media preview) {
        Media picture = file("a.jpg", "image/jpeg", 10).withPreview(preview);

        assertThat(bot.sent(new Content.Image(picture, null)).fields())
                .containsKey("media")
                .doesNotContainKey("thumbnail");
    }

    @Test
    void sendsAPreviewOfTheLargestKind() {
        Media preview = file("small.jpg", "image/jpeg", 100_000).withPixels(new Pixels(400, 400));

        assertThat(bot.sent(new Content.Video(file("a.mp4", "video/mp4", 10).withPreview(preview), null))
                        .get("thumbnail")
                        .text())
                .isEqualTo("https://static.example.com/out/small.jpg");
    }

    @Test
    void refusesFilesThatAreTooLargeOrOfUnknownSize() {
        assertRefused(new Content.Image(file("a.jpg", "image/jpeg", MEBIBYTE + 1), null), Reason.TOO_LARGE);
        assertRefused(new Content.Video(file("a.mp4", "video/mp4", 27_262_977), null), Reason.TOO_LARGE);
        assertRefused(new Content.File(file("a.pdf", "application/pdf", 52_428_801), null), Reason.TOO_LARGE);
        assertRefused(new Content.Video(file("a.mp4", "video/mp4", -1), null), Reason.UNSUPPORTED);
        assertRefused(new Content.File(file("a.pdf", "application/pdf", -1), null), Reason.UNSUPPORTED);
    }

    @Test
    void leavesToWordsWhatWouldLoseSomeOfThem() {
        assertRefused(new Content.Image(file("a.jpg", "image/jpeg", 1), "x".repeat(513)), Reason.TOO_LARGE);
        assertRefused(new Content.Image(file("a.webp", "image/webp", 1), null), Reason.UNSUPPORTED);
        assertRefused(new Content.Image(Media.at("byoc:no-address"), null), Reason.UNSUPPORTED);
        assertRefused(new Content.Video(file("a.mov", "video/quicktime", 1), null), Reason.UNSUPPORTED);
        assertRefused(new Content.Video(file("a.mp4", "video/mp4", 1), "text"), Reason.UNSUPPORTED);
        assertRefused(new Content.Location(1, 2, "our shop"), Reason.UNSUPPORTED);
        assertRefused(new Content.Contact("A", null), Reason.UNSUPPORTED);
        assertRefused(new Content.Contact("A", "ask at the desk"), Reason.UNSUPPORTED);
        assertRefused(new Content.Contact("A", "+1234567890123456789"), Reason.UNSUPPORTED);
        assertRefused(new Content.Contact("n".repeat(29), "+1"), Reason.UNSUPPORTED);
        assertRefused(new Content.Sticker(null, "wave"), Reason.UNSUPPORTED);
    }

    @Test
    void sendsALinkAsTextWhereViberHasNoFieldForIt() {
        assertThat(bot.sent(new Content.Link(SHOP, "Help")).get("text").text()).isEqualTo("Help: " + SHOP);
        String longLink = "https://a.example/" + "x".repeat(2_000);
        assertThat(bot.sent(new Content.Link(URI.create(longLink), null))
                        .get("text")
                        .text())
                .isEqualTo(longLink);
        assertThat(bot.sent(new Content.Link(URI.create("mailto:a@b.example"), null))
                        .get("text")
                        .text())
                .isEqualTo("mailto:a@b.example");
        assertThat(bot.sent(new Content.Link(URI.create("https://a.example/길?q=1%2F2"), null))
                        .get("media")
                        .text())
                .isEqualTo("https://a.example/%EA%B8%B8?q=1%2F2");
    }

    @Test
    void sendsAPlaceAtZero() {
        Json location = bot.sent(new Content.Location(0, -180, null)).get("location");

        assertThat(location.get("lat").decimal()).isZero();
        assertThat(location.get("lon").decimal()).isEqualTo(-180);
    }

    @Test
    void sendsButtonsAsAKeyboardWithEscapedLabels() {
        Json sent = bot.sent(new Content.Buttons(
                "Which <one>?", List.of(new Button.Reply("<b>\"R&D\"</b>", "r&d"), new Button.Open("Help", SHOP))));

        assertThat(sent).isEqualTo(expected("""
                {"type":"text","text":"Which <one>?","keyboard":{"Type":"keyboard","DefaultHeight":false,"Buttons":[
                  {"Columns":6,"Rows":1,"ActionType":"reply","ActionBody":"r&d","TextSize":"regular",
                   "Text":"&lt;b&gt;&quot;R&amp;D&quot;&lt;/b&gt;"},
                  {"Columns":6,"Rows":1,"ActionType":"open-url","ActionBody":"https://shop.example.com/help",
                   "TextSize":"regular","Text":"Help","Silent":true}]}}""", 1));
    }

    @Test
    void sendsAKeyboardWithoutTextWithoutAType() {
        Json sent = bot.sent(new Content.Buttons("", List.of(new Button.Reply("Great", "RATE_5"))));

        assertThat(sent.get("type").isPresent()).isFalse();
        assertThat(sent.get("text").isPresent()).isFalse();
        assertThat(sent.get("keyboard").get("Type").text()).isEqualTo("keyboard");
    }

    @Test
    void putsTwoButtonsInARowWhereThereAreMany() {
        List<Button> many = Collections.nCopies(13, new Button.Reply("a", "b"));

        Json sent = bot.sent(new Content.Buttons("?", many));

        assertThat(sent.get("keyboard").get("Buttons").items())
                .hasSize(13)
                .allSatisfy(button -> assertThat(button.get("Columns").number()).isEqualTo(3));
    }

    @Test
    void tapSaysTheLabelWhereItsOwnWordsAreLongerThanViberTakes() {
        Json sent = bot.sent(new Content.Buttons("?", List.of(new Button.Reply("Red", "x".repeat(101)))));

        assertThat(sent.get("keyboard").get("Buttons").at(0).get("ActionBody").text())
                .isEqualTo("Red");
    }

    @Test
    void leavesButtonsToWordsThatViberWouldCutOrRefuse() {
        for (Button button : List.of(
                new Button.Reply("x".repeat(101), "x".repeat(101)),
                new Button.Reply("x".repeat(251), "a"),
                new Button.Reply("&".repeat(60), "a"),
                new Button.Reply(" ", ""),
                new Button.Open("a", URI.create("https://a.example/" + "x".repeat(250))),
                new Button.Open("a", URI.create("javascript:alert(1)")))) {
            assertRefused(new Content.Buttons("?", List.of(button)), Reason.UNSUPPORTED);
        }
        assertRefused(
                new Content.Buttons("?", Collections.nCopies(25, new Button.Reply("a", "b"))), Reason.UNSUPPORTED);
    }

    @Test
    void sendsCardsAsACarouselInWhichEachCardFillsItsRows() {
        Json sent = bot.sent(new Content.Cards(List.of(
                new Card(
                        "Lamp & co",
                        "19.90",
                        file("lamp.png", "image/png", 10),
                        List.of(new Button.Reply("Buy", "buy lamp"), new Button.Open("More", SHOP))),
                new Card("Bulb", null, null, List.of()))));

        assertThat(sent).isEqualTo(expected("""
                {"type":"rich_media","alt_text":"Lamp & co, Bulb","rich_media":{"Type":"rich_media",
                 "ButtonsGroupColumns":6,"ButtonsGroupRows":7,"Buttons":[
                  {"Columns":6,"Rows":3,"ActionType":"none","ActionBody":"none","TextSize":"regular",
                   "Image":"https://static.example.com/out/lamp.png"},
                  {"Columns":6,"Rows":2,"ActionType":"none","ActionBody":"none","TextSize":"regular",
                   "Text":"<b>Lamp &amp; co</b><br>19.90","TextHAlign":"left"},
                  {"Columns":6,"Rows":1,"ActionType":"reply","ActionBody":"buy lamp","TextSize":"regular","Text":"Buy"},
                  {"Columns":6,"Rows":1,"ActionType":"open-url","ActionBody":"https://shop.example.com/help",
                   "TextSize":"regular","Text":"More","Silent":true},
                  {"Columns":6,"Rows":7,"ActionType":"none","ActionBody":"none","TextSize":"regular",
                   "Text":"<b>Bulb</b>","TextHAlign":"left"}]}}""", 2));
    }

    @Test
    void leavesCardsToWordsThatDoNotFitViber() {
        Card card = new Card("a", null, null, List.of());
        Button button = new Button.Reply("a", "b");
        Media picture = file("a.png", "image/png", 10);

        assertRefused(new Content.Cards(Collections.nCopies(7, card)), Reason.UNSUPPORTED);
        assertRefused(cards(new Card("a", null, null, Collections.nCopies(6, button))), Reason.UNSUPPORTED);
        assertRefused(cards(new Card("a", null, picture, Collections.nCopies(4, button))), Reason.UNSUPPORTED);
        assertRefused(cards(new Card("a", "x".repeat(250), null, List.of())), Reason.UNSUPPORTED);
        assertRefused(cards(new Card(" ", null, null, List.of())), Reason.UNSUPPORTED);
        assertRefused(cards(new Card("a", null, file("a.webp", "image/webp", 10), List.of())), Reason.UNSUPPORTED);
        assertRefused(cards(new Card("a", null, file("a.png", "image/png", 512_001), List.of())), Reason.TOO_LARGE);
        assertRefused(
                cards(new Card("a", null, null, List.of(new Button.Reply("x".repeat(300), "b")))), Reason.UNSUPPORTED);
    }

    private static Content cards(Card card) {
        return new Content.Cards(List.of(card));
    }

    private void assertRefused(Content content, Reason reason) {
        assertThat(bot.send(content))
                .isInstanceOfSatisfying(
                        SendResult.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(reason));
        assertThat(bot.viber.getRequestCount()).isZero();
    }

    private static Json expected(String fields, int minApiVersion) {
        Json.Builder all = Json.object();
        Json.parse(fields.getBytes(StandardCharsets.UTF_8)).fields().forEach(all::put);
        return all.put("receiver", Bot.USER)
                .put("min_api_version", minApiVersion)
                .put("sender", Bot.json("viber/send_message_text_request.json").get("sender"))
                .build();
    }

    private static Media file(String name, String type, long size) {
        return Media.of("https://static.example.com/out/" + name, name, type, size);
    }
}
