package dev.byoc.kakaotalk.internal.dealer;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.channel.Inbound;
import dev.byoc.channel.Inbound.Receipt.Status;
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

/** Each sample of Bizgo with the whole value that it must give; {@link #everySampleHasARow} keeps the tables complete. */
final class BizgoSamplesTest {
    private static final String FOLDER = "consultation-bizgo/";
    private static final String MEDIA = "http://dn-m.talk.kakao.com/talkm/";
    private static final String ID = "20261005100005123SMP0000000000";
    private static final Instant AT = Instant.parse("2026-10-05T01:00:05.100Z");
    private static final Instant REPORTED = Instant.parse("2026-10-05T01:00:05.480Z");
    private static final ReplyHandle HANDLE =
            new ReplyHandle(Shop.SESSION, false, AT.plus(ConsultationEvents.SESSION_LIFE));

    private static final Map<String, Inbound> INBOUND = Map.of(
            "inbound-message-text.json",
            said("01", new Content.Text("교환도 되나요?")),
            "inbound-message-image.json",
            said(
                    "02",
                    new Content.Image(media("SAMPLE0201/notreal/i_one.jpg"), null),
                    new Content.Image(media("SAMPLE0201/notreal/i_two.jpg"), "파손 부위")),
            "inbound-message-file.json",
            said("03", new Content.File(Media.of(MEDIA + "SAMPLE0202/notreal/f_form.hwp", "신청서.hwp", null, -1), null)),
            "inbound-message-long-text.json",
            said("04", new Content.Text("아주 긴 문의의 앞부분", media("SAMPLE0203/notreal/t_long.txt"))),
            "inbound-message-legacy-content-string.json",
            said("05", new Content.Text("옛 형식의 본문입니다")),
            "inbound-reference.json",
            new Inbound.CustomerJoined(
                    "reference:" + ID + "06", Customer.of(Shop.USER), AT, "button data: orderNo_5501", HANDLE),
            "inbound-expired-session.json",
            new Inbound.SessionEnded(
                    "expired:480013577",
                    Shop.USER,
                    AT,
                    "480013577",
                    new ReplyHandle("unnamed", false, AT.plus(ConsultationEvents.SESSION_LIFE))),
            "inbound-send-result-ok.json",
            new Inbound.Receipt("result:" + ID + "08", "fc-msg-0001/1", REPORTED, Status.DELIVERED, false, ""),
            "inbound-send-result-failed.json",
            new Inbound.Receipt(
                    "result:" + ID + "09",
                    "fc-msg-0002/1",
                    REPORTED,
                    Status.FAILED,
                    false,
                    "KakaoTalk did not deliver the message. (code A910)"),
            "inbound-end-result-ok.json",
            new Inbound.Ignored("the result of ending a session"));

    private static final Map<String, SendResult> SEND_RESPONSES = Map.of(
            "send-accepted-response.json", new SendResult.Accepted(List.of(ID + "01")),
            "send-error-user-key-response.json",
                    new SendResult.Refused(
                            Reason.RECIPIENT_GONE, "KakaoTalk does not know the customer's key. (code A507)"),
            "error-rate-limited-response.json",
                    new SendResult.TryLater(null, true, "Bizgo has had too many calls for now. (code A020)"),
            "error-unauthorized-response.json",
                    new SendResult.Refused(
                            Reason.AUTH,
                            "Bizgo does not accept 'api-key'. Is it the raw key, and is the relay's public IP address"
                                    + " registered for it? (code A401)"));

    private static final Map<String, Content> REQUESTS = Map.of(
            "send-plain-text-request.json", new Content.Text("확인해 드리겠습니다."),
            "send-rich-text-buttons-request.json",
                    new Content.Buttons(
                            "아래 버튼을 눌러 주세요.",
                            List.of(new Button.Open("주문 조회", URI.create("https://shop.example.com/m/orders")))));

    /** Files that are used below. */
    private static final Map<String, String> ELSEWHERE = Map.ofEntries(
            entry("send-plain-image-request.json", "below, as a file is uploaded first"),
            entry("send-plain-file-request.json", "below, as a file is uploaded first"),
            entry("end-request.json", "below"),
            entry("end-response.json", "below"),
            entry("webhook-ack-response.json", "below, the answer to every callback"));

    private final Shop shop = Shop.bizgo();

    @AfterEach
    void close() {
        shop.close();
    }

    @Test
    void everySampleHasARow() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/test/resources", FOLDER))) {
            assertThat(Stream.of(INBOUND, REQUESTS, SEND_RESPONSES, ELSEWHERE)
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
                ? "/cstalk/message"
                : file.startsWith("inbound-reference")
                        ? "/cstalk/reference"
                        : file.startsWith("inbound-expired") ? "/cstalk/expired_session" : "/cstalk/result";

        Received received = shop.receive(path, Shop.sample(FOLDER + file));

        assertThat(received.events()).containsExactly(INBOUND.get(file));
        assertThat(received.answer().status()).isEqualTo(200);
        assertThat(Json.parse(received.answer().body())).isEqualTo(Shop.json(FOLDER + "webhook-ack-response.json"));
    }

