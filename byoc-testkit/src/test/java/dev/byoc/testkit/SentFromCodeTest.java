package dev.byoc.testkit;

import static dev.byoc.Direction.INBOUND;
import static dev.byoc.Direction.OUTBOUND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.byoc.ConfigurationException;
import dev.byoc.RelayRequest;
import dev.byoc.channel.Capabilities;
import dev.byoc.channel.Capabilities.Unit;
import dev.byoc.channel.SendResult;
import dev.byoc.event.RelayEvent;
import dev.byoc.event.RelayEvent.Completed;
import dev.byoc.event.RelayEvent.DeadLettered;
import dev.byoc.event.RelayEvent.Discarded;
import dev.byoc.event.RelayEvent.Stored;
import dev.byoc.freshchat.FreshchatSettings;
import dev.byoc.json.Json;
import dev.byoc.message.Button;
import dev.byoc.message.Card;
import dev.byoc.message.Content;
import dev.byoc.message.Media;
import dev.byoc.message.Quote;
import dev.byoc.relay.RelayBuilder;
import dev.byoc.relay.RelayEngine;
import dev.byoc.store.ReplayResult;
import dev.byoc.store.Timeline;
import dev.byoc.testkit.freshchat.FreshchatBehaviour;
import dev.byoc.testkit.freshchat.FreshchatBehaviour.AfterResolve;
import dev.byoc.testkit.freshchat.FreshchatBehaviour.FirstNote;
import dev.byoc.testkit.freshchat.FreshchatBehaviour.MessageTypes;
import dev.byoc.testkit.freshchat.StoredConversation;
import dev.byoc.testkit.freshchat.StoredMessage;
import dev.byoc.testkit.freshchat.StoredUser;
import dev.byoc.testkit.server.Fault;
import dev.byoc.testkit.server.Gate;
import dev.byoc.testkit.server.JsonEdits;
import dev.byoc.wording.Wording;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a host's code sends is seen by agents, once, and its echo reaches no customer. */
class SentFromCodeTest {
    private static final String POST = "POST /conversations/{id}/messages";
    private static final String CREATE = "POST /conversations";
    private static final String WORDS = "Your parcel has left";
    private static final String NOTE = "[byoc note] Sent by your application on Fake messenger:\n" + WORDS;
    private static final String SHOWN = "shop shown:offer";
    /** A part of a kind that is not known. */
    private static final Json UNREADABLE = Json.of(List.of(
            Map.of("text", Map.of("content", "Look at this")), Map.of("template_content", Map.of("type", "hologram"))));

    private final Relay relay = new Relay();

    @AfterEach
    void close() {
        relay.close();
    }

    /** With an agent of Freshchat's who stands for the application alone. */
    private static final class Relay extends TestRelay {
        private final String application = freshchat().addAgent("Shop", "Messages");
        private final Map<String, String> settings = new LinkedHashMap<>(Map.of("topic", TOPIC));
        private final FakeChannelProvider provider = new FakeChannelProvider();
        private boolean writesNotes;

        @Override
        protected void configure(RelayBuilder builder) {
            builder.account("shop", provider, settings);
        }

        @Override
        protected void configure(FreshchatSettings.Builder builder) {
            if (writesNotes) {
                builder.noteAgent(application);
            }
        }

        Relay with(String setting, String value) {
            settings.put(setting, value);
            return this;
        }

        Relay asAgent() {
            return with("sent-from-code", "agent:" + application);
        }

        /** As {@code note} or {@code agent}. */
        Relay as(String form) {
            return form.equals("agent") ? asAgent() : this;
        }

        FakeChannel channel() {
            return provider.channel("shop");
        }

        void customerPosts(Json body) {
            RelayEngine engine = relay();
            String path = engine.webhookUrl("shop").getRawPath();
            assertThat(engine.handle(new RelayRequest(
                                    "POST", path, null, channel().headers(), body.bytes(), null))
                            .status())
                    .isEqualTo(200);
        }

        /** Anna has written, in this conversation. */
        String annaHasWritten() {
            start();
            customerPosts(FakeChannel.text("1", "anna", "Hello"));
            String conversation = conversationOf("Hello");
            awaitIdle();
            return conversation;
        }

        boolean sends() {
            return relay().send("shop", "anna", "offer", List.of(new Content.Text(WORDS)));
        }

        void sendsAndAwaits() {
            assertThat(sends()).isTrue();
            awaitSent(1);
            awaitIdle();
        }

