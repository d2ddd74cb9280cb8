package dev.byoc.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.event.Health;
import dev.byoc.event.RelayEvent;
import dev.byoc.json.Json;
import dev.byoc.policy.RetryPolicy;
import dev.byoc.testkit.FakeChannel;
import dev.byoc.testkit.freshchat.FreshchatBehaviour;
import dev.byoc.testkit.freshchat.FreshchatBehaviour.MessageTypes;
import dev.byoc.testkit.server.Fault;
import dev.byoc.testkit.server.JsonEdits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that agents gave while no webhook could come reach their customers after all: once, in order, and nothing else does. */
class CatchUpTest {
    @TempDir
    Path folder;

    private RestartingRelay relay;

    @BeforeEach
    void make() {
        relay = new RestartingRelay(folder);
    }

    @AfterEach
    void close() {
        relay.close();
    }

    private void minutesPass(int minutes) {
        relay.clock.advance(Duration.ofMinutes(minutes));
    }

    @Test
    void answerGivenWhileTheRelayWasDownArrivesOnce() {
        String conversation = relay.annaAndAdaTalk();
        relay.stop();
        minutesPass(1);
        relay.freshchat.agent().says(conversation, "away");
        minutesPass(1);
        relay.start();

        RelayEvent.CaughtUp caughtUp = relay.awaitCaughtUp();

        assertThat(relay.sent()).containsExactly("before", "away");
        assertThat(caughtUp).isEqualTo(new RelayEvent.CaughtUp(caughtUp.since(), 1, 1, 0, 0, 0, 0, 0, 0, 0, 0));
        assertThat(relay.reads()).isEqualTo(1);
        assertThat(relay.notes()).isEmpty();
    }

    @Test
    void firstAnswerOfAConversationArrivesToo() {
        relay.start();
        String conversation = relay.customerWrites("anna", "1", "Hello");
        relay.stop();
        relay.freshchat.agent().says(conversation, "away");
        relay.start();

        relay.awaitCaughtUp();

        assertThat(relay.sent()).containsExactly("away");
    }

    @Test
    void severalAnswersAlsoOfABotArriveInTheirOrder() {
        String conversation = relay.annaAndAdaTalk();
        relay.stop();
        relay.freshchat.agent().says(conversation, "one");
        relay.freshchat.bot().says(conversation, "two");
        relay.freshchat.agent().says(conversation, "three", "and more");
        relay.start();

        relay.awaitCaughtUp();

        assertThat(relay.sent()).containsExactly("before", "one", "two", "three", "and more");
    }

    @Test
    void answersOfSeveralPagesArriveInTheirOrder() {
        String conversation = relay.annaAndAdaTalk();
        relay.stop();
        for (int i = 0; i < 120; i++) {
            relay.freshchat.agent().says(conversation, "answer " + i);
        }
        relay.start();

        relay.awaitCaughtUp();

        assertThat(relay.sent()).hasSize(121).endsWith("answer 118", "answer 119");
        assertThat(relay.sent().subList(1, 4)).containsExactly("answer 0", "answer 1", "answer 2");
        assertThat(relay.reads()).isEqualTo(3);
    }

    @Test
    void moreThanFivePagesAreNotReadAndThatIsTold() {
        String conversation = relay.annaAndAdaTalk();
        relay.stop();
        for (int i = 0; i < 260; i++) {
            relay.freshchat.agent().says(conversation, "answer " + i);
        }
        relay.start();

        RelayEvent.CaughtUp caughtUp = relay.awaitCaughtUp();

        assertThat(relay.reads()).isEqualTo(5);
        assertThat(caughtUp.cutShort()).isEqualTo(1);
        // On so many pages nothing tells whether the ids can be compared.
        assertThat(relay.sent()).containsExactly("before");
        assertThat(caughtUp.unsure()).isEqualTo(250);
        assertThat(relay.notes())
                .singleElement()
                .asString()
                .contains("250 answers were given", "The newest is “answer 259” (");
    }

