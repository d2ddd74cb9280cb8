package dev.byoc.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.event.RelayEvent;
import dev.byoc.json.Json;
import dev.byoc.store.DeadLetter;
import dev.byoc.store.DeadLetterFilter;
import dev.byoc.testkit.server.Fault;
import dev.byoc.testkit.server.JsonEdits;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a reading after a gap finds and does not send is told: as a dead letter and a note, or in the closing event. */
class CatchUpCountsTest {
    @TempDir
    Path folder;

    private RestartingRelay relay;
    private String anna;

    @BeforeEach
    void annaAndAdaTalk() {
        relay = new RestartingRelay(folder);
        anna = relay.annaAndAdaTalk();
    }

    @AfterEach
    void close() {
        relay.close();
    }

    /** Of that text, as readings show it. */
    private void readsShow(String text, UnaryOperator<Json> otherwise) {
        relay.freshchat
                .faults()
                .always(
                        RestartingRelay.READ,
                        Fault.json(page -> JsonEdits.with(
                                page,
                                Map.of(
                                        "messages",
                                        page.get("messages").items().stream()
                                                .map(message -> new String(message.bytes(), StandardCharsets.UTF_8)
                                                                .contains(text)
                                                        ? otherwise.apply(message)
                                                        : message)
                                                .toList()))));
    }

    private static Json in(Json message, String conversation) {
        return JsonEdits.with(
                JsonEdits.without(message, "freshchat_conversation_id"), Map.of("conversation_id", conversation));
    }

    private void assertOneAmbiguous(RelayEvent.CaughtUp caughtUp) {
        assertThat(caughtUp.ambiguous()).isEqualTo(1);
        assertThat(relay.engine().deadLetters()).hasSize(1);
        assertThat(relay.notes())
                .singleElement()
                .asString()
                .contains("does not show clearly that it was meant for this customer");
        assertThat(relay.events)
                .filteredOn(RelayEvent.DeadLettered.class::isInstance)
                .hasSize(1);
    }

    @Test
    void answerThatNamesTwoCustomersIsADeadLetterAndANoteAndCounted() {
        String minho = relay.customerWrites("minho", "2", "Hello");
        relay.stop();
        relay.freshchat.agent().says(anna, "whose");
        relay.freshchat.agent().says(anna, "for anna");
        readsShow("whose", message -> JsonEdits.with(message, Map.of("freshchat_conversation_id", minho)));
        relay.start();

        RelayEvent.CaughtUp caughtUp = relay.awaitCaughtUp();

        assertOneAmbiguous(caughtUp);
        assertThat(caughtUp.sent()).isEqualTo(1);
        assertThat(relay.sent()).containsExactly("before", "for anna");
        assertThat(relay.engine().deadLetters().get(0).reason()).contains("different customers");
    }

    @Test
    void answerOfAnotherCustomersConversationIsADeadLetterAndANoteAndCounted() {
        String minho = relay.customerWrites("minho", "2", "Hello");
        relay.stop();
        relay.freshchat.agent().says(anna, "whose");
        readsShow("whose", message -> in(message, minho));
        relay.start();

        assertOneAmbiguous(relay.awaitCaughtUp());
        assertThat(relay.sent()).containsExactly("before");
    }

    @Test
    void answerOfAnUnknownConversationIsADeadLetterAndANoteAndCounted() {
        relay.stop();
        relay.freshchat.agent().says(anna, "whose");
        readsShow("whose", message -> in(message, "another"));
        relay.start();

        assertOneAmbiguous(relay.awaitCaughtUp());
        assertThat(relay.sent()).containsExactly("before");
    }

    @Test
    void privateNoteOfAnUnknownConversationIsNothing() {
        relay.stop();
        relay.freshchat.agent().writesNote(anna, "whose opinion");
        readsShow("whose", message -> in(message, "another"));
        relay.start();

        assertThat(relay.awaitCaughtUp().ambiguous()).isZero();
        assertThat(relay.engine().deadLetters()).isEmpty();
        assertThat(relay.notes()).isEmpty();
    }

    @Test
    void severalAmbiguousAnswersAreOneNote() {
        relay.stop();
        relay.freshchat.agent().says(anna, "whose 1");
        relay.freshchat.agent().says(anna, "whose 2");
        relay.freshchat.agent().says(anna, "whose 3");
        readsShow("whose", message -> in(message, "another"));
        relay.start();

        assertThat(relay.awaitCaughtUp().ambiguous()).isEqualTo(3);
        assertThat(relay.engine().deadLetters()).hasSize(3);
        assertThat(relay.notes())
                .singleElement()
                .asString()
                .contains("3 answers were given", "The newest is “whose 3” (");
    }

