package dev.byoc.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.byoc.channel.Capabilities;
import dev.byoc.channel.Capabilities.Unit;
import dev.byoc.channel.ChannelContext;
import dev.byoc.channel.SendResult;
import dev.byoc.channel.SessionCloser;
import dev.byoc.event.RelayEvent;
import dev.byoc.json.Json;
import dev.byoc.message.Content;
import dev.byoc.message.ReplyHandle;
import dev.byoc.store.ReplayMode;
import dev.byoc.store.ReplayResult;
import dev.byoc.testkit.freshchat.StoredMessage;
import dev.byoc.testkit.server.Fault;
import dev.byoc.testkit.server.Gate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a customer does besides writing, and what Freshchat learns of it. */
class CustomerLifeTest {
    private EngineFixture fixture = new EngineFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void whatBroughtTheCustomerIsShownWithTheFirstMessageAndMakesNothingBefore() {
        fixture.post(joined("campaign 7"));
        assertThat(fixture.freshchat.users()).isEmpty();

        fixture.post(FakeChannel.text("1", "anna", "Hello"));
        fixture.freshchat.awaitPosted(2);
        fixture.post(FakeChannel.text("2", "anna", "again"));
        fixture.freshchat.awaitPosted(3);

        assertThat(fixture.notes()).containsExactly("[byoc note] The customer came with: campaign 7");
    }

    @Test
    void whatBroughtTheCustomerBeforeTheFirstMessageIsToldWholeAndEachThingOnce() {
        fixture.post(joined("j1", "campaign 7"));
        fixture.post(joined("j2", "order 8"));
        fixture.post(joined("j3", "campaign 7"));

        fixture.customerWrites("anna", "1", "Hello");
        fixture.drain();

        assertThat(fixture.notes()).containsExactly("[byoc note] The customer came with: campaign 7\norder 8");
    }

    @Test
    void whatBroughtTheCustomerIsToldOnceThoughTheAnswerToTheFirstMessageIsLost() {
        fixture.post(joined("campaign 7"));
        fixture.freshchat.faults().next("POST /conversations", Fault.cut().afterWork());

        fixture.post(FakeChannel.text("1", "anna", "Hello"));
        fixture.whileTimePasses(fixture::awaitIdle);

        assertThat(fixture.notes()).containsExactly("[byoc note] The customer came with: campaign 7");
    }

    @Test
    void whatBroughtTheCustomerIsToldOnceThoughItsEventComesAgain() {
        fixture.post(joined("campaign 7"));
        fixture.customerWrites("anna", "1", "Hello");
        fixture.freshchat.awaitPosted(2);

        fixture.post(joined("campaign 7"));
        fixture.drain();

        assertThat(fixture.notes()).containsExactly("[byoc note] The customer came with: campaign 7");
    }

    @Test
    void whatBroughtTheCustomerIsToldThoughItComesWhileTheFirstMessageIsUnderWay() {
        Gate gate = new Gate();
        fixture.freshchat.faults().next("POST /conversations", Fault.answerHeldAt(gate));
        fixture.post(FakeChannel.text("1", "anna", "Hello"));
        gate.awaitArrival();

        fixture.post(joined("campaign 7"));
        gate.open();
        fixture.awaitRelayed("1");
        fixture.drain();

        assertThat(fixture.notes()).containsExactly("[byoc note] The customer came with: campaign 7");
    }

    @Test
    void nothingThatBroughtTheCustomerIsLostWhereTwoThingsDid() {
        Gate gate = new Gate();
        fixture.freshchat.faults().next("POST /conversations", Fault.answerHeldAt(gate));
        fixture.post(joined("campaign 7"));
        fixture.post(FakeChannel.text("1", "anna", "Hello"));
        gate.awaitArrival();

        fixture.post(joined("j2", "order 8"));
        gate.open();
        fixture.awaitRelayed("1");
        fixture.customerWrites("anna", "2", "are you there?");
        fixture.drain();

        assertThat(fixture.notes())
                .anyMatch(note -> note.contains("campaign 7"))
                .anyMatch(note -> note.contains("order 8"));
    }

    @Test
    void customerWhoLeavesIsANoteForTheAgent() {
        fixture.customerWrites("anna", "1", "Hello");

        fixture.post(event("left"));
        fixture.freshchat.awaitPosted(2);

        assertThat(fixture.notes()).singleElement().asString().contains("can no longer be reached");
    }

    @Test
    void unknownCustomerWhoLeavesIsIgnored() {
        assertThat(fixture.post(event("left")).status()).isEqualTo(200);
        fixture.relay.close();

        assertThat(fixture.freshchat.users()).isEmpty();
        assertThat(fixture.freshchat.posted()).isEmpty();
    }

