package dev.byoc.kakaotalk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.json.Json;
import dev.byoc.memory.MemoryStore;
import dev.byoc.testkit.SettableClock;
import dev.byoc.testkit.kakaotalk.FakeHappytalk;
import dev.byoc.testkit.kakaotalk.KakaoCustomer;
import dev.byoc.testkit.server.Fault;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RelayHappytalkTest {
    private static final String WRITE = "POST /v1/chat/write";

    private final SettableClock clock = new SettableClock(RelayFixture.NOW);
    private final FakeHappytalk happytalk = new FakeHappytalk(clock, FakeHappytalk.SENDER_KEY);
    private final RelayFixture relay =
            new RelayFixture(clock, builder -> builder.account("shop", "kakaotalk", settings()));
    private final KakaoCustomer minji = happytalk.customer("Qw7xT2pLr9Ab");

    private Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>(RelayFixture.happytalk(happytalk));
        settings.put("end-session-on-resolve", "yes");
        return settings;
    }

    @AfterEach
    void close() {
        happytalk.close();
        relay.close();
    }

    /** Minji writes, and it is in Freshchat. */
    private String minjiSays(String text) {
        assertThat(minji.says(text)).isEqualTo(200);
        return relay.conversationOf(text);
    }

    @Test
    void messageAppearsInFreshchatAndTheAnswerReachesTheCustomer() {
        String conversation = minjiSays("배송이 언제 오나요? 🙏🏽");

        relay.freshchat.agent().says(conversation, "내일 <b>도착</b> &amp; 설치해요 🚚");

        assertThat(minji.awaitReceived(1).get(0).text()).isEqualTo("내일 도착 & 설치해요 🚚");
    }

    @Test
    void decomposedHangulArrivesComposed() {
        String composed = "교환도 되나요?";

        minji.says(Normalizer.normalize(composed, Normalizer.Form.NFD));

        relay.freshchat.awaitPosted(1);
        assertThat(relay.posted()).containsExactly(composed);
    }

    /** Letters such as U+09DF have no composed form that lasts: NFC makes two of each. */
    @Test
    void longTextWhoseLettersComeApartInItsNormalFormLosesNoPiece() {
        String conversation = minjiSays("language?");
        String text = "আপনার অর্ডার আজ পাঠানো হ\u09DFেছে। ".repeat(45).strip();

        relay.freshchat.agent().says(conversation, text);
        relay.awaitIdle();

        assertThat(Normalizer.normalize(String.join("", minji.receivedTexts()), Normalizer.Form.NFC))
                .isEqualTo(Normalizer.normalize(text, Normalizer.Form.NFC));
        assertThat(relay.notes()).isEmpty();
    }

    @Test
    void pictureThatMayNotBeFetchedBecomesALineThatShowsNoAddress() {
        String conversation = minjiSays("사진 보여 주세요");
        // Of this machine, as an address within the company would be.
        URI picture = relay.freshchat.hosts("lamp.png", "image/png", new byte[] {1, 2, 3});

        relay.freshchat
                .agent()
                .sends(conversation, Json.of(List.of(Map.of("image", Map.of("url", picture.toString())))));

        assertThat(minji.awaitReceived(1).get(0).text())
                .contains("Picture is missing")
                .doesNotContain(picture.toString());
        assertThat(happytalk.calls("POST /v1/image/upload")).isZero();
    }

    @Test
    void agentIsToldThatTheSessionHasEndedAndALaterAnswerIsRefusedWithoutACall() {
        String conversation = minjiSays("감사합니다");

        minji.leaves();
        assertThat(relay.awaitNotes(1).get(0)).contains("session on", "has ended");
        relay.freshchat.agent().says(conversation, "하나 더 여쭤볼게요");

        assertThat(relay.awaitNotes(2).get(1)).contains("did not reach the customer", "“하나 더 여쭤볼게요”");
        assertThat(happytalk.calls(WRITE)).isZero();
    }

    @Test
    void customerWhoWritesAgainAfterTheEndCanBeAnsweredAgain() {
        String conversation = minjiSays("감사합니다");
        minji.leaves();
        relay.awaitNotes(1);

        minjiSays("아, 하나 더요");
        relay.freshchat.agent().says(conversation, "네, 말씀하세요");

        assertThat(minji.awaitReceived(1).get(0).text()).isEqualTo("네, 말씀하세요");
    }

    @Test
    void answerWhoseConfirmationWasLostIsNotDoubled() {
        String conversation = minjiSays("재고 있나요?");
        happytalk.faults().next(WRITE, Fault.cut().afterWork());

        relay.freshchat.agent().says(conversation, "네, 있습니다");
        relay.time().passUntil(() -> happytalk.calls(WRITE) == 2);
        relay.awaitSent(1);

        assertThat(minji.receivedTexts()).containsExactly("네, 있습니다");
        assertThat(relay.notes()).isEmpty();
    }

    @Test
    void answerThatWasCutBeforeItArrivedIsSentAgain() {
        String conversation = minjiSays("재고 있나요?");
        happytalk.faults().next(WRITE, Fault.cut());

        relay.freshchat.agent().says(conversation, "네, 있습니다");
        relay.time().passUntil(() -> happytalk.calls(WRITE) == 2);
        relay.awaitSent(1);

        assertThat(minji.receivedTexts()).containsExactly("네, 있습니다");
    }

    @Test
    void callbackThatComesTwiceIsRelayedOnce() {
        minjiSays("첫 번째");

        int status = happytalk
                .webhooks()
                .again(happytalk.webhooks().deliveries("message").get(0));
        minjiSays("두 번째");

        assertThat(status).isEqualTo(200);
        assertThat(relay.posted()).containsExactly("첫 번째", "두 번째");
    }

    @Test
    void everyAddressIsTheSameAfterARestart() {
        URI callbacks = relay.webhook("shop");
        URI webhook = relay.freshchatWebhook();

        relay.restart();

        assertThat(relay.webhook("shop")).isEqualTo(callbacks);
        assertThat(relay.freshchatWebhook()).isEqualTo(webhook);
        assertThat(happytalk.webhook()).isEqualTo(callbacks);
    }

    @Test
    void answerToASessionThatARestartHasForgottenIsRefusedAndTheAgentIsTold() {
        String conversation = minjiSays("배송이 언제 오나요?");
        relay.restart();

        relay.freshchat.agent().says(conversation, "내일 도착합니다");

        assertThat(relay.awaitNotes(1).get(0)).contains("did not reach the customer", "“내일 도착합니다”");
        assertThat(happytalk.calls(WRITE)).isZero();
    }

    @Test
    void customerWhoWritesAfterARestartStaysInTheSameConversation() {
        String conversation = minjiSays("배송이 언제 오나요?");
        relay.restart();

        assertThat(minjiSays("여보세요?")).isEqualTo(conversation);
        relay.freshchat.agent().says(conversation, "내일 도착합니다");

        assertThat(minji.awaitReceived(1).get(0).text()).isEqualTo("내일 도착합니다");
    }

    @Test
    void longAnswerArrivesInPiecesInOrder() {
        String conversation = minjiSays("설명해 주세요");
        String answer = IntStream.range(0, 2_500)
                .mapToObj(i -> Character.toString('가' + i))
                .collect(Collectors.joining());

        relay.freshchat.agent().says(conversation, answer);
        relay.awaitSent(1);

        assertThat(minji.receivedTexts()).hasSize(3);
        assertThat(String.join("", minji.receivedTexts())).isEqualTo(answer);
    }

    @Test
    void agentSeesOnceWhatTheCustomersLinkPassedOn() {
        minji.asksForConsultation("order_1042");

        minjiSays("이 주문 취소하고 싶어요");
        minjiSays("아직 배송 전이죠?");

        assertThat(relay.awaitNotes(1)).singleElement().asString().contains("order_1042");
    }

    @Test
    void resolvedConversationEndsTheSession() {
        String conversation = minjiSays("감사합니다");

        relay.freshchat.agent().resolves(conversation);

        happytalk.awaitCalls("POST /v1/chat/end", 1);
        assertThat(minji.inSession()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 308})
    void dealersRedirectIsAFailureAndNotFollowed(int status) throws IOException {
        try (MockWebServer elsewhere = new MockWebServer()) {
            elsewhere.start();
            elsewhere.enqueue(
                    new MockResponse.Builder().body("{\"code\":\"0\"}").build());
            happytalk
                    .faults()
                    .always(
                            WRITE,
                            Fault.answer(status)
                                    .header("Location", elsewhere.url("/stolen").toString()));

            relay.freshchat.agent().says(minjiSays("hello"), "lost words");
            relay.time().passUntil(() -> !relay.notes().isEmpty());

            assertThat(elsewhere.getRequestCount()).isZero();
            assertThat(minji.receivedTexts()).isEmpty();
        }
    }

    @Test
    void resolveThatIsRedeliveredDaysLaterDoesNotEndANewerSession() {
        String conversation = minjiSays("감사합니다");
        relay.freshchat.agent().resolves(conversation);
        happytalk.awaitCalls("POST /v1/chat/end", 1);
        clock.advance(MemoryStore.KEEP.plusMinutes(1));
        minjiSays("하나 더요");
        relay.awaitIdle();

        relay.freshchat
                .webhooks()
                .again(relay.freshchat
                        .webhooks()
                        .deliveries("conversation_resolution")
                        .get(0));
        relay.awaitIdle();

        assertThat(happytalk.calls("POST /v1/chat/end")).isEqualTo(1);
        assertThat(minji.inSession()).isTrue();
    }

    @Test
    void endOfASessionThatIsRedeliveredDaysLaterIsNotTold() {
        minjiSays("감사합니다");
        minji.leaves();
        relay.awaitNotes(1);
        clock.advance(MemoryStore.KEEP.plusMinutes(1));
        happytalk.customer("Zz9xT2pLr9Ab").says("다른 손님입니다");
        relay.awaitIdle();

        comesAgain("expired_session");
        relay.awaitIdle();

        assertThat(relay.notes()).hasSize(1);
    }

    private void comesAgain(String event) {
        happytalk.webhooks().again(happytalk.webhooks().deliveries(event).get(0));
    }

    @Test
    void messageThatIsRedeliveredAfterTheEndDoesNotReviveTheSession() {
        String conversation = minjiSays("감사합니다");
        minji.leaves();
        relay.awaitNotes(1);

        comesAgain("message");
        relay.freshchat.agent().says(conversation, "하나 더 여쭤볼게요");

        assertThat(relay.awaitNotes(2).get(1)).contains("did not reach the customer", "“하나 더 여쭤볼게요”");
        assertThat(happytalk.calls(WRITE)).isZero();
    }

    @Test
    void messageOfAnEndedSessionThatComesLateDoesNotHideTheEndOfTheNewerSession() {
        minjiSays("감사합니다");
        minji.leaves();
        relay.awaitNotes(1);
        clock.advance(Duration.ofMinutes(1));
        minjiSays("아, 하나 더요");
        String ofTheFirst =
                new String(happytalk.webhooks().deliveries("message").get(0).body(), StandardCharsets.UTF_8);

        happytalk.sends(
                "message",
                ofTheFirst
                        .replaceAll("\"serial_number\":[0-9]+", "\"serial_number\":41")
                        .replace("감사합니다", "늦은 말")
                        .getBytes(StandardCharsets.UTF_8));
        relay.conversationOf("늦은 말");
        minji.leaves();

        assertThat(relay.awaitNotes(2).get(1)).contains("has ended");
    }

    @Test
    void buttonThatIsRedeliveredAfterTheEndDoesNotReviveTheSession() {
        minji.pressesButton("상담원 연결", "menu_agent_01");
        String conversation = relay.conversationOf("상담원 연결");
        minji.leaves();
        relay.await(() -> relay.notes().stream().anyMatch(note -> note.contains("has ended")));

        comesAgain("message");
        relay.freshchat.agent().says(conversation, "하나 더 여쭤볼게요");

        relay.await(() -> relay.notes().stream().anyMatch(note -> note.contains("“하나 더 여쭤볼게요”")));
        assertThat(happytalk.calls(WRITE)).isZero();
    }

    @Test
    void whatAButtonPassedOnIsToldOnceThoughItsEventComesAgain() {
        minji.pressesButton("상담원 연결", "menu_agent_01");
        relay.conversationOf("상담원 연결");
        relay.awaitNotes(1);

        comesAgain("message");
        relay.awaitIdle();

        assertThat(relay.notes()).singleElement().asString().contains("menu_agent_01");
    }
}
