package dev.byoc.kakaotalk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.json.Json;
import dev.byoc.testkit.SettableClock;
import dev.byoc.testkit.kakaotalk.skill.FakeSkillClient;
import dev.byoc.testkit.kakaotalk.skill.SkillCustomer;
import dev.byoc.testkit.kakaotalk.skill.SkillTurn;
import dev.byoc.testkit.server.Fault;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RelaySkillTest {
    private static final String OTHER_BOT_ID = "66aa00bb11cc22dd33ee0002";
    private static final String QUESTION = "영업시간이 어떻게 되나요?";
    private static final String ANSWER = "오전 10시부터 오후 7시까지입니다 🕙";
    private static final String ACKNOWLEDGEMENT = "접수했습니다";
    private static final String SECRET = "skill-0f5a1c2e9b7d4e63";

    private final SettableClock clock = new SettableClock(RelayFixture.NOW);
    private final FakeSkillClient bot = new FakeSkillClient(clock);
    private final RelayFixture relay = new RelayFixture(
            clock,
            builder -> builder.account("patient", "kakaotalk-skill", settings(FakeSkillClient.BOT_ID, 4))
                    .account("hurried", "kakaotalk-skill", settings(OTHER_BOT_ID, 1)));
    private final SkillCustomer minji = bot.customer("5d1f0c9e8b7a66554433");

    private Map<String, String> settings(String botId, int patience) {
        return new HashMap<>(Map.of(
                "topic",
                "Support",
                "bot-id",
                botId,
                "header-secret",
                SECRET,
                "acknowledgement",
                ACKNOWLEDGEMENT,
                "patience",
                String.valueOf(patience),
                "callback-hosts",
                "http://" + bot.url().getHost()));
    }

    private void connect(String account) {
        bot.connect(relay.webhook(account)).header("X-Relay-Secret", SECRET);
    }

    @AfterEach
    void close() {
        bot.close();
        relay.close();
    }

    /** Minji asks a bot with callbacks, and it is in Freshchat. */
    private String minjiAsks() {
        connect("patient");
        bot.callback(true);
        SkillTurn turn = minji.says(QUESTION);
        assertThat(turn.problem()).isEmpty();
        return relay.conversationOf(QUESTION);
    }

    @Test
    void answerWithinTheMinuteGoesThroughTheCallback() {
        String conversation = minjiAsks();
        clock.advance(Duration.ofSeconds(50));

        relay.freshchat.agent().says(conversation, ANSWER);

        assertThat(minji.awaitShown(1)).containsExactly(ANSWER);
        relay.awaitSent(1);
        assertThat(bot.callbacks())
                .singleElement()
                .satisfies(callback -> assertThat(callback.problem()).isEmpty());
        assertThat(relay.notes()).isEmpty();
    }

    @Test
    void secondAnswerIsRefusedWithoutACallAndTheAgentIsTold() {
        String conversation = minjiAsks();
        relay.freshchat.agent().says(conversation, ANSWER);
        minji.awaitShown(1);

        relay.freshchat.agent().says(conversation, "일요일은 쉽니다");

        assertThat(relay.awaitNotes(1).get(0)).contains("did not reach the customer", "one answer within a minute");
        assertThat(bot.callbacks()).hasSize(1);
        assertThat(minji.shownTexts()).containsExactly(ANSWER);
    }

    @Test
    void redeliveredRequestDoesNotBringASpentCallbackBack() {
        String conversation = minjiAsks();
        relay.freshchat.agent().says(conversation, ANSWER);
        minji.awaitShown(1);
        relay.awaitSent(1);

        assertThat(bot.again(bot.turns().get(0))).isEqualTo(200);
        relay.freshchat.agent().says(conversation, "일요일은 쉽니다");

        assertThat(relay.awaitNotes(1).get(0)).contains("did not reach the customer", "one answer within a minute");
        assertThat(bot.callbacks()).hasSize(1);
    }

    @Test
    void answerAfterTheMinuteIsRefusedWithoutACallAndTheAgentIsTold() {
        String conversation = minjiAsks();
        clock.advance(Duration.ofSeconds(61));

        relay.freshchat.agent().says(conversation, ANSWER);

        assertThat(relay.awaitNotes(1).get(0)).contains("did not reach the customer", "one answer within a minute");
        assertThat(bot.callbacks()).isEmpty();
    }

    @Test
    void nextQuestionCanBeAnsweredAgain() {
        String conversation = minjiAsks();
        relay.freshchat.agent().says(conversation, ANSWER);
        minji.awaitShown(1);

        minji.says("주차도 되나요?");
        relay.freshchat.agent().says(relay.conversationOf("주차도 되나요?"), "네, 두 시간 무료입니다");

        assertThat(minji.awaitShown(2)).containsExactly(ANSWER, "네, 두 시간 무료입니다");
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void redirectOfACallbackIsNotFollowedAndTheAgentIsTold(int status) throws IOException {
        try (MockWebServer elsewhere = new MockWebServer()) {
            elsewhere.start();
            bot.faults()
                    .always(
                            "POST /v1/callback/{token}",
                            Fault.answer(status)
                                    .header("Location", elsewhere.url("/stolen").toString()));
            String conversation = minjiAsks();

            relay.freshchat.agent().says(conversation, ANSWER);

            assertThat(relay.awaitNotes(1)).singleElement().asString().contains("reach");
            assertThat(elsewhere.getRequestCount()).isZero();
            assertThat(minji.shownTexts()).isEmpty();
        }
    }

    @Test
    void answerWhileTheRequestWaitsGoesOutWithIt() {
        connect("patient");

        CompletableFuture<SkillTurn> turn = CompletableFuture.supplyAsync(() -> minji.says(QUESTION));
        relay.freshchat.agent().says(relay.conversationOf(QUESTION), ANSWER);

        assertThat(turn.join().problem()).isEmpty();
        assertThat(minji.shownTexts()).containsExactly(ANSWER);
        relay.awaitSent(1);
        assertThat(bot.callbacks()).isEmpty();
        assertThat(relay.notes()).isEmpty();
    }

    private void botSays(String words) {
        Map<String, Object> link = Map.of("label", "배송 조회", "url", "https://shop.example.com/track/123");
        relay.freshchat
                .bot()
                .sends(
                        relay.conversationOf(QUESTION),
                        Json.of(List.of(Map.of("text", Map.of("content", words)), Map.of("url_button", link))));
    }

    @Test
    void longAnswerWithAButtonLosesNoWordsThoughItGoesOutWithTheRequest() {
        connect("patient");
        String words = "가".repeat(980);

        CompletableFuture<SkillTurn> turn = CompletableFuture.supplyAsync(() -> minji.says(QUESTION));
        botSays(words);

        assertThat(turn.join().problem()).isEmpty();
        assertThat(minji.shownTexts()).containsExactly(words, "배송 조회: https://shop.example.com/track/123");
        relay.awaitSent(1);
        assertThat(relay.notes()).isEmpty();
    }

    @Test
    void answerThatIsTooLongForTheRequestIsNoPartOfItAndTheAgentIsTold() {
        connect("patient");

        CompletableFuture<SkillTurn> turn = CompletableFuture.supplyAsync(() -> minji.says(QUESTION));
        botSays("가".repeat(2_990));

        assertThat(turn.join().problem()).isEmpty();
        assertThat(relay.awaitNotes(1).get(0)).contains("did not reach the customer");
        assertThat(minji.shownTexts()).singleElement().asString().doesNotContain("가가");
    }

    @Test
    void questionThatNoAgentAnswersInTimeIsAcknowledgedAndALaterAnswerIsRefusedWithANote() {
        bot.botId(OTHER_BOT_ID);
        connect("hurried");

        SkillTurn turn = minji.says(QUESTION);
        relay.freshchat.agent().says(relay.conversationOf(QUESTION), ANSWER);

        assertThat(turn.problem()).isEmpty();
        assertThat(relay.awaitNotes(1).get(0)).contains("did not reach the customer", "Consultation Talk");
        assertThat(minji.shownTexts()).containsExactly(ACKNOWLEDGEMENT);
    }
}
