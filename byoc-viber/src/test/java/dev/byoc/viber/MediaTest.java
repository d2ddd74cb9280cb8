package dev.byoc.viber;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.json.Json;
import dev.byoc.support.WebAddress;
import dev.byoc.testkit.freshchat.StoredMessage;
import dev.byoc.testkit.viber.ReceivedMessage;
import dev.byoc.testkit.viber.ViberCustomer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okio.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files both ways, whole: bytes that left one side are the bytes that the other side gets. */
final class MediaTest {
    private static final byte[] PNG = bytes("\u0089PNG\r\n\u001A\n");
    private static final byte[] MP4 = bytes("\0\0\0\u0018ftypmp42");
    private static final byte[] MP3 = bytes("ID3\u0003");
    private static final byte[] PDF = bytes("%PDF-1.7\n");

    private final MockWebServer media = new MockWebServer();
    private final RelayFixture fixture = new RelayFixture(builder -> builder.allowInternalHost("127.0.0.1"));
    private final ViberCustomer anna = fixture.viber.customer("dyN4Ob6OXfag+Atd/1SifA==", "Anna");

    private static byte[] bytes(String start) {
        return Arrays.copyOf(start.getBytes(StandardCharsets.ISO_8859_1), 20_000);
    }

    @BeforeEach
    void start() throws IOException {
        media.start(java.net.InetAddress.getLoopbackAddress(), 0);
    }

    @AfterEach
    void close() {
        fixture.close();
        media.close();
    }

    private String served(String path, byte[] bytes) {
        media.enqueue(new MockResponse.Builder().body(new Buffer().write(bytes)).build());
        return "http://127.0.0.1:" + media.getPort() + path;
    }

