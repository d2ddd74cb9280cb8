package dev.byoc.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.channel.SendResult;
import dev.byoc.event.Health;
import dev.byoc.event.RelayEvent;
import dev.byoc.json.Json;
import dev.byoc.memory.MemoryStore;
import dev.byoc.store.ReplayResult;
import dev.byoc.testkit.freshchat.FreshchatBehaviour;
import dev.byoc.testkit.freshchat.FreshchatBehaviour.MessageTypes;
import dev.byoc.testkit.freshchat.StoredMessage;
import dev.byoc.testkit.server.Fault;
import dev.byoc.testkit.server.Gate;
import dev.byoc.testkit.server.JsonEdits;
import dev.byoc.testkit.store.WatchedStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A webhook message without a type may be a private note: Freshchat is asked before anything is sent. */
class UntypedRepliesTest {
    private static final String READ = "GET /conversations/{id}/messages";

    private EngineFixture fixture = new EngineFixture();
    private final AtomicInteger looks = new AtomicInteger();
    private String conversation = "";

    @AfterEach
    void close() {
        fixture.close();
    }

    private void with(Map<String, String> settings) {
        fixture.close();
        fixture = new EngineFixture(settings);
    }

    private void annaWrites(MessageTypes types) {
        conversation = fixture.customerWrites("anna", "1", "Hello");
        fixture.freshchat.behaviour().messageTypes(types);
    }

    /** Moves the clock on until it is so, by steps that the relay sees: it looks at its clock every 50 ms. */
    private void passTimeUntil(BooleanSupplier condition) {
        fixture.time().passUntil(Duration.ofSeconds(1), condition);
    }

    private void passTimeUntilIdle() {
        passTimeUntil(() -> fixture.relay.health().open() == 0);
    }

    private int reads() {
        return fixture.freshchat.calls(READ);
    }

    private Health.Part shop() {
        return fixture.relay.health().parts().stream()
                .filter(part -> part.name().equals("shop"))
                .findFirst()
                .orElseThrow();
    }

    /** The newest message as a webhook tells it, changed. */
    private void tellsLast(UnaryOperator<Json> change) {
        List<StoredMessage> all = fixture.freshchat.messages(conversation);
        tells(all.get(all.size() - 1), change);
    }

    private void tells(StoredMessage message, UnaryOperator<Json> change) {
        Json changed = change.apply(JsonEdits.without(message.json(), "message_type"));
        Json event = Json.object()
                .put(
                        "actor",
                        Json.object()
                                .put("actor_type", message.actorType())
                                .put("actor_id", message.json().get("actor_id")))
                .put("action", "message_create")
                .put("action_time", fixture.clock.instant().toString())
                .put("data", Json.object().put("message", changed))
                .build();
        fixture.freshchat.sends("message_create", event.bytes());
    }

    @Test
    void privateNoteIsNotSentAndAnAnswerIs() {
        annaWrites(MessageTypes.READS_ONLY);

        fixture.freshchat.agent().writesNote(conversation, "secret opinion");
        fixture.freshchat.agent().says(conversation, "Hi");

        fixture.channel.awaitSent(1);
        passTimeUntilIdle();
        assertThat(fixture.channel.sentTexts()).containsExactly("Hi");
        passTimeUntil(() -> fixture.events.stream()
                .anyMatch(event -> event instanceof RelayEvent.Discarded discarded
                        && discarded.why().equals("of type private")));
        assertThat(fixture.relay.deadLetters()).isEmpty();
        assertThat(shop().status()).isEqualTo(Health.Status.UP);
    }

    @Test
    void noteOfABotIsNotSent() {
        annaWrites(MessageTypes.READS_ONLY);
        fixture.tells(false);
        fixture.freshchat.bot().writesNote(conversation, "secret opinion");
        fixture.tells(true);

        tellsLast(message -> JsonEdits.without(message, "botsPrivateNote"));
        fixture.freshchat.agent().says(conversation, "Hi");

        fixture.channel.awaitSent(1);
        assertThat(fixture.channel.sentTexts()).containsExactly("Hi");
    }

    @Test
    void oneReadServesAllThatWaitsInAConversation() {
        annaWrites(MessageTypes.READS_ONLY);
        fixture.freshchat.webhooks().hold();
        for (int i = 1; i <= 5; i++) {
            fixture.freshchat.agent().says(conversation, "answer " + i);
            fixture.freshchat.agent().writesNote(conversation, "secret " + i);
        }
        int before = reads();

        fixture.freshchat.webhooks().release();
        fixture.channel.awaitSent(5);
        passTimeUntilIdle();

        assertThat(fixture.channel.sentTexts())
                .containsExactly("answer 1", "answer 2", "answer 3", "answer 4", "answer 5");
        assertThat(reads() - before).isEqualTo(1);
    }