    @Test
    void webhookThatIsRepeatedAfterwardsIsSeenAsARepeat() {
        String conversation = relay.annaAndAdaTalk();
        relay.freshchat.webhooks().hold();
        relay.freshchat.agent().says(conversation, "away");
        relay.kill();
        relay.start();
        relay.await(() -> relay.caughtUp() != null);

        relay.freshchat.webhooks().release();
        relay.awaitIdle();

        assertThat(relay.sent()).containsExactly("before", "away");
        assertThat(relay.events).anyMatch(RelayEvent.Duplicate.class::isInstance);
    }

    /** Its own webhook comes before the sweep: the conversation is read at once, so that order holds. */
    @Test
    void liveAnswerThatComesFirstIsSentBehindThoseOfTheGap() {
        String conversation = relay.annaAndAdaTalk();
        relay.stop();
        relay.freshchat.agent().says(conversation, "away 1");
        relay.freshchat.agent().says(conversation, "away 2");
        relay.with(builder -> builder).start();

        relay.freshchat.agent().says(conversation, "live 1");
        relay.freshchat.agent().says(conversation, "live 2");
        relay.awaitIdle();

        assertThat(relay.sent()).containsExactly("before", "away 1", "away 2", "live 1", "live 2");
        assertThat(relay.reads()).isEqualTo(1);
        relay.time().passUntil(Duration.ofSeconds(30), () -> relay.caughtUp() != null);
        relay.awaitIdle();
        assertThat(relay.sent()).hasSize(5);
        assertThat(relay.reads()).as("it was read before").isEqualTo(1);
    }

    /** Of three live answers two wait for a reading that fails at first, and the third one's webhook is still to come. */
    @Test
    void answerThatAReadingShowsBeforeItsWebhookStaysBehindThoseThatWait() {
        String conversation = relay.annaAndAdaTalk();
        relay.stop();
        relay.freshchat.agent().says(conversation, "away");
        relay.with(builder -> builder).start();
        relay.freshchat.faults().next(RestartingRelay.READ, Fault.answer(500));
        relay.freshchat.agent().says(conversation, "live 1");
        relay.await(() -> relay.reads() == 1);
        relay.freshchat.agent().says(conversation, "live 2");
        relay.away();
        relay.freshchat.agent().says(conversation, "live 3");

        relay.time().passUntil(Duration.ofSeconds(1), () -> relay.sent().size() == 5);

        assertThat(relay.sent()).containsExactly("before", "away", "live 1", "live 2", "live 3");
    }

    @Test
    void privateNotesAndTheRelaysOwnMessagesAreNotSent() {
        String conversation = relay.annaAndAdaTalk();
        relay.channel("shop")
                .willAnswer(new dev.byoc.channel.SendResult.Refused(
                        dev.byoc.channel.SendResult.Reason.REJECTED, "not today"));
        relay.freshchat.agent().says(conversation, "refused");
        relay.awaitIdle();
        relay.stop();
        relay.freshchat.agent().writesNote(conversation, "secret opinion");
        relay.freshchat.bot().writesNote(conversation, "secret of a bot");
        relay.freshchat.system().says(conversation, "Ada has left");
        relay.freshchat.agent().says(conversation, "away");
        relay.start();

        relay.awaitCaughtUp();

        assertThat(relay.sent()).containsExactly("before", "refused", "away");
        assertThat(relay.notes()).singleElement().asString().contains("“refused”");
    }

    @ParameterizedTest
    @EnumSource(
            value = MessageTypes.class,
            names = {"READS_ONLY", "EVERYWHERE"})
    void noteIsKnownByTheTypeThatReadsName(MessageTypes types) {
        String conversation = relay.annaAndAdaTalk();
        relay.freshchat.behaviour().messageTypes(types);
        relay.stop();
        relay.freshchat.agent().writesNote(conversation, "secret opinion");
        relay.freshchat.agent().says(conversation, "away");
        relay.start();

        relay.awaitCaughtUp();

        assertThat(relay.sent()).containsExactly("before", "away");
        assertThat(relay.reads()).isEqualTo(1);
    }

