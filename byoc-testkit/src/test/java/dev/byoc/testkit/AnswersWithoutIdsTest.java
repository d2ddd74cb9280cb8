package dev.byoc.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.event.RelayEvent;
import dev.byoc.store.DeadLetter;
import dev.byoc.store.DeadLetterFilter;
import dev.byoc.store.ReplayMode;
import dev.byoc.store.ReplayResult;
import dev.byoc.testkit.freshchat.StoredMessage;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an agent said openly is not dropped for want of an id: it is kept, and the agent is told where that can be. */
class AnswersWithoutIdsTest {
    private static final String TYPED = "\"message_type\":\"normal\",";

    private final EngineFixture fixture = new EngineFixture();
    private StoredMessage anna;

    @BeforeEach
    void annaHasWritten() {
        fixture.customerWrites("anna", "1", "Hello");
        anna = fixture.freshchat.posted().get(0);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private String id(String value) {
        return "\"id\":\"" + value + "\",";
    }

    private String inAnnasConversation() {
        return "\"conversation_id\":\"" + anna.conversationId() + "\",";
    }

    private String toAnna() {
        return "\"user_id\":\"" + anna.userId() + "\",";
    }

    private void says(String fields, String text) {
        says(fields, text, fixture.topic);
    }

    private void says(String fields, String text, String topic) {
        saysParts(fields, "[{\"text\":{\"content\":\"" + text + "\"}}]", topic);
    }

    private void saysParts(String fields, String parts, String topic) {
        String event = """
                {"actor":{"actor_type":"agent","actor_id":"a"},"action":"message_create",
                "action_time":"2026-01-15T09:00:00Z","data":{"message":{%s"actor_type":"agent","actor_id":"a",
                "channel_id":"%s","message_parts":%s}}}""".formatted(fields, topic, parts);
        assertThat(fixture.freshchat.sends("message_create", event.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(200);
        fixture.await("the end of it", () -> fixture.relay.health().open() == 0);
    }

    private void isKeptFor(String reason) {
        assertThat(fixture.channel.sent()).isEmpty();
        assertThat(fixture.relay.deadLetters())
                .singleElement()
                .satisfies(letter -> assertThat(letter.reason()).contains(reason));
        fixture.await("the event", () -> fixture.events.stream().anyMatch(RelayEvent.DeadLettered.class::isInstance));
    }

    private void isNotKept() {
        assertThat(fixture.relay.deadLetters()).isEmpty();
        assertThat(fixture.notes()).isEmpty();
        assertThat(fixture.channel.sent()).isEmpty();
    }

    private void isToldOnce(String reason) {
        assertThat(fixture.notes()).singleElement().asString().contains("may not have reached", reason);
    }

    @Test
    void answerWithoutAnIdIsKeptOnceAndToldOnce() {
        says(TYPED + inAnnasConversation() + toAnna(), "Hi");
        says(TYPED + inAnnasConversation() + toAnna(), "Hi");

        isKeptFor("without an id");
        isToldOnce("without saying which message it is");
    }

    @Test
    void twoAnswersWithoutIdsAreTwo() {
        says(TYPED + inAnnasConversation(), "Hi");
        says(TYPED + inAnnasConversation(), "How are you?");

        assertThat(fixture.relay.deadLetters()).hasSize(2);
        assertThat(fixture.notes()).hasSize(2);
    }

    @Test
    void answerWithoutAnIdIsSentOnceItIsReplayed() {
        says(TYPED + inAnnasConversation() + toAnna(), "Hi");

        fixture.relay.replay(fixture.relay.deadLetters().get(0).id(), ReplayMode.ALLOW_DUPLICATE);

        fixture.await("the answer", () -> fixture.channel.sent().size() == 1);
    }

    /** Its complete copy may have been sent, before or since. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "IN_ANNAS TO_ANNA",
                "IN_ANNAS",
                "\"conversation_id\":\"nobodys\", TO_ANNA",
                "TO_ANNA",
                "\"id\":\"m1\", TO_ANNA",
                "\"id\":\"m1\",",
                "IN_ANNAS \"references\":[], \"user\":{\"id\":\"MINHO\"},"
            })
    void answerThatLacksAnIdIsNotDoubledByReplayingAll(String fields) {
        fixture.customerWrites("minho", "2", "Hello");
        String minho = fixture.freshchat.posted().get(1).userId();
        says(
                TYPED
                        + fields.replace("IN_ANNAS", inAnnasConversation())
                                .replace("TO_ANNA", toAnna())
                                .replace("MINHO", minho),
                "Hi");
        says(TYPED + id("m1") + inAnnasConversation() + toAnna(), "Hi");
        fixture.channel.awaitSent(1);

        assertThat(fixture.relay.replayable(DeadLetterFilter.ALL)).isEmpty();
        assertThat(fixture.relay.replayAll(DeadLetterFilter.ALL)).isEmpty();
        assertThat(fixture.relay.deadLetters()).singleElement().satisfies(letter -> {
            assertThat(letter.mayHaveArrived()).isTrue();
            assertThat(fixture.relay.replay(letter.id())).isEqualTo(ReplayResult.MAY_HAVE_ARRIVED);
        });
        fixture.drain();
        assertThat(fixture.channel.sent()).hasSize(1);
    }

    @Test
    void answerOfTwoCustomersThatIsCompleteSurelyWasNotSent() {
        fixture.customerWrites("minho", "2", "Hello");
        String minho = fixture.freshchat.posted().get(1).userId();

        says(TYPED + id("m1") + inAnnasConversation() + "\"user\":{\"id\":\"" + minho + "\"},", "Hi");

        assertThat(fixture.relay.deadLetters()).singleElement().matches(letter -> !letter.mayHaveArrived());
    }

    @Test
    void answerWithoutAnIdInAnUnknownConversationIsKept() {
        says(TYPED + "\"conversation_id\":\"nobodys\",", "Hi");

        isKeptFor("without an id");
        assertThat(fixture.notes()).isEmpty();
    }

    @Test
    void answerWithoutAConversationIsKeptAndToldToItsCustomersAgents() {
        says(TYPED + id("m1") + toAnna(), "Hi");
        says(TYPED + id("m1") + toAnna(), "Hi");

        isKeptFor("in which conversation");
        isToldOnce("in which conversation");
    }

    /** Its user may have been written to in another topic. */
    @Test
    void answerWithoutAConversationReachesNoCustomerHoweverOftenItIsReplayed() {
        says(TYPED + id("m1") + toAnna(), "Hi");

        for (DeadLetter letter : fixture.relay.deadLetters()) {
            fixture.relay.replay(letter.id(), ReplayMode.ALLOW_DUPLICATE);
        }
        fixture.await("the end of it", () -> fixture.relay.health().open() == 0);

        isKeptFor("in which conversation");
    }

    @Test
    void copyThatNamesTheConversationIsSentThoughOneWithoutItCameFirst() {
        says(TYPED + id("m1") + toAnna(), "Hi");
        says(TYPED + id("m1") + inAnnasConversation() + toAnna(), "Hi");

        fixture.await("the answer", () -> fixture.channel.sent().size() == 1);
    }

    @Test
    void copyWithoutAConversationOfWhatWasSentIsNotKept() {
        says(TYPED + id("m1") + inAnnasConversation() + toAnna(), "Hi");
        fixture.await("the answer", () -> fixture.channel.sent().size() == 1);

        says(TYPED + id("m1") + toAnna(), "Hi");

        assertThat(fixture.relay.deadLetters()).isEmpty();
        assertThat(fixture.notes()).isEmpty();
    }

    @Test
    void answerWithoutAConversationIsErasedWithItsCustomer() {
        says(TYPED + id("m1") + toAnna(), "Hi");
        isKeptFor("in which conversation");

        fixture.relay.forget("shop", "anna");

        assertThat(fixture.relay.deadLetters()).isEmpty();
    }

    @Test
    void collectionWhoseOnePartIsNoListIsReadWhole() {
        saysParts(
                TYPED + id("m1") + inAnnasConversation(),
                "[{\"collection\":{\"sub_parts\":{\"text\":{\"content\":\"Hi\"}}}}]",
                fixture.topic);

        fixture.await("the answer", () -> fixture.channel.sent().size() == 1);
        assertThat(fixture.notes()).isEmpty();
    }

    @Test
    void answerWithoutAConversationAndWithoutACustomerIsKept() {
        says(TYPED + id("m1"), "Hi");

        isKeptFor("in which conversation");
        assertThat(fixture.notes()).isEmpty();
    }

    @Test
    void answerWithNeitherIdIsKept() {
        says(TYPED + toAnna(), "Hi");

        isKeptFor("in which conversation");
        isToldOnce("in which conversation");
    }

    /** They may be private notes, and cannot be looked up. */
    @Test
    void messagesWithoutATypeAreNotKept() {
        says(inAnnasConversation() + toAnna(), "Hi");
        says(id("m1") + toAnna(), "Hi");

        isNotKept();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"id\":\" \",", "\"id\":null,", "\"id\":{\"value\":\"m1\"},", "\"id\":[],"})
    void idThatIsNoneIsNoId(String id) {
        says(TYPED + id + inAnnasConversation(), "Hi");

        isKeptFor("without an id");
        isToldOnce("without saying which message it is");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\"conversation_id\":\"\",", "\"conversation_id\":[7],", "\"freshchat_conversation_id\":{},"})
    void conversationThatIsNoneIsNoConversation(String conversation) {
        says(TYPED + id("m1") + conversation + toAnna(), "Hi");

        isKeptFor("in which conversation");
        isToldOnce("in which conversation");
    }

    @Test
    void answerWithoutAConversationWhoseUsersAreTwoCustomersIsToldToNeither() {
        fixture.customerWrites("minho", "2", "Hello");
        String minho = fixture.freshchat.posted().get(1).userId();

        says(TYPED + id("m1") + toAnna() + "\"user\":{\"id\":\"" + minho + "\"},", "Hi");

        isKeptFor("different customers");
        assertThat(fixture.notes()).isEmpty();
    }

    @Test
    void answerWithoutAConversationInAnotherTopicIsNotKept() {
        String elsewhere = fixture.freshchat.addTopic("Elsewhere");

        says(TYPED + id("m1") + toAnna(), "Hi", elsewhere);

        isNotKept();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"text\":{\"content\":\"Hi\"}}", "[{\"text\":\"Hi\"}]"})
    void partsOfAnOddShapeAreSent(String parts) {
        saysParts(TYPED + id("m1") + inAnnasConversation(), parts, fixture.topic);

        assertThat(fixture.channel.awaitSent(1)).hasSize(1);
        assertThat(fixture.relay.deadLetters()).isEmpty();
    }

    /** Something was said, and nothing of it can be shown. */
    @ParameterizedTest
    @ValueSource(strings = {"[\"Hi\"]", "\"Hi\"", "[[{\"text\":{\"content\":\"Hi\"}}]]"})
    void partsThatAreNoneAreTold(String parts) {
        saysParts(TYPED + id("m1") + inAnnasConversation(), parts, fixture.topic);

        assertThat(fixture.notes()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"message_type\":\"private\",",
                "\"message_type\":\"normal\",\"botsPrivateNote\":true,",
                "\"message_type\":\"normal\",\"message_source\":\"system\",",
                "\"message_type\":\"normal\",\"status\":\"Failed\","
            })
    void whatIsNotForTheCustomerIsNotKeptEither(String fields) {
        says(fields + inAnnasConversation() + toAnna(), "Hi");
        says(fields + id("m1") + toAnna(), "Hi");

        isNotKept();
    }
}