    @Test
    void endedSessionTakesOnlyItsOwnHandle() {
        fixture.channel.capabilities(Capabilities.text(1000, Unit.UTF16).onlyWithHandle());
        fixture.post(withHandle("1", "session-1"));
        String conversation = fixture.freshchat.awaitPosted(1).get(0).conversationId();
        fixture.post(withHandle("2", "session-2"));
        fixture.freshchat.awaitPosted(2);

        fixture.post(ended("session-1"));
        fixture.freshchat.agent().says(conversation, "still there?");

        assertThat(fixture.channel.awaitSent(1).get(0).handle().value()).isEqualTo("session-2");
        assertThat(fixture.notes()).isEmpty();
    }

    @Test
    void endedSessionIsANoteForTheAgent() {
        fixture.post(withHandle("1", "session-1"));
        fixture.awaitRelayed("1");

        fixture.post(ended("session-1"));
        fixture.freshchat.awaitPosted(2);

        assertThat(fixture.notes()).singleElement().asString().contains("has ended");
    }

    @Test
    void keysTellNotesAboutCustomersFromThoseAboutAnswers() {
        fixture.post(joined("campaign 7"));
        fixture.post(withHandle("1", "session-1"));
        fixture.freshchat.awaitPosted(2);
        fixture.post(ended("session-1"));
        fixture.freshchat.awaitPosted(3);
        fixture.post(event("left"));
        fixture.freshchat.awaitPosted(4);
        fixture.drain();

        assertThat(fixture.events)
                .filteredOn(RelayEvent.Completed.class::isInstance)
                .map(event -> ((RelayEvent.Completed) event).eventKey())
                .filteredOn(key -> key.contains(" note:"))
                .hasSize(3)
                .allMatch(key -> key.startsWith("shop note:customer:"));
    }

    @Test
    void resolveEndsTheSessionBehindAnswersThatStillWaitIfTheAccountAsksForIt() {
        fixture.close();
        List<String> ended = new CopyOnWriteArrayList<>();
        class Closing extends FakeChannel implements SessionCloser {
            Closing(ChannelContext context) {
                super(context);
            }

            @Override
            public SendResult endSession(String to, ReplyHandle handle) {
                ended.add(to + " " + handle.value() + " after " + sentTexts());
                return new SendResult.Accepted(List.of());
            }
        }
        fixture = new EngineFixture(Map.of("end-session-on-resolve", "yes"), Closing::new, builder -> {});
        fixture.post(withHandle("1", "session-1"));
        String conversation = fixture.freshchat.awaitPosted(1).get(0).conversationId();
        fixture.awaitRelayed("1");

        fixture.freshchat.agent().says(conversation, "bye");
        fixture.freshchat.agent().resolves(conversation);
        fixture.relay.close();

        assertThat(ended).containsExactly("anna session-1 after [bye]");
    }

    @Test
    void aKeyThatIsRefusedAsASessionIsEndedIsToldToTheOperator() {
        fixture.close();
        class Refusing extends FakeChannel implements SessionCloser {
            Refusing(ChannelContext context) {
                super(context);
            }

            @Override
            public SendResult endSession(String to, ReplyHandle handle) {
                return new SendResult.Refused(SendResult.Reason.AUTH, "not this key");
            }
        }
        fixture = new EngineFixture(Map.of("end-session-on-resolve", "yes"), Refusing::new, builder -> {});
        fixture.post(withHandle("1", "session-1"));
        String conversation = fixture.freshchat.awaitPosted(1).get(0).conversationId();
        fixture.awaitRelayed("1");

        fixture.freshchat.agent().resolves(conversation);
        fixture.relay.close();

        assertThat(fixture.relay.health().parts())
                .filteredOn(part -> part.name().equals("shop"))
                .singleElement()
                .satisfies(part -> assertThat(part.trouble()).contains("not this key"));
    }

    @Test
    void changedNameUpdatesTheUserWithoutDelayingTheMessage() {
        fixture.post(named("1", "Anna"));
        fixture.freshchat.awaitPosted(1);
        Gate gate = new Gate();
        fixture.freshchat.faults().next("PUT /users/{id}", Fault.heldAt(gate));

        fixture.post(named("2", "Anna Bell"));
        fixture.freshchat.awaitPosted(2);
        gate.awaitArrival();
        fixture.post(named("3", "Anna Bell"));
        fixture.freshchat.awaitPosted(3);
        gate.open();
        fixture.relay.close();

        assertThat(fixture.freshchat.users().get(0).firstName()).isEqualTo("Anna Bell");
        assertThat(fixture.freshchat.calls("PUT /users/{id}")).isEqualTo(1);
    }

    @Test
    void conversationGetsTheAccountsGroupAndProperties() {
        fixture.close();
        fixture = new EngineFixture(Map.of("properties", "priority=High; cf_source=fake"));

        String conversation = fixture.customerWrites("anna", "1", "Hello");

        assertThat(fixture.freshchat.conversation(conversation).properties())
                .isEqualTo(Json.of(Map.of("priority", "High", "cf_source", "fake")));
    }

