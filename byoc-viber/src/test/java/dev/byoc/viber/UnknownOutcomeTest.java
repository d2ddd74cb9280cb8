package dev.byoc.viber;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.event.RelayEvent;
import dev.byoc.json.Json;
import dev.byoc.store.DeadLetter;
import dev.byoc.testkit.freshchat.FreshchatBehaviour;
import dev.byoc.testkit.freshchat.StoredMessage;
import dev.byoc.testkit.server.Fault;
import dev.byoc.testkit.server.Gate;
import dev.byoc.testkit.viber.ViberCustomer;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A call whose outcome is unknown makes no copy and loses nothing. */
final class UnknownOutcomeTest {
    private static final String USER = "POST /users";
    private static final String CONVERSATION = "POST /conversations";
    private static final String MESSAGE = "POST /conversations/{id}/messages";

    /** How a server keeps its client in the dark. */
    enum Dark {
        ERROR,
        CUT,
        SILENCE;

        Fault fault() {
            return switch (this) {
                case ERROR -> Fault.answer(500);
                case CUT -> Fault.cut();
                case SILENCE -> Fault.silence();
            };
        }
    }

    private static ViberCustomer anna(RelayFixture fixture) {
        return fixture.viber.customer("dyN4Ob6OXfag+Atd/1SifA==", "Anna");
    }

    private static void idle(RelayFixture fixture) {
        fixture.await(() -> fixture.relay.health().open() == 0);
    }

    static Stream<Arguments> everyPostAndEveryDark() {
        return Stream.of(USER, CONVERSATION, MESSAGE)
                .flatMap(post -> Stream.of(Dark.values())
                        .flatMap(dark -> Stream.of(Arguments.of(post, dark, true), Arguments.of(post, dark, false))));
    }

    @ParameterizedTest(name = "{0}, {1}, done all the same: {2}")
    @MethodSource("everyPostAndEveryDark")
    void messageIsInFreshchatOnceWhateverBecameOfTheCall(String post, Dark dark, boolean done) {
        try (RelayFixture fixture = RelayFixture.with().impatient().open()) {
            ViberCustomer anna = anna(fixture);
            if (post.equals(MESSAGE)) {
                anna.says("before");
                fixture.freshchat.awaitPosted(1);
                idle(fixture);
            }
            int before = fixture.freshchat.posted().size();
            fixture.freshchat.faults().next(post, done ? dark.fault().afterWork() : dark.fault());

            // Two equal texts in a row are two messages.
            anna.says("yes");
            anna.says("yes");
            anna.says("no");
            fixture.freshchat.awaitCalls(post, 1);
            fixture.time()
                    .passUntil(
                            Duration.ofSeconds(4), () -> fixture.relay.health().open() == 0);

            List<StoredMessage> posted = fixture.freshchat.posted();
            assertThat(posted.subList(before, posted.size()))
                    .extracting(StoredMessage::text)
                    .containsExactly("yes", "yes", "no");
            assertThat(fixture.freshchat.users()).hasSize(1);
            assertThat(fixture.freshchat.conversations()).hasSize(1);
            assertThat(fixture.relay.deadLetters()).isEmpty();
        }
    }

