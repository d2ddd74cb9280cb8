package dev.byoc.kakaotalk.internal.dealer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.channel.AccountHealth;
import dev.byoc.channel.Inbound;
import dev.byoc.channel.SendResult;
import dev.byoc.channel.SendResult.Reason;
import dev.byoc.json.Json;
import dev.byoc.kakaotalk.Shop;
import dev.byoc.message.Content;
import dev.byoc.wording.Wording;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BizgoDealerTest extends DealerContract {
    private static final Content HELLO = new Content.Text("안녕하세요");

    @Override
    Shop shop() {
        return Shop.bizgo();
    }

    @Override
    Shop quiet() {
        return Shop.bizgo("reference", "ignore");
    }

    @Override
    Dealer dealer() {
        return ((KakaoTalkChannel) shop.channel).dealer();
    }

    @Override
    String taken() {
        return answer("A000", "\"code\":\"A000\",\"msgKey\":\"k1\"");
    }

    @Override
    String uploaded() {
        return answer(
                "A000",
                "\"code\":\"A000\",\"data\":{\"imgUrl\":\"http://dn-m.talk.kakao.com/i.png\","
                        + "\"fileUrl\":\"http://dn-m.talk.kakao.com/f.pdf\"}");
    }

    @Override
    String textIn(Json request) {
        return request.get("message").text();
    }

    @Override
    Json buttonsIn(Json request) {
        return request.get("attachment").get("buttons");
    }

    @Override
    String fileNameIn(Json request) {
        return request.get("attachment").get("file").get("fileName").text();
    }

    @Override
    String profile(String fields) {
        return answer("A000", "\"code\":\"A000\",\"data\":{\"kakao\":{\"senderProfile\":{" + fields + "}}}");
    }

    @Override
    String noProfile() {
        return answer("A000", "\"code\":\"A000\",\"data\":{\"kakao\":{}}");
    }

    private static String answer(String gateway, String data) {
        return "{\"common\":{\"authCode\":\"" + gateway + "\"},\"data\":{" + data + "}}";
    }

    @ParameterizedTest
    @CsvSource({
        "A401, '', AUTH",
        "A403, '', AUTH",
        "A301, '', REJECTED",
        "A000, A507, RECIPIENT_GONE",
        "A000, A401, REJECTED",
        "A000, A210, UNSUPPORTED",
        "A000, A777, REJECTED"
    })
    void readsBothLayersOfAFailure(String gateway, String product, Reason reason) {
        shop.answers(answer(gateway, product.isEmpty() ? "" : "\"code\":\"" + product + "\""));

        assertThat(shop.send(HELLO)).isInstanceOfSatisfying(SendResult.Refused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(reason);
            assertThat(refused.detail()).endsWith("(code " + (product.isEmpty() ? gateway : product) + ")");
        });
    }

    @Test
    void tellsTheAgentOfEachFailureInASentenceOfItsOwnAndWithoutTheCode() {
        for (Wording agents : List.of(Wording.ENGLISH, Shop.KOREAN)) {
            List<String> told = new ArrayList<>();
            try (Shop own = Shop.bizgo(agents)) {
                for (String gateway : List.of("A401", "A403", "A301")) {
                    own.answers(answer(gateway, ""));
                    told.add(((SendResult.Refused) own.send(HELLO)).forAgent());
                }
                for (String product : List.of("A507", "A210", "A777")) {
                    own.answers(answer("A000", "\"code\":\"" + product + "\""));
                    told.add(((SendResult.Refused) own.send(HELLO)).forAgent());
                }
            }

            assertThat(told)
                    .doesNotHaveDuplicates()
                    .allSatisfy(sentence -> assertThat(sentence)
                            .matches(agents == Shop.KOREAN ? ".*[가-힣].*" : "[ -~]+")
                            .doesNotContainPattern("[0-9]|code|api-key"));
        }
    }

    @ParameterizedTest
    @CsvSource({"A910", "A920", "A999"})
    void serverTroubleLeavesTheOutcomeOpenAsNothingWouldDropARepeat(String code) {
        shop.answers(answer("A000", "\"code\":\"" + code + "\"")).answers(answer(code, ""));

        assertThat(shop.send(HELLO)).isInstanceOf(SendResult.Unknown.class);
        assertThat(shop.send(HELLO)).isInstanceOf(SendResult.Unknown.class);
    }

    @Test
    void waitsAsLongAsItIsAskedTo() {
        shop.network.enqueue(new MockResponse.Builder()
                .code(429)
                .addHeader("Retry-After", "3")
                .body(answer("A000", "\"code\":\"A020\""))
                .build());

        assertThat(shop.send(HELLO))
                .isEqualTo(new SendResult.TryLater(
                        Duration.ofSeconds(3), true, "Bizgo has had too many calls for now. (code A020)"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"common\":{\"authCode\":\"A000\"}}", "{\"data\":{\"code\":\"A000\"}}"})
    void takesNoSuccessFromOneLayerAlone(String body) {
        shop.answers(body);

        assertThat(shop.send(HELLO)).isInstanceOf(SendResult.Unknown.class);
    }

    @Test
    void aResultWithoutOurReferenceCountsForBizgosOwnKey() {
        String body =
                "{\"msgKey\":\"k1\",\"senderKey\":\"" + Shop.SENDER_KEY + "\",\"reportCode\":\"A000\",\"ref\":\"\"}";

        assertThat(shop.receive("/cstalk/result", Shop.bytes(body)).events())
                .containsExactly(new Inbound.Receipt(
                        "result:k1", "k1", Shop.RECEIVED, Inbound.Receipt.Status.DELIVERED, false, ""));
    }

    /** An answer did not arrive, and it cannot be told which: an operator has to look. */
    @ParameterizedTest
    @ValueSource(strings = {"\"reportCode\":\"E106\"", "\"reportCode\":\"A000\"", "\"msgKey\":{},\"reportCode\":7"})
    void aResultThatNamesNoMessageIsKeptUnlessItSaysDelivered(String fields) {
        String body = "{\"senderKey\":\"" + Shop.SENDER_KEY + "\"," + fields + "}";

        assertThat(shop.receive("/cstalk/result", Shop.bytes(body)).events())
                .singleElement()
                .isInstanceOf(fields.contains("A000") ? Inbound.Ignored.class : Inbound.Unreadable.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/cstalk/seen_info", "/cstalk/personal_info"})
    void takesCallbacksThatAreOfNoUseSoThatTheyAreNotRepeated(String path) {
        String body = "{\"msgKey\":\"k1\",\"userKey\":\"u\",\"senderKey\":\"" + Shop.SENDER_KEY + "\"}";

        assertThat(shop.receive(path, Shop.bytes(body)).events())
                .containsExactly(new Inbound.Ignored("a callback that says nothing to an agent"));
    }

    @Test
    void saysSomethingBesideAPictureAsItHasTo() {
        shop.answers(uploaded()).answers(taken());

        shop.send(new Content.Image(Shop.file("parcel.jpg", "image/jpeg"), null));

        shop.got();
        assertThat(shop.gotJson().get("message").text()).isEqualTo("-");
    }

    @Test
    void carriesOurKeyAsReference() {
        shop.answers(taken());

        assertThat(shop.send(HELLO)).isEqualTo(new SendResult.Accepted(List.of("k1")));
        assertThat(shop.gotJson().get("ref").text()).isEqualTo(Shop.KEY.toString());
    }

    @Test
    void asksForTheProfileByAGet() {
        shop.answers(profile("\"status\":\"A\""));

        assertThat(dealer().probe()).isEqualTo(new AccountHealth.Healthy(false));
        var request = shop.got();
        assertThat(request.getMethod()).isEqualTo("GET");
        assertThat(request.getTarget()).isEqualTo("/api/comm/v1/center/kakao/sender?senderKey=" + Shop.SENDER_KEY);
    }

    @Test
    void probeThatWasThrottledInEitherLayerSaysNothingOfTheAccount() {
        shop.answers("{\"common\":{\"authCode\":\"A020\"}}")
                .answers("{\"common\":{\"authCode\":\"A000\"},\"data\":{\"code\":\"A020\"}}");

        assertThat(dealer().probe()).isInstanceOf(AccountHealth.Unknown.class);
        assertThat(dealer().probe()).isInstanceOf(AccountHealth.Unknown.class);
    }
}