    @Test
    void untypedMessageIsHeldAsOneThatAWebhookTellsOf() {
        String conversation = relay.annaAndAdaTalk();
        relay.freshchat.behaviour().messageTypes(MessageTypes.NOWHERE);
        relay.stop();
        relay.freshchat.agent().writesNote(conversation, "secret opinion");
        relay.start();

        relay.awaitCaughtUp();

        assertThat(relay.sent()).containsExactly("before");
        assertThat(relay.engine().deadLetters())
                .singleElement()
                .satisfies(letter -> assertThat(letter.reason()).contains("untyped-replies"));
        assertThat(relay.part("shop").status()).isEqualTo(Health.Status.DEGRADED);
    }

    @Test
    void untypedMessageIsSentWhereTheAccountSaysSo() {
        relay.account("shop", "Support", Map.of("untyped-replies", "send"));
        String conversation = relay.annaAndAdaTalk();
        relay.freshchat.behaviour().messageTypes(MessageTypes.NOWHERE);
        relay.stop();
        relay.freshchat.agent().says(conversation, "away");
        relay.start();

        relay.awaitCaughtUp();

        assertThat(relay.sent()).containsExactly("before", "away");
    }

    @Test
    void answerOlderThanWhatIsSentIsADeadLetterAndItsAgentIsToldOnce() {
        String conversation = relay.annaAndAdaTalk();
        relay.stop();
        relay.freshchat.agent().says(conversation, "old 1");
        relay.freshchat.agent().says(conversation, "old 2");
        relay.clock.advance(Duration.ofHours(25));
        relay.freshchat.agent().says(conversation, "young");
        relay.start();

        RelayEvent.CaughtUp caughtUp = relay.awaitCaughtUp();

        assertThat(relay.sent()).containsExactly("before", "young");
        assertThat(relay.engine().deadLetters()).hasSize(2);
        assertThat(relay.notes())
                .singleElement()
                .asString()
                .contains("2 answers were given", "The newest is “old 2” (", "too old");
        assertThat(caughtUp.tooOld()).isEqualTo(2);
    }

    @Test
    void ageIsThatOfTheRetryPolicyWhereItIsLess() {
        String conversation = relay.annaAndAdaTalk();
        relay.stop();
        relay.freshchat.agent().says(conversation, "old");
        minutesPass(40);
        relay.freshchat.agent().says(conversation, "young");
        relay.with(builder -> builder.catchUp(RestartingRelay.AT_ONCE)
                        .retry(RetryPolicy.DEFAULT.expiringAfter(Duration.ofHours(1), Duration.ofMinutes(30))))
                .start();

        relay.awaitCaughtUp();

        assertThat(relay.sent()).containsExactly("before", "young");
        assertThat(relay.notes()).hasSize(1);
    }

    @Test
    void nothingIsSentWhereReadingShowsOtherIdsThanWebhooksTell() {
        String conversation = relay.annaAndAdaTalk();
        relay.stop();
        relay.freshchat.agent().says(conversation, "away");
        relay.freshchat.faults().always(RestartingRelay.READ, Fault.json(CatchUpTest::withOtherIds));
        relay.start();

        RelayEvent.CaughtUp caughtUp = relay.awaitCaughtUp();

        assertThat(relay.sent()).containsExactly("before");
        assertThat(caughtUp.unsure()).isGreaterThan(0);
        assertThat(relay.notes()).singleElement().asString().contains("may not have reached");
        assertThat(relay.part("shop").status()).isEqualTo(Health.Status.DEGRADED);
        assertThat(relay.part("shop").toString()).contains("other ids");
    }

    private static Json withOtherIds(Json page) {
        return JsonEdits.with(
                page,
                Map.of(
                        "messages",
                        page.get("messages").items().stream()
                                .map(message -> JsonEdits.with(
                                        message,
                                        Map.of(
                                                "id",
                                                "7"
                                                        + Math.abs((long) message.get("id")
                                                                .textOr("")
                                                                .hashCode()))))
                                .toList()));
    }