        /** The store is empty by the time that the webhook of what was shown comes. */
        void sendsAndForgets() {
            freshchat().webhooks().hold();
            sends();
            await(() -> !events(Completed.class).isEmpty());

            restart();
            freshchat().webhooks().release();
            time("it is a dead letter", () -> !deadLetters().isEmpty());
            untilNothingIsOpen();
        }

        StoredMessage shown() {
            List<StoredMessage> posted = freshchat().posted();
            return posted.get(posted.size() - 1);
        }

        boolean wasDiscarded(StoredMessage message) {
            return events(Discarded.class).stream()
                    .anyMatch(event -> event.eventKey().contains(message.id())
                            && event.why().equals("a message of the relay's own"));
        }

        void time(String what, java.util.function.BooleanSupplier until) {
            try {
                time().passUntil(until);
            } catch (AssertionError e) {
                throw new AssertionError("waited in vain for: " + what, e);
            }
        }

        void untilNothingIsOpen() {
            time("nothing is open", () -> relay().health().open() == 0);
            awaitIdle();
        }
    }

    // How it is shown

    @Test
    void agentsSeeItAsAPrivateNoteInTheCustomersConversation() {
        String conversation = relay.annaHasWritten();

        relay.sendsAndAwaits();

        assertThat(relay.notes()).containsExactly(NOTE);
        assertThat(relay.shown().conversationId()).isEqualTo(conversation);
        assertThat(relay.channel().sentTexts()).containsExactly(WORDS);
    }

    @Test
    void agentsSeeItAsAnAgentsMessageWhereTheAccountWantsThat() {
        String conversation = relay.asAgent().annaHasWritten();

        relay.sendsAndAwaits();

        StoredMessage shown = relay.shown();
        assertThat(shown.text()).isEqualTo(WORDS);
        assertThat(shown.conversationId()).isEqualTo(conversation);
        assertThat(shown.actorType()).isEqualTo("agent");
        assertThat(shown.json().get("actor_id").text()).isEqualTo(relay.application);
        assertThat(shown.isPrivate()).isFalse();
        assertThat(relay.notes()).isEmpty();
    }

    @Test
    void agentsMessageOpensAConversationThatTakesNoneWhileItIsResolved() {
        relay.freshchat().behaviour().afterResolve(FreshchatBehaviour.AfterResolve.NEEDS_STATUS_NEW);
        String conversation = relay.asAgent().annaHasWritten();
        relay.freshchat().agent().resolves(conversation);

        relay.sendsAndAwaits();

        assertThat(relay.shown().text()).isEqualTo(WORDS);
        assertThat(relay.shown().conversationId()).isEqualTo(conversation);
        assertThat(relay.deadLetters()).isEmpty();
    }

    @Test
    void agentsSeeNothingWhereTheAccountWantsThat() {
        relay.with("sent-from-code", "off").annaHasWritten();

        relay.sendsAndAwaits();

        assertThat(relay.freshchat().posted()).hasSize(1);
        assertThat(relay.relay().timeline(SHOWN)).isEmpty();
    }