    static Set<String> requests() {
        return REQUESTS.keySet();
    }

    @ParameterizedTest
    @MethodSource("requests")
    void sendsTheWholeRequest(String file) {
        shop.answers(Shop.json(FOLDER + "send-accepted-response.json"));

        assertThat(shop.send(REQUESTS.get(file))).isInstanceOf(SendResult.Accepted.class);

        Map<String, Json> expected = expected(file);
        if (expected.containsKey("attachment")) {
            // The sample has another address for each screen; there is only one to send.
            Json button = Json.object()
                    .put("type", "WL")
                    .put("name", "주문 조회")
                    .put("urlMobile", "https://shop.example.com/m/orders")
                    .put("urlPc", "https://shop.example.com/m/orders")
                    .build();
            expected.put(
                    "attachment", Json.object().put("buttons", List.of(button)).build());
        }
        assertThat(shop.gotJson().fields()).isEqualTo(expected);
    }

    private static Map<String, Json> expected(String file) {
        Map<String, Json> expected =
                new LinkedHashMap<>(Shop.json(FOLDER + file).fields());
        expected.put("ref", Json.of(Shop.KEY.toString()));
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

    @Test
    void endsASession() {
        shop.answers(Shop.json(FOLDER + "end-response.json"));

        assertThat(((KakaoTalkChannel) shop.channel).endSession(Shop.USER, Shop.OPEN))
                .isEqualTo(new SendResult.Accepted(List.of()));
        assertThat(shop.gotJson()).isEqualTo(Shop.json(FOLDER + "end-request.json"));
    }

    @Test
    void uploadsAPictureAndSendsItsAddressAndCaption() {
        Json image = Shop.json(FOLDER + "send-plain-image-request.json");
        String url = image.get("attachment").get("image").get("imgUrl").text();
        shop.answers(uploaded("imgUrl", url)).answers(Shop.json(FOLDER + "send-accepted-response.json"));

        SendResult result = shop.send(new Content.Image(Shop.file("parcel.jpg", "image/jpeg"), "사진을 보내 드립니다."));

        assertThat(result).isInstanceOf(SendResult.Accepted.class);
        var upload = shop.got();
        assertThat(upload.getTarget()).isEqualTo("/api/comm/v1/file/cstalk/image");
        assertThat(upload.getHeaders().get("Authorization")).isEqualTo("api-key-0123456789");
        assertThat(Shop.text(upload))
                .contains("name=\"senderKey\"", Shop.SENDER_KEY, "name=\"file\"; filename=\"parcel.jpg\"");
        Map<String, Json> expected = expected("send-plain-image-request.json");
        // A picture of ours leads nowhere.
        expected.put(
                "attachment",
                Json.object().put("image", Json.object().put("imgUrl", url)).build());
        assertThat(shop.gotJson().fields()).isEqualTo(expected);
    }

    @Test
    void uploadsAFileAndSendsItsAddressNameAndSize() {
        Json file = Shop.json(FOLDER + "send-plain-file-request.json")
                .get("attachment")
                .get("file");
        shop.answers(uploaded("fileUrl", file.get("fileUrl").text()))
                .answers(Shop.json(FOLDER + "send-accepted-response.json"));
        Media media = Media.of("https://media.example.test/out/invoice.pdf", "안내문.pdf", "application/pdf", 10_000);

        assertThat(shop.send(new Content.File(media, "안내문입니다."))).isInstanceOf(SendResult.Accepted.class);

        var upload = shop.got();
        assertThat(upload.getTarget()).isEqualTo("/api/comm/v1/file/cstalk");
        assertThat(Shop.text(upload)).contains("name=\"fileType\"");
        Map<String, Json> expected = expected("send-plain-file-request.json");
        Map<String, Json> fields = new LinkedHashMap<>(file.fields());
        fields.put("fileSize", Json.of("10000"));
        expected.put("attachment", Json.object().put("file", fields).build());
        assertThat(shop.gotJson().fields()).isEqualTo(expected);
    }

    private static Json uploaded(String name, String url) {
        return Json.object()
                .put("common", Json.object().put("authCode", "A000"))
                .put(
                        "data",
                        Json.object()
                                .put("code", "A000")
                                .put("data", Json.object().put(name, url)))
                .build();
    }

    private static Inbound said(String end, Content... contents) {
        return Inbound.MessageReceived.builder("message:" + ID + end, Customer.of(Shop.USER), AT)
                .contents(Arrays.asList(contents))
                .handle(HANDLE)
                .build();
    }

    private static Media media(String path) {
        return Media.of(MEDIA + path, path.substring(path.lastIndexOf('/') + 1), null, -1);
    }
}