    private Json posted(String kind) {
        StoredMessage message = fixture.freshchat.awaitPosted(1).get(0);
        return message.parts().stream()
                .map(part -> part.get(kind))
                .filter(Json::isPresent)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + kind + ": " + message.text()));
    }

    @Test
    void pictureReachesTheInboxWithItsCaption() {
        anna.sendsPicture(served("/a.png", PNG), "look");

        assertThat(posted("image").get("url").textOr("")).contains("/cdn/");
        assertThat(fixture.posted()).containsExactly("look");
        assertThat(fixture.freshchat.files()).containsExactly(PNG);
    }

    @Test
    void videoReachesTheInbox() {
        anna.sendsVideo(served("/clip.mp4", MP4), MP4.length, 2_400);

        assertThat(posted("file").get("content_type").text()).isEqualTo("video/mp4");
        assertThat(fixture.freshchat.files()).containsExactly(MP4);
    }

    @Test
    void fileReachesTheInboxUnderItsName() {
        anna.sendsFile(served("/4f2a", PDF), "\uACAC\uC801\uC11C.pdf", PDF.length);

        assertThat(posted("file").get("name").text()).isEqualTo("\uACAC\uC801\uC11C.pdf");
        assertThat(fixture.freshchat.files()).containsExactly(PDF);
    }

    @ParameterizedTest
    @CsvSource({
        "image, image/png, picture, .png",
        "file, image/png, picture, .png",
        "video, video/mp4, video, .mp4",
        "file, video/mp4, video, .mp4",
        "file, audio/mpeg, file, .mp3",
        "file, application/pdf, file, .pdf"
    })
    void fileOfAnAgentReachesTheCustomerAtAnAddressThatServesIt(
            String part, String type, String viberType, String ending) throws IOException {
        byte[] bytes =
                Map.of("image/png", PNG, "video/mp4", MP4, "audio/mpeg", MP3).getOrDefault(type, PDF);
        anna.says("hello");
        String conversation = fixture.freshchat.awaitPosted(1).get(0).conversationId();
        fixture.await(() -> fixture.relay.health().open() == 0);
        String url = fixture.freshchat.hosts("f" + ending, type, bytes).toString();
        Json.Builder body = Json.object().put("url", url);
        if (!part.equals("image")) {
            body.put("content_type", type);
        }
        if (part.equals("file")) {
            body.put("name", "\uC0C1\uD488" + ending);
        }

        fixture.freshchat
                .agent()
                .sends(
                        conversation,
                        Json.of(List.of(Json.object().put(part, body).build())));
        ReceivedMessage received = anna.awaitReceived(1).get(0);

        assertThat(received.type()).isEqualTo(viberType);
        assertThat(received.media()).endsWith(ending);
        if (!viberType.equals("picture")) {
            assertThat(received.json().get("size").number()).isEqualTo(bytes.length);
        }
        try (Response fetched = new OkHttpClient()
                .newCall(new Request.Builder().url(received.media()).build())
                .execute()) {
            assertThat(fetched.header("Content-Type")).isEqualTo(type);
            assertThat(fetched.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(fetched.body().bytes()).isEqualTo(bytes);
        }
    }

    static List<Json> addressesOfPeople() {
        return Cases.json("bc67-addresses.json").get("values").items();
    }

    @ParameterizedTest
    @MethodSource("addressesOfPeople")
    void anAddressWithBlanksLeadsWhereABrowserWouldGo(Json value) {
        String type = value.get("type").textOr("");
        String address = value.get("media").textOr("").replace("{base}", served("", PNG));

        anna.sends(Json.object()
                .put("type", type)
                .put("media", address)
                .put("text", value.get("text").text())
                .put("file_name", value.get("file_name").text())
                .build());

        if (type.equals("url")) {
            assertThat(fixture.freshchat.awaitPosted(1).get(0).text())
                    .isEqualTo(WebAddress.of(address).toString());
        } else {
            assertThat(posted(type.equals("picture") ? "image" : "file").isObject())
                    .isTrue();
            assertThat(fixture.posted()).isEqualTo(type.equals("picture") ? List.of("cap") : List.of(""));
            assertThat(fixture.freshchat.files()).containsExactly(PNG);
        }
    }

    private String hello() {
        anna.says("hello");
        String conversation = fixture.freshchat.awaitPosted(1).get(0).conversationId();
        fixture.await(() -> fixture.relay.health().open() == 0);
        return conversation;
    }

    private static byte[] fetched(String address) throws IOException {
        try (Response response = new OkHttpClient()
                .newCall(new Request.Builder().url(address).build())
                .execute()) {
            assertThat(response.header("Content-Type")).isEqualTo("image/png");
            return response.body().bytes();
        }
    }

    static Stream<String> pasted() {
        return Cases.json("bc64-inline-pictures.json").items().stream()
                .map(row -> row.get("in").textOr(""));
    }

    @ParameterizedTest
    @MethodSource("pasted")
    void aPictureThatAnAgentHasPastedIntoTheTextReachesTheCustomerAsOne(String html) throws IOException {
        String conversation = hello();

        fixture.freshchat.agent().says(conversation, html);
        boolean words = html.contains("Press");
        List<ReceivedMessage> received = anna.awaitReceived(words ? 2 : 1);

        assertThat(received.stream().map(ReceivedMessage::type))
                .containsExactlyElementsOf(words ? List.of("text", "picture") : List.of("picture"));
        String address = received.get(received.size() - 1).media();
        assertThat(address).endsWith(".png");
        assertThat(fixture.freshchat.files()).containsExactly(fetched(address));
    }

    @Test
    void picturesWithinTheTextKeepTheirPlaceAndOneThatLeadsNowhereBecomesALineAndANote() throws IOException {
        String conversation = hello();
        String hosted = fixture.freshchat.hosts("b.png", "image/png", PNG).toString();
        String held = "data:image/png;base64," + Base64.getEncoder().encodeToString(PNG);

        fixture.freshchat
                .agent()
                .says(
                        conversation,
                        "<p>One <img src='" + held + "'> two <img src='" + hosted
                                + "' alt='the button'> three <img src='cid:a@b'> four</p>");
        List<ReceivedMessage> received = anna.awaitReceived(7);

        assertThat(received.stream()
                        .map(message -> message.type().equals("picture") ? "[" + message.text() + "]" : message.text()))
                .containsExactly(
                        "One",
                        "[]",
                        "two",
                        "[the button]",
                        "three",
                        "(Picture is missing: its address is no web address)",
                        "four");
        assertThat(fetched(received.get(1).media())).isEqualTo(PNG);
        assertThat(fetched(received.get(3).media())).isEqualTo(PNG);
        assertThat(fixture.awaitNotes(1)).singleElement().asString().contains("A picture was left out");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"media\": \"\",", "\"media\": null,"})
    void videoWithoutAnAddressBecomesALineAndItsCaptionStays(String media) {
        fixture.post(Cases.with(
                "bc23-viber-video.json",
                Map.of("\"media\": \"https://media.example.net/v/1.mp4\",", media + "\"text\": \"look\",")));

        assertThat(fixture.freshchat.awaitPosted(1).get(0).text())
                .contains("video")
                .contains("look");
    }
}
