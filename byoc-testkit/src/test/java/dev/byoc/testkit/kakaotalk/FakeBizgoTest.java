package dev.byoc.testkit.kakaotalk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.byoc.json.Json;
import dev.byoc.testkit.Client;
import dev.byoc.testkit.SettableClock;
import dev.byoc.testkit.WebhookCatcher;
import dev.byoc.testkit.server.Fault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import mockwebserver3.RecordedRequest;
import okhttp3.MultipartBody;
import okhttp3.RequestBody;
import okio.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FakeBizgoTest {
    private static final String KEY = "Qw7xT2pLr9Ab";
    private static final String PLAIN = "/api/comm/v1/cstalk/plain";
    private static final String RICH = "/api/comm/v1/cstalk/rich";
    private static final String IMAGE = "/api/comm/v1/file/cstalk/image";
    private static final String FILE = "/api/comm/v1/file/cstalk";

    private final SettableClock clock = new SettableClock(Instant.parse("2026-10-05T01:00:05.123Z"));
    private final FakeBizgo bizgo = new FakeBizgo(clock, FakeBizgo.SENDER_KEY);
    private final Client client = new Client(bizgo.url(), Map.of("Authorization", bizgo.apiKey()));
    private final KakaoCustomer minji = bizgo.customer(KEY);
    private WebhookCatcher catcher;

    @BeforeEach
    void setUp() throws Exception {
        catcher = new WebhookCatcher();
        catcher.body("{\"code\":\"A000\",\"result\":\"Success\"}");
        bizgo.connectWebhook(catcher.url());
        minji.says("안녕하세요");
    }

    @AfterEach
    void close() {
        client.close();
        bizgo.close();
        catcher.close();
    }

    private static String both(String fields) {
        return "{'userKey':'" + KEY + "','senderKey':'" + FakeBizgo.SENDER_KEY + "'" + fields + "}";
    }

    private Json data(String path, String body) throws Exception {
        Json got = client.post(path, body).json();
        assertThat(got.get("common").get("authCode").text()).isEqualTo("A000");
        return got.get("data");
    }

    private String code(String path, String fields) throws Exception {
        return data(path, both("," + fields)).get("code").text();
    }

    private Json upload(String path, String name, byte[] bytes, String... more) throws Exception {
        MultipartBody.Builder form = new MultipartBody.Builder()
                .setType(MultipartBody.FORM)
                .addFormDataPart("senderKey", FakeBizgo.SENDER_KEY)
                .addFormDataPart("file", name, RequestBody.create(bytes));
        for (int i = 0; i < more.length; i += 2) {
            form.addFormDataPart(more[i], more[i + 1]);
        }
        MultipartBody body = form.build();
        Buffer buffer = new Buffer();
        body.writeTo(buffer);
        return client.post(path, buffer.readByteArray(), body.contentType().toString())
                .json();
    }

    private Json last() {
        return Json.parse(catcher.last().getBody().toByteArray());
    }

    private void assertLastIs(String target, String sample) throws Exception {
        bizgo.webhooks().awaitDelivered();
        assertThat(catcher.last().getTarget()).isEqualTo("/hook/cstalk/" + target);
        assertThat(KakaoSamples.shape(last())).isEqualTo(KakaoSamples.shape(KakaoSamples.json("bizgo/" + sample)));
    }

    @Test
    void acceptsATextAndTellsItsDelivery() throws Exception {
        Client.Got got = client.post(PLAIN, KakaoSamples.text("bizgo/send-plain-text-request"));

        assertThat(got.status()).isEqualTo(200);
        assertThat(KakaoSamples.shape(got.json()))
                .isEqualTo(KakaoSamples.shape(KakaoSamples.json("bizgo/send-accepted-response")));
        Json data = got.json().get("data");
        assertThat(data.get("msgKey").text()).matches("20261005100005123SMP[0-9]{12}");
        assertLastIs("result", "inbound-send-result-ok");
        assertThat(last().get("msgKey").text()).isEqualTo(data.get("msgKey").text());
        assertThat(last().get("ref").text()).isEqualTo("fc-msg-0001/1");
        assertThat(last().get("reportCode").text()).isEqualTo("A000");
        assertThat(last().get("sendTime").text()).isEqualTo("2026-10-05T10:00:05.123+09:00");
        assertThat(minji.receivedTexts()).containsExactly("확인해 드리겠습니다.");
        assertThat(minji.received().get(0).key()).isEqualTo(data.get("msgKey").text());
    }

    @Test
    void takesTheDocumentedMediaAndButtons() throws Exception {
        Json image = upload(IMAGE, "a.png", KakaoSamples.png(64)).get("data").get("data");
        Json file = upload(FILE, "안내문.pdf", new byte[48_213]).get("data").get("data");
        assertThat(KakaoSamples.shape(image)).isEqualTo("{imgUrl=string}");
        assertThat(KakaoSamples.shape(file)).isEqualTo("{fileName=string, fileUrl=string, size=string}");

        for (String name : new String[] {"plain-image", "plain-file", "rich-text-buttons"}) {
            String body = KakaoSamples.text("bizgo/send-" + name + "-request")
                    .replaceAll("http://dn-m[^\"]*", image.get("imgUrl").text())
                    .replaceAll("http://mud-kage[^\"]*", file.get("fileUrl").text());
            assertThat(data(name.startsWith("rich") ? RICH : PLAIN, body)
                            .get("code")
                            .text())
                    .as(name)
                    .isEqualTo("A000");
        }

        assertThat(minji.received()).extracting(KakaoMessage::type).containsExactly("IMAGE", "FILE", "TEXT");
        assertThat(minji.received().get(0).bytes()).isEqualTo(KakaoSamples.png(64));
        assertThat(minji.received().get(1).bytes()).hasSize(48_213);
        assertThat(minji.received().get(1).fileName()).isEqualTo("안내문.pdf");
        assertThat(minji.received().get(2).buttons())
                .containsExactly(new KakaoButton("WL", "주문 조회", "https://shop.example.com/m/orders", ""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'message':'a'",
                "'msgType':'WIDE','message':'a'",
                "'msgType':'TEXT'",
                "'msgType':'TEXT','message':''",
                "'msgType':'TEXT','message':7",
                "'msgType':'TEXT','message':'a','ref':7",
                "'msgType':'IMAGE','message':'a'",
                "'msgType':'IMAGE','message':'a','attachment':{'image':{'imgUrl':'https://m.example/a.png'}}",
                "'msgType':'FILE','message':'a','attachment':{'file':{'fileUrl':'https://m.example/a.pdf','fileName':'a.pdf','fileSize':'1'}}",
            })
    void refusesSuchAPlainMessage(String fields) throws Exception {
        assertThat(code(PLAIN, fields)).isEqualTo("A400");
        assertThat(minji.received()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "A000|'msgType':'CAROUSEL_FEED','carousel':{}",
                "A000|'msgType':'ITEM_LIST','attachment':{'item':{}}",
                "A400|'msgType':'FILE','message':'a'",
                "A400|'msgType':'TEXT'",
                "A400|'msgType':'WIDE','message':'a'",
                "A400|'msgType':'ITEM_LIST','message':'a'",
                "A400|'msgType':'CAROUSEL_FEED','message':'a'",
                "A400|'msgType':'TEXT','message':'a','attachment':{'buttons':[{'type':'WL','name':'a'}]}",
                "A400|'msgType':'TEXT','message':'a','attachment':{'buttons':[{'type':'BK'}]}",
                "A400|'msgType':'TEXT','message':'a','attachment':{'buttons':[{'type':'XX','name':'a'}]}",
            })
    void judgesSuchARichMessage(String code, String fields) throws Exception {
        assertThat(code(RICH, fields)).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource({"1000,200,A000", "1001,200,A400", "1000,201,A400"})
    void wantsTextsOf1000UnitsAndReferencesOf200AtMost(int text, int ref, String code) throws Exception {
        assertThat(code(PLAIN, "'msgType':'TEXT','message':'" + "가".repeat(text) + "','ref':'" + "r".repeat(ref) + "'"))
                .isEqualTo(code);
    }

    @Test
    void wantsWordsWithEveryImageAndAFilesSizeAsAString() throws Exception {
        String image = upload(IMAGE, "a.png", KakaoSamples.png(64))
                .get("data")
                .get("data")
                .get("imgUrl")
                .text();
        String file = upload(FILE, "a.pdf", new byte[] {1, 2, 3})
                .get("data")
                .get("data")
                .get("fileUrl")
                .text();
        String ofFile = "'message':'-','attachment':{'file':{'fileUrl':'" + file + "'";

        assertThat(code(PLAIN, "'msgType':'IMAGE','attachment':{'image':{'imgUrl':'" + image + "'}}"))
                .isEqualTo("A400");
        assertThat(code(PLAIN, "'msgType':'IMAGE','message':'-','attachment':{'image':{'imgUrl':'" + image + "'}}"))
                .isEqualTo("A000");
        assertThat(code(RICH, "'msgType':'IMAGE','message':'-','attachment':{'image':{'imgUrl':'" + image + "'}}"))
                .isEqualTo("A400");
        assertThat(code(PLAIN, "'msgType':'FILE'," + ofFile + ",'fileName':'a.pdf','fileSize':3}}"))
                .isEqualTo("A400");
        assertThat(code(PLAIN, "'msgType':'FILE'," + ofFile + ",'fileSize':'3'}}"))
                .isEqualTo("A400");
        assertThat(code(PLAIN, "'msgType':'VIDEO'," + ofFile + "}}")).isEqualTo("A000");
    }

    @Test
    void sendingTwiceSendsTwice() throws Exception {
        String body = both(",'msgType':'TEXT','message':'a','ref':'one'");

        Json first = data(PLAIN, body);
        Json second = data(PLAIN, body);

        assertThat(first.get("msgKey").text()).isNotEqualTo(second.get("msgKey").text());
        assertThat(minji.receivedTexts()).containsExactly("a", "a");
    }

    @Test
    void refusesOtherKeysAtTheDoorWithoutData() throws Exception {
        for (Client wrong : new Client[] {
            client.without("Authorization"), client.header("Authorization", "Bearer " + bizgo.apiKey())
        }) {
            Client.Got got = wrong.post(PLAIN, both(",'msgType':'TEXT','message':'a'"));
            assertThat(got.status()).isEqualTo(401);
            assertThat(KakaoSamples.shape(got.json()))
                    .isEqualTo(KakaoSamples.shape(KakaoSamples.json("bizgo/error-unauthorized-response")));
            assertThat(got.json().get("common").get("authCode").text()).isEqualTo("A401");
        }
    }

    @Test
    void refusesUserKeysThatAreNoneAndOtherSenders() throws Exception {
        String body = both(",'msgType':'TEXT','message':'a'");

        assertThat(data(PLAIN, body.replace(KEY, "")).get("code").text()).isEqualTo("A507");
        assertThat(data(PLAIN, body.replace(KEY, "x".repeat(21))).get("code").text())
                .isEqualTo("A507");
        assertThat(data(PLAIN, body.replace("3f9c", "aaaa")).get("code").text()).isEqualTo("A400");
        assertThat(client.post(PLAIN, "[]").status()).isEqualTo(400);
    }

    @Test
    void whoHasNoSessionIsToldInTheResultOrAtOnce() throws Exception {
        minji.leaves();

        assertThat(code(PLAIN, "'msgType':'TEXT','message':'a'")).isEqualTo("A000");
        bizgo.webhooks().awaitDelivered();
        assertThat(last().get("reportCode").text()).isEqualTo(FakeBizgo.NO_SESSION);
        bizgo.noSessionAtOnce(true);
        assertThat(code(PLAIN, "'msgType':'TEXT','message':'a'")).isEqualTo(FakeBizgo.NO_SESSION);
        assertThat(minji.received()).isEmpty();
    }

    @Test
    void resultsCanFailOrNeverCome() throws Exception {
        bizgo.results(BizgoResults.FAILED);
        code(PLAIN, "'msgType':'TEXT','message':'a','ref':'one'");
        assertLastIs("result", "inbound-send-result-failed");
        assertThat(last().get("reportCode").text()).isEqualTo("A910");
        bizgo.failWith("A999");
        code(PLAIN, "'msgType':'TEXT','message':'b'");
        bizgo.webhooks().awaitDelivered();
        assertThat(last().get("reportCode").text()).isEqualTo("A999");
        assertThat(minji.received()).isEmpty();
        bizgo.results(BizgoResults.NEVER);
        code(PLAIN, "'msgType':'TEXT','message':'c'");
        bizgo.webhooks().awaitDelivered();

        assertThat(catcher.requests()).hasSize(3);
        assertThat(minji.receivedTexts()).containsExactly("c");
    }

    @Test
    void resultsCanComeLateAndInAnotherOrder() throws Exception {
        bizgo.webhooks().hold();
        code(PLAIN, "'msgType':'TEXT','message':'a','ref':'one'");
        code(PLAIN, "'msgType':'TEXT','message':'b','ref':'two'");
        assertThat(catcher.requests()).hasSize(1);

        bizgo.webhooks().releaseReversed();
        bizgo.webhooks().awaitDelivered();

        assertThat(catcher.requests().subList(1, 3))
                .extracting(
                        it -> Json.parse(it.getBody().toByteArray()).get("ref").text())
                .containsExactly("two", "one");
    }

    @Test
    void aLostAnswerStillHasItsResult() throws Exception {
        bizgo.faults().next("POST " + PLAIN, Fault.cut().afterWork());

        assertThatThrownBy(() -> code(PLAIN, "'msgType':'TEXT','message':'a','ref':'one'"))
                .isInstanceOf(IOException.class);

        bizgo.webhooks().awaitDelivered();
        assertThat(last().get("ref").text()).isEqualTo("one");
        assertThat(minji.receivedTexts()).containsExactly("a");
    }

    @Test
    void limitsUploadsAndEndsToFiveASecondButNotSends() throws Exception {
        for (int i = 0; i < 6; i++) {
            assertThat(code(PLAIN, "'msgType':'TEXT','message':'a'")).isEqualTo("A000");
        }
        for (int i = 0; i < 5; i++) {
            upload(FILE, "a.pdf", new byte[] {1});
        }

        Client.Got got = client.post("/api/comm/v1/cstalk/end", both(""));

        assertThat(got.status()).isEqualTo(429);
        assertThat(got.headers()).containsEntry("Retry-After", "1");
        assertThat(KakaoSamples.shape(got.json()))
                .isEqualTo(KakaoSamples.shape(KakaoSamples.json("bizgo/error-rate-limited-response")));
        assertThat(minji.inSession()).isTrue();
        clock.advance(Duration.ofSeconds(1));
        assertThat(client.post("/api/comm/v1/cstalk/end", both("")).status()).isEqualTo(200);
        bizgo.rateLimit(false);
        for (int i = 0; i < 6; i++) {
            assertThat(client.post("/api/comm/v1/cstalk/end", both("")).status())
                    .isEqualTo(200);
        }
    }

    @Test
    void aThrottledSendSendsNothing() throws Exception {
        bizgo.faults().next("POST " + PLAIN, FakeBizgo.tooMany(Duration.ofSeconds(7)));

        Client.Got got = client.post(PLAIN, both(",'msgType':'TEXT','message':'a'"));

        assertThat(got.status()).isEqualTo(429);
        assertThat(got.headers()).containsEntry("Retry-After", "7");
        assertThat(got.json().get("data").get("code").text()).isEqualTo("A020");
        assertThat(minji.received()).isEmpty();
    }

    @Test
    void refusesUploadsOfTheWrongKindOrSize() throws Exception {
        bizgo.rateLimit(false).fileLimit(3);

        assertThat(uploadCode(IMAGE, "a.png", new byte[64])).isEqualTo("A200");
        assertThat(uploadCode(IMAGE, "a.png", KakaoSamples.png(5 * 1024 * 1024 + 1)))
                .isEqualTo("A200");
        assertThat(uploadCode(IMAGE, "a.png", KakaoSamples.png(64), "imageType", "poor"))
                .isEqualTo("A400");
        assertThat(uploadCode(FILE, "a.pdf", new byte[4])).isEqualTo("A200");
        assertThat(uploadCode(FILE, "a.pdf", new byte[3], "fileType", "text")).isEqualTo("A400");
        assertThat(uploadCode(FILE, "a.mp4", new byte[3], "fileType", "video")).isEqualTo("A000");
        assertThat(client.post(FILE, "{}").status()).isEqualTo(400);
    }

    private String uploadCode(String path, String name, byte[] bytes, String... more) throws Exception {
        return upload(path, name, bytes, more).get("data").get("code").text();
    }

    @ParameterizedTest
    @CsvSource({"end,end", "endWithBot,endwithbot"})
    void endingASessionIsToldTwice(String path, String requestType) throws Exception {
        String session = minji.session();

        Client.Got got = client.post("/api/comm/v1/cstalk/" + path, KakaoSamples.text("bizgo/end-request"));

        assertThat(KakaoSamples.shape(got.json()))
                .isEqualTo(KakaoSamples.shape(KakaoSamples.json("bizgo/end-response")));
        assertLastIs("result", "inbound-end-result-ok");
        assertThat(last().get("requestType").text()).isEqualTo(requestType);
        Json expired = Json.parse(catcher.requests().get(1).getBody().toByteArray());
        assertThat(KakaoSamples.shape(expired))
                .isEqualTo(KakaoSamples.shape(KakaoSamples.json("bizgo/inbound-expired-session")));
        assertThat(expired.get("sessionId").text()).isEqualTo(session);
    }

    @Test
    void everyCallbackIsAsDocumented() throws Exception {
        minji.says("교환도 되나요?");
        assertLastIs("message", "inbound-message-text");
        minji.sendsFile("http://k.example/f.hwp", "신청서.hwp");
        assertLastIs("message", "inbound-message-file");
        minji.says("가".repeat(4_001));
        assertLastIs("message", "inbound-message-long-text");
        bizgo.body(FakeDealer.Body.CONTENT);
        minji.says("옛 형식");
        assertLastIs("message", "inbound-message-legacy-content-string");
        minji.sendsPhoto("http://k.example/1.jpg", "http://k.example/2.jpg");
        assertThat(last().get("msgType").text()).isEqualTo("IMAGE");
        assertThat(last().get("contents").items()).hasSize(2);
        minji.asksForConsultation("orderNo_5501");
        assertLastIs("reference", "inbound-reference");
        minji.leaves();
        assertLastIs("expired_session", "inbound-expired-session");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "OK", "{\"code\":\"0\"}", "{\"result\":\"Success\"}"})
    void anEventThatIsNotAcknowledgedAsAskedComesThreeTimesMoreAndNeverAgain(String answer) {
        minji.leaves();
        catcher.body(answer);
        int before = catcher.requests().size();

        minji.says("여보세요");

        assertThat(catcher.requests()).hasSize(before + 4);
        assertThat(catcher.requests().subList(before, before + 4))
                .extracting(RecordedRequest::getBody)
                .containsOnly(catcher.last().getBody());
        assertThat(minji.inSession()).isFalse();
        assertThat(bizgo.webhooks().deliveries("message")).hasSize(5);
    }

    @Test
    void nothingSignsACallback() {
        assertThat(catcher.last().getHeaders().names())
                .noneMatch(name -> name.toLowerCase(java.util.Locale.ROOT).contains("signature"));
        assertThat(catcher.last().getBody().string(StandardCharsets.UTF_8)).contains("안녕하세요");
    }
}