    @Test
    void typedAnswerCostsNoRead() {
        annaWrites(MessageTypes.EVERYWHERE);
        int calls = fixture.freshchat.calls("*");

        fixture.freshchat.agent().says(conversation, "Hi");
        fixture.channel.awaitSent(1);

        assertThat(fixture.freshchat.calls("*")).isEqualTo(calls);
    }

    @Test
    void messageIsLookedForOnThreePages() {
        annaWrites(MessageTypes.EVERYWHERE);
        fixture.tells(false);
        fixture.freshchat.agent().says(conversation, "too far back");
        fixture.freshchat.agent().says(conversation, "just far enough");
        for (int i = 0; i < 149; i++) {
            fixture.freshchat.agent().says(conversation, "later");
        }
        fixture.tells(true);
        List<StoredMessage> all = fixture.freshchat.messages(conversation);
        int first = all.size() - 151;
        int before = reads();

        tells(all.get(first + 1), message -> message);
        fixture.channel.awaitSent(1);
        assertThat(reads() - before).isEqualTo(3);

        tells(all.get(first), message -> message);
        passTimeUntilIdle();
        assertThat(fixture.channel.sentTexts()).containsExactly("just far enough");
        assertThat(fixture.relay.deadLetters()).hasSize(1);
    }

    @Test
    void accountThatKnowsConversationsByTheirNumbersIsAskedByThem() {
        annaWrites(MessageTypes.READS_ONLY);
        fixture.freshchat.behaviour().ids(FreshchatBehaviour.Ids.NUMERIC);

        fixture.freshchat.agent().writesNote(conversation, "secret opinion");
        fixture.freshchat.agent().says(conversation, "Hi");

        fixture.channel.awaitSent(1);
        assertThat(fixture.channel.sentTexts()).containsExactly("Hi");
    }

    @Test
    void messageThatNoReadGivesATypeIsHeldAndReportedEverywhere() {
        annaWrites(MessageTypes.NOWHERE);

        fixture.freshchat.agent().says(conversation, "Hi");
        passTimeUntil(() -> !fixture.notes().isEmpty());
        passTimeUntilIdle();

        assertThat(fixture.channel.sent()).isEmpty();
        assertThat(fixture.relay.deadLetters())
                .singleElement()
                .satisfies(letter -> assertThat(letter.reason()).contains("untyped-replies"));
        assertThat(fixture.notes())
                .singleElement()
                .asString()
                .startsWith("[byoc note] This answer did not reach the customer")
                .contains("private note");
        passTimeUntil(() -> fixture.events.stream()
                        .filter(RelayEvent.DeadLettered.class::isInstance)
                        .count()
                == 1);
        assertThat(shop().status()).isEqualTo(Health.Status.DEGRADED);
        assertThat(shop().toString()).contains("'untyped-replies'", "'send'", "'shop'");
    }

    @Test
    void accountIsWellAgainOnceFreshchatNamesATypeWhenItIsAsked() {
        annaWrites(MessageTypes.NOWHERE);
        fixture.freshchat.agent().says(conversation, "held");
        passTimeUntil(() -> shop().status() == Health.Status.DEGRADED);

        fixture.freshchat.behaviour().messageTypes(MessageTypes.READS_ONLY);
        fixture.freshchat.agent().says(conversation, "Hi");
        fixture.channel.awaitSent(1);
        passTimeUntil(() -> shop().status() == Health.Status.UP);

        fixture.clock.advance(Duration.ofMinutes(2));
        assertThat(fixture.relay.replay(fixture.relay.deadLetters().get(0).id()))
                .isEqualTo(ReplayResult.REPLAYED);
        fixture.channel.awaitSent(2);
        assertThat(fixture.channel.sentTexts()).containsExactly("Hi", "held");
    }

    @Test
    void replayOfAHeldNoteDoesNotSendIt() {
        annaWrites(MessageTypes.NOWHERE);
        fixture.freshchat.agent().writesNote(conversation, "secret opinion");
        passTimeUntil(() -> !fixture.relay.deadLetters().isEmpty());

        fixture.freshchat.behaviour().messageTypes(MessageTypes.READS_ONLY);
        fixture.clock.advance(Duration.ofMinutes(2));
        fixture.relay.replay(fixture.relay.deadLetters().get(0).id());
        passTimeUntilIdle();

        assertThat(fixture.channel.sent()).isEmpty();
    }

    @Test
    void accountThatSaysSoSendsWhatNoReadGivesAType() {
        with(Map.of("untyped-replies", "send"));
        annaWrites(MessageTypes.NOWHERE);

        fixture.freshchat.agent().says(conversation, "Hi");

        fixture.channel.awaitSent(1);
        assertThat(fixture.channel.sentTexts()).containsExactly("Hi");
        assertThat(shop().status()).isEqualTo(Health.Status.UP);
    }