    /** The webhook of a later answer has the conversation read before the sweep does. */
    @Test
    void ambiguousAnswerIsToldAlsoWhereALiveAnswerComesFirst() {
        relay.stop();
        relay.freshchat.agent().says(anna, "whose");
        readsShow("whose", message -> in(message, "another"));
        relay.with(builder -> builder).start();

        relay.freshchat.agent().says(anna, "live");
        relay.awaitIdle();

        assertThat(relay.sent()).containsExactly("before", "live");
        assertThat(relay.engine().deadLetters()).hasSize(1);
        assertThat(relay.notes()).hasSize(1);
    }

    @Test
    void ambiguousAnswerOfAKnownUserCanBeReplayed() {
        relay.stop();
        relay.freshchat.agent().says(anna, "whose");
        readsShow("whose", message -> in(message, "another"));
        relay.start();
        relay.awaitCaughtUp();

        relay.engine().replayAll(DeadLetterFilter.ALL);
        relay.time()
                .passUntil(Duration.ofSeconds(5), () -> relay.engine().health().open() == 0);

        // Its ids name no customer here for sure, so an operator's replay asks Freshchat for its user.
        assertThat(relay.sent()).containsExactly("before", "whose");
    }

    @ParameterizedTest
    @ValueSource(strings = {"P1D", "P3D"})
    void answerThatIsDatedFarAheadIsADeadLetterAsOneOfAWebhookIs(String ahead) {
        relay.stop();
        relay.freshchat.agent().says(anna, "dated");
        String at = relay.clock
                .instant()
                .plus(Duration.parse(ahead))
                .plusSeconds(60)
                .toString();
        readsShow("dated", message -> JsonEdits.with(message, Map.of("created_time", at)));
        relay.start();

        assertThat(relay.awaitCaughtUp().tooOld()).isEqualTo(1);
        assertThat(relay.sent()).containsExactly("before");
        assertThat(relay.engine().deadLetters()).singleElement().asString().contains("ahead");
        assertThat(relay.notes()).hasSize(1);
    }

    @Test
    void answersBeforeTheSetTimeAreCounted() {
        relay.stop();
        relay.freshchat.agent().says(anna, "early 1");
        relay.freshchat.agent().says(anna, "early 2");
        relay.freshchat.agent().writesNote(anna, "no answer");
        relay.clock.advance(Duration.ofMinutes(1));
        Instant restored = relay.clock.instant();
        relay.freshchat.agent().says(anna, "late");
        relay.with(builder -> builder.catchUp(RestartingRelay.AT_ONCE.notBefore(restored)))
                .start();

        RelayEvent.CaughtUp caughtUp = relay.awaitCaughtUp();

        assertThat(caughtUp.leftOut()).isEqualTo(2);
        assertThat(caughtUp.sent()).isEqualTo(1);
        assertThat(relay.sent()).containsExactly("before", "late");
        assertThat(relay.events)
                .filteredOn(event -> event instanceof RelayEvent.Ignored ignored
                        && ignored.why().contains("before what is looked at"))
                .hasSize(2);
    }

    @Test
    void answersBeforeWhatTheStoreKnowsAreCounted() throws Exception {
        relay.stop();
        relay.freshchat.agent().says(anna, "early");
        relay.clock.advance(Duration.ofMinutes(1));
        relay.sql("update byoc_setting set value = '" + relay.clock.instant().toEpochMilli()
                + "' where name = 'messages known since'");
        relay.freshchat.agent().says(anna, "late");
        relay.start();

        RelayEvent.CaughtUp caughtUp = relay.awaitCaughtUp();

        assertThat(caughtUp.leftOut()).isEqualTo(1);
        assertThat(relay.sent()).containsExactly("before", "late");
    }

    @Test
    void conversationsOfAnAccountThatIsNotConfiguredAreCounted() {
        relay.stop();
        relay.account("desk", "Sales", Map.of()).start();
        relay.awaitCaughtUp();
        String desk = relay.customerWrites("desk", "minho", "2", "Hello");
        relay.stop();
        relay.freshchat.agent().says(desk, "to nobody");
        relay.freshchat.agent().says(anna, "away");
        relay.without("desk").start();

        RelayEvent.CaughtUp caughtUp = relay.awaitCaughtUp();

        assertThat(caughtUp.passedOver()).isEqualTo(1);
        assertThat(caughtUp.conversations()).isEqualTo(1);
        assertThat(relay.sent()).containsExactly("before", "away");
    }

    @Test
    void nothingIsCountedWhereNothingWasMissed() {
        relay.stop().start();

        RelayEvent.CaughtUp caughtUp = relay.awaitCaughtUp();

        assertThat(caughtUp).isEqualTo(new RelayEvent.CaughtUp(caughtUp.since(), 1, 0, 0, 0, 0, 0, 0, 0, 0, 0));
    }