    /** Customers' messages are known by the ids that the API answered; what webhooks tell of agents' is another matter. */
    @Test
    void ownIdsAloneProveNothingWhereAnAnswerOfBeforeIsNotKnown() {
        relay.start();
        String conversation = relay.customerWrites("anna", "1", "Hello");
        relay.freshchat.agent().says(conversation, "before");
        relay.customerWrites("anna", "2", "Thanks");
        relay.awaitIdle();
        minutesPass(1);
        relay.stop();
        minutesPass(30);
        relay.freshchat.agent().says(conversation, "away");
        relay.freshchat.faults().always(RestartingRelay.READ, Fault.json(CatchUpTest::withOtherIdsOfAgents));
        relay.start();

        relay.awaitCaughtUp();

        assertThat(relay.sent()).containsExactly("before");
        assertThat(relay.notes()).hasSize(1);
    }

    /** The newest that the relay knows is its own, and nothing of its own came after the answer that no webhook told of. */
    @ParameterizedTest
    @ValueSource(ints = {2, 30})
    void answerFromBeforeTheGapThatNoWebhookToldOfShowsOtherIds(int minutesBefore) {
        relay.start();
        String conversation = relay.customerWrites("anna", "1", "Hello");
        relay.freshchat.agent().says(conversation, "before");
        relay.awaitIdle();
        minutesPass(minutesBefore);
        relay.stop();
        minutesPass(1);
        relay.freshchat.agent().says(conversation, "away");
        relay.freshchat.faults().always(RestartingRelay.READ, Fault.json(CatchUpTest::withOtherIdsOfAgents));
        relay.start();

        RelayEvent.CaughtUp caughtUp = relay.awaitCaughtUp();

        assertThat(relay.sent()).containsExactly("before");
        assertThat(caughtUp.unsure()).isPositive();
        assertThat(relay.notes()).singleElement().asString().contains("may not have reached");
    }

    private static Json withOtherIdsOfAgents(Json page) {
        return JsonEdits.with(
                page,
                Map.of(
                        "messages",
                        page.get("messages").items().stream()
                                .map(message ->
                                        message.get("actor_type").textOr("").equals("agent")
                                                ? JsonEdits.with(
                                                        message,
                                                        Map.of(
                                                                "id",
                                                                "other "
                                                                        + message.get("id")
                                                                                .textOr("")))
                                                : message)
                                .toList()));
    }

    @Test
    void resolveDuringTheGapEndsTheSessionBehindWhatWasSaidBefore() {
        relay.account("shop", "Support", Map.of("end-session-on-resolve", "on"));
        relay.freshchat.behaviour().stateLines(true);
        relay.start();
        String conversation = annaComesWithASession();
        relay.stop();
        relay.freshchat.agent().says(conversation, "away");
        relay.freshchat.agent().resolves(conversation);
        relay.start();

        relay.awaitCaughtUp();

        assertThat(relay.sent()).containsExactly("away");
        assertThat(ended()).containsExactly("anna after 1");
    }

    private String annaComesWithASession() {
        relay.customerPosts(
                "shop",
                FakeChannel.events(Json.object()
                        .put("kind", "text")
                        .put("id", "1")
                        .put("customer", "anna")
                        .put("text", "Hello")
                        .put("handle", "session-1")
                        .build()));
        return relay.freshchat.awaitPosted(1).get(0).conversationId();
    }

    private List<String> ended() {
        return ((RestartingRelay.SessionChannel) relay.channel("shop")).ended;
    }

    @Test
    void oldResolveEndsNoSession() {
        relay.account("shop", "Support", Map.of("end-session-on-resolve", "on"));
        relay.freshchat.behaviour().stateLines(true);
        relay.start();
        String conversation = annaComesWithASession();
        relay.awaitIdle();
        relay.stop();
        relay.freshchat.agent().resolves(conversation);
        relay.clock.advance(Duration.ofHours(25));
        relay.start();

        relay.awaitCaughtUp();

        assertThat(ended()).isEmpty();
    }

    @Test
    void resolveAfterWhichTheCustomerWroteAgainEndsNoSession() {
        relay.account("shop", "Support", Map.of("end-session-on-resolve", "on"));
        relay.freshchat.behaviour().stateLines(true);
        relay.start();
        String conversation = annaComesWithASession();
        relay.awaitIdle();
        relay.stop();
        relay.freshchat.agent().resolves(conversation);
        relay.with(builder -> builder).start();
        relay.customerWrites("anna", "2", "One more thing");
        relay.time().passUntil(Duration.ofSeconds(30), () -> relay.caughtUp() != null);
        relay.awaitIdle();

        assertThat(ended()).isEmpty();
    }

