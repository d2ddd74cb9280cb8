package dev.byoc.kakaotalk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.channel.Inbound;
import dev.byoc.channel.OutboundMessage;
import dev.byoc.channel.Registration;
import dev.byoc.channel.SendResult;
import dev.byoc.channel.SendResult.Reason;
import dev.byoc.channel.SyncReplies;
import dev.byoc.channel.Verification;
import dev.byoc.channel.WebhookTarget;
import dev.byoc.json.Json;
import dev.byoc.message.Button;
import dev.byoc.message.Content;
import dev.byoc.message.Media;
import dev.byoc.message.ReplyHandle;
import dev.byoc.webhook.WebhookRequest;
import dev.byoc.wording.Wording;
import java.net.URI;
import java.text.Normalizer;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SkillChannelTest {
    private static final byte[] TEXT = Shop.sample("chatbot-skill/skill-request-text.json");
    private static final String NEW_ID = "req-0002";

    private final Shop shop = Shop.skill();

    @AfterEach
    void close() {
        shop.close();
    }

    private static WebhookRequest request(byte[] body, Map<String, List<String>> headers) {
        return Shop.request("", body).headers(headers).build();
    }

    private static Map<String, List<String>> headers(String secret, String id) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        headers.put("x-relay-secret", List.of(secret));
        headers.put("X-REQUEST-ID", List.of(id));
        return headers;
    }

    private Inbound.MessageReceived message(WebhookRequest request) {
        return (Inbound.MessageReceived) shop.receive(request).events().get(0);
    }

    private static byte[] saying(String utterance, String callbackUrl) {
        Json.Builder said = Json.object()
                .put("utterance", utterance)
                .put("callbackUrl", callbackUrl)
                .put("user", Map.of("id", Shop.BOT_USER));
        return Json.object()
                .put("bot", Map.of("id", Shop.BOT))
                .put("userRequest", said)
                .build()
                .bytes();
    }

    private SendResult send(ReplyHandle handle, Content... parts) {
        return shop.channel.send(OutboundMessage.builder(Shop.BOT_USER, List.of(parts), Shop.KEY)
                .handle(handle)
                .build());
    }

    private ReplyHandle callback() {
        return new ReplyHandle(shop.address() + "/once", true, Shop.RECEIVED.plusSeconds(60));
    }

    /** BC-39. */
    @ParameterizedTest
    @ValueSource(strings = {"", "wrong", "skill-header-secret-012345678", "skill-header-secret-01234567890", "비밀"})
    void takesTheRightHeaderSecretAlone(String secret) {
        Verification verification = shop.channel.verify(request(TEXT, headers(secret, "1")));

        assertThat(verification).isEqualTo(new Verification.Rejected("the header's secret does not fit"));
        assertThat(shop.channel.verify(request(TEXT, headers(Shop.HEADER_SECRET, "1"))))
                .isInstanceOf(Verification.Verified.class);
    }

    @Test
    void takesTheOldSecretToo() {
        try (Shop rotating = Shop.skill("header-secret", "new-secret-0123456789," + Shop.HEADER_SECRET)) {
            assertThat(rotating.channel.verify(request(TEXT, headers(Shop.HEADER_SECRET, "1"))))
                    .isInstanceOf(Verification.Verified.class);
            assertThat(rotating.channel.verify(request(TEXT, headers("new-secret-0123456789", "1"))))
                    .isInstanceOf(Verification.Verified.class);
        }
    }

    @Test
    void refusesAnotherBotsRequest() {
        byte[] other = Shop.sample("cases/bc32-kakao-skill.json");

        assertThat(shop.channel.verify(request(other, headers(Shop.HEADER_SECRET, "1"))))
                .isEqualTo(new Verification.Rejected("another chatbot's request; is 'bot-id' this one's?"));
    }

    /** BC-32: the answer is there before anybody has been asked anything. */
    @Test
    void answersAtOnceInKakaosForm() {
        try (Shop bc = Shop.skill("bot-id", "65a0000000000000000000b1")) {
            var received =
                    bc.receive(request(Shop.sample("cases/bc32-kakao-skill.json"), headers(Shop.HEADER_SECRET, "1")));

            assertThat(((Inbound.MessageReceived) received.events().get(0)).contents())
                    .containsExactly(new Content.Text("배송 조회 부탁드려요"));
            assertThat(Json.parse(received.answer().body()))
                    .isEqualTo(Shop.json("chatbot-skill/skill-response-simple-text.json"));
        }
    }

    /** BC-34. */
    @Test
    void promisesTheAnswerAtTheCallbackAddressAndHandsThatOverForOneUse() {
        try (Shop bc = Shop.skill("bot-id", "65a0000000000000000000b1")) {
            var received = bc.receive(
                    request(Shop.sample("cases/bc34-kakao-skill-callback.json"), headers(Shop.HEADER_SECRET, "1")));

            assertThat(Json.parse(received.answer().body()).get("useCallback").isTrue())
                    .isTrue();
            assertThat(((Inbound.MessageReceived) received.events().get(0)).handle())
                    .isEqualTo(new ReplyHandle(
                            "https://bot-api.kakao.com/v1/bots/65a0000000000000000000b1/callback/test-one-time-0001",
                            true,
                            Shop.RECEIVED.plusSeconds(60)));
        }
    }

    @Test
    void neverUsesACallbackAddressAfterItsMinute() {
        ReplyHandle handle = callback();
        shop.clock.advance(Duration.ofSeconds(60));

        assertThat(send(handle, new Content.Text("늦은 답"))).isInstanceOfSatisfying(SendResult.Refused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(Reason.WINDOW_CLOSED);
            assertThat(refused.detail()).contains("'event-name'");
        });
        assertThat(shop.network.getRequestCount()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://bot-api.kakao.com/v1/callback/x",
                "https://bot-api.kakao.com:8443/v1/callback/x",
                "https://kakao.com.evil.example/x",
                "https://evilkakao.com/x",
                "https://user@bot-api.kakao.com/x",
                "https://169.254.169.254/x",
                "//bot-api.kakao.com/x",
                "file:///etc/passwd",
                "https://",
                "nonsense"
            })
    void usesNoCallbackAddressOfAnotherHost(String url) {
        var events = shop.receive(request(saying("네", url), headers(Shop.HEADER_SECRET, "1")))
                .events();

        assertThat(((Inbound.MessageReceived) events.get(0)).handle()).isNull();
        assertThat(events.get(1))
                .isEqualTo(new Inbound.Ignored("a callback address that 'callback-hosts' does not allow"));
        assertThat(Shop.forOperators(
                        send(new ReplyHandle(url, true, Shop.RECEIVED.plusSeconds(60)), new Content.Text("네"))))
                .isEqualTo(new SendResult.Refused(
                        Reason.WINDOW_CLOSED, "'callback-hosts' does not allow the answer's address."));
        assertThat(shop.network.getRequestCount()).isZero();
    }

    @Test
    void knowsARepeatByTheRequestsId() {
        String first =
                message(request(TEXT, headers(Shop.HEADER_SECRET, "req-0001"))).eventId();

        assertThat(message(request(TEXT, headers(Shop.HEADER_SECRET, "req-0001")))
                        .eventId())
                .isEqualTo(first);
        assertThat(message(request(TEXT, headers(Shop.HEADER_SECRET, NEW_ID))).eventId())
                .isNotEqualTo(first);
        assertThat(message(request(saying("다른 말", null), headers(Shop.HEADER_SECRET, "req-0001")))
                        .eventId())
                .as("another body under the same id, as a proxy may put it there")
                .isNotEqualTo(first);
    }

    @Test
    void knowsARepeatByItsCallbackAddressIfThereIsNoId() {
        Map<String, List<String>> bare = Map.of("X-Relay-Secret", List.of(Shop.HEADER_SECRET));
        byte[] one = saying("네", "https://bot-api.kakao.com/v1/callback/1");
        byte[] two = saying("네", "https://bot-api.kakao.com/v1/callback/2");

        assertThat(message(request(one, bare)).eventId())
                .isEqualTo(message(request(one, bare)).eventId())
                .isNotEqualTo(message(request(two, bare)).eventId())
                .doesNotContain("callback");
        assertThat(message(request(saying("네", null), bare)).eventId())
                .as("a customer may well say the same twice")
                .isNull();
    }

    @Test
    void composesWhatACustomerSaid() {
        byte[] body = saying(Normalizer.normalize("한글 😀", Normalizer.Form.NFD), null);

        assertThat(message(request(body, headers(Shop.HEADER_SECRET, "1"))).contents())
                .containsExactly(new Content.Text("한글 😀"));
    }

    @Test
    void acknowledgesWhenNoAgentHasAnsweredInTime() {
        SyncReplies sync = (SyncReplies) shop.channel;

        assertThat(sync.patience()).isEqualTo(Duration.ofSeconds(4));
        assertThat(Json.parse(sync.answer(List.of()).body()))
                .isEqualTo(Shop.json("chatbot-skill/skill-response-simple-text.json"));
    }

    @Test
    void linkThatDoesNotFitBelowALongTextIsATextOfItsOwn() {
        Content buttons = new Content.Buttons(
                "가".repeat(990),
                List.of(
                        new Button.Reply("주문", "주문"),
                        new Button.Open("매장", URI.create("https://shop.example.com/long"))));

        Json template = Json.parse(
                        ((SyncReplies) shop.channel).answer(List.of(buttons)).body())
                .get("template");

        assertThat(template.get("outputs").items())
                .extracting(output -> output.get("simpleText").get("text").text())
                .containsExactly("가".repeat(990), "매장: https://shop.example.com/long");
        assertThat(template.get("quickReplies").items()).hasSize(1);
    }

    @Test
    void requestCarriesNoAnswerOfWhichWordsWouldBeLeftOut() {
        SyncReplies sync = (SyncReplies) shop.channel;
        Content text = new Content.Text("가".repeat(1000));
        Content link = new Content.Buttons(
                "가".repeat(1000), List.of(new Button.Open("매장", URI.create("https://shop.example.com/"))));

        assertThat(sync.answer(List.of(text, text, text))).isNotNull();
        assertThat(sync.answer(List.of(text, text, link))).isNull();
        assertThat(sync.answer(List.of(new Content.Text("가".repeat(1001))))).isNull();
    }

    @Test
    void textThatIsLongerComposedIsSentAsItIs() {
        shop.answers("{\"status\":\"SUCCESS\"}");
        String text = "\u09DF".repeat(1000);

        assertThat(send(callback(), new Content.Text(text))).isEqualTo(new SendResult.Accepted(List.of()));

        assertThat(shop.gotJson()
                        .get("template")
                        .get("outputs")
                        .at(0)
                        .get("simpleText")
                        .get("text")
                        .text())
                .isEqualTo(text);
    }

    @Test
    void saysUpToThreeThingsAtOnceAndNoMore() {
        shop.answers("{\"status\":\"SUCCESS\"}");
        Content text = new Content.Text("가".repeat(1000));

        assertThat(shop.channel.capabilities().mostPartsPerSend()).isEqualTo(3);
        assertThat(send(callback(), text, text, text)).isEqualTo(new SendResult.Accepted(List.of()));
        assertThat(shop.gotJson().get("template").get("outputs").items()).hasSize(3);
        assertThat(send(callback(), text, text, text, text)).isInstanceOf(SendResult.Refused.class);
    }

    @Test
    void putsLinksIntoTheTextAboveTheQuickReplies() {
        shop.answers("{\"status\":\"SUCCESS\"}");

        send(
                callback(),
                new Content.Buttons(
                        "골라 주세요.",
                        List.of(
                                new Button.Reply("주문", "주문 조회할게요"),
                                new Button.Open("매장", URI.create("https://shop.example.com/")))));

        Json template = shop.gotJson().get("template");
        assertThat(template.get("outputs").at(0).get("simpleText").get("text").text())
                .isEqualTo("골라 주세요.\n매장: https://shop.example.com/");
        assertThat(template.get("quickReplies").items()).singleElement().satisfies(reply -> {
            assertThat(reply.get("label").text()).isEqualTo("주문");
            assertThat(reply.get("messageText").text()).isEqualTo("주문 조회할게요");
        });
    }

    @Test
    void saysTooManyOrTooLongQuickRepliesInWords() {
        shop.answers("{\"status\":\"SUCCESS\"}").answers("{\"status\":\"SUCCESS\"}");

        send(callback(), new Content.Buttons("?", Collections.nCopies(11, new Button.Reply("네", "네"))));
        send(callback(), new Content.Buttons("?", List.of(new Button.Reply("가".repeat(15), "네"))));

        assertThat(shop.gotJson().get("template").get("quickReplies").isPresent())
                .isFalse();
        assertThat(shop.gotJson()
                        .get("template")
                        .get("outputs")
                        .at(0)
                        .get("simpleText")
                        .get("text")
                        .text())
                .isEqualTo("?\n1. " + "가".repeat(15));
    }

    @Test
    void saysAPictureWithoutAPublicAddressInWords() {
        shop.answers("{\"status\":\"SUCCESS\"}");

        send(callback(), new Content.Image(Media.of("own-reference", null, "image/png", 10), null));

        assertThat(shop.gotJson()
                        .get("template")
                        .get("outputs")
                        .at(0)
                        .get("simpleText")
                        .get("text")
                        .text())
                .isEqualTo("사진: (표시할 수 없습니다)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"FAIL", "ERROR", "success"})
    void takesNothingButSuccessForOne(String status) {
        shop.answers("{\"taskId\":\"t\",\"status\":\"" + status + "\"}");

        assertThat(Shop.forOperators(send(callback(), new Content.Text("네"))))
                .isEqualTo(new SendResult.Refused(
                        Reason.WINDOW_CLOSED, "The chatbot did not take the answer; its minute may be over."));
    }

    @Test
    void tellsAnAdministratorWhatCouldBeSetWhenItIsTooLateForAnAnswer() {
        assertThat(Shop.forOperators(send(null, new Content.Text("늦은 답"))))
                .isEqualTo(new SendResult.Refused(
                        Reason.WINDOW_CLOSED,
                        "A chatbot takes one answer within a minute of the question. For later answers an administrator"
                                + " can set 'event-name' and 'rest-api-key', or use KakaoTalk's Consultation Talk."));
    }

    @Test
    void theEventApisRefusalIsNoSuccess() {
        try (Shop eventful = Shop.skill("event-name", "e", "rest-api-key", "rest-api-key-0123456789")) {
            eventful.answers("{\"taskId\":\"t\",\"status\":\"FAIL\"}")
                    .answers(401, "{\"msg\":\"rest-api-key-0123456789\"}");
            OutboundMessage late = OutboundMessage.builder(Shop.BOT_USER, List.of(new Content.Text("네")), Shop.KEY)
                    .build();

            assertThat(Shop.forOperators(eventful.channel.send(late)))
                    .isEqualTo(new SendResult.Refused(Reason.REJECTED, "Kakao's Event API did not take the event."));
            assertThat(eventful.channel.send(late)).isEqualTo(new SendResult.Refused(Reason.AUTH, "HTTP 401"));
        }
    }

    @ParameterizedTest
    @CsvSource({"en, agent", "ko, 상담원", "uk, Оператор", "bg, служител", "el, εκπρόσωπός", "ru, Оператор"})
    void acknowledgesInTheCustomersLanguage(String language, String word) {
        Wording customers = Wording.of(Locale.forLanguageTag(language), ZoneOffset.UTC, Map.of());
        try (Shop bot = Shop.skill(customers, Wording.ENGLISH)) {
            assertThat(acknowledgement(bot)).contains(word);
        }
    }

    @Test
    void acknowledgesInTheWordsOfTheSettingWhereThereAreAny() {
        try (Shop bot = Shop.skill("acknowledgement", "잠시만요")) {
            assertThat(acknowledgement(bot)).isEqualTo("잠시만요");
        }
    }

    @Test
    void cutsAHostsOwnAcknowledgementToTheLongestText() {
        Wording customers = Wording.of(Locale.KOREAN, ZoneOffset.UTC, Map.of("kakaotalk.waiting", "가".repeat(1001)));
        try (Shop bot = Shop.skill(customers, Wording.ENGLISH)) {
            assertThat(acknowledgement(bot)).isEqualTo("가".repeat(1000));
        }
    }

    private static String acknowledgement(Shop bot) {
        Json answer = Json.parse(((SyncReplies) bot.channel).answer(List.of()).body());
        return answer.get("template")
                .get("outputs")
                .at(0)
                .get("simpleText")
                .get("text")
                .text();
    }

    @Test
    void isSetUpByHandInTheAdminsLanguage() {
        var registration = (Registration.ByHand)
                shop.channel.registerWebhook(new WebhookTarget(Shop.WEBHOOK, List.of(), false, Shop.KOREAN));

        assertThat(registration.steps())
                .hasSize(6)
                .allSatisfy(step ->
                        assertThat(step.what()).containsPattern("[가-힣]{2}").doesNotContain(" the "));
        assertThat(registration.steps().get(1).what()).contains("'X-Relay-Secret'");
    }

    @Test
    void tellsTheAgentWhyAndWithoutNamesOfSettings() {
        assertThat(((SendResult.Refused) send(null, new Content.Text("늦은 답"))).forAgent())
                .contains("within a minute", "Wait until the customer writes again")
                .doesNotContain("event-name", "rest-api-key");
    }

    @Test
    void isSetUpByHandInSteps() {
        var registration = (Registration.ByHand)
                shop.channel.registerWebhook(new WebhookTarget(Shop.WEBHOOK, List.of(), false, Wording.ENGLISH));

        assertThat(registration.steps().get(0).value().reveal()).isEqualTo(Shop.WEBHOOK.toString());
        assertThat(registration.steps().get(1).what()).contains("'X-Relay-Secret'");
        assertThat(registration.steps())
                .noneMatch(step -> step.what().contains(Shop.HEADER_SECRET)
                        || (step.value() != null && step.value().reveal().contains(Shop.HEADER_SECRET)));
        assertThat(registration.toString()).doesNotContain("path-secret");
    }
}
