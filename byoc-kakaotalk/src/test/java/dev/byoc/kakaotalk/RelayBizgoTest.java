package dev.byoc.kakaotalk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.Direction;
import dev.byoc.event.RelayEvent;
import dev.byoc.json.Json;
import dev.byoc.testkit.SettableClock;
import dev.byoc.testkit.kakaotalk.BizgoResults;
import dev.byoc.testkit.kakaotalk.FakeBizgo;
import dev.byoc.testkit.kakaotalk.KakaoCustomer;
import dev.byoc.testkit.server.Fault;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RelayBizgoTest {
    private static final String PLAIN = "POST /api/comm/v1/cstalk/plain";

    private final SettableClock clock = new SettableClock(RelayFixture.NOW);
    private final FakeBizgo bizgo = new FakeBizgo(clock, FakeBizgo.SENDER_KEY);
    private final RelayFixture relay =
            new RelayFixture(clock, builder -> builder.account("shop", "kakaotalk", RelayFixture.bizgo(bizgo)));
    private final KakaoCustomer minji = bizgo.customer("Qw7xT2pLr9Ab");
    private String conversation = "";

    @BeforeEach
    void minjiAsks() {
        bizgo.connectWebhook(relay.webhook("shop"));
        assertThat(minji.says("교환도 되나요? 🙏🏽")).isEqualTo(200);
        conversation = relay.conversationOf("교환도 되나요? 🙏🏽");
    }

    @AfterEach
    void close() {
        bizgo.close();
        relay.close();
    }

    @Test
    void answerReachesTheCustomerAndItsResultIsNoNews() {
        relay.freshchat.agent().says(conversation, "네, 7일 안에 됩니다");

        assertThat(minji.awaitReceived(1).get(0).text()).isEqualTo("네, 7일 안에 됩니다");
        relay.await(() -> !relay.events(RelayEvent.ReceiptReceived.class).isEmpty());
        relay.awaitSent(1);
        assertThat(relay.notes()).isEmpty();
    }

    @Test
    void answerWhoseConfirmationWasLostIsSettledByItsResult() {
        bizgo.faults().next(PLAIN, Fault.cut().afterWork());

        relay.freshchat.agent().says(conversation, "네, 7일 안에 됩니다");
        relay.time().passUntil(() -> !relay.delivered(Direction.OUTBOUND).isEmpty());

        assertThat(minji.receivedTexts()).containsExactly("네, 7일 안에 됩니다");
        assertThat(bizgo.calls(PLAIN)).isEqualTo(1);
        assertThat(relay.notes()).isEmpty();
    }

    @Test
    void answerWithoutAResultIsLeftToTheAgent() {
        bizgo.results(BizgoResults.NEVER);
        bizgo.faults().next(PLAIN, Fault.cut().afterWork());

        relay.freshchat.agent().says(conversation, "네, 7일 안에 됩니다");
        relay.time().passUntil(() -> !relay.notes().isEmpty());

        assertThat(relay.notes()).singleElement().asString().contains("may not have reached the customer");
        assertThat(bizgo.calls(PLAIN)).isEqualTo(1);
    }

    @Test
    void answerThatFailedAfterItWasTakenIsToldToTheAgentOnce() {
        bizgo.results(BizgoResults.FAILED);

        relay.freshchat.agent().says(conversation, "네, 7일 안에 됩니다");
        relay.time().passUntil(() -> !relay.notes().isEmpty());
        bizgo.webhooks().awaitDelivered();
        relay.time().pass(Duration.ofSeconds(5), 2);

        assertThat(minji.received()).isEmpty();
        assertThat(relay.notes())
                .singleElement()
                .asString()
                .contains("did not reach the customer", "reported later")
                .doesNotContain("A910");
    }

    @Test
    void lostConfirmationOfAMessageThatFailedIsToldToTheAgentOnce() {
        bizgo.results(BizgoResults.FAILED);
        bizgo.faults().next(PLAIN, Fault.cut().afterWork());

        relay.freshchat.agent().says(conversation, "네, 7일 안에 됩니다");
        relay.time().passUntil(() -> !relay.notes().isEmpty());
        // As long as the relay looks for the message that a result names.
        relay.time().pass(Duration.ofSeconds(5), 15);

        assertThat(relay.notes())
                .singleElement()
                .asString()
                .contains("reported later")
                .doesNotContain("A910");
        assertThat(bizgo.calls(PLAIN)).isEqualTo(1);
    }

    @Test
    void answerWaitsAsLongAsBizgoAsksFor() {
        bizgo.faults().next(PLAIN, FakeBizgo.tooMany(Duration.ofSeconds(3)));

        relay.freshchat.agent().says(conversation, "네, 7일 안에 됩니다");
        relay.await(() -> !relay.events(RelayEvent.Paused.class).isEmpty());
        relay.time().passUntil(() -> !minji.received().isEmpty());

        assertThat(clock.instant()).isAfterOrEqualTo(RelayFixture.NOW.plusSeconds(3));
        assertThat(minji.receivedTexts()).containsExactly("네, 7일 안에 됩니다");
        assertThat(relay.notes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 308})
    void dealersRedirectIsAFailureAndNotFollowed(int status) throws IOException {
        try (MockWebServer elsewhere = new MockWebServer()) {
            elsewhere.start();
            elsewhere.enqueue(
                    new MockResponse.Builder().body("{\"code\":\"0\"}").build());
            bizgo.faults()
                    .always(
                            PLAIN,
                            Fault.answer(status)
                                    .header("Location", elsewhere.url("/stolen").toString()));

            relay.freshchat.agent().says(conversation, "lost words");
            relay.time().passUntil(() -> !relay.notes().isEmpty());

            assertThat(elsewhere.getRequestCount()).isZero();
            assertThat(minji.receivedTexts()).isEmpty();
        }
    }

    /** {@code sessionId} is optional in Bizgo's messages, and its ends name it. */
    @Test
    void agentIsToldThatTheSessionHasEndedThoughTheLastMessageDidNotNameIt() {
        Map<String, Object> fields = new HashMap<>();
        fields.put("contents", List.of("하나 더요"));
        fields.put("sessionId", null);
        minji.sends(Json.of(fields));
        relay.conversationOf("하나 더요");

        minji.leaves();
        relay.awaitIdle();

        assertThat(relay.notes()).singleElement().asString().contains("has ended");
    }
}
