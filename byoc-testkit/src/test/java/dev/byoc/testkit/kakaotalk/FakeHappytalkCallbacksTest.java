package dev.byoc.testkit.kakaotalk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.byoc.json.Json;
import dev.byoc.testkit.Client;
import dev.byoc.testkit.SettableClock;
import dev.byoc.testkit.WebhookCatcher;
import dev.byoc.testkit.server.Webhooks;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FakeHappytalkCallbacksTest {
    private static final String KEY = "Qw7xT2pLr9Ab";
    private static final String DOMAIN = "/kakaoWebhook/v1/bzmc/consult/" + FakeHappytalk.SENDER_KEY + "/receiveDomain";

    private final SettableClock clock = new SettableClock(Instant.ofEpochMilli(1_791_162_005_123L));
    private final FakeHappytalk happytalk = new FakeHappytalk(clock, FakeHappytalk.SENDER_KEY);
    private final Client client = new Client(
            happytalk.url(),
            Map.of("HT-Client-Id", happytalk.clientId(), "HT-Client-Secret", happytalk.clientSecret()));
    private final KakaoCustomer minji = happytalk.customer(KEY);
    private WebhookCatcher catcher;
    private int sent;

    @BeforeEach
    void setUp() throws Exception {
        catcher = new WebhookCatcher();
        happytalk.connectWebhook(catcher.url());
    }

    @AfterEach
    void close() {
        client.close();
        happytalk.close();
        catcher.close();
    }

    private Json last() {
        return Json.parse(catcher.last().getBody().toByteArray());
    }

    private void assertLastIs(String target, String sample) throws Exception {
        assertThat(catcher.last().getTarget()).isEqualTo(target);
        assertThat(KakaoSamples.shape(last())).isEqualTo(KakaoSamples.shape(KakaoSamples.json("happytalk/" + sample)));
    }

    private long write(String fields) throws Exception {
        sent++;
        return client.post(
                        "/v1/chat/write",
                        "{'user_key':'" + KEY + "','sender_key':'" + FakeHappytalk.SENDER_KEY + "','serial_number':'s"
                                + sent + "'," + fields + "}")
                .json()
                .get("code")
                .numberOr(Long.MIN_VALUE);
    }

    private long write() throws Exception {
        return write("'message_type':'TX','message':'a'");
    }

    private Json register(String path, URI domain) throws Exception {
        return client.post(path, "{'sender_key':'" + FakeHappytalk.SENDER_KEY + "','domain':'" + domain + "'}")
                .json();
    }

    @ParameterizedTest
    @CsvSource({
        "CONTENT,inbound-message-text",
        "BOTH,inbound-message-text-contents",
        "CONTENTS,inbound-message-text-contents-only"
    })
    void aTextComesInTheFormThatIsSet(FakeDealer.Body body, String sample) throws Exception {
        happytalk.body(body);

        assertThat(minji.says("배송이 언제 오나요? 😊")).isEqualTo(200);

        assertLastIs("/hook/message", sample);
        assertThat(last().get("user_key").text()).isEqualTo(KEY);
        assertThat(last().get("sender_key").text()).isEqualTo(FakeHappytalk.SENDER_KEY);
        assertThat(last().get("session_id").text()).isEqualTo(minji.session());
        assertThat(last().get("time").number()).isEqualTo(1_791_162_005_123L);
        assertThat(last().firstOf("content").textOr(last().get("contents").at(0).textOr("")))
                .isEqualTo("배송이 언제 오나요? 😊");
        assertThat(catcher.last().getBody().utf8()).contains("배송이");
    }

    @Test
    void everyKindOfMessageIsAsDocumented() throws Exception {
        minji.sendsPhoto("http://k.example/1.jpg", "http://k.example/2.jpg", "http://k.example/3.jpg");
        assertLastIs("/hook/message", "inbound-message-photo-album");
        assertThat(last().get("contents").items()).hasSize(3);
        minji.sendsFile("http://k.example/f.pdf", "견적서.pdf");
        assertLastIs("/hook/message", "inbound-message-file");
        happytalk.body(FakeDealer.Body.CONTENT);
        minji.sendsVideo("http://k.example/v.mp4");
        assertLastIs("/hook/message", "inbound-message-video");
        minji.sendsAudio("http://k.example/a.m4a");
        assertThat(last().get("type").text()).isEqualTo("audio");
        minji.pressesButton("상담원 연결", "menu_agent_01");
        assertLastIs("/hook/message", "inbound-message-button-extra");
        minji.sends(Json.object()
                .put("type", "something_new")
                .put("content", Json.object().put("label", "x"))
                .build());
        assertThat(last().get("type").text()).isEqualTo("something_new");
        assertThat(last().get("content").get("label").text()).isEqualTo("x");
    }

    @Test
    void aLongTextComesAsItsHeadAndAFileWithTheWhole() throws Exception {
        String text = "긴 문의 ".repeat(250);
        happytalk.body(FakeDealer.Body.CONTENT);

        minji.says(text.substring(0, 1_000));
        assertThat(last().get("attachment").isPresent()).isFalse();
        minji.says(text);

        assertLastIs("/hook/message", "inbound-message-long-text");
        assertThat(last().get("content").text()).isEqualTo(text.substring(0, 300));
        String path = last().get("attachment")
                .get("url")
                .textOr("")
                .replace(happytalk.url().toString(), "");
        assertThat(new String(client.get(path).body(), StandardCharsets.UTF_8)).isEqualTo(text);
    }

    @Test
    void serialNumbersAreBeyondTheDoublesOrStringsOf24Digits() {
        minji.says("a");
        Json first = last().get("serial_number");
        minji.says("b");
        Json second = last().get("serial_number");
        happytalk.serialsAsText(true);
        minji.says("c");

        assertThat(first.isString()).isFalse();
        assertThat(first.number()).isGreaterThan(1L << 53);
        assertThat(second.number()).isEqualTo(first.numberOr(0) + 1);
        assertThat(last().get("serial_number").isString()).isTrue();
        assertThat(last().get("serial_number").text()).matches("[0-9]{24}");
    }

    @Test
    void aReferenceIsNoMessageAndOpensNoSession() throws Exception {
        minji.asksForConsultation("page_refund");

        assertLastIs("/hook/reference", "inbound-reference");
        assertThat(last().get("reference").get("extra").text()).isEqualTo("page_refund");
        assertThat(minji.inSession()).isFalse();
        String session = last().get("session_id").text();
        minji.says("환불이요");
        assertThat(last().get("session_id").text()).isEqualTo(session);
        minji.asksForConsultation("");
        assertLastIs("/hook/reference", "inbound-reference-last-only");
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 404, 204, 302, 0})
    void noSessionOpensUntilAMessageIsAnswered200(int status) throws Exception {
        happytalk.webhooks().attempts(1);
        catcher.willAnswer(status);

        assertThat(minji.says("여보세요")).isEqualTo(status);

        assertThat(minji.inSession()).isFalse();
        assertThat(write()).isEqualTo(-502);
        minji.says("여보세요?");
        assertThat(write()).isZero();
    }

    @Test
    void aMessageHeldBackOpensTheSessionWhenItIsDelivered() throws Exception {
        happytalk.webhooks().hold();
        assertThat(minji.says("여보세요")).isEqualTo(Webhooks.HELD);
        assertThat(write()).isEqualTo(-502);

        happytalk.webhooks().release();
        happytalk.webhooks().awaitDelivered();

        assertThat(write()).isZero();
    }

    @Test
    void aMessageThatComesAfterTheEndReopensNothing() throws Exception {
        minji.says("하나");
        happytalk.webhooks().hold();
        minji.says("둘");
        minji.leaves();

        happytalk.webhooks().releaseReversed();
        happytalk.webhooks().awaitDelivered();

        assertThat(catcher.requests())
                .extracting(RecordedRequest::getTarget)
                .containsExactly("/hook/message", "/hook/expired_session", "/hook/message");
        assertThat(minji.inSession()).isFalse();
    }

    @Test
    void leavingIsToldOnceAndTheNextSessionIsAnother() throws Exception {
        assertThat(minji.leaves()).isEqualTo(200);
        assertThat(catcher.requests()).isEmpty();
        minji.says("안녕하세요");
        String session = minji.session();

        minji.leaves();

        assertLastIs("/hook/expired_session", "inbound-expired-session");
        assertThat(last().get("session_id").text()).isEqualTo(session);
        minji.says("또 왔어요");
        assertThat(minji.session()).isNotEqualTo(session);
        minji.blocks();
        assertThat(catcher.requests()).hasSize(4);
        assertThat(catcher.last().getTarget()).isEqualTo("/hook/expired_session");
    }

    @Test
    void eventsCanComeTwice() {
        happytalk.webhooks().copies(2);

        minji.says("한 번");

        assertThat(catcher.requests()).extracting(RecordedRequest::getBody).hasSize(2);
        assertThat(catcher.requests().get(0).getBody())
                .isEqualTo(catcher.requests().get(1).getBody());
    }

    @Test
    void tappingAButtonSpeaksOrEndsAsItsKindDoes() throws Exception {
        happytalk.body(FakeDealer.Body.CONTENT);
        minji.says("메뉴");
        write("'message_type':'LI','message':'골라 주세요','links':[{'name':'계속','type':'BK','extra':'go_on'},"
                + "{'name':'자세히','type':'MD'},{'name':'챗봇','type':'BT'},"
                + "{'name':'웹','type':'WL','url_mobile':'https://m.example/'}]");
        minji.awaitReceived(1);

        minji.taps("계속");
        assertThat(last().get("content").text()).isEqualTo("계속");
        assertThat(last().get("extra").text()).isEqualTo("go_on");
        minji.taps("자세히");
        assertThat(last().get("content").text()).isEqualTo("자세히\n골라 주세요");
        minji.taps("웹");
        assertThat(catcher.requests()).hasSize(3);
        minji.taps("챗봇");
        assertThat(catcher.last().getTarget()).isEqualTo("/hook/expired_session");
        assertThatThrownBy(() -> minji.taps("없음")).isInstanceOf(AssertionError.class);
    }

    @ParameterizedTest
    @CsvSource({"WITH_PATH,/hook/message", "PATH_DROPPED,/message"})
    void callbacksGoToTheDomainThatWasRegistered(HappytalkDomains domains, String target) throws Exception {
        happytalk.connectWebhook(null);
        happytalk.domains(domains);

        assertThat(register(DOMAIN, catcher.url()).get("code").isString()).isFalse();
        minji.says("안녕하세요");

        assertThat(catcher.last().getTarget()).isEqualTo(target);
        Json found = client.post("/v1/center/domain/search", "{'sender_key':'" + FakeHappytalk.SENDER_KEY + "'}")
                .json();
        assertThat(KakaoSamples.shape(found))
                .isEqualTo(KakaoSamples.shape(KakaoSamples.json("happytalk/search-domain-v1-response")));
        assertThat(catcher.url() + "/message")
                .startsWith(found.get("data").at(0).get("domain").textOr(""));
        assertThat(found.get("data").at(0).get("domain").text()).isEqualTo(String.valueOf(happytalk.webhook()));
    }

    @ParameterizedTest
    @ValueSource(strings = {DOMAIN, "/v1/center/domain/update"})
    void domainsThatAreNotAdmittedAreRefused(String path) throws Exception {
        happytalk.connectWebhook(null);
        for (String domain : List.of("", "relay.example.com", "http://relay.example.com", "https://r.example/?a=b")) {
            assertThat(register(path, URI.create(domain)).get("code").text()).isEqualTo("405");
        }
        happytalk.domains(HappytalkDomains.PATH_REFUSED);
        assertThat(register(path, URI.create("https://r.example/secret"))
                        .get("code")
                        .text())
                .isEqualTo("405");
        assertThat(register(path, URI.create("https://r.example")).get("code").text())
                .isEqualTo("200");
        happytalk.domains(HappytalkDomains.NOT_ADMITTED);
        assertThat(register(path, URI.create("https://s.example")).get("code").text())
                .isEqualTo("405");
        assertThat(happytalk.webhook()).isEqualTo(URI.create("https://r.example"));
    }

    @Test
    void nothingRegisteredIsNoDataAndOtherChannelsAreUnknown() throws Exception {
        happytalk.connectWebhook(null);

        assertThat(client.post("/v1/center/domain/search", "{'sender_key':'" + FakeHappytalk.SENDER_KEY + "'}")
                        .json()
                        .get("code")
                        .text())
                .isEqualTo("508");
        assertThat(client.post("/v1/center/sender", "{'sender_key':'other'}")
                        .json()
                        .get("code")
                        .text())
                .isEqualTo("517");
        assertThat(register(DOMAIN.replace("3f9c", "aaaa"), URI.create("https://r.example"))
                        .get("code")
                        .text())
                .isEqualTo("517");
    }

    @Test
    void showsTheProfileAsItIsSet() throws Exception {
        happytalk.profile("dormant", true);

        Json data = client.post("/v1/center/sender", "{'sender_key':'" + FakeHappytalk.SENDER_KEY + "'}")
                .json()
                .get("data");

        assertThat(data.get("status").text()).isEqualTo("A");
        assertThat(data.get("dormant").isTrue()).isTrue();
    }
}