    /** The sweep leaves resolved conversations alone; what was said before must not be lost for that. */
    @ParameterizedTest
    @ValueSource(strings = {"on", "off"})
    void resolveThatIsToldBeforeTheSweepGoesBehindWhatTheGapHolds(String endSession) {
        relay.account("shop", "Support", Map.of("end-session-on-resolve", endSession));
        relay.start();
        String conversation = annaComesWithASession();
        relay.awaitIdle();
        relay.stop();
        relay.freshchat.agent().says(conversation, "away");
        relay.with(builder -> builder).start();
        relay.freshchat.agent().resolves(conversation);
        relay.awaitIdle();

        assertThat(relay.sent()).containsExactly("away");
        assertThat(ended()).isEqualTo(endSession.equals("on") ? List.of("anna after 1") : List.of());
    }

    @Test
    void customersOfSeveralAccountsGetTheirOwnAnswers() {
        relay.account("desk", "Sales", Map.of()).start();
        String shop = relay.customerWrites("shop", "anna", "1", "Hello shop");
        String desk = relay.customerWrites("desk", "anna", "2", "Hello desk");
        relay.stop();
        relay.freshchat.agent().says(shop, "of the shop");
        relay.freshchat.agent().says(desk, "of the desk");
        relay.start();

        assertThat(relay.awaitCaughtUp().sent()).isEqualTo(2);
        assertThat(relay.channel("shop").sentTexts()).containsExactly("of the shop");
        assertThat(relay.channel("desk").sentTexts()).containsExactly("of the desk");
    }

    @Test
    void accountThatKnowsConversationsByTheirNumbersIsReadByThem() {
        String conversation = relay.annaAndAdaTalk();
        relay.freshchat.behaviour().ids(FreshchatBehaviour.Ids.NUMERIC);
        relay.stop();
        relay.freshchat.agent().says(conversation, "away");
        relay.start();

        relay.awaitCaughtUp();

        assertThat(relay.sent()).containsExactly("before", "away");
    }

    @Test
    void answerThatWaitsInTheLaneKeepsItsPlace() {
        String conversation = relay.annaAndAdaTalk();
        relay.channel("shop")
                .willAnswer(new dev.byoc.channel.SendResult.TryLater(Duration.ofMinutes(5), false, "busy"));
        relay.freshchat.agent().says(conversation, "waits");
        relay.channel("shop").awaitSent(2);
        relay.stop();
        relay.freshchat.agent().says(conversation, "away");
        relay.start();
        relay.await(() -> relay.caughtUp() != null);
        assertThat(relay.sent()).containsExactly("before", "waits");

        relay.time().passUntil(Duration.ofMinutes(1), () -> relay.sent().size() == 4);

        assertThat(relay.sent()).containsExactly("before", "waits", "waits", "away");
    }

    @Test
    void customerWhoWasForgottenGetsNothing() {
        String conversation = relay.annaAndAdaTalk();
        relay.stop();
        relay.freshchat.agent().says(conversation, "away");
        relay.with(builder -> builder).start();
        relay.engine().forget("shop", "anna");

        relay.time().passUntil(Duration.ofSeconds(30), () -> relay.caughtUp() != null);

        assertThat(relay.sent()).containsExactly("before");
        assertThat(relay.reads()).isZero();
    }