    @Test
    void accountThatSendsThemStillHeedsTheTypesThatReadsName() {
        with(Map.of("untyped-replies", "send"));
        annaWrites(MessageTypes.READS_ONLY);

        fixture.freshchat.agent().writesNote(conversation, "secret opinion");
        fixture.freshchat.agent().says(conversation, "Hi");

        fixture.channel.awaitSent(1);
        assertThat(fixture.channel.sentTexts()).containsExactly("Hi");
    }

    @Test
    void accountThatSendsThemNeverSendsANoteOfTheRelaysOwn() {
        with(Map.of("untyped-replies", "send"));
        annaWrites(MessageTypes.NOWHERE);
        fixture.channel.willAnswer(new SendResult.Refused(SendResult.Reason.REJECTED, "not today"));

        fixture.freshchat.agent().says(conversation, "refused");
        passTimeUntil(() -> !fixture.notes().isEmpty());
        fixture.freshchat.webhooks().awaitDelivered();
        fixture.freshchat.agent().says(conversation, "Hi");
        fixture.channel.awaitSent(2);

        assertThat(fixture.channel.sentTexts()).containsExactly("refused", "Hi");
    }

    /** While a note about the same customer is being posted, and held up in between; gives what lets it through. */
    private Gate whileANoteIsBeingPosted() {
        AtomicReference<EngineFixture> early = new AtomicReference<>();
        fixture.close();
        fixture = new EngineFixture(
                Map.of("untyped-replies", "send"),
                FakeChannel::new,
                builder -> builder.drainFor(Duration.ZERO)
                        .store(WatchedStore.of(new MemoryStore(early.get().clock), (method, arguments, call) -> {
                            looks.addAndGet(method.equals("journal.underWay") ? 1 : 0);
                            return call.proceed();
                        })),
                early::set);
        annaWrites(MessageTypes.NOWHERE);
        fixture.channel.willAnswer(new SendResult.Refused(SendResult.Reason.REJECTED, "not today"));
        Gate gate = new Gate();
        fixture.freshchat.faults().next("POST /conversations/{id}/messages", Fault.heldAt(gate));
        fixture.freshchat.agent().says(conversation, "refused");
        gate.awaitArrival();
        return gate;
    }

    /** An agent's answer, of which the relay has looked once whether the note is still being posted: from then on it counts the time. */
    private void answeredAndLookedAt() {
        int before = looks.get();
        fixture.freshchat.agent().says(conversation, "Hi");
        fixture.await("the first look at the note", () -> looks.get() > before);
    }

    /** Moves the clock that often, by a little, and has the relay look each time whether the note is still being posted. */
    private void looksAgain(int times, Duration step) {
        for (int i = 0; i < times; i++) {
            int before = looks.get();
            fixture.clock.advance(step);
            fixture.await("another look at the note", () -> looks.get() > before);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 25, 60})
    void answerBesideANoteThatIsBeingPostedGoesOutOnceThatIsPostedHoweverOftenTheClockIsMoved(int times) {
        Gate gate = whileANoteIsBeingPosted();
        int before = reads();
        answeredAndLookedAt();
        looksAgain(times, Duration.ofMillis(30));
        assertThat(reads()).as("readings of an answer that is looked at").isEqualTo(before);

        gate.open();

        fixture.channel.awaitSent(2);
        assertThat(fixture.channel.sentTexts()).containsExactly("refused", "Hi");
    }

    @Test
    void answerBesideANoteWhosePostHangsIsPutOffAfterTwoSeconds() {
        Gate gate = whileANoteIsBeingPosted();
        int before = reads();
        answeredAndLookedAt();
        looksAgain(1, Duration.ofMillis(1));

        fixture.clock.advance(Duration.ofSeconds(2));
        fixture.await("the answer to be put off", () -> reads() > before);

        assertThat(fixture.channel.sentTexts()).containsExactly("refused");
        gate.open();
        passTimeUntil(() -> fixture.channel.sent().size() == 2);
        assertThat(fixture.channel.sentTexts()).containsExactly("refused", "Hi");
    }

    @Test
    void closingEndsTheWaitForANoteWhosePostHangs() {
        whileANoteIsBeingPosted();
        fixture.freshchat.agent().says(conversation, "Hi");
        looksAgain(1, Duration.ofMillis(1));

        fixture.relay.close();

        int after = looks.get();
        fixture.clock.advance(Duration.ofMinutes(1));
        assertThat(looks).hasValue(after);
        assertThat(fixture.channel.sentTexts()).containsExactly("refused");
    }