    @Test
    void answerThatComesAfterTheTimeoutMakesNoCopy() {
        try (RelayFixture fixture = RelayFixture.with().impatient().open()) {
            ViberCustomer anna = anna(fixture);
            anna.says("before");
            fixture.freshchat.awaitPosted(1);
            idle(fixture);
            // The server still works on it when the call has timed out, and stores the message later.
            Gate slow = new Gate();
            fixture.freshchat.faults().next(MESSAGE, Fault.heldAt(slow));

            anna.says("late");
            slow.awaitArrival();
            fixture.time()
                    .passUntil(
                            Duration.ofMillis(200),
                            () -> fixture.freshchat.calls("GET /conversations/{id}/messages") >= 1);
            slow.open();
            fixture.freshchat.awaitPosted(2);
            fixture.time().passUntil(() -> fixture.relay.health().open() == 0);

            assertThat(fixture.posted()).containsExactly("before", "late");
            assertThat(fixture.freshchat.calls(MESSAGE)).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void replyOfUnknownOutcomeIsNotRepeatedAndTheAgentIsAsked(Dark dark) {
        try (RelayFixture fixture = RelayFixture.with().impatient().open()) {
            ViberCustomer anna = anna(fixture);
            anna.says("hello");
            String conversation = fixture.freshchat.awaitPosted(1).get(0).conversationId();
            idle(fixture);
            fixture.viber.faults().next("POST /send_message", dark.fault().afterWork());

            fixture.freshchat.agent().says(conversation, "one");
            fixture.time().passUntil(() -> fixture.notes().size() == 1);
            fixture.freshchat.agent().says(conversation, "two");
            anna.awaitReceived(2);

            assertThat(anna.receivedTexts()).containsExactly("one", "two");
            assertThat(fixture.notes().get(0)).contains("may not have reached the customer");
            assertThat(fixture.relay.deadLetters()).hasSize(1);
        }
    }

    /** Viber cannot be asked, so nothing that may have arrived is sent again. */
    @ParameterizedTest
    @ValueSource(ints = {300, 303, 304, 408, 444, 499, 500, 502, 504, 520, 524, 529, 598, 599})
    void replyThatAProxyAnsweredMayHaveArrivedAndIsNotRepeated(int status) {
        try (RelayFixture fixture = new RelayFixture()) {
            ViberCustomer anna = anna(fixture);
            anna.says("hello");
            String conversation = fixture.freshchat.awaitPosted(1).get(0).conversationId();
            fixture.viber
                    .faults()
                    .next("POST /send_message", Fault.answer(status).afterWork());

            fixture.freshchat.agent().says(conversation, "one");
            fixture.await(() -> fixture.notes().size() == 1);

            assertThat(anna.receivedTexts()).containsExactly("one");
            assertThat(fixture.notes().get(0)).contains("may not have reached the customer");
            assertThat(fixture.relay.deadLetters()).singleElement().matches(DeadLetter::mayHaveArrived);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {421, 423, 425, 429, 503})
    void replyThatWasSurelyNotTakenIsSentAgain(int status) {
        try (RelayFixture fixture = new RelayFixture()) {
            ViberCustomer anna = anna(fixture);
            anna.says("hello");
            String conversation = fixture.freshchat.awaitPosted(1).get(0).conversationId();
            fixture.viber.faults().next("POST /send_message", Fault.answer(status));

            fixture.freshchat.agent().says(conversation, "one");
            fixture.time().passUntil(() -> anna.received().size() == 1);
            idle(fixture);

            assertThat(anna.receivedTexts()).containsExactly("one");
            assertThat(fixture.notes()).isEmpty();
            assertThat(fixture.relay.deadLetters()).isEmpty();
        }
    }

    /** Two answers that fail alike are told of in equal words. */
    @ParameterizedTest(name = "{0}, done all the same: {1}")
    @MethodSource("everyDark")
    void secondNoteOfEqualWordsIsThereOnceToo(Dark dark, boolean done) {
        try (RelayFixture fixture = RelayFixture.with().impatient().open()) {
            anna(fixture).says("hello");
            String conversation = fixture.freshchat.awaitPosted(1).get(0).conversationId();
            refusedReply(fixture, conversation);
            fixture.await(() -> fixture.notes().size() == 1);
            idle(fixture);
            fixture.freshchat.faults().next(MESSAGE, done ? dark.fault().afterWork() : dark.fault());

            refusedReply(fixture, conversation);
            fixture.freshchat.awaitCalls(MESSAGE, 2);
            fixture.time()
                    .passUntil(
                            Duration.ofSeconds(4), () -> fixture.relay.health().open() == 0);

            assertThat(fixture.notes()).hasSize(2).allMatch(fixture.notes().get(0)::equals);
        }
    }

    @Test
    void noteOfUnknownOutcomeIsThereOnceWhereTheConversationsOtherIdCounts() {
        try (RelayFixture fixture = RelayFixture.with().impatient().open()) {
            anna(fixture).says("hello");
            String conversation = fixture.freshchat.awaitPosted(1).get(0).conversationId();
            idle(fixture);
            fixture.freshchat.behaviour().ids(FreshchatBehaviour.Ids.NUMERIC);
            fixture.freshchat
                    .faults()
                    .pass(MESSAGE, 1)
                    .next(MESSAGE, Fault.cut().afterWork());

            refusedReply(fixture, conversation);
            fixture.await(() -> fixture.notes().size() == 1);
            fixture.time()
                    .passUntil(
                            Duration.ofSeconds(4), () -> fixture.relay.health().open() == 0);

            assertThat(fixture.notes()).hasSize(1);
            assertThat(fixture.relay.deadLetters()).as("the reply alone").hasSize(1);
        }
    }

    static Stream<Arguments> everyDark() {
        return Stream.of(Dark.values()).flatMap(dark -> Stream.of(Arguments.of(dark, true), Arguments.of(dark, false)));
    }

    /** So that the agent is told by a note. */
    private static void refusedReply(RelayFixture fixture, String conversation) {
        Json refusal = Json.object().put("status", 3).build();
        fixture.viber.faults().next("POST /send_message", Fault.answer(200, refusal));
        fixture.freshchat.agent().says(conversation, "refused");
    }

    @Test
    void callOverAConnectionThatServedBeforeIsNotRepeatedByTheClient() {
        try (RelayFixture fixture = new RelayFixture()) {
            ViberCustomer anna = anna(fixture);
            anna.says("hello");
            String conversation = fixture.freshchat.awaitPosted(1).get(0).conversationId();
            idle(fixture);
            fixture.freshchat.agent().says(conversation, "one");
            fixture.viber.awaitCalls("POST /send_message", 1);
            idle(fixture);
            int connections = fixture.viber.connections();
            fixture.viber.faults().next("POST /send_message", Fault.cut().afterWork());

            fixture.freshchat.agent().says(conversation, "two");
            fixture.await(() -> fixture.notes().size() == 1);

            assertThat(anna.receivedTexts()).containsExactly("one", "two");
            assertThat(fixture.viber.calls("POST /send_message")).isEqualTo(2);
            assertThat(fixture.viber.connections())
                    .as("it was a used connection")
                    .isEqualTo(connections);
        }
    }

    /** Whether the last call was read before the connection went is not known to anybody, so it is looked up first. */
    @Test
    void connectionsThatTheServerClosedWhileIdleAreNoError() {
        try (Wire wire = new Wire();
                RelayFixture fixture = RelayFixture.with()
                        .before(made -> wire.to(made.freshchat.url()))
                        .freshchat(settings -> settings.url(wire.url("/v2").toString()))
                        .open()) {
            ViberCustomer anna = anna(fixture);
            anna.says("one");
            fixture.freshchat.awaitPosted(1);
            idle(fixture);

            wire.cutIdle();
            anna.says("two");
            fixture.time().passUntil(() -> fixture.relay.health().open() == 0);

            assertThat(fixture.posted()).containsExactly("one", "two");
            assertThat(fixture.events(RelayEvent.Paused.class)).isEmpty();
            assertThat(fixture.relay.deadLetters()).isEmpty();
        }
    }

    @Test
    void serverThatRefusesConnectionsForAWhileCostsNothing() {
        try (Wire wire = new Wire();
                RelayFixture fixture = RelayFixture.with()
                        .before(made -> wire.to(made.freshchat.url()))
                        .freshchat(settings -> settings.url(wire.url("/v2").toString()))
                        .open()) {
            ViberCustomer anna = anna(fixture);
            wire.refuse();

            anna.says("one");
            anna.says("two");
            fixture.time()
                    .passUntil(() -> fixture.events(RelayEvent.Paused.class).size() == 1);
            String trouble = fixture.relay.health().parts().get(0).trouble();
            fixture.clock.advance(Duration.ofMinutes(2));
            wire.accept();
            fixture.time().passUntil(() -> fixture.relay.health().open() == 0);

            assertThat(trouble).contains("connection refused");
            assertThat(fixture.posted()).containsExactly("one", "two");
            assertThat(fixture.relay.deadLetters()).isEmpty();
            assertThat(fixture.relay.health().ok()).isTrue();
        }
    }

    @Test
    void channelThatRefusesConnectionsForAWhileCostsNothing() {
        try (Wire wire = new Wire();
                RelayFixture fixture = RelayFixture.with()
                        .before(made -> wire.to(made.viber.url()))
                        .setting("base-url", wire.url("/pa").toString())
                        // Registering would leave a connection behind.
                        .relay(relay -> relay.registerWebhooks(false))
                        .open()) {
            fixture.viber.connectWebhook(fixture.viberWebhook());
            ViberCustomer anna = anna(fixture);
            anna.says("hello");
            String conversation = fixture.freshchat.awaitPosted(1).get(0).conversationId();
            idle(fixture);

            fixture.clock.advance(Duration.ofSeconds(1));
            wire.refuse();
            fixture.freshchat.agent().says(conversation, "one");
            fixture.await(() -> fixture.events(RelayEvent.Paused.class).size() == 1);
            wire.accept();
            fixture.time().passUntil(() -> anna.received().size() == 1);

            assertThat(anna.receivedTexts()).containsExactly("one");
            assertThat(fixture.notes()).isEmpty();
        }
    }

    /** A quarter of an hour without any answer makes no second copy once it is over. */
    @Test
    void outageInTheMiddleOfSettlingMakesNoCopy() {
        try (RelayFixture fixture = RelayFixture.with().impatient().open()) {
            ViberCustomer anna = anna(fixture);
            anna.says("one");
            fixture.freshchat.awaitPosted(1);
            idle(fixture);
            fixture.freshchat.faults().next(MESSAGE, Fault.cut().afterWork());
            fixture.freshchat.faults().next("GET /conversations/{id}/messages", 3, Fault.answer(503));

            anna.says("two");
            anna.says("three");
            fixture.freshchat.awaitCalls(MESSAGE, 1);
            fixture.time()
                    .passUntil(
                            Duration.ofSeconds(5), () -> fixture.relay.health().open() == 0);

            assertThat(fixture.posted()).containsExactly("one", "two", "three");
        }
    }
}