    /** A token that may not read is asked for each conversation once, and the sweep comes to its end. */
    @Test
    void conversationsThatMayNotBeReadAreCountedAsUnreadableAtOnce() {
        relay.customerWrites("minho", "2", "Hello");
        relay.stop();
        relay.freshchat.faults().always(RestartingRelay.READ, Fault.answer(403));
        relay.start();

        assertThat(relay.awaitCaughtUp().unreadable()).isEqualTo(2);
        assertThat(relay.reads()).isEqualTo(2);
    }

    private static Json nameless(Json message) {
        return JsonEdits.without(message, "id");
    }

    /** It cannot be told from an answer that was sent, and must not vanish without a word. */
    @Test
    void answerThatIsReadWithoutAnIdIsKeptToldAndCounted() {
        relay.stop();
        relay.freshchat.agent().says(anna, "nameless 1");
        relay.freshchat.agent().says(anna, "nameless 2");
        relay.freshchat.agent().says(anna, "for anna");
        readsShow("nameless", CatchUpCountsTest::nameless);
        relay.start();

        RelayEvent.CaughtUp caughtUp = relay.awaitCaughtUp();

        assertThat(caughtUp.unsure()).isEqualTo(2);
        assertThat(caughtUp.sent()).isEqualTo(1);
        assertThat(relay.sent()).containsExactly("before", "for anna");
        assertThat(relay.engine().deadLetters())
                .hasSize(2)
                .allMatch(DeadLetter::mayHaveArrived)
                .allSatisfy(letter -> assertThat(letter.reason()).contains("without an id"));
        assertThat(relay.notes())
                .hasSize(2)
                .allSatisfy(note ->
                        assertThat(note).contains("may not have reached", "without saying which message it is"));
    }

    @Test
    void answerThatIsReadWithoutAnIdTwiceIsKeptAndToldOnce() {
        relay.stop();
        relay.freshchat.agent().says(anna, "nameless");
        readsShow("nameless", CatchUpCountsTest::nameless);
        relay.start();
        relay.awaitCaughtUp();

        relay.engine().catchUp(relay.clock.instant().minus(Duration.ofHours(1)));
        assertThat(relay.awaitCaughtUp().unsure()).isEqualTo(1);

        assertThat(relay.engine().deadLetters()).hasSize(1);
        assertThat(relay.notes()).hasSize(1);
    }

    @Test
    void answerThatIsReadWithoutAnIdIsToldAlsoWhereALiveAnswerComesFirst() {
        relay.stop();
        relay.freshchat.agent().says(anna, "nameless");
        readsShow("nameless", CatchUpCountsTest::nameless);
        relay.with(builder -> builder).start();

        relay.freshchat.agent().says(anna, "live");
        relay.awaitIdle();

        assertThat(relay.sent()).containsExactly("before", "live");
        assertThat(relay.engine().deadLetters()).hasSize(1);
        assertThat(relay.notes()).hasSize(1);
    }

    @Test
    void answerThatIsReadWithoutAnIdAndNamesAnotherCustomerReachesNoCustomerAndIsKept() {
        String minho = relay.customerWrites("minho", "2", "Hello");
        relay.stop();
        relay.freshchat.agent().says(anna, "nameless");
        readsShow("nameless", message -> in(nameless(message), minho));
        relay.start();
        relay.awaitCaughtUp();

        assertThat(relay.engine().deadLetters()).hasSize(1);
        assertThat(relay.sent()).containsExactly("before");
    }

    /** It may be a private note, and cannot be looked up. */
    @Test
    void messageThatIsReadWithNeitherIdNorTypeIsToldAsIgnored() {
        relay.stop();
        relay.freshchat.agent().says(anna, "nameless");
        readsShow("nameless", message -> JsonEdits.without(nameless(message), "message_type"));
        relay.start();
        relay.awaitCaughtUp();

        assertThat(relay.engine().deadLetters()).isEmpty();
        assertThat(relay.notes()).isEmpty();
        assertThat(relay.events)
                .filteredOn(RelayEvent.Ignored.class::isInstance)
                .anySatisfy(
                        event -> assertThat(((RelayEvent.Ignored) event).why()).contains("without an id"));
    }

    @Test
    void privateNoteThatIsReadWithoutAnIdIsNothing() {
        relay.stop();
        relay.freshchat.agent().writesNote(anna, "nameless opinion");
        readsShow("nameless", CatchUpCountsTest::nameless);
        relay.start();

        assertThat(relay.awaitCaughtUp().unsure()).isZero();
        assertThat(relay.engine().deadLetters()).isEmpty();
        assertThat(relay.notes()).isEmpty();
    }
}