    @Test
    void conversationThatIsGoneHoldsNothingUp() {
        String gone = relay.annaAndAdaTalk();
        String other = relay.customerWrites("minho", "2", "Hello");
        relay.stop();
        relay.freshchat.agent().says(other, "away");
        relay.freshchat.removeConversation(gone);
        relay.start();

        RelayEvent.CaughtUp caughtUp = relay.awaitCaughtUp();

        assertThat(relay.sent()).containsExactly("before", "away");
        assertThat(caughtUp.unreadable()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"stranger", "loop", "empty", "nonsense"})
    void pageWhoseLinkLeadsNowhereEndsTheReading(String kind) {
        String conversation = relay.annaAndAdaTalk();
        relay.stop();
        minutesPass(1);
        for (int i = 0; i < 60; i++) {
            relay.freshchat.agent().says(conversation, "answer " + i);
        }
        String first = "/v2/conversations/" + conversation + "/messages?page=1&items_per_page=50";
        String href = switch (kind) {
            case "stranger" -> "https://attacker.example" + first;
            case "loop" -> first;
            case "empty" -> first + "&from_time=2020-01-01T00:00:00.000Z";
            default -> "::: no address";
        };
        relay.freshchat
                .faults()
                .always(
                        RestartingRelay.READ,
                        Fault.json(page -> page.get("link").isObject()
                                ? JsonEdits.with(page, Map.of("link", Map.of("href", href)))
                                : page));
        relay.start();

        relay.awaitCaughtUp();

        assertThat(relay.sent()).doesNotHaveDuplicates();
        assertThat(relay.reads()).isLessThanOrEqualTo(2);
        // Nothing on the pages read tells that ids can be compared.
        assertThat(relay.sent()).containsExactly("before");
        assertThat(relay.notes()).hasSize(1);
    }

    @Test
    void emptyConversationIsReadOnce() {
        String conversation = relay.annaAndAdaTalk();
        relay.stop();
        relay.freshchat.agent().says(conversation, "away");
        relay.freshchat
                .faults()
                .always(
                        RestartingRelay.READ,
                        Fault.answer(
                                200, Json.object().put("messages", List.of()).build()));
        relay.start();

        assertThat(relay.awaitCaughtUp().conversations()).isEqualTo(1);
        assertThat(relay.reads()).isEqualTo(1);
    }

    @Test
    void messageThatNamesAnotherCustomerReachesNoCustomer() {
        String anna = relay.annaAndAdaTalk();
        String minho = relay.customerWrites("minho", "2", "Hello");
        relay.stop();
        relay.freshchat.agent().says(anna, "for anna");
        relay.freshchat
                .faults()
                .always(
                        RestartingRelay.READ,
                        Fault.json(page -> JsonEdits.with(
                                page,
                                Map.of(
                                        "messages",
                                        page.get("messages").items().stream()
                                                .map(message -> JsonEdits.with(
                                                        message, Map.of("freshchat_conversation_id", minho)))
                                                .toList()))));
        relay.start();

        relay.awaitCaughtUp();

        assertThat(relay.sent()).containsExactly("before");
    }

    @Test
    void messageWithoutAConversationOfItsOwnBelongsToTheOneThatWasRead() {
        String conversation = relay.annaAndAdaTalk();
        relay.stop();
        relay.freshchat.agent().says(conversation, "away");
        relay.freshchat
                .faults()
                .always(
                        RestartingRelay.READ,
                        Fault.json(page -> JsonEdits.with(
                                page,
                                Map.of(
                                        "messages",
                                        page.get("messages").items().stream()
                                                .map(message -> JsonEdits.without(
                                                        JsonEdits.without(message, "conversation_id"),
                                                        "freshchat_conversation_id"))
                                                .toList()))));
        relay.start();

        relay.awaitCaughtUp();

        assertThat(relay.sent()).containsExactly("before", "away");
    }

    @Test
    void newCustomersConversationIsNotReadForAGapOfBefore() {
        relay.annaAndAdaTalk();
        relay.stop().start();
        relay.awaitCaughtUp();
        int before = relay.reads();

        String conversation = relay.customerWrites("minho", "2", "Hello");
        relay.freshchat.agent().says(conversation, "live");
        relay.awaitIdle();

        assertThat(relay.sent()).containsExactly("before", "live");
        assertThat(relay.reads()).isEqualTo(before);
    }

    @Test
    void relayThatWasNeverAwayReadsNothing() {
        String conversation = relay.annaAndAdaTalk();
        relay.freshchat.agent().says(conversation, "live");
        relay.awaitIdle();

        assertThat(relay.sent()).containsExactly("before", "live");
        assertThat(relay.reads()).isZero();
        assertThat(relay.caughtUp()).isNull();
    }
}
