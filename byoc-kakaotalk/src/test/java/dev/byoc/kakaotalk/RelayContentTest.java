package dev.byoc.kakaotalk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.event.RelayEvent;
import dev.byoc.json.Json;
import dev.byoc.testkit.SettableClock;
import dev.byoc.testkit.kakaotalk.FakeHappytalk;
import dev.byoc.testkit.kakaotalk.KakaoButton;
import dev.byoc.testkit.kakaotalk.KakaoCustomer;
import dev.byoc.testkit.kakaotalk.KakaoMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an agent sees of a customer's message, and a customer of an agent's. */
class RelayContentTest {
    private final SettableClock clock = new SettableClock(RelayFixture.NOW);
    private final FakeHappytalk happytalk = new FakeHappytalk(clock, FakeHappytalk.SENDER_KEY);
    private final RelayFixture relay =
            new RelayFixture(clock, builder -> builder.account("shop", "kakaotalk", RelayFixture.happytalk(happytalk)));
    private final KakaoCustomer minji = happytalk.customer("Qw7xT2pLr9Ab");

    @AfterEach
    void close() {
        happytalk.close();
        relay.close();
    }

    private String minjiSays(String text) {
        assertThat(minji.says(text)).isEqualTo(200);
        return relay.conversationOf(text);
    }

    private static Map<String, Object> reply(String label) {
        return Map.of("quick_reply_button", Map.of("label", label, "custom_reply_text", label));
    }

    @Test
    void formattedAnswersArriveAsText() throws IOException {
        String conversation = minjiSays("안녕하세요");
        byte[] samples = Files.readAllBytes(Path.of("src/test/resources/cases/bc27-html-to-text.json"));
        List<List<String>> right = new ArrayList<>();
        int sent = 0;
        for (Json pair : Json.parse(samples).get("pairs").items()) {
            String text = pair.get("right").textOr("");
            relay.freshchat.agent().says(conversation, pair.get("in").textOr(""));
            relay.freshchat.agent().says(conversation, "next");
            sent += text.isEmpty() ? 1 : 2;
            minji.awaitReceived(sent);
            if (!text.isEmpty()) {
                right.add(List.of(text, pair.get("also").textOr(text)));
            }
            right.add(List.of("next"));
        }

        List<String> received = minji.receivedTexts();
        assertThat(received).hasSize(right.size());
        for (int i = 0; i < right.size(); i++) {
            assertThat(received.get(i)).isIn(right.get(i));
        }
    }

    @Test
    void charactersThatFormatElsewherePassAsTheyAre() {
        String text = "2*3*4 _x_ ~y~ ```z``` \\*";
        String conversation = minjiSays(text);

        relay.freshchat.agent().says(conversation, text);
        minji.awaitReceived(1);

        assertThat(relay.posted()).containsExactly(text);
        assertThat(minji.receivedTexts()).containsExactly(text);
    }

    @Test
    void tapOfAQuickReplyIsTheCustomersAnswerInTheLabelsWords() {
        String conversation = minjiSays("조명 있나요?");
        relay.freshchat
                .agent()
                .sends(
                        conversation,
                        Json.of(List.of(Map.of("text", Map.of("content", "어떤 색을 원하세요?")), reply("검정"), reply("흰색"))));
        minji.awaitReceived(1);

        minji.taps("흰색");
        relay.freshchat.awaitPosted(2);

        assertThat(relay.posted()).containsExactly("조명 있나요?", "흰색");
        assertThat(relay.conversationOf("흰색")).isEqualTo(conversation);
    }

    @Test
    void buttonOfAnOldMessageIsAnAnswerLikeAnyOther() {
        String conversation = minjiSays("조명 있나요?");
        relay.freshchat
                .agent()
                .sends(conversation, Json.of(List.of(Map.of("text", Map.of("content", "어떤 색?")), reply("검정"))));
        minji.awaitReceived(1);
        relay.freshchat.agent().says(conversation, "품절입니다");
        minji.awaitReceived(2);

        minji.taps("검정");
        relay.conversationOf("검정");

        assertThat(relay.posted()).containsExactly("조명 있나요?", "검정");
        assertThat(relay.notes()).isEmpty();
    }

    static Stream<String> invisible() {
        return Json.parse(Shop.sample("cases/bc65-invisible.json")).get("texts").items().stream()
                .map(text -> String.valueOf(text.text()));
    }

    @ParameterizedTest
    @MethodSource("invisible")
    void whatShowsNothingIsNoTextAndNoAnswer(String text) {
        minji.says(text);
        String conversation = relay.freshchat.awaitPosted(1).get(0).conversationId();
        relay.awaitIdle();
        relay.freshchat.agent().says(conversation, text);
        relay.freshchat
                .agent()
                .sends(
                        conversation,
                        Json.of(List.of(Map.of("text", Map.of("content", "어떤 색?")), reply(text), reply("검정"))));
        KakaoMessage received = minji.awaitReceived(1).get(0);

        assertThat(relay.posted()).containsExactly("(sent an empty text, which cannot be shown here)");
        assertThat(received.text()).isEqualTo("어떤 색?");
        assertThat(received.buttons()).extracting(KakaoButton::name).containsExactly("검정");
    }

    @Test
    void unknownKindIsNamedAndToldToTheListener() {
        minji.sends(Json.object().put("type", "hologram").build());
        relay.freshchat.awaitPosted(1);
        relay.await(() -> !relay.events(RelayEvent.Degraded.class).isEmpty());

        assertThat(relay.posted()).singleElement().asString().contains("hologram");
    }
}