    /** A memory store forgets what the relay has posted, and what it has relayed. */
    @Test
    void noteOfTheRelaysOwnThatIsToldAgainAfterARestartIsNotSent() {
        with(Map.of("untyped-replies", "send"));
        annaWrites(MessageTypes.NOWHERE);

        fixture.freshchat.agent().writesNote(conversation, "[byoc note] 이 답변은 Fake messenger에서 고객에게 전달되지 않았습니다: “Hi”.");
        fixture.freshchat.agent().says(conversation, "Hi");

        fixture.channel.awaitSent(1);
        assertThat(fixture.channel.sentTexts()).containsExactly("Hi");
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 401, 503})
    void whileFreshchatCannotBeAskedTheAnswerWaitsInItsPlace(int status) {
        annaWrites(MessageTypes.READS_ONLY);
        fixture.freshchat.faults().always(READ, Fault.answer(status).header("Retry-After", "3"));

        fixture.freshchat.agent().says(conversation, "first");
        fixture.freshchat.behaviour().messageTypes(MessageTypes.EVERYWHERE);
        fixture.freshchat.agent().says(conversation, "second");
        passTimeUntil(() -> fixture.events.stream()
                .anyMatch(event -> event instanceof RelayEvent.Paused paused
                        && paused.account().equals("freshchat")));
        fixture.clock.advance(Duration.ofHours(3));
        fixture.time().passUntil(Duration.ofMinutes(1), () -> reads() > 2);

        assertThat(fixture.channel.sent()).isEmpty();
        assertThat(fixture.relay.deadLetters()).isEmpty();
        assertThat(fixture.events).noneMatch(RelayEvent.Retrying.class::isInstance);

        fixture.freshchat.faults().clear();
        fixture.time()
                .passUntil(Duration.ofMinutes(1), () -> fixture.channel.sent().size() == 2);
        assertThat(fixture.channel.sentTexts()).containsExactly("first", "second");
        passTimeUntil(() -> fixture.events.stream().anyMatch(RelayEvent.Resumed.class::isInstance));
    }

    /** It would be answered the same for ever, and what comes behind it has to go on. */
    @ParameterizedTest
    @ValueSource(ints = {400, 404, 422})
    void messageWhoseReadingIsRefusedIsHeld(int status) {
        annaWrites(MessageTypes.READS_ONLY);
        fixture.freshchat.faults().always(READ, Fault.answer(status));

        fixture.freshchat.agent().says(conversation, "held");
        fixture.freshchat.behaviour().messageTypes(MessageTypes.EVERYWHERE);
        fixture.freshchat.agent().says(conversation, "Hi");
        passTimeUntil(() -> !fixture.channel.sent().isEmpty());

        assertThat(fixture.channel.sentTexts()).containsExactly("Hi");
        assertThat(fixture.relay.deadLetters()).hasSize(1);
    }

    @Test
    void messageThatFreshchatShowsAMomentLaterIsSentThen() {
        annaWrites(MessageTypes.READS_ONLY);
        fixture.freshchat
                .faults()
                .next(
                        READ,
                        2,
                        Fault.answer(
                                200, Json.object().put("messages", List.of()).build()));

        fixture.freshchat.agent().says(conversation, "Hi");
        passTimeUntil(() -> !fixture.channel.sent().isEmpty());

        assertThat(fixture.relay.deadLetters()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = MessageTypes.class,
            names = {"READS_ONLY", "NOWHERE"})
    void messageThatFreshchatDoesNotShowIsHeldWhateverTheSetting(MessageTypes types) {
        with(Map.of("untyped-replies", "send"));
        annaWrites(types);
        fixture.freshchat
                .faults()
                .always(
                        READ,
                        Fault.answer(
                                200, Json.object().put("messages", List.of()).build()));

        fixture.freshchat.agent().writesNote(conversation, "deleted at once");
        passTimeUntil(() -> !fixture.relay.deadLetters().isEmpty());

        assertThat(fixture.channel.sent()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"actor_type\":\"user\"",
                "\"actor_type\":\"system\"",
                "\"status\":\"FAILED\"",
                "\"is_private\":true"
            })
    void whatFreshchatSaysWhenItIsAskedCounts(String field) {
        annaWrites(MessageTypes.READS_ONLY);
        Json more = Json.parse(("{" + field + "}").getBytes(java.nio.charset.StandardCharsets.UTF_8));
        fixture.freshchat
                .faults()
                .next(
                        READ,
                        Fault.json(page -> Json.object()
                                .put(
                                        "messages",
                                        page.get("messages").items().stream()
                                                .map(message -> JsonEdits.with(message, more.fields()))
                                                .toList())
                                .build()));

        fixture.freshchat.agent().says(conversation, "odd");
        passTimeUntilIdle();

        assertThat(fixture.channel.sent()).isEmpty();
        assertThat(fixture.relay.deadLetters()).isEmpty();
    }
}