    @Test
    void settingThatSaysNoneOfTheseIsRefused() {
        assertThatThrownBy(() -> relay.with("sent-from-code", "bot").start())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("'sent-from-code' must be note, off or agent:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"note", "agent"})
    void whatIsNoTextIsShownInWords(String form) {
        relay.as(form).annaHasWritten();
        List<Content> contents = List.of(
                new Content.Image(Media.at("https://shop.example.com/parcel.png"), "It looks like this"),
                new Content.Cards(List.of(new Card(
                        "Your parcel",
                        null,
                        null,
                        List.of(new Button.Open("Track it", URI.create("https://shop.example.com/track")))))));

        relay.relay().send("shop", "anna", "offer", contents);
        relay.awaitSent(1);
        relay.awaitIdle();

        assertThat(relay.shown().parts()).hasSize(1);
        assertThat(relay.shown().text())
                .endsWith(contents.get(0).plainText(Wording.ENGLISH) + "\n"
                        + contents.get(1).plainText(Wording.ENGLISH))
                .contains("It looks like this", "https://shop.example.com/parcel.png", "Track it");
    }

    @Test
    void quotationIsShownToo() {
        relay.annaHasWritten();

        relay.relay()
                .send("shop", "anna", "offer", List.of(new Content.Text(WORDS)), new Quote("m1", "Where is it?", null));
        relay.awaitSent(1);
        relay.awaitIdle();

        assertThat(relay.notes())
                .singleElement()
                .asString()
                .contains("Where is it?")
                .endsWith(WORDS);
    }

    @Test
    void hostIsToldOfItAsOfWhatIsNoMessage() {
        relay.annaHasWritten();

        relay.sendsAndAwaits();

        assertThat(relay.events(Completed.class)).singleElement().satisfies(event -> {
            assertThat(event.direction()).isEqualTo(INBOUND);
            assertThat(event.eventKey()).isEqualTo(SHOWN);
        });
        assertThat(relay.delivered(INBOUND)).hasSize(1);
        assertThat(relay.delivered(OUTBOUND)).hasSize(1);
        assertThat(relay.relay().timeline(relay.shown().id()))
                .singleElement()
                .extracting(Timeline::eventKey)
                .isEqualTo(SHOWN);
    }

    @Test
    void secondMessageOfThatIdIsNeitherSentNorShown() {
        relay.annaHasWritten();
        relay.sendsAndAwaits();

        assertThat(relay.sends()).isFalse();
        relay.awaitIdle();

        assertThat(relay.channel().sent()).hasSize(1);
        assertThat(relay.notes()).hasSize(1);
    }

    // Its echo

    /** Without the type too, as in some webhooks. */
    @ParameterizedTest
    @EnumSource(MessageTypes.class)
    void echoOfANoteReachesNoCustomer(MessageTypes types) {
        relay.annaHasWritten();
        relay.freshchat().behaviour().messageTypes(types);

        relay.sendsAndAwaits();
        relay.untilNothingIsOpen();

        assertThat(relay.channel().sentTexts()).containsExactly(WORDS);
        assertThat(relay.deadLetters()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(MessageTypes.class)
    void echoThatComesAfterItsPostIsKnownReachesNoCustomer(MessageTypes types) {
        relay.asAgent().annaHasWritten();
        relay.freshchat().behaviour().messageTypes(types);
        relay.freshchat().webhooks().hold();
        relay.sends();
        relay.await(() -> !relay.events(Completed.class).isEmpty());

        relay.freshchat().webhooks().release();
        relay.await(() -> relay.wasDiscarded(relay.shown()));

        assertThat(relay.channel().sentTexts()).containsExactly(WORDS);
        assertThat(relay.deadLetters()).isEmpty();
        assertThat(relay.notes()).isEmpty();
    }

    @Test
    void echoThatComesBeforeThePostIsAnsweredReachesNoCustomer() {
        relay.asAgent().annaHasWritten();
        Gate answer = new Gate();
        relay.freshchat().faults().next(POST, Fault.answerHeldAt(answer));
        relay.sends();
        answer.awaitArrival();

        relay.await(() -> relay.wasDiscarded(relay.shown()));
        answer.open();
        relay.awaitIdle();

        assertThat(relay.channel().sentTexts()).containsExactly(WORDS);
        assertThat(relay.freshchat().posted()).hasSize(2);
    }

    /** Agents have ids of several families, as conversations have, and a payload may name none. */
    @ParameterizedTest
    @ValueSource(strings = {"another id", "no id"})
    void echoThatNamesItsAgentOtherwiseWaitsForTheAnswerAndReachesNoCustomer(String how) {
        relay.asAgent().annaHasWritten();
        relay.freshchat().behaviour().echo(false);
        Gate answer = new Gate();
        relay.freshchat().faults().next(POST, Fault.answerHeldAt(answer));
        relay.sends();
        answer.awaitArrival();
        Json whole = relay.shown().json();
        Json told = how.equals("no id")
                ? JsonEdits.without(whole, "actor_id")
                : JsonEdits.with(whole, Map.of("actor_id", "4711"));

        tells(told);
        relay.await(() -> relay.events(Stored.class).stream()
                .anyMatch(event -> event.eventKey().contains(relay.shown().id())));
        answer.open();
        relay.time("the echo is known", () -> relay.wasDiscarded(relay.shown()));

        assertThat(relay.channel().sentTexts()).containsExactly(WORDS);
    }

    private static Json textParts(String text) {
        return Json.of(List.of(Map.of("text", Map.of("content", text))));
    }

    private void tells(Json message) {
        Json event = Json.object()
                .put("actor", Json.object().put("actor_type", "agent").put("actor_id", message.get("actor_id")))
                .put("action", "message_create")
                .put("action_time", relay.clock().instant().toString())
                .put("data", Json.object().put("message", message))
                .build();
        relay.freshchat().sends("message_create", event.bytes());
    }

    @ParameterizedTest
    @ValueSource(strings = {"note", "agent"})
    void postOfUnknownOutcomeIsFoundAndNotMadeAgain(String form) {
        relay.as(form).annaHasWritten();
        relay.freshchat().faults().next(POST, Fault.cut().afterWork());

        relay.sends();
        relay.untilNothingIsOpen();

        assertThat(relay.freshchat().posted()).hasSize(2);
        assertThat(relay.channel().sentTexts()).containsExactly(WORDS);
        assertThat(relay.events(Completed.class)).hasSize(1);
    }

    /** The words of the host's message are an agent's too, and what the agent has said is none of the relay's. */
    @Test
    void postThatWasNotDoneIsNotTakenForWhatAnAgentHasWritten() {
        String conversation = relay.asAgent().annaHasWritten();
        Gate before = new Gate();
        relay.freshchat().faults().next(POST, Fault.heldAt(before).and(Fault.cut()));
        relay.sends();
        before.awaitArrival();
        relay.freshchat().agent().says(conversation, WORDS);
        before.open();

        relay.time("both are sent", () -> relay.channel().sent().size() == 2);
        relay.untilNothingIsOpen();

        assertThat(relay.channel().sentTexts()).containsExactly(WORDS, WORDS);
        assertThat(relay.freshchat().posted()).hasSize(2);
    }

    /** What cannot be read is none of the relay's words, though it is all that there is. */
    @Test
    void postThatWasNotDoneIsNotTakenForWhatAnAgentHasSentThatCannotBeRead() {
        String conversation = relay.annaHasWritten();
        Gate before = new Gate();
        relay.freshchat().faults().next(POST, Fault.heldAt(before).and(Fault.cut()));
        relay.sends();
        before.awaitArrival();
        relay.channel().willAnswer(new SendResult.TryLater(Duration.ofMinutes(2), true, "busy"));
        relay.freshchat().agent().sends(conversation, UNREADABLE);
        relay.await(() -> relay.channel().sent().size() == 2);
        before.open();

        relay.time("it is sent again", () -> relay.channel().sent().size() == 3);
        relay.untilNothingIsOpen();

        assertThat(relay.delivered(OUTBOUND)).hasSize(2);
        assertThat(relay.freshchat().posted())
                .filteredOn(message -> message.text().endsWith(WORDS))
                .hasSize(1);
        assertThat(relay.deadLetters()).isEmpty();
    }

    /** An agent who copies a note openly has said something. */
    @Test
    void noteThatWasNotPostedIsNotTakenForAnOpenCopyOfItsWords() {
        String conversation = relay.annaHasWritten();
        Gate before = new Gate();
        relay.freshchat().faults().next(POST, Fault.heldAt(before).and(Fault.cut()));
        relay.freshchat().webhooks().hold();
        relay.sends();
        before.awaitArrival();
        relay.freshchat().agent().says(conversation, NOTE);
        before.open();

        relay.untilNothingIsOpen();

        assertThat(relay.notes()).containsExactly(NOTE);
    }

    /** Agents may write what begins as notes do. */
    @ParameterizedTest
    @ValueSource(strings = {"[byoc note] is what your notes begin with", "byoc notes are on our web site"})
    void openAnswerThatBeginsAsNotesDoReachesTheCustomer(String text) {
        String conversation = relay.annaHasWritten();

        relay.freshchat().agent().says(conversation, text);
        relay.awaitSent(1);

        assertThat(relay.channel().sentTexts()).containsExactly(text);
    }

    /** Nothing tells it from a note that Freshchat has made an open message of, and of which the relay has forgotten the id. */
    @Test
    void openCopyOfANoteAboutWhatWasSentIsToldAndNotSent() {
        String conversation = relay.annaHasWritten();
        relay.sendsAndAwaits();

        relay.freshchat().agent().says(conversation, NOTE);
        relay.awaitNotes(2);
        relay.awaitIdle();

        assertThat(relay.channel().sentTexts()).containsExactly(WORDS);
        assertThat(relay.deadLetters()).hasSize(1);
        assertThat(relay.notes()).last().asString().contains("It begins like the relay's notes");
    }

    @Test
    void noteThatBecameAnOpenMessageIsToldAndNotSentByARelayWithoutAMemory() {
        relay.freshchat().behaviour().firstNote(FirstNote.MADE_NORMAL);
        relay.start();
        relay.sendsAndForgets();

        assertThat(relay.channel().sent()).isEmpty();
    }

    /** Freshchat may mask words, and the webhook may come first. */
    @Test
    void echoInOtherWordsThatComesBeforeThePostIsAnsweredIsKnownByItsId() {
        relay.asAgent().annaHasWritten();
        relay.freshchat().behaviour().echo(false);
        Gate answer = new Gate();
        relay.freshchat().faults().next(POST, Fault.answerHeldAt(answer));
        relay.sends();
        answer.awaitArrival();
        relay.freshchat().behaviour().echo(true);

        tells(JsonEdits.with(relay.shown().json(), Map.of("message_parts", textParts("Your ****** has left"))));
        relay.await(() -> relay.events(Stored.class).stream()
                .anyMatch(event -> event.eventKey().contains(relay.shown().id())));
        answer.open();
        relay.time("the echo is known", () -> relay.wasDiscarded(relay.shown()));
        relay.untilNothingIsOpen();

        assertThat(relay.channel().sentTexts()).containsExactly(WORDS);
        assertThat(relay.notes()).isEmpty();
        assertThat(relay.deadLetters()).isEmpty();
    }

    @Test
    void personWhoWritesAsTheApplicationMeanwhileIsToldOnceThePostHasEnded() {
        String conversation = relay.asAgent().annaHasWritten();
        Gate answer = new Gate();
        relay.freshchat().faults().next(POST, Fault.answerHeldAt(answer));
        relay.sends();
        answer.awaitArrival();

        relay.freshchat().agent(relay.application).sends(conversation, UNREADABLE);
        answer.open();
        relay.time("it is a dead letter", () -> !relay.deadLetters().isEmpty());
        relay.untilNothingIsOpen();

        assertThat(relay.channel().sentTexts()).containsExactly(WORDS);
        assertThat(relay.deadLetters()).hasSize(1);
        assertThat(relay.notes()).singleElement().asString().contains("stands for your application");
    }

    /** A copy that comes too late to be told from a repeat. */
    @ParameterizedTest
    @ValueSource(strings = {"without an id", "too old"})
    void echoThatCannotBeToldFromARepeatLeadsToNoNote(String how) {
        relay.asAgent().annaHasWritten();
        relay.freshchat().behaviour().echo(false);
        relay.sendsAndAwaits();
        Json whole = relay.shown().json();

        tells(
                how.equals("too old")
                        ? JsonEdits.with(whole, Map.of("id", "another", "created_time", "2020-01-01T00:00:00Z"))
                        : JsonEdits.without(whole, "id"));
        relay.await(() -> !relay.deadLetters().isEmpty());
        relay.untilNothingIsOpen();

        assertThat(relay.notes()).isEmpty();
        assertThat(relay.channel().sentTexts()).containsExactly(WORDS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"note", "agent"})
    void agentWhoWritesTheSameWordsAfterwardsIsHeard(String form) {
        String conversation = relay.as(form).annaHasWritten();
        relay.sendsAndAwaits();

        relay.freshchat().agent().says(conversation, WORDS);
        relay.awaitSent(2);

        assertThat(relay.channel().sentTexts()).containsExactly(WORDS, WORDS);
    }

    @Test
    void agentWhoWritesTheSameWordsMeanwhileIsHeard() {
        String conversation = relay.asAgent().annaHasWritten();
        Gate before = new Gate();
        relay.freshchat().faults().next(POST, Fault.heldAt(before));
        relay.sends();
        before.awaitArrival();

        relay.freshchat().agent().says(conversation, WORDS);
        before.open();
        relay.time("both are sent", () -> relay.channel().sent().size() == 2);
        relay.untilNothingIsOpen();

        assertThat(relay.channel().sentTexts()).containsExactly(WORDS, WORDS);
        assertThat(relay.deadLetters()).isEmpty();
    }

    @Test
    void personWhoWritesAsTheApplicationIsToldThatNothingIsSent() {
        String conversation = relay.asAgent().annaHasWritten();
        relay.sendsAndAwaits();

        relay.freshchat().agent(relay.application).says(conversation, "And I am a person");
        relay.awaitNotes(1);

        assertThat(relay.channel().sentTexts()).containsExactly(WORDS);
        assertThat(relay.notes())
                .singleElement()
                .asString()
                .startsWith("[byoc note] This answer did not reach the customer on Fake messenger: “And I am a person”")
                .contains("It was written in the name of the agent who stands for your application");
        assertThat(relay.deadLetters()).hasSize(1);
    }

    @Test
    void agentWhoIsTheApplicationMayWriteTheRelaysNotesToo() {
        relay.writesNotes = true;
        String conversation = relay.asAgent().annaHasWritten();
        relay.freshchat().behaviour().messageTypes(MessageTypes.READS_ONLY);
        relay.channel().willAnswer(new SendResult.Refused(SendResult.Reason.REJECTED, "no"));
        Gate answer = new Gate();
        relay.freshchat().faults().next(POST, Fault.answerHeldAt(answer));
        relay.freshchat().agent().says(conversation, "Hi");
        answer.awaitArrival();
        relay.await(() -> relay.events(Stored.class).stream()
                .anyMatch(event -> event.eventKey().contains(relay.shown().id())));
        answer.open();
        relay.untilNothingIsOpen();

        assertThat(relay.notes()).hasSize(1);
        assertThat(relay.deadLetters()).hasSize(1);
        assertThat(relay.channel().sentTexts()).containsExactly("Hi");
    }

    @Test
    void privateNoteOfTheApplicationsAgentIsNoAnswerOfAPerson() {
        String conversation = relay.asAgent().annaHasWritten();
        relay.freshchat().behaviour().messageTypes(MessageTypes.READS_ONLY);

        relay.freshchat().agent(relay.application).writesNote(conversation, "secret opinion");
        relay.time("it is discarded", () -> !relay.events(Discarded.class).isEmpty());

        assertThat(relay.channel().sent()).isEmpty();
        assertThat(relay.deadLetters()).isEmpty();
        assertThat(relay.notes()).isEmpty();
    }

    /** Its store forgets all, and nothing but the agent's id is left to tell by. */
    @Test
    void echoThatARelayWithoutAMemoryGetsReachesNoCustomer() {
        relay.asAgent().annaHasWritten();
        relay.sendsAndForgets();

        assertThat(relay.channel().sent()).isEmpty();
    }

    // What is not shown

    @Test
    void messageThatTheMessengerRefusesIsNotShownAndTheNoteSaysWhoseItWas() {
        relay.annaHasWritten();
        relay.channel().willAnswer(new SendResult.Refused(SendResult.Reason.REJECTED, "no"));

        relay.sends();
        relay.awaitNotes(1);
        relay.awaitIdle();

        assertThat(relay.notes())
                .singleElement()
                .asString()
                .startsWith("[byoc note] This answer did not reach the customer on Fake messenger: “" + WORDS)
                .contains("which your application sent");
        assertThat(relay.relay().timeline(SHOWN)).isEmpty();
    }

    @Test
    void messageWhoseOutcomeIsUnknownIsNotShownAsSent() {
        relay.annaHasWritten();
        relay.channel().willAnswer(new SendResult.Unknown("no answer"));

        relay.sends();
        relay.awaitNotes(1);
        relay.awaitIdle();

        assertThat(relay.notes())
                .singleElement()
                .asString()
                .startsWith("[byoc note] This answer may not have reached the customer on Fake messenger: “" + WORDS)
                .contains("which your application sent");
    }

    @Test
    void messageIsShownOnceItsReplayHasReachedTheCustomer() {
        relay.annaHasWritten();
        relay.channel().willAnswer(new SendResult.Refused(SendResult.Reason.REJECTED, "no"));
        relay.sends();
        relay.awaitNotes(1);

        assertThat(relay.relay().replay(relay.deadLetters().get(0).id())).isEqualTo(ReplayResult.REPLAYED);
        relay.awaitNotes(2);

        assertThat(relay.notes()).last().isEqualTo(NOTE);
    }

    @Test
    void customerWhoIsForgottenMeanwhileIsNotShownAnything() {
        relay.asAgent().annaHasWritten();
        relay.freshchat().faults().next(POST, Fault.answer(503));
        relay.sends();
        relay.await(() -> !relay.events(RelayEvent.Retrying.class).isEmpty()
                || !relay.events(RelayEvent.Paused.class).isEmpty());

        relay.relay().forget("shop", "anna");
        relay.untilNothingIsOpen();

        assertThat(relay.freshchat().posted()).hasSize(1);
        assertThat(relay.relay().timeline(SHOWN))
                .singleElement()
                .extracting(Timeline::state)
                .isEqualTo(Timeline.State.DISCARDED);
    }

    @Test
    void echoThatComesAfterItsCustomerWasForgottenReachesNoCustomer() {
        relay.asAgent().annaHasWritten();
        relay.freshchat().webhooks().hold();
        relay.sends();
        relay.await(() -> !relay.events(Completed.class).isEmpty());

        relay.relay().forget("shop", "anna");
        relay.freshchat().webhooks().release();
        relay.time("the echo is known", () -> relay.wasDiscarded(relay.shown()));

        assertThat(relay.channel().sentTexts()).containsExactly(WORDS);
    }

    // Dead letters

    @Test
    void whatFreshchatDoesNotTakeIsADeadLetterThatCanBeReplayed() {
        relay.annaHasWritten();
        relay.freshchat().faults().next(POST, Fault.answer(400));
        relay.sends();
        relay.await(() -> !relay.events(DeadLettered.class).isEmpty());
        assertThat(relay.notes()).isEmpty();

        assertThat(relay.relay().replay(relay.deadLetters().get(0).id())).isEqualTo(ReplayResult.REPLAYED);
        relay.awaitNotes(1);

        assertThat(relay.notes()).containsExactly(NOTE);
        assertThat(relay.channel().sentTexts()).containsExactly(WORDS);
    }

    /** Of an agent who is not there Freshchat may refuse the message, or say that something is not found. */
    @ParameterizedTest
    @CsvSource({"unknown, 400", "unknown, 404", "gone, 400", "gone, 404"})
    void whatFreshchatDoesNotTakeInItsAgentsNameIsANote(String agent, int status) {
        String conversation = relay.asAgent()
                .with("sent-from-code", "agent:" + (agent.equals("gone") ? relay.application : "nobody"))
                .annaHasWritten();
        relay.freshchat().deleteAgent(relay.application);
        if (status != 400) {
            relay.freshchat().faults().next(POST, Fault.answer(status));
        }

        relay.sendsAndAwaits();

        assertThat(relay.notes()).containsExactly(NOTE);
        assertThat(relay.shown().conversationId()).isEqualTo(conversation);
        assertThat(relay.freshchat().conversations()).hasSize(1);
        assertThat(relay.deadLetters()).isEmpty();
    }

    @Test
    void conversationThatCannotBeginInItsAgentsNameBeginsWithANote() {
        relay.with("sent-from-code", "agent:nobody").start();
        relay.freshchat().faults().next(CREATE, Fault.answer(404));

        relay.sends();
        relay.awaitNotes(1);
        relay.customerPosts(FakeChannel.text("2", "anna", "Are you there?"));
        relay.conversationOf("Are you there?");

        assertThat(relay.notes()).containsExactly(NOTE);
        assertThat(relay.freshchat().conversations()).hasSize(1);
    }

    /** The agent of the notes may have gone since, and Freshchat may say so by either status. */
    @ParameterizedTest
    @ValueSource(ints = {400, 404})
    void botShowsItWhereTheAgentOfTheNotesHasGone(int status) {
        relay.writesNotes = true;
        relay.annaHasWritten();
        relay.freshchat().deleteAgent(relay.application);
        if (status != 400) {
            relay.freshchat().faults().next(POST, Fault.answer(status));
        }

        relay.sendsAndAwaits();

        assertThat(relay.notes()).containsExactly(NOTE);
        assertThat(relay.shown().actorType()).isEqualTo("bot");
        assertThat(relay.freshchat().conversations()).hasSize(1);
        assertThat(relay.deadLetters()).isEmpty();
        assertThat(relay.events(RelayEvent.Retrying.class)).isEmpty();
    }

    // Conversations

    @ParameterizedTest
    @ValueSource(strings = {"note", "agent"})
    void customerWhoHasNeverWrittenGetsAConversationWhichTheirFirstMessageJoins(String form) {
        relay.as(form).start();

        relay.sendsAndAwaits();
        StoredMessage shown = relay.shown();
        relay.customerPosts(FakeChannel.text("1", "anna", "Thank you"));

        assertThat(relay.conversationOf("Thank you")).isEqualTo(shown.conversationId());
        assertThat(relay.freshchat().conversations()).hasSize(1);
        assertThat(relay.freshchat().users()).hasSize(1);
        assertThat(shown.isPrivate()).isEqualTo(form.equals("note"));
        assertThat(relay.channel().sentTexts()).containsExactly(WORDS);
    }

    @Test
    void answerInAConversationThatCodeHasBegunReachesTheCustomer() {
        relay.asAgent().start();
        relay.sendsAndAwaits();

        relay.freshchat().agent().says(relay.shown().conversationId(), "How was it?");
        relay.awaitSent(2);

        assertThat(relay.channel().sentTexts()).containsExactly(WORDS, "How was it?");
    }

    @Test
    void nameOfACustomerWhomCodeHasMadeKnownIsToldWithTheirFirstMessage() {
        relay.start();
        relay.sendsAndAwaits();

        relay.customerPosts(FakeChannel.events(Json.object()
                .put("kind", "text")
                .put("id", "1")
                .put("customer", "anna")
                .put("name", "Anna")
                .put("text", "Thank you")
                .build()));
        relay.await(() -> relay.freshchat().users().stream()
                .map(StoredUser::json)
                .anyMatch(user -> "Anna".equals(user.get("first_name").text())));

        assertThat(relay.freshchat().users()).hasSize(1);
    }

    @Test
    void conversationThatMayNotBeginWithANoteIsNotBegunAndThatIsADeadLetter() {
        relay.freshchat().behaviour().firstNote(FirstNote.REFUSED);
        relay.start();

        relay.sends();
        relay.await(() -> !relay.events(DeadLettered.class).isEmpty());
        relay.customerPosts(FakeChannel.text("1", "anna", "Thank you"));
        relay.conversationOf("Thank you");

        assertThat(relay.deadLetters())
                .singleElement()
                .satisfies(letter -> assertThat(letter.reason()).contains("answered 400", "'sent-from-code'"));
        assertThat(relay.relay().replay(relay.deadLetters().get(0).id())).isEqualTo(ReplayResult.REPLAYED);
        relay.awaitNotes(1);
        assertThat(relay.notes()).containsExactly(NOTE);
    }

    @Test
    void noteThatIsNoNoteAtTheBeginningOfAConversationReachesNoCustomer() {
        relay.freshchat().behaviour().firstNote(FirstNote.MADE_NORMAL);
        relay.start();
        Gate answer = new Gate();
        relay.freshchat().faults().next(CREATE, Fault.answerHeldAt(answer));
        relay.sends();
        answer.awaitArrival();
        relay.time("its echo is known", () -> relay.wasDiscarded(relay.shown()));
        answer.open();
        relay.untilNothingIsOpen();

        assertThat(relay.shown().isPrivate()).isFalse();
        assertThat(relay.channel().sentTexts()).containsExactly(WORDS);
    }

    /** Whose conversation it is, is not known here yet. */
    @Test
    void echoThatComesBeforeItsConversationIsKnownReachesNoCustomer() {
        relay.asAgent().start();
        Gate answer = new Gate();
        relay.freshchat().faults().next(CREATE, Fault.answerHeldAt(answer));
        relay.sends();
        answer.awaitArrival();
        relay.time("its echo is known", () -> relay.wasDiscarded(relay.shown()));
        answer.open();
        relay.untilNothingIsOpen();

        assertThat(relay.channel().sentTexts()).containsExactly(WORDS);
        assertThat(relay.freshchat().conversations()).hasSize(1);
    }

    @Test
    void customerWhomTheMessengerLetsNoOneWriteToGetsNoConversation() {
        relay.start();
        relay.channel().capabilities(Capabilities.text(1000, Unit.UTF16).onlyWithHandle());

        relay.sends();
        relay.await(() -> !relay.events(DeadLettered.class).isEmpty());
        relay.awaitIdle();

        assertThat(relay.deadLetters())
                .singleElement()
                .satisfies(letter -> assertThat(letter.reason()).contains("WINDOW_CLOSED"));
        assertThat(relay.freshchat().users()).isEmpty();
        assertThat(relay.freshchat().conversations()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"note", "agent"})
    void resolvedConversationIsNotLeftForAnotherOne(String form) {
        relay.with("conversations", "new-after-resolve");
        String conversation = relay.as(form).annaHasWritten();
        relay.freshchat().agent().resolves(conversation);
        relay.awaitIdle();
        relay.clock().advance(Duration.ofMinutes(1));

        relay.sendsAndAwaits();

        assertThat(relay.shown().conversationId()).isEqualTo(conversation);
        assertThat(relay.freshchat().conversations()).hasSize(1);
    }

    @Test
    void noteLeavesAResolvedConversationResolved() {
        relay.with("conversations", "reopen");
        String conversation = relay.annaHasWritten();
        relay.freshchat().agent().resolves(conversation);
        relay.awaitIdle();

        relay.sendsAndAwaits();

        assertThat(relay.freshchat().conversation(conversation).status()).isEqualTo("resolved");
        assertThat(relay.notes()).containsExactly(NOTE);
    }

    @Test
    void conversationThatIsNotTheLatestIsLeftForANewOne() {
        relay.freshchat().behaviour().afterResolve(AfterResolve.REFUSES);
        String conversation = relay.asAgent().annaHasWritten();
        relay.freshchat().agent().resolves(conversation);
        relay.awaitIdle();

        relay.sendsAndAwaits();

        assertThat(relay.freshchat().conversations())
                .hasSize(2)
                .last()
                .extracting(StoredConversation::id)
                .isEqualTo(relay.shown().conversationId());
        assertThat(relay.channel().sentTexts()).containsExactly(WORDS);
    }
}
