package dev.byoc.kakaotalk.internal.dealer;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.channel.Inbound;
import dev.byoc.channel.Received;
import dev.byoc.channel.SendResult;
import dev.byoc.channel.SendResult.Reason;
import dev.byoc.json.Json;
import dev.byoc.kakaotalk.Shop;
import dev.byoc.message.Button;
import dev.byoc.message.Content;
import dev.byoc.message.Customer;
import dev.byoc.message.Media;
import dev.byoc.message.ReplyHandle;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each sample of Happytalk with the whole value that it must give; {@link #everySampleHasARow} keeps the tables complete. */
final class HappytalkSamplesTest {
    private static final String FOLDER = "consultation-happytalk/";
    private static final String MEDIA = "http://dn-m.talk.kakao.com/talkm/";

    private static final Map<String, List<Inbound>> INBOUND = Map.ofEntries(
            entry(
                    "inbound-message-text.json",
                    said(344, 1791162005123L, new Content.Text("배송이 언제 오나요?\n주문은 어제 했어요 😀"))),
            entry("inbound-message-text-contents.json", said(345, 1791162006023L, new Content.Text("반품하고 싶어요"))),
            entry(
                    "inbound-message-text-contents-only.json",
                    said(346, 1791162006923L, new Content.Text("영수증도 보내 주세요"))),
            entry(
                    "inbound-message-long-text.json",
                    said(
                            347,
                            1791162007823L,
                            new Content.Text(
                                    "긴 문의의 앞부분만 옵니다. 나머지는 첨부 주소의 텍스트 파일에 있습니다.",
                                    media("SAMPLE0001/notreal/t_sample01.txt")))),
            entry(
                    "inbound-message-photo.json",
                    said(348, 1791162008723L, new Content.Image(media("SAMPLE0002/notreal/i_photo01.jpg"), null))),
            entry(
                    "inbound-message-photo-album.json",
                    said(
                            349,
                            1791162009623L,
                            new Content.Image(media("SAMPLE0003/notreal/i_album01.jpg"), null),
                            new Content.Image(media("SAMPLE0003/notreal/i_album02.png"), null),
                            new Content.Image(media("SAMPLE0003/notreal/i_album03.jpg"), null))),
            entry(
                    "inbound-message-video.json",
                    said(350, 1791162010523L, new Content.Video(media("SAMPLE0004/notreal/v_clip01.mp4"), null))),
            entry(
                    "inbound-message-audio.json",
                    said(351, 1791162011423L, new Content.Audio(media("SAMPLE0005/notreal/a_voice01.m4a"), null))),
            entry(
                    "inbound-message-file.json",
                    said(
                            352,
                            1791162012323L,
                            new Content.File(
                                    Media.of(MEDIA + "SAMPLE0006/notreal/f_doc01.pdf", "견적서.pdf", null, -1), null))),
            entry(
                    "inbound-message-button-extra.json",
                    List.of(
                            said(353, 1791162013223L, new Content.Text("상담원 연결"))
                                    .get(0),
                            new Inbound.CustomerJoined(
                                    "extra:2790461530011223353",
                                    Customer.of(Shop.USER),
                                    Instant.ofEpochMilli(1791162013223L),
                                    "button data: menu_agent_01",
                                    null))),
            entry(
                    "inbound-message-unknown-type.json",
                    said(354, 1791162014123L, new Content.Unsupported("something_new", null))),
            entry(
                    "inbound-reference.json",
                    List.of(new Inbound.CustomerJoined(
                            "reference:480013602:1791162015123",
                            Customer.of("nB4_kZ8sVd-1"),
                            Instant.ofEpochMilli(1791162015123L),
                            "button data: page_refund",
                            session("480013602", 1791162015123L)))),
            entry(
                    "inbound-reference-last-only.json",
                    List.of(new Inbound.CustomerJoined(
                            "reference:480013603:1791162025123",
                            Customer.of("nB4_kZ8sVd-1"),
                            Instant.ofEpochMilli(1791162025123L),
                            "earlier button data: page_home; chatbot block: start_block; date: 2026-10-01T08:30:00.000",
                            session("480013603", 1791162025123L)))),
            entry(
                    "inbound-expired-session.json",
                    List.of(new Inbound.SessionEnded(
                            "expired:480013577",
                            Shop.USER,
                            Instant.ofEpochMilli(1791162104123L),
                            "480013577",
                            session("unnamed", 1791162104123L)))));

    private static final Map<String, Content> REQUESTS = Map.of(
            "send-text-request.json", new Content.Text("안녕하세요. 확인해 보니 내일 도착 예정입니다.\n다른 문의가 있으신가요?"),
            "send-link-buttons-request.json",
                    new Content.Buttons(
                            "아래에서 골라 주세요.",
                            List.of(
                                    new Button.Open("주문 조회", URI.create("https://shop.example.com/m/orders")),
                                    new Button.Reply("상담 계속", "continue_chat"))));

    private static final Map<String, SendResult> SEND_RESPONSES = Map.of(
            "send-success-response.json", new SendResult.Accepted(List.of()),
            "send-error-blocked-user-response.json",
                    new SendResult.Refused(Reason.RECIPIENT_GONE, "The customer is blocked. (code -511)"),
            "send-error-duplicate-serial-response.json",
                    new SendResult.Refused(
                            Reason.REJECTED, "A message with this serial number was sent before. (code -504)"),
            "send-error-internal-response.json",
                    new SendResult.TryLater(null, false, "Happytalk has an internal failure. (code -601)"),
            "send-error-session-expired-response.json",
                    new SendResult.Refused(
                            Reason.WINDOW_CLOSED, "The customer's consultation session has ended. (code -502)"),
            "send-error-too-long-response.json",
                    new SendResult.Refused(Reason.TOO_LARGE, "The text is longer than KakaoTalk takes. (code -506)"),
            "send-error-unauthorized-response.json",
                    new SendResult.Refused(
                            Reason.AUTH, "Happytalk does not accept 'client-id' and 'client-secret'. (code -500)"));

    private static final Map<String, SendResult> END_RESPONSES = Map.of(
            "end-response.json", new SendResult.Accepted(List.of()),
            "end-response-without-session-id.json", new SendResult.Accepted(List.of()),
            "end-response-no-session.json", new SendResult.Accepted(List.of()));

    /** Files that another test uses, or that nothing here sends or reads. */
    private static final Map<String, String> ELSEWHERE = Map.ofEntries(
            entry("send-image-request.json", "below, as a file is uploaded first"),
            entry("upload-image-response.json", "below"),
            entry("send-file-request.json", "below, as a file is uploaded first"),
            entry("upload-file-response.json", "below"),
            entry("end-request.json", "below"),
            entry("register-receive-domain-request.json", "HappytalkRegistrationTest"),
            entry("register-receive-domain-response.json", "HappytalkRegistrationTest"),
            entry("register-receive-domain-error-response.json", "HappytalkRegistrationTest"),
            entry("register-domain-v1-request.json", "HappytalkRegistrationTest"),
            entry("register-domain-v1-response.json", "HappytalkRegistrationTest"),
            entry("search-domain-v1-response.json", "HappytalkRegistrationTest"),
            entry("end-with-bot-request.json", "a session is never handed to a bot"),
            entry("end-with-bot-response.json", "a session is never handed to a bot"),
            entry("send-plain-v3-text-request.json", "v1 does all of it, and its answers are documented"),
            entry("send-plain-v3-image-request.json", "v1 does all of it, and its answers are documented"),
            entry("send-rich-v3-text-buttons-request.json", "v1 does all of it, and its answers are documented"));

    private final Shop shop = Shop.happytalk();

    @AfterEach
    void close() {
        shop.close();
    }

    @Test
    void everySampleHasARow() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/test/resources", FOLDER))) {
            assertThat(Stream.of(INBOUND, REQUESTS, SEND_RESPONSES, END_RESPONSES, ELSEWHERE)
                            .flatMap(table -> table.keySet().stream()))
                    .doesNotHaveDuplicates()
                    .containsExactlyInAnyOrderElementsOf(
                            files.map(file -> file.getFileName().toString()).toList());
        }
    }

    static Set<String> inbound() {
        return INBOUND.keySet();
    }

    @ParameterizedTest
    @MethodSource("inbound")
    void readsTheWholeEvent(String file) {
        String path = file.startsWith("inbound-message")
                ? "/message"
                : file.startsWith("inbound-reference") ? "/reference" : "/expired_session";

        Received received = shop.receive(path, Shop.sample(FOLDER + file));

        assertThat(received.events()).isEqualTo(INBOUND.get(file));
        assertThat(received.answer().status()).isEqualTo(200);
        assertThat(received.answer().body()).isEqualTo(Shop.bytes("{\"code\":\"0\"}"));
    }

    static Set<String> requests() {
        return REQUESTS.keySet();
    }

    @ParameterizedTest
    @MethodSource("requests")
    void sendsTheWholeRequest(String file) {
        shop.answers(Shop.json(FOLDER + "send-success-response.json"));

        assertThat(shop.send(REQUESTS.get(file))).isInstanceOf(SendResult.Accepted.class);

        Map<String, Json> expected = expected(file);
        if (expected.containsKey("links")) {
            // The sample has another address for each screen; there is only one to send.
            List<Json> links = List.of(
                    Json.object()
                            .put("name", "주문 조회")
                            .put("type", "WL")
                            .put("url_mobile", "https://shop.example.com/m/orders")
                            .put("url_pc", "https://shop.example.com/m/orders")
                            .build(),
                    Shop.json(FOLDER + file).get("links").at(1));
            expected.put("links", Json.of(links));
        }
        assertThat(shop.gotJson().fields()).isEqualTo(expected);
    }

    private static Map<String, Json> expected(String file) {
        Map<String, Json> expected =
                new LinkedHashMap<>(Shop.json(FOLDER + file).fields());
        expected.put("serial_number", Json.of(HappytalkDealer.serial(Shop.KEY)));
        return expected;
    }

    static Set<String> sendResponses() {
        return SEND_RESPONSES.keySet();
    }

    @ParameterizedTest
    @MethodSource("sendResponses")
    void readsTheAnswerToAMessage(String file) {
        shop.answers(Shop.json(FOLDER + file));

        assertThat(Shop.forOperators(shop.send(new Content.Text("안녕하세요")))).isEqualTo(SEND_RESPONSES.get(file));
    }

    static Set<String> endResponses() {
        return END_RESPONSES.keySet();
    }

    @ParameterizedTest
    @MethodSource("endResponses")
    void endsASession(String file) {
        shop.answers(Shop.json(FOLDER + file));

        assertThat(((KakaoTalkChannel) shop.channel).endSession(Shop.USER, Shop.OPEN))
                .isEqualTo(END_RESPONSES.get(file));
        assertThat(shop.gotJson()).isEqualTo(Shop.json(FOLDER + "end-request.json"));
    }

    @Test
    void uploadsAPictureAndSendsItsAddress() {
        shop.answers(Shop.json(FOLDER + "upload-image-response.json"))
                .answers(Shop.json(FOLDER + "send-success-response.json"));

        SendResult result = shop.send(new Content.Image(Shop.file("parcel.jpg", "image/jpeg"), null));

        assertThat(result).isInstanceOf(SendResult.Accepted.class);
        var upload = shop.got();
        assertThat(upload.getTarget()).isEqualTo("/api/v1/image/upload");
        assertThat(Shop.text(upload))
                .contains("name=\"sender_key\"", Shop.SENDER_KEY, "name=\"image\"; filename=\"parcel.jpg\"");
        assertThat(upload.getBody().size()).isGreaterThan(10_000);
        assertThat(shop.gotJson().fields()).isEqualTo(expected("send-image-request.json"));
    }

    @Test
    void uploadsAFileAndSendsItsAddressNameAndSize() {
        shop.answers(Shop.json(FOLDER + "upload-file-response.json"))
                .answers(Shop.json(FOLDER + "send-success-response.json"));
        Media file = Media.of("https://media.example.test/out/invoice.pdf", "이용안내.pdf", "application/pdf", 10_000);

        assertThat(shop.send(new Content.File(file, null))).isInstanceOf(SendResult.Accepted.class);

        assertThat(shop.got().getTarget()).isEqualTo("/api/v1/file/upload");
        Map<String, Json> expected = expected("send-file-request.json");
        expected.put("file_size", Json.of(10_000));
        assertThat(shop.gotJson().fields()).isEqualTo(expected);
    }

    private static List<Inbound> said(int end, long millis, Content... contents) {
        return List.of(Inbound.MessageReceived.builder(
                        "message:2790461530011223" + end, Customer.of(Shop.USER), Instant.ofEpochMilli(millis))
                .contents(Arrays.asList(contents))
                .handle(session(Shop.SESSION, millis))
                .build());
    }

    private static ReplyHandle session(String id, long millis) {
        return new ReplyHandle(id, false, Instant.ofEpochMilli(millis).plus(ConsultationEvents.SESSION_LIFE));
    }

    private static Media media(String path) {
        return Media.of(MEDIA + path, path.substring(path.lastIndexOf('/') + 1), null, -1);
    }
}
