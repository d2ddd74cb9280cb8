package dev.byoc.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.json.Json;
import dev.byoc.testkit.FakeChannel;
import dev.byoc.testkit.freshchat.StoredMessage;
import dev.byoc.testkit.server.Delivery;
import dev.byoc.testkit.server.Fault;
import dev.byoc.testkit.server.Gate;
import dev.byoc.testkit.server.JsonEdits;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** After a gap more answers wait for the reading of their conversation than that goes back: their order holds. */
class BacklogAfterAGapTest {
    private static final int MORE_THAN_FIVE_PAGES = 260;

    @TempDir
    Path folder;

    private RestartingRelay relay;
    private String anna;

    @BeforeEach
    void annaAndAdaTalkBeforeAGap() {
        relay = new RestartingRelay(folder);
        anna = relay.annaAndAdaTalk();
        relay.stop();
        relay.with(builder -> builder).start();
    }

    @AfterEach
    void close() {
        relay.close();
    }

    /** Of which none is worked on until time passes, as Freshchat could not be read for the first. */
    private List<String> backlog(int answers) {
        relay.freshchat.faults().next(RestartingRelay.READ, Fault.answer(500));
        List<String> texts = new ArrayList<>(List.of("before"));
        more(texts, answers);
        return texts;
    }

    private void more(List<String> texts, int answers) {
        relay.freshchat.connectWebhook(relay.webhookDoor());
        for (int i = 0; i < answers; i++) {
            texts.add("live " + texts.size());
            relay.freshchat.agent().says(anna, texts.get(texts.size() - 1));
            relay.await(() -> relay.reads() == 1);
        }
        relay.away();
    }

    private void missed(List<String> texts) {
        texts.add("missed " + texts.size());
        relay.freshchat.agent().says(anna, texts.get(texts.size() - 1));
    }

    private void assertThatInOrderAllArrive(List<String> texts) {
        relay.time().passUntil(Duration.ofSeconds(5), () -> relay.sent().size() == texts.size());
        assertThat(relay.sent()).containsExactlyElementsOf(texts);
    }

    @Test
    void answerThatNoWebhookHasToldOfDoesNotOvertakeThem() {
        List<String> texts = backlog(MORE_THAN_FIVE_PAGES);
        missed(texts);

        assertThatInOrderAllArrive(texts);
    }

    /**
     * One that failed; one for those that are further back than it goes; one for the first that it shows; one for the newest, behind which all
     * is. One more where the sweep of the gap comes to this conversation in between.
     */
    @Test
    void conversationIsNotReadForEachOfThem() {
        List<String> texts = backlog(MORE_THAN_FIVE_PAGES);
        missed(texts);

        assertThatInOrderAllArrive(texts);

        assertThat(relay.reads()).isIn(1 + 5 + 5 + 5, 1 + 5 + 5 + 5 + 5);
    }

    @ParameterizedTest
    @CsvSource({"5, 20", "100, 200", "30, 250"})
    void answersThatWereMissedBetweenThemKeepTheirPlace(int first, int second) {
        List<String> texts = backlog(first);
        missed(texts);
        more(texts, second);
        missed(texts);
        missed(texts);

        // What is further back than a reading goes is not found.
        relay.time().passUntil(Duration.ofSeconds(5), () -> relay.sent().contains(texts.get(texts.size() - 1)));
        List<String> all = new ArrayList<>(texts);
        all.retainAll(relay.sent());
        assertThat(relay.sent()).isEqualTo(all);
        assertThat(relay.sent()).hasSizeGreaterThanOrEqualTo(texts.size() - 1);
    }

    @Test
    void notesThatFillThePagesPutNothingOutOfOrder() {
        List<String> texts = backlog(5);
        for (int i = 0; i < MORE_THAN_FIVE_PAGES; i++) {
            relay.freshchat.agent().writesNote(anna, "note " + i);
        }
        relay.freshchat.agent().says(anna, "missed");

        assertThatInOrderAllArrive(texts);
        relay.time().passUntil(Duration.ofSeconds(30), () -> relay.caughtUp() != null);
        assertThat(relay.awaitCaughtUp().unsure())
                .as("no page shows an id that a webhook told")
                .isEqualTo(1);
    }

    @Test
    void pagesThatTellNoTimesPutNothingOutOfOrder() {
        List<String> texts = backlog(MORE_THAN_FIVE_PAGES);
        relay.freshchat.agent().says(anna, "missed");
        relay.freshchat
                .faults()
                .always(
                        RestartingRelay.READ,
                        Fault.json(page -> JsonEdits.with(
                                page,
                                Map.of(
                                        "messages",
                                        page.get("messages").items().stream()
                                                .map(message -> JsonEdits.with(message, Map.of("created_time", "")))
                                                .toList()))));

        assertThatInOrderAllArrive(texts);
    }

