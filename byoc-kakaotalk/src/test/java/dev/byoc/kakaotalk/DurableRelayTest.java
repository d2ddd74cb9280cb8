package dev.byoc.kakaotalk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.jdbc.JdbcStore;
import dev.byoc.store.DeadLetter;
import dev.byoc.store.spi.RelayStore;
import dev.byoc.testkit.SettableClock;
import dev.byoc.testkit.kakaotalk.FakeBizgo;
import dev.byoc.testkit.kakaotalk.FakeHappytalk;
import dev.byoc.testkit.kakaotalk.KakaoCustomer;
import dev.byoc.testkit.kakaotalk.skill.FakeSkillClient;
import dev.byoc.testkit.kakaotalk.skill.SkillCustomer;
import dev.byoc.testkit.server.Fault;
import dev.byoc.testkit.server.Gate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.Map;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a store on disk a restart forgets no session, and nothing that may be used once is used twice. */
class DurableRelayTest {
    private static final String CALLBACK = "POST /v1/callback/{token}";
    private static final String SECRET = "skill-0f5a1c2e9b7d4e63";

    private final SettableClock clock = new SettableClock(RelayFixture.NOW);

    @TempDir
    Path folder;

    private RelayStore stored(Clock time) {
        return JdbcStore.embedded(folder.resolve("relay.db")).clock(time);
    }

    private RelayFixture happytalk(FakeHappytalk dealer) {
        return new RelayFixture(
                clock, this::stored, builder -> builder.account("shop", "kakaotalk", RelayFixture.happytalk(dealer)));
    }

    @Test
    void sessionIsKnownAfterARestartSoThatTheAnswerGoesOut() {
        try (FakeHappytalk dealer = new FakeHappytalk(clock, FakeHappytalk.SENDER_KEY);
                RelayFixture relay = happytalk(dealer)) {
            KakaoCustomer minji = dealer.customer("Qw7xT2pLr9Ab");
            minji.says("배송이 언제 오나요?");
            String conversation = relay.conversationOf("배송이 언제 오나요?");

            relay.restart();
            relay.freshchat.agent().says(conversation, "내일 도착합니다 🚚");

            assertThat(minji.awaitReceived(1).get(0).text()).isEqualTo("내일 도착합니다 🚚");
            relay.awaitIdle();
            assertThat(relay.notes()).isEmpty();
        }
    }

    @Test
    void sessionAtTheOtherDealerIsKnownAfterARestartToo() {
        try (FakeBizgo dealer = new FakeBizgo(clock, FakeBizgo.SENDER_KEY);
                RelayFixture relay = new RelayFixture(
                        clock,
                        this::stored,
                        builder -> builder.account("shop", "kakaotalk", RelayFixture.bizgo(dealer)))) {
            dealer.connectWebhook(relay.webhook("shop"));
            KakaoCustomer minji = dealer.customer("Qw7xT2pLr9Ab");
            minji.says("교환하고 싶어요");
            String conversation = relay.conversationOf("교환하고 싶어요");

            relay.restart();
            relay.freshchat.agent().says(conversation, "네, 도와드릴게요");

            assertThat(minji.awaitReceived(1).get(0).text()).isEqualTo("네, 도와드릴게요");
        }
    }

    @Test
    void sessionThatEndedBeforeTheRestartIsNotWrittenTo() {
        try (FakeHappytalk dealer = new FakeHappytalk(clock, FakeHappytalk.SENDER_KEY);
                RelayFixture relay = happytalk(dealer)) {
            KakaoCustomer minji = dealer.customer("Qw7xT2pLr9Ab");
            minji.says("감사합니다");
            String conversation = relay.conversationOf("감사합니다");
            minji.leaves();
            relay.awaitNotes(1);

            relay.restart();
            relay.freshchat.agent().says(conversation, "하나 더 여쭤볼게요");

            assertThat(relay.awaitNotes(2).get(1)).contains("did not reach the customer");
            assertThat(dealer.calls("POST /v1/chat/write")).isZero();
        }
    }

    @Test
    void answerWhoseOutcomeWasOpenAtTheStopIsSentAgainUnderItsNumberAndShownOnce() {
        try (FakeHappytalk dealer = new FakeHappytalk(clock, FakeHappytalk.SENDER_KEY);
                RelayFixture relay = happytalk(dealer)) {
            KakaoCustomer minji = dealer.customer("Qw7xT2pLr9Ab");
            minji.says("재고 있나요?");
            String conversation = relay.conversationOf("재고 있나요?");
            Gate answer = new Gate();
            dealer.faults().next("POST /v1/chat/write", Fault.answerHeldAt(answer));

            relay.freshchat.agent().says(conversation, "네, 있습니다");
            minji.awaitReceived(1);
            relay.restart();
            answer.open();
            relay.time().passUntil(() -> dealer.calls("POST /v1/chat/write") == 2);
            relay.awaitSent(1);

            assertThat(minji.receivedTexts()).containsExactly("네, 있습니다");
            assertThat(relay.notes()).isEmpty();
        }
    }

