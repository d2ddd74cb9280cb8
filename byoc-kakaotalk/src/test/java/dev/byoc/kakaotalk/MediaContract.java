package dev.byoc.kakaotalk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.json.Json;
import dev.byoc.support.WebAddress;
import dev.byoc.testkit.freshchat.StoredMessage;
import dev.byoc.testkit.kakaotalk.KakaoCustomer;
import dev.byoc.testkit.kakaotalk.KakaoMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okio.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Files both ways through a dealer: bytes that left one side are the bytes that the other side gets. */
abstract class MediaContract {
    static final Map<String, String> HOSTS = Map.of("media-hosts", "127.0.0.1");

    private static final byte[] PNG = bytes("\u0089PNG\r\n\u001A\n");
    private static final byte[] MP4 = bytes("\0\0\0\u0018ftypmp42");
    private static final byte[] MP3 = bytes("ID3\u0003");
    private static final byte[] PDF = bytes("%PDF-1.7\n");

    private static byte[] bytes(String start) {
        return Arrays.copyOf(start.getBytes(StandardCharsets.ISO_8859_1), 20_000);
    }

    abstract RelayFixture relay();

    abstract KakaoCustomer minji();

    /** A file of a customer's. */
    abstract URI hosted(String name, String type, byte[] bytes);

    private Json posted(String kind) {
        StoredMessage message = relay().freshchat.awaitPosted(1).get(0);
        return message.parts().stream()
                .map(part -> part.get(kind))
                .filter(Json::isPresent)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + kind + ": " + message.text()));
    }

    @Test
    void photosOfOneEventReachTheInboxTogether() {
        minji().sendsPhoto(
                        hosted("a.png", "image/png", PNG).toString(),
                        hosted("b.png", "image/png", PNG).toString());

        assertThat(posted("image").get("url").textOr("")).contains("/cdn/");
        assertThat(relay().freshchat.files()).containsExactly(PNG, PNG);
    }

    static List<Json> addressesOfPeople() {
        return Json.parse(Shop.sample("cases/bc67-addresses.json"))
                .get("values")
                .items();
    }

    @ParameterizedTest
    @MethodSource("addressesOfPeople")
    void anAddressWithBlanksLeadsWhereABrowserWouldGo(Json value) throws IOException {
        try (MockWebServer server = new MockWebServer()) {
            server.start(InetAddress.getLoopbackAddress(), 0);
            server.enqueue(
                    new MockResponse.Builder().body(new Buffer().write(PNG)).build());
            String base = "http://127.0.0.1:" + server.getPort();
            String address = value.get("media").textOr("").replace("{base}", base);
            boolean file = value.get("type").textOr("").equals("file");

            if (file) {
                minji().sendsFile(address, value.get("file_name").textOr(""));
            } else {
                minji().sendsPhoto(address);
            }

            if (address.startsWith(base)) {
                assertThat(posted(file ? "file" : "image").isObject()).isTrue();
                assertThat(relay().freshchat.files()).containsExactly(PNG);
            } else {
                assertThat(relay().freshchat.awaitPosted(1).get(0).text())
                        .isEqualTo(WebAddress.of(address).toString());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"video, video/mp4, mp4", "audio, audio/mpeg, mp3", "file, application/pdf, pdf"})
    void anyOtherFileReachesTheInbox(String kind, String type, String ending) {
        byte[] bytes = kind.equals("video") ? MP4 : kind.equals("audio") ? MP3 : PDF;
        String url = hosted("x." + ending, type, bytes).toString();

        switch (kind) {
            case "video" -> minji().sendsVideo(url);
            case "audio" -> minji().sendsAudio(url);
            default -> minji().sendsFile(url, "\uACAC\uC801\uC11C.pdf");
        }

        Json file = posted("file");
        assertThat(file.get("content_type").text()).isEqualTo(type);
        assertThat(file.get("name").textOr("")).endsWith(kind.equals("file") ? "\uACAC\uC801\uC11C.pdf" : "." + ending);
        assertThat(relay().freshchat.files()).containsExactly(bytes);
    }

    @Test
    void textThatIsTooLongForTheDealerReachesTheInboxWhole() {
        String text = "\uAC00\uB098\uB2E4 ".repeat(600) + "\uB05D";

        minji().says(text);

        assertThat(relay().freshchat.awaitPosted(1).get(0).text()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"image, image/png, png", "video, video/mp4, mp4", "file, audio/mpeg, mp3", "file, application/pdf, pdf"
    })
    void fileOfAnAgentReachesTheCustomer(String part, String type, String ending) {
        byte[] bytes =
                Map.of("image/png", PNG, "video/mp4", MP4, "audio/mpeg", MP3).getOrDefault(type, PDF);
        minji().says("hello");
        String conversation = relay().conversationOf("hello");
        String url = relay().freshchat.hosts("f." + ending, type, bytes).toString();
        Json.Builder body = Json.object().put("url", url);
        if (!part.equals("image")) {
            body.put("content_type", type);
        }
        if (part.equals("file")) {
            body.put("name", "\uC0C1\uD488." + ending);
        }

        relay().freshchat
                .agent()
                .sends(
                        conversation,
                        Json.of(List.of(Json.object().put(part, body).build())));

        KakaoMessage received = minji().awaitReceived(1).get(0);
        assertThat(received.bytes()).isEqualTo(bytes);
        if (!part.equals("image")) {
            assertThat(received.fileName()).endsWith("." + ending);
            assertThat(received.fileSize()).isEqualTo(bytes.length);
        }
    }

    static Stream<String> pasted() throws IOException {
        return Json.parse(Shop.sample("cases/bc64-inline-pictures.json")).items().stream()
                .map(row -> row.get("in").textOr(""));
    }

    @ParameterizedTest
    @MethodSource("pasted")
    void aPictureThatAnAgentHasPastedIntoTheTextReachesTheCustomerAsOne(String html) {
        minji().says("hello");
        relay().freshchat.agent().says(relay().conversationOf("hello"), html);

        List<KakaoMessage> received = minji().awaitReceived(html.contains("Press") ? 2 : 1);

        KakaoMessage picture = received.get(received.size() - 1);
        assertThat(picture.type()).startsWith("I");
        assertThat(relay().freshchat.files()).containsExactly(picture.bytes());
        assertThat(relay().notes()).isEmpty();
    }

    @Test
    void picturesWithinTheTextKeepTheirPlaceAndOneThatLeadsNowhereBecomesALineAndANote() {
        minji().says("hello");
        String hosted = relay().freshchat.hosts("b.png", "image/png", PNG).toString();
        String held = "data:image/png;base64," + Base64.getEncoder().encodeToString(PNG);

        relay().freshchat
                .agent()
                .says(
                        relay().conversationOf("hello"),
                        "<p>One <img src='" + held + "'> two <img src='" + hosted
                                + "'> three <img src='cid:a@b'> four</p>");
        List<KakaoMessage> received = minji().awaitReceived(7);

        assertThat(received.stream().map(message -> message.type().startsWith("I") ? "[picture]" : message.text()))
                .containsExactly(
                        "One",
                        "[picture]",
                        "two",
                        "[picture]",
                        "three",
                        "(Picture is missing: its address is no web address)",
                        "four");
        assertThat(received.get(1).bytes()).isEqualTo(PNG);
        assertThat(received.get(3).bytes()).isEqualTo(PNG);
        assertThat(relay().awaitNotes(1)).singleElement().asString().contains("A picture was left out");
    }
}