    @Test
    void relayThatIsKilledMeanwhileKeepsTheOrder() {
        List<String> texts = backlog(MORE_THAN_FIVE_PAGES);
        missed(texts);
        relay.kill();
        relay.start();

        assertThatInOrderAllArrive(texts);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void answersAroundAResolveKeepTheirOrder(boolean endsSession) {
        relay.account("shop", "Support", Map.of("end-session-on-resolve", String.valueOf(endsSession)));
        relay.stop();
        List<String> texts = new ArrayList<>(List.of("before"));
        missed(texts);
        relay.start();
        relay.freshchat.faults().next(RestartingRelay.READ, Fault.answer(500));
        relay.freshchat.agent().resolves(anna);
        relay.await(() -> relay.reads() == 1);
        more(texts, 3);
        missed(texts);

        assertThatInOrderAllArrive(texts);
    }

    /** The answer that was missed before it would be too late then. */
    @ParameterizedTest
    @ValueSource(strings = {"conversation_id", "freshchat_conversation_id"})
    void answerThatNamesTheConversationByOneIdAloneHasItReadFirst(String left) {
        relay.stop();
        List<String> texts = new ArrayList<>(List.of("before"));
        missed(texts);
        relay.start();
        relay.away();
        texts.add("live");
        relay.freshchat.agent().says(anna, "live");
        relay.freshchat.connectWebhook(relay.webhookDoor());
        relay.freshchat.sends(
                "message_create", lastMessageAsAnEvent(left, "before").bytes());

        assertThatInOrderAllArrive(texts);
    }

    /** Resolved, it is none of those that are searched later. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void resolveThatNamesTheConversationByItsNumberHasItReadFirst(boolean endsSession) {
        relay.account("shop", "Support", Map.of("end-session-on-resolve", String.valueOf(endsSession)));
        relay.freshchat.agent().resolves(anna);
        relay.freshchat.agent().reopens(anna);
        relay.awaitIdle();
        Delivery told =
                relay.freshchat.webhooks().deliveries("conversation_resolution").get(0);
        relay.stop();
        List<String> texts = new ArrayList<>(List.of("before"));
        missed(texts);
        relay.start();
        String body = new String(told.body(), StandardCharsets.UTF_8);
        String time = Json.parse(told.body()).get("action_time").textOr("");
        relay.clock.advance(Duration.ofSeconds(1));
        String byNumber = body.replace(time, relay.clock.instant().toString())
                .replace(
                        "\"conversation_id\":\"" + anna,
                        "\"freshchat_conversation_id\":\""
                                + relay.freshchat.conversation(anna).numericId());
        assertThat(byNumber).doesNotContain(anna);
        relay.freshchat.sends("conversation_resolution", byNumber.getBytes(StandardCharsets.UTF_8));

        assertThatInOrderAllArrive(texts);
    }

    /** Which no webhook told of: a session that has ended takes no answers. */
    @Test
    void resolveThatIsFoundEndsTheSessionBehindTheAnswersBeforeIt() {
        relay.account("shop", "Support", Map.of("end-session-on-resolve", "true"));
        relay.freshchat.behaviour().stateLines(true);
        relay.stop().start();
        relay.customerPosts(
                "shop",
                FakeChannel.events(Json.object()
                        .put("kind", "text")
                        .put("id", "2")
                        .put("customer", "anna")
                        .put("text", "Hello again")
                        .put("handle", "session-1")
                        .build()));
        relay.freshchat.awaitPosted(2);
        relay.awaitIdle();
        List<String> texts = backlog(4);
        missed(texts);
        relay.freshchat.agent().resolves(anna);

        assertThatInOrderAllArrive(texts);
        relay.awaitIdle();

        assertThat(((RestartingRelay.SessionChannel) relay.channel("shop")).ended)
                .containsExactly("anna after " + (texts.size() - 1));
    }

    /** As a second subscription, or a later version of webhooks, may. */
    @ParameterizedTest
    @ValueSource(strings = {"conversation_id", "freshchat_conversation_id"})
    void eventThatNamesTheConversationByOneIdAloneWaitsBehindThoseThatNameItByBoth(String left) {
        Gate gate = new Gate();
        relay.freshchat.faults().next(RestartingRelay.READ, Fault.answerHeldAt(gate));
        List<String> texts = new ArrayList<>(List.of("before"));
        more(texts, 1);
        missed(texts);
        relay.freshchat.connectWebhook(relay.webhookDoor());
        relay.freshchat.sends(
                "message_create", lastMessageAsAnEvent(left, "live 1").bytes());
        assertThat(
                        relay.sqlValue(
                                "select count(*) || ' in ' || count(distinct lane) from byoc_entry where dir = 1 and state < 2"))
                .isEqualTo("2 in 1");
        gate.open();

        assertThatInOrderAllArrive(texts);
    }

    private Json lastMessageAsAnEvent(String without, String told) {
        List<Delivery> deliveries = relay.freshchat.webhooks().deliveries();
        List<StoredMessage> messages = relay.freshchat.messages(anna);
        StoredMessage last = messages.get(messages.size() - 1);
        String body = new String(deliveries.get(deliveries.size() - 1).body(), StandardCharsets.UTF_8);
        Json event = Json.parse(body.replace(told, last.text()).getBytes(StandardCharsets.UTF_8));
        Json data = event.get("data");
        Json message = JsonEdits.with(
                JsonEdits.without(data.get("message"), without),
                Map.of("id", last.id(), "created_time", last.createdAt().toString()));
        return JsonEdits.with(event, Map.of("data", JsonEdits.with(data, Map.of("message", message))));
    }
}