    @Test
    void badEntryOfABatchDoesNotHurtTheOthers() {
        Json batch = FakeChannel.events(
                text("1", "one"),
                text("2", "two"),
                Json.object().put("kind", "broken").build(),
                text("4", "four"));

        assertThat(fixture.post(batch).status()).isEqualTo(200);
        assertThat(fixture.post(batch).status()).isEqualTo(200);
        fixture.freshchat.awaitPosted(3);
        fixture.drain();

        assertThat(fixture.freshchat.posted()).extracting(StoredMessage::text).containsExactly("one", "two", "four");
        assertThat(fixture.relay.deadLetters()).hasSize(1);
    }

    @Test
    void messageThatFreshchatRefusesIsRecordedAndTheOthersArriveOnceInOrder() {
        fixture.customerWrites("anna", "0", "zero");
        fixture.freshchat
                .faults()
                .pass("POST /conversations/{id}/messages", 2)
                .next("POST /conversations/{id}/messages", Fault.answer(400));
        Json batch = FakeChannel.events(
                text("1", "one"), text("2", "two"), text("3", "three"), text("4", "four"), text("5", "five"));

        fixture.post(batch);
        fixture.post(batch);
        fixture.freshchat.awaitPosted(5);
        fixture.drain();

        assertThat(fixture.freshchat.posted())
                .extracting(StoredMessage::text)
                .containsExactly("zero", "one", "two", "four", "five");
        assertThat(fixture.relay.deadLetters()).hasSize(1);
        assertThat(fixture.events).anyMatch(event -> event instanceof RelayEvent.DeadLettered);
    }

    @Test
    void messageFromCodeReachesTheCustomerOnceAndIsNoMessageOfTheCustomers() {
        fixture.customerWrites("anna", "1", "Hello");
        List<Content> contents = List.of(new Content.Text("Your parcel has left"));

        assertThat(fixture.relay.send("shop", "anna", "order-7", contents)).isTrue();
        assertThat(fixture.relay.send("shop", "anna", "order-7", contents)).isFalse();
        fixture.channel.awaitSent(1);
        fixture.relay.close();

        assertThat(fixture.channel.sentTexts()).containsExactly("Your parcel has left");
        assertThat(fixture.posted()).containsExactly("Hello");
    }

    @Test
    void messageFromCodeForAnUnknownAccountIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> fixture.relay.send("nobody", "anna", "1", List.of(new Content.Text("x"))))
                .withMessageContaining("shop");
    }

    @Test
    void messageOlderThanWhatIsRememberedIsKeptAsADeadLetterOnceAndCanBeReplayed() {
        Json late = FakeChannel.events(Json.object()
                .put("kind", "text")
                .put("id", "1")
                .put("customer", "anna")
                .put("text", "old")
                .put(
                        "at",
                        fixture.clock
                                .instant()
                                .minus(Duration.ofDays(2))
                                .minusSeconds(1)
                                .toString())
                .build());

        assertThat(fixture.post(late).status()).isEqualTo(200);
        assertThat(fixture.post(late).status()).isEqualTo(200);

        assertThat(fixture.freshchat.posted()).isEmpty();
        assertThat(fixture.relay.deadLetters()).singleElement().satisfies(letter -> {
            assertThat(letter.reason()).isEqualTo("older than what is remembered");
            assertThat(fixture.relay.replay(letter.id())).isEqualTo(ReplayResult.MAY_HAVE_ARRIVED);
            assertThat(fixture.relay.replay(letter.id(), ReplayMode.ALLOW_DUPLICATE))
                    .isEqualTo(ReplayResult.REPLAYED);
        });
        assertThat(fixture.freshchat.awaitPosted(1).get(0).text()).isEqualTo("old");
    }

    private static Json text(String id, String text) {
        return Json.object()
                .put("kind", "text")
                .put("id", id)
                .put("customer", "anna")
                .put("text", text)
                .build();
    }

    private static Json named(String id, String name) {
        return FakeChannel.events(Json.object()
                .put("kind", "text")
                .put("id", id)
                .put("customer", "anna")
                .put("name", name)
                .put("text", "message " + id)
                .build());
    }

    private static Json withHandle(String id, String handle) {
        return FakeChannel.events(Json.object()
                .put("kind", "text")
                .put("id", id)
                .put("customer", "anna")
                .put("text", "message " + id)
                .put("handle", handle)
                .build());
    }

    private static Json joined(String context) {
        return joined("j1", context);
    }

    private static Json joined(String id, String context) {
        return FakeChannel.events(Json.object()
                .put("kind", "joined")
                .put("id", id)
                .put("customer", "anna")
                .put("context", context)
                .build());
    }

    private static Json ended(String handle) {
        return FakeChannel.events(Json.object()
                .put("kind", "ended")
                .put("id", "e1")
                .put("customer", "anna")
                .put("handle", handle)
                .build());
    }

    private static Json event(String kind) {
        return FakeChannel.events(Json.object()
                .put("kind", kind)
                .put("id", "x1")
                .put("customer", "anna")
                .build());
    }
}
