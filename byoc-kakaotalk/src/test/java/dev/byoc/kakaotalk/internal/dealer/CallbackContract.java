package dev.byoc.kakaotalk.internal.dealer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.channel.Inbound;
import dev.byoc.channel.Route;
import dev.byoc.json.Json;
import dev.byoc.kakaotalk.Shop;
import dev.byoc.message.Content;
import dev.byoc.message.Media;
import dev.byoc.message.ReplyHandle;
import dev.byoc.wording.Wording;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How every dealer's callbacks are read. */
abstract class CallbackContract {
    final Shop shop = shop();

    abstract Shop shop();

    abstract Dealer dealer();

    @AfterEach
    void close() {
        shop.close();
    }

    String path(Callback kind) {
        return dealer().callbacks().entrySet().stream()
                .filter(entry -> entry.getValue() == kind)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    private byte[] callback(Map<String, ?> more) {
        Dealer.Names names = dealer().names();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put(names.user(), Shop.USER);
        fields.put(names.sender(), Shop.SENDER_KEY);
        fields.put(names.session(), Shop.SESSION);
        fields.put(names.id(), "event-0001");
        fields.put(names.type(), "text");
        fields.putAll(more);
        return Json.of(fields).bytes();
    }

    private Inbound.MessageReceived message(Map<String, ?> more) {
        return shop.message(path(Callback.MESSAGE), callback(more));
    }

    private Content only(Map<String, ?> more) {
        List<Content> contents = message(more).contents();
        assertThat(contents).hasSize(1);
        return contents.get(0);
    }

    /** Each dealer writes times in its own way today; none of them may date a message 1970. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "1768467600",
                "1768467600000",
                "1768467600000000",
                "\"1768467600\"",
                "\"2026-01-15T18:00:00+09:00\"",
                "\"2026-01-15 09:00:00\""
            })
    void readsTimesOfAnyUnitAndSpelling(String time) {
        Json told = Json.parse(time.getBytes(StandardCharsets.UTF_8));

        assertThat(message(Map.of("time", told, "kakaoTime", told)).at())
                .isEqualTo(Instant.parse("2026-01-15T09:00:00Z"));
    }

    @ParameterizedTest
    @EnumSource(
            value = Callback.class,
            names = {"MESSAGE", "REFERENCE", "EXPIRED_SESSION"})
    void hasAPathForEachCallback(Callback kind) {
        assertThat(shop.channel.routes()).contains(new Route("POST", path(kind)));
    }

    @Test
    void takesAnAddressThatWasRegisteredWithItsPathAndGotItAppendedOnceMore() {
        String message = path(Callback.MESSAGE);
        String expired = message + path(Callback.EXPIRED_SESSION);

        assertThat(shop.channel.routes()).contains(new Route("POST", message + message), new Route("POST", expired));
        assertThat(shop.receive(message + message, callback(Map.of("content", "안녕")))
                        .events())
                .singleElement()
                .isInstanceOf(Inbound.MessageReceived.class);
        assertThat(shop.receive(expired, callback(Map.of())).events())
                .singleElement()
                .isInstanceOf(Inbound.SessionEnded.class);
    }

    @Test
    void aSessionThatBeginsWithAReferenceIsOneThatAMessageContinuesAndAnEndEnds() {
        var joined = (Inbound.CustomerJoined) shop.receive(path(Callback.REFERENCE), callback(Map.of()))
                .events()
                .get(0);
        var ended = (Inbound.SessionEnded) shop.receive(path(Callback.EXPIRED_SESSION), callback(Map.of()))
                .events()
                .get(0);

        assertThat(joined.context()).as("nothing was passed on").isNull();
        assertThat(joined.handle().value())
                .isEqualTo(message(Map.of("content", "안녕")).handle().value())
                .isEqualTo(ended.handleValue());
    }

    @Test
    void aSessionLastsThirtyDaysAndTakesManyAnswers() {
        var handle = message(Map.of("content", "안녕")).handle();

        assertThat(handle.once()).isFalse();
        assertThat(handle.expires()).isEqualTo(Shop.RECEIVED.plus(java.time.Duration.ofDays(30)));
    }

    @Test
    void aMessageWithoutASessionIdCanBeAnsweredAllTheSame() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put(dealer().names().session(), null);
        fields.put("content", "안녕");

        assertThat(message(fields).handle().value()).isEqualTo(ConsultationEvents.UNNAMED_SESSION);
    }

    @Test
    void anEndThatNamesItsSessionEndsOneThatNoMessageHasNamedUnlessANewerMessageCame() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put(dealer().names().session(), null);
        fields.put("content", "안녕");
        ReplyHandle unnamed = message(fields).handle();
        var ended = (Inbound.SessionEnded) shop.receive(path(Callback.EXPIRED_SESSION), callback(Map.of()))
                .events()
                .get(0);

        assertThat(ended.ends(unnamed)).isTrue();
        assertThat(ended.ends(new ReplyHandle(
                        unnamed.value(), false, unnamed.expires().plusMillis(1))))
                .isFalse();
        assertThat(ended.ends(new ReplyHandle("another", false, unnamed.expires())))
                .isFalse();
    }

    static Stream<Object> forms() {
        return Stream.of(
                Map.of("content", "안녕"),
                Map.of("contents", List.of("안녕")),
                Map.of("contents", List.of(Map.of("comment", "안녕"))),
                Map.of("contents", "안녕"),
                Map.of("content", "옛 형식", "contents", List.of("안녕")),
                Map.of("content", "안녕", "contents", List.of()),
                Map.of("content", "안녕", "contents", Map.of()));
    }

    @ParameterizedTest
    @MethodSource("forms")
    @SuppressWarnings("unchecked") // a method source gives objects
    void readsTextInTheOldFormAndTheNew(Object form) {
        assertThat(only((Map<String, ?>) form)).isEqualTo(new Content.Text("안녕"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"photo", "IMAGE", "Photo", " photo ", "PHOTO\n", "\u200BImage\u00A0"})
    void comparesTypesInAnyCase(String type) {
        Content content = only(
                Map.of(dealer().names().type(), type, "content", Map.of("url", "http://dn-m.talk.kakao.com/a/b.jpg")));

        assertThat(content)
                .isEqualTo(new Content.Image(Media.of("http://dn-m.talk.kakao.com/a/b.jpg", "b.jpg", null, -1), null));
    }

    @Test
    void showsAFileOfAnUnknownTypeAsAFile() {
        Content content = only(Map.of(
                dealer().names().type(),
                "hologram",
                "contents",
                List.of(Map.of("url", "http://dn-m.talk.kakao.com/h.bin"))));

        assertThat(content)
                .isEqualTo(new Content.File(Media.of("http://dn-m.talk.kakao.com/h.bin", "h.bin", null, -1), null));
    }

    @Test
    void whatCannotBeReadAmongSeveralIsToldBesideTheRest() {
        List<Content> contents = message(Map.of(
                        dealer().names().type(),
                        "photo",
                        "contents",
                        List.of(
                                Map.of("url", "http://dn-m.talk.kakao.com/a/b.jpg"),
                                Map.of("image", Map.of("url", "http://dn-m.talk.kakao.com/a/c.jpg")))))
                .contents();

        assertThat(contents).hasSize(2).element(1).isInstanceOf(Content.Unsupported.class);
    }

    @Test
    void composesHangulThatCameInPieces() {
        String pieces = Normalizer.normalize("견적서.pdf", Normalizer.Form.NFD);
        assertThat(pieces).isNotEqualTo("견적서.pdf");

        Content file = only(Map.of(
                dealer().names().type(),
                "file",
                "contents",
                List.of(Map.of("url", "http://dn-m.talk.kakao.com/f.pdf", "comment", pieces))));
        Content text = only(Map.of("content", Normalizer.normalize("한글 😀", Normalizer.Form.NFD)));

        assertThat(((Content.File) file).media().fileName()).isEqualTo("견적서.pdf");
        assertThat(text).isEqualTo(new Content.Text("한글 😀"));
    }

    /** To put them in order would take seconds of the webhook's thread. */
    @Test
    void marksWithoutEndStayAsTheyCameAndWhatIsAroundThemIsComposed() {
        String marks = "\u0315".repeat(40_000) + "\u0316".repeat(40_000);
        String few = "\u0315".repeat(15) + "\u0316".repeat(15);

        assertThat(only(Map.of("content", "e\u0301." + marks + Normalizer.normalize("한글", Normalizer.Form.NFD))))
                .isEqualTo(new Content.Text("\u00E9." + marks + "한글"));
        assertThat(only(Map.of("content", "e" + few)))
                .isEqualTo(new Content.Text("e" + Normalizer.normalize(few, Normalizer.Form.NFC)));
    }

    /** As a customer's phone names files; the host is Kakao's and its form the relay's to correct. */
    @ParameterizedTest
    @CsvSource(delimiterString = " -> ", quoteCharacter = '~', textBlock = """
            http://dn-m.talk.kakao.com/my photo (1).jpg -> http://dn-m.talk.kakao.com/my%20photo%20(1).jpg -> my photo (1).jpg
            http://dn-m.talk.kakao.com/100%.jpg -> http://dn-m.talk.kakao.com/100%25.jpg -> 100%.jpg
            http://dn-m.talk.kakao.com/사진.jpg -> http://dn-m.talk.kakao.com/%EC%82%AC%EC%A7%84.jpg -> 사진.jpg
            "HTTP://dn-m.talk.kakao.com/a|b.jpg" -> http://dn-m.talk.kakao.com/a%7Cb.jpg -> a|b.jpg
            //dn-m.talk.kakao.com/a.jpg -> https://dn-m.talk.kakao.com/a.jpg -> a.jpg
            https:\\\\dn-m.talk.kakao.com\\a.jpg -> https://dn-m.talk.kakao.com/a.jpg -> a.jpg
            """)
    void correctsAnAddressAsABrowserDoes(String written, String address, String name) {
        Media media = Media.of(address, name, null, -1);
        String type = dealer().names().type();

        assertThat(only(Map.of(type, "photo", "content", Map.of("url", written))))
                .isEqualTo(new Content.Image(media, null));
        assertThat(only(Map.of(type, "photo", "contents", List.of(written)))).isEqualTo(new Content.Image(media, null));
        assertThat(only(Map.of(type, "file", "contents", List.of(Map.of("url", written)))))
                .isEqualTo(new Content.File(media, null));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " -> ", quoteCharacter = '~', textBlock = """
            photo -> ftp://dn-m.talk.kakao.com/a.jpg -> cap -> (sent a picture, which cannot be shown here) cap | ftp://dn-m.talk.kakao.com/a.jpg
            file -> my file.pdf -> q.pdf -> (sent a file, which cannot be shown here) q.pdf | my file.pdf
            video -> https://kakao.com:99999/a.mp4 ->  -> (sent a video, which cannot be shown here) https://kakao.com:99999/a.mp4
            audio -> https://user@kakao.com/a.mp3 ->  -> (sent an audio message, which cannot be shown here) https://user@kakao.com/a.mp3
            photo -> data:image/png;base64,AAAA -> cap -> (sent a picture, which cannot be shown here) cap
            photo -> https://shop.example/size chart -> sizes -> sizes: https://shop.example/size%20chart
            photo -> www.shop.example/a ->  -> https://www.shop.example/a
            """)
    void namesWhatCannotBeFetchedWithItsAddress(String type, String address, String comment, String line) {
        Content content = only(Map.of(
                dealer().names().type(),
                type,
                "contents",
                List.of(Map.of("url", address, "comment", comment == null ? "" : comment))));

        assertThat(content.plainText(Wording.ENGLISH).replace("\n", " | ")).isEqualTo(line);
    }

    @Test
    void wordsThatBeginWithAnAddressAreNoFile() {
        assertThat(only(Map.of(dealer().names().type(), "hologram", "content", "https://shop.example/ is down")))
                .isEqualTo(new Content.Text("https://shop.example/ is down"));
    }

    @Test
    void showsAnAddressThatIsNotKakaosAsALinkAndNeverAsAFileToFetch() {
        for (String url : List.of(
                "http://evil.example/p.jpg", "http://kakao.com.evil.example/p.jpg", "http://169.254.169.254/p")) {
            assertThat(only(Map.of(dealer().names().type(), "photo", "content", Map.of("url", url))))
                    .isEqualTo(new Content.Link(URI.create(url), null));
        }
    }

    /** BC-35. */
    @Test
    void makesNoFileOfAnyAddressThatPointsInside() {
        String lines = new String(Shop.sample("cases/bc35-media-urls.txt"), java.nio.charset.StandardCharsets.UTF_8);
        for (String url : lines.strip().split("\n", -1)) {
            Content content = only(Map.of(dealer().names().type(), "photo", "contents", List.of(Map.of("url", url))));

            assertThat(content).as(url).isInstanceOfAny(Content.Link.class, Content.Unsupported.class);
            if (content instanceof Content.Link link) {
                assertThat(link.url().getScheme()).isIn("http", "https");
            }
        }
    }

    @Test
    void tellsEventsApartByTheirIdAlone() {
        String first = message(Map.of("content", "네")).eventId();
        String again = message(Map.of("content", "네")).eventId();
        String other = message(Map.of("content", "네", dealer().names().id(), "event-0002"))
                .eventId();

        assertThat(first).isEqualTo(again).isNotEqualTo(other);
    }

    @Test
    void readsIdsLongerThanANumberMayBeDigitForDigit() {
        byte[] body = Shop.bytes(new String(callback(Map.of("content", "네")), java.nio.charset.StandardCharsets.UTF_8)
                .replace("\"event-0001\"", "279046153001122334400000001"));

        assertThat(shop.message(path(Callback.MESSAGE), body).eventId())
                .isEqualTo("message:279046153001122334400000001");
    }

    @Test
    void keepsAMessageThatNamesNoCustomerAndIgnoresWhateverElseDoes() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put(dealer().names().user(), null);

        assertThat(shop.receive(path(Callback.MESSAGE), callback(fields)).events())
                .containsExactly(new Inbound.Unreadable("a callback without a user key"));
        assertThat(shop.receive(path(Callback.REFERENCE), callback(fields)).events())
                .containsExactly(new Inbound.Ignored("a callback without a user key"));
    }

    @Test
    void keepsTheReferenceToItselfIfToldSo() {
        try (Shop quiet = quiet()) {
            Map<String, ?> passed =
                    Map.of("reference", Map.of("extra", "page_refund"), "extra", "menu_01", "content", "네");
            var joined = (Inbound.CustomerJoined) quiet.receive(path(Callback.REFERENCE), callback(passed))
                    .events()
                    .get(0);

            assertThat(joined.context()).isNull();
            assertThat(joined.handle()).isNotNull();
            assertThat(quiet.receive(path(Callback.MESSAGE), callback(passed)).events())
                    .hasSize(1);
        }
    }

    /** As {@link #shop}, but without notes of references. */
    abstract Shop quiet();

    @Test
    void readsNoTimeThatIsNone() {
        for (Object odd : new Object[] {null, "yesterday", -1, 0, Long.MAX_VALUE, List.of(), "99999999999999999999"}) {
            Map<String, Object> fields = new LinkedHashMap<>();
            for (String name : List.of("time", "kakaoTime", "reportTime", "sendTime")) {
                fields.put(name, odd);
            }
            fields.put("content", "네");
            assertThat(message(fields).at()).isEqualTo(Shop.RECEIVED);
        }
    }
}