    private static Map<String, String> skill(FakeSkillClient bot) {
        return Map.of(
                "topic",
                "Support",
                "bot-id",
                FakeSkillClient.BOT_ID,
                "header-secret",
                SECRET,
                "callback-hosts",
                "http://" + bot.url().getHost());
    }

    /** Minji asks, and her callback is open; gives the conversation. */
    private static String asks(FakeSkillClient bot, SkillCustomer minji, RelayFixture relay) {
        bot.connect(relay.webhook("bot")).header("X-Relay-Secret", SECRET).callback(true);
        assertThat(minji.says("영업시간이 어떻게 되나요?").problem()).isEmpty();
        return relay.conversationOf("영업시간이 어떻게 되나요?");
    }

    @Test
    void callbackThatWasOpenAtTheStopTakesTheAnswerAfterIt() {
        try (FakeSkillClient bot = new FakeSkillClient(clock);
                RelayFixture relay = new RelayFixture(
                        clock, this::stored, builder -> builder.account("bot", "kakaotalk-skill", skill(bot)))) {
            SkillCustomer minji = bot.customer("5d1f0c9e8b7a66554433");
            String conversation = asks(bot, minji, relay);

            relay.restart();
            relay.freshchat.agent().says(conversation, "오전 10시부터입니다");

            assertThat(minji.awaitShown(1)).containsExactly("오전 10시부터입니다");
        }
    }

    @Test
    void callbackThatWasSpentBeforeTheRestartIsNotUsedAgain() {
        try (FakeSkillClient bot = new FakeSkillClient(clock);
                RelayFixture relay = new RelayFixture(
                        clock, this::stored, builder -> builder.account("bot", "kakaotalk-skill", skill(bot)))) {
            SkillCustomer minji = bot.customer("5d1f0c9e8b7a66554433");
            String conversation = asks(bot, minji, relay);
            relay.freshchat.agent().says(conversation, "오전 10시부터입니다");
            minji.awaitShown(1);
            relay.awaitIdle();

            relay.restart();
            relay.freshchat.agent().says(conversation, "일요일은 쉽니다");

            assertThat(relay.awaitNotes(1).get(0)).contains("did not reach the customer", "one answer within a minute");
            assertThat(bot.callbacks()).hasSize(1);
        }
    }

    @Test
    void answerWhoseCallbackWasOpenAtTheStopIsLeftToTheAgentAndNotSentAgain() {
        try (FakeSkillClient bot = new FakeSkillClient(clock);
                RelayFixture relay = new RelayFixture(
                        clock, this::stored, builder -> builder.account("bot", "kakaotalk-skill", skill(bot)))) {
            SkillCustomer minji = bot.customer("5d1f0c9e8b7a66554433");
            String conversation = asks(bot, minji, relay);
            Gate answer = new Gate();
            bot.faults().next(CALLBACK, Fault.answerHeldAt(answer));

            relay.freshchat.agent().says(conversation, "오전 10시부터입니다");
            minji.awaitShown(1);
            relay.restart();
            answer.open();

            assertThat(relay.awaitNotes(1)).singleElement().asString().contains("may not have reached the customer");
            assertThat(bot.callbacks()).hasSize(1);
            assertThat(relay.deadLetters()).singleElement().matches(DeadLetter::mayHaveArrived);
        }
    }

    /** The state as it was on disk at the moment of the call is what the next process finds; the call itself never left. */
    @Test
    void processThatDiedBetweenSpendingACallbackAndUsingItDoesNotUseItAfterwards() {
        Path asItWas = folder.resolve("as it was.db");
        OkHttpClient.Builder dying = new OkHttpClient.Builder().addInterceptor(chain -> {
            if (!chain.request().url().encodedPath().startsWith("/v1/callback/")) {
                return chain.proceed(chain.request());
            }
            if (Files.notExists(asItWas)) {
                copy(folder.resolve("relay.db"), folder.resolve("copy"));
                Files.move(folder.resolve("copy"), asItWas);
            }
            throw new IOException("the process is gone");
        });
        try (FakeSkillClient bot = new FakeSkillClient(clock);
                RelayFixture relay = new RelayFixture(
                        clock,
                        time -> Files.exists(asItWas)
                                ? JdbcStore.embedded(asItWas).clock(time)
                                : stored(time),
                        builder -> builder.account("bot", "kakaotalk-skill", skill(bot))
                                .httpClient(Files.exists(asItWas) ? new OkHttpClient() : dying.build()))) {
            SkillCustomer minji = bot.customer("5d1f0c9e8b7a66554433");
            String conversation = asks(bot, minji, relay);

            relay.freshchat.agent().says(conversation, "오전 10시부터입니다");
            relay.await(() -> Files.exists(asItWas));
            relay.restart();
            relay.awaitNotes(1);
            relay.freshchat.agent().says(conversation, "일요일은 쉽니다");

            assertThat(relay.awaitNotes(2).get(1)).contains("did not reach the customer", "one answer within a minute");
            assertThat(relay.notes().get(0)).contains("may not have reached the customer");
            assertThat(bot.callbacks()).isEmpty();
        }
    }

    private static void copy(Path database, Path to) throws IOException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement()) {
            statement.execute("vacuum into '" + to + "'");
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }
}
