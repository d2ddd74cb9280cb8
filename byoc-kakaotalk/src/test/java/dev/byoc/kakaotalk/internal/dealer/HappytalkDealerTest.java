package dev.byoc.kakaotalk.internal.dealer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.channel.Inbound;
import dev.byoc.channel.Registration;
import dev.byoc.channel.SendResult;
import dev.byoc.channel.SendResult.Reason;
import dev.byoc.json.Json;
import dev.byoc.kakaotalk.Shop;
import dev.byoc.message.Button;
import dev.byoc.message.Content;
import dev.byoc.wording.Wording;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HappytalkDealerTest extends DealerContract {
    private static final Content HELLO = new Content.Text("안녕하세요");

    /** Codes that refuse a text, and one that is not known. */
    private static final List<Integer> REFUSED =
            List.of(-400, -500, -501, -502, -503, -504, -505, -506, -507, -508, -509, -510, -511, -512, -999);

    @Override
    Shop shop() {
        return Shop.happytalk();
    }

    @Override
    Shop quiet() {
        return Shop.happytalk("reference", "ignore");
    }

    @Override
    Dealer dealer() {
        return ((KakaoTalkChannel) shop.channel).dealer();
    }

    @Override
    String taken() {
        return "{\"code\":0}";
    }

    @Override
    String uploaded() {
        return "{\"code\":\"0000\",\"image\":\"http://dn-m.talk.kakao.com/i.png\",\"file\":\"http://dn-m.talk.kakao.com/f.pdf\"}";
    }

    @Override
    String textIn(Json request) {
        return request.get("message").text();
    }

    @Override
    Json buttonsIn(Json request) {
        assertThat(request.get("message_type").text()).isEqualTo("LI");
        return request.get("links");
    }

    @Override
    String fileNameIn(Json request) {
        return request.get("file_name").text();
    }

    @Override
    String profile(String fields) {
        return "{\"code\":\"200\",\"data\":{" + fields + "}}";
    }

    @Override
    String noProfile() {
        return "{\"code\":\"200\",\"data\":null}";
    }

    @Override
    Registration byHand(Wording admins) {
        shop.answers("{\"code\":\"200\",\"data\":[]}").answers("{\"code\":\"405\",\"message\":\"sample\"}");
        return super.byHand(admins);
    }

    @ParameterizedTest
    @CsvSource({
        "-400, AUTH",
        "-500, AUTH",
        "-501, MISCONFIGURED",
        "-502, WINDOW_CLOSED",
        "-503, RECIPIENT_GONE",
        "-504, REJECTED",
        "-505, UNSUPPORTED",
        "-506, TOO_LARGE",
        "-507, MISCONFIGURED",
        "-508, MISCONFIGURED",
        "-509, REJECTED",
        "-510, REJECTED",
        "-511, RECIPIENT_GONE",
        "-512, MISCONFIGURED",
        "-999, REJECTED",
        "403, REJECTED"
    })
    void knowsEveryCodeOfAFailedSend(String code, Reason reason) {
        shop.answers("{\"code\":" + code + ",\"message\":\"ForbiddenException\"}")
                .answers("{\"code\":\"" + code + "\"}");

        SendResult number = shop.send(HELLO);

        assertThat(number).isInstanceOfSatisfying(SendResult.Refused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(reason);
            assertThat(refused.detail()).endsWith(" (code " + code + ")").doesNotContain("ForbiddenException");
        });
        assertThat(shop.send(HELLO)).as("as text").isEqualTo(number);
    }

    @Test
    void tellsTheAgentOfEachCodeInASentenceOfItsOwnAndWithoutTheCode() {
        for (Wording agents : List.of(Wording.ENGLISH, Shop.KOREAN)) {
            List<String> told = new ArrayList<>();
            try (Shop own = Shop.happytalk(agents)) {
                for (int code : REFUSED) {
                    own.answers("{\"code\":" + code + "}");
                    told.add(((SendResult.Refused) own.send(HELLO)).forAgent());
                }
            }

            assertThat(told)
                    .doesNotHaveDuplicates()
                    .allSatisfy(sentence -> assertThat(sentence)
                            .matches(agents == Shop.KOREAN ? ".*[가-힣].*" : "[ -~]+")
                            .doesNotContainPattern("[0-9]|code|client-"));
        }
    }

    @Test
    void tellsTheAgentWhatACustomerCameWithInTheAccountsLanguage() {
        try (Shop own = Shop.happytalk(Shop.KOREAN)) {
            Inbound.CustomerJoined joined = (Inbound.CustomerJoined)
                    own.receive("/reference", Shop.sample("consultation-happytalk/inbound-reference-last-only.json"))
                            .events()
                            .get(0);

            assertThat(joined.context())
                    .isEqualTo("이전 버튼 데이터: page_home; 챗봇 블록: start_block; 날짜: 2026-10-01T08:30:00.000");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "\"0\"", "\"0000\""})
    void takesASuccessInEachOfItsForms(String code) {
        shop.answers("{\"code\":" + code + "}");

        assertThat(shop.send(HELLO)).isEqualTo(new SendResult.Accepted(List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-600", "-601"})
    void triesAgainLaterWithANewNumberAfterAReportedFailure(String code) {
        shop.answers("{\"code\":" + code + "}");

        assertThat(shop.send(HELLO)).isInstanceOf(SendResult.TryLater.class);
    }

    @Test
    void aRepeatedNumberMeansThatTheEarlierCallHadArrived() {
        shop.answers("{\"code\":-504}").answers("{\"code\":-504}");

        assertThat(shop.send(HELLO, true)).isEqualTo(new SendResult.Accepted(List.of()));
        assertThat(shop.send(HELLO, false)).isInstanceOf(SendResult.Refused.class);
    }

    @Test
    void givesAMessageTheSameNumberEachTimeAndNoOtherMessageThatOne() {
        shop.answers("{\"code\":0}").answers("{\"code\":0}");
        shop.send(HELLO);
        shop.send(HELLO, true);

        assertThat(shop.gotJson().get("serial_number").text())
                .isEqualTo(shop.gotJson().get("serial_number").text());
        assertThat(HappytalkDealer.serial(new UUID(-1, -1)))
                .hasSizeLessThanOrEqualTo(30)
                .matches("[0-9a-z]+");
        assertThat(HappytalkDealer.serial(new UUID(0, 1))).isNotEqualTo(HappytalkDealer.serial(new UUID(1, 0)));
    }

    @Test
    void sendsAsTheClientThatIsSet() {
        shop.answers("{\"code\":0}");
        shop.send(HELLO);
        var request = shop.got();

        assertThat(request.getTarget()).isEqualTo("/api/v1/chat/write");
        assertThat(request.getHeaders().get("HT-Client-Id")).isEqualTo("client-id-0123456789");
        assertThat(request.getHeaders().get("HT-Client-Secret")).isEqualTo("client-secret-0123456789");
    }

    @Test
    void buttonsThatAreNotTakenGoInWords() {
        shop.answers("{\"code\":-510}");

        assertThat(Shop.forOperators(shop.send(new Content.Buttons("?", List.of(new Button.Reply("네", "네"))))))
                .isEqualTo(new SendResult.Refused(
                        Reason.UNSUPPORTED, "KakaoTalk does not take a message of this form. (code -510)"));
    }

    @Test
    void aPictureThatIsNotTakenGoesAsALink() {
        shop.answers(uploaded()).answers("{\"code\":-505}");

        assertThat(shop.send(new Content.Image(Shop.file("parcel.jpg", "image/jpeg"), null)))
                .isInstanceOfSatisfying(
                        SendResult.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.UNSUPPORTED));
    }

    @Test
    void aBrokenServerThatReportsNoKnownCodeLeavesTheOutcomeOpen() {
        shop.answers(500, "{\"code\":-999}").answers(500, "{\"code\":0}").answers(500, "{\"code\":-502}");

        assertThat(shop.send(HELLO)).isInstanceOf(SendResult.Unknown.class);
        assertThat(shop.send(HELLO)).isInstanceOf(SendResult.Unknown.class);
        assertThat(shop.send(HELLO)).as("a code of its own is clear").isInstanceOf(SendResult.Refused.class);
    }
}
