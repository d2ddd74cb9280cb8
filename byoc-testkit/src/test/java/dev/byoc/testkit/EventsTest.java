package dev.byoc.testkit;

import static dev.byoc.Direction.INBOUND;
import static dev.byoc.Direction.OUTBOUND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.Direction;
import dev.byoc.channel.SendResult;
import dev.byoc.event.RelayEvent;
import dev.byoc.event.RelayEvent.Attempted;
import dev.byoc.event.RelayEvent.Completed;
import dev.byoc.event.RelayEvent.DeadLettered;
import dev.byoc.event.RelayEvent.Delivered;
import dev.byoc.event.RelayEvent.Discarded;
import dev.byoc.event.RelayEvent.Duplicate;
import dev.byoc.event.RelayEvent.Retrying;
import dev.byoc.event.RelayEvent.Stored;
import dev.byoc.event.Timing;
import dev.byoc.json.Json;
import dev.byoc.message.Content;
import dev.byoc.testkit.freshchat.StoredMessage;
import dev.byoc.testkit.server.Fault;
import dev.byoc.testkit.server.Gate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the host is told of its messages: in which order, of which attempt, and how long it took. */
final class EventsTest {
    private static final SendResult NOT_NOW = new SendResult.TryLater(null, false, "not just now");

    private static final Map<String, String> QUIET = Map.of("sent-from-code", "off");

    private EngineFixture fixture = new EngineFixture(QUIET);

    @AfterEach
    void close() {
        fixture.close();
    }

    private static void await(BooleanSupplier until) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!until.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("it did not come to that");
            }
            LockSupport.parkNanos(5_000_000);
        }
    }

    private <T extends RelayEvent> List<T> events(Class<T> kind) {
        return fixture.events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private List<Delivered> delivered(Direction direction) {
        return events(Delivered.class).stream()
                .filter(event -> event.direction() == direction)
                .toList();
    }

    private Delivered awaitSent() {
        await(() -> !delivered(OUTBOUND).isEmpty());
        return delivered(OUTBOUND).get(0);
    }

    private void send(String id, String text) {
        fixture.relay.send("shop", "anna", id, List.of(new Content.Text(text)));
    }

    private static @Nullable String keyOf(RelayEvent event) {
        if (event instanceof Stored stored) {
            return stored.eventKey();
        }
        return event instanceof Attempted attempted ? attempted.eventKey() : null;
    }

    /** What was told of one message, in order, and the attempt where there is one. */
    private List<String> told(String eventKey) {
        return fixture.events.stream()
                .filter(event -> eventKey.equals(keyOf(event)))
                .map(event -> event.getClass().getSimpleName()
                        + (event instanceof Attempted attempted ? " " + attempted.attempt() : ""))
                .toList();
    }

    // Both directions

    @Test
    void bothDirectionsEndInTheSameKindOfEventWithTheIdsOfTheOtherSide() {
        String conversation = fixture.customerWrites("anna", "1", "Hello");
        fixture.freshchat.agent().says(conversation, "Hi");
        Delivered sent = awaitSent();

        StoredMessage posted = fixture.freshchat.posted().get(0);
        assertThat(delivered(INBOUND)).singleElement().satisfies(event -> {
            assertThat(event.account()).isEqualTo("shop");
            assertThat(event.eventKey()).isEqualTo("shop message:1");
            assertThat(event.messageIds()).containsExactly(posted.id());
        });
        assertThat(sent.account()).isEqualTo("shop");
        assertThat(sent.messageIds())
                .containsExactlyInAnyOrder(
                        "fake-1", fixture.channel.sent().get(0).key().toString());
        assertThat(told(sent.eventKey())).containsExactly("Stored", "Delivered 1");
        assertThat(told("shop message:1")).containsExactly("Stored", "Delivered 1");
    }

    @Test
    void whatCodeSendsIsToldLikeAnAnswerAndItsRepeatToo() {
        send("offer", "Hello");
        send("offer", "Hello");

        assertThat(awaitSent().eventKey()).isEqualTo("host:shop:offer");
        assertThat(told("host:shop:offer")).containsExactly("Stored", "Delivered 1");
        assertThat(events(Duplicate.class)).containsExactly(new Duplicate("shop", OUTBOUND, "host:shop:offer"));
    }

    @Test
    void idsAreThoseOfAllPartsInTheirOrderThoughOneAttemptDidNotSendThemAll() {
        fixture.channel.willAnswer(
                new SendResult.Accepted(List.of("first")), NOT_NOW, new SendResult.Accepted(List.of("last")));

        send("long", "a".repeat(900) + " " + "b".repeat(900));
        fixture.whileTimePasses(this::awaitSent);

        String firstKey = fixture.channel.sent().get(0).key().toString();
        String lastKey = fixture.channel.sent().get(2).key().toString();
        List<String> ids = awaitSent().messageIds();
        assertThat(ids.subList(0, 2)).containsExactlyInAnyOrder("first", firstKey);
        assertThat(ids.subList(2, 4)).containsExactlyInAnyOrder("last", lastKey);
    }

    // What is no message

    @Test
    void privateNoteIsNoDeliveredMessage() {
        fixture.customerWrites("anna", "1", "Hello");
        fixture.channel.willAnswer(new SendResult.Refused(SendResult.Reason.REJECTED, "no"));

        send("offer", "Hi");
        await(() -> !events(Completed.class).isEmpty());

        assertThat(events(Completed.class)).singleElement().satisfies(event -> {
            assertThat(event.direction()).isEqualTo(INBOUND);
            assertThat(event.eventKey()).contains(" note:").doesNotContain("note:customer:");
            assertThat(event.attempt()).isEqualTo(1);
        });
        assertThat(events(Delivered.class)).hasSize(1);
        assertThat(told("host:shop:offer")).containsExactly("Stored", "DeadLettered 1");
    }

    @Test
    void eventOfNoCustomerHereIsDiscardedUnderItsOwnKey() {
        String user = fixture.freshchat.addUser(
                Json.object().put("reference_id", "another system's").build());
        String conversation = fixture.freshchat.addConversation(user, fixture.topic);

        fixture.freshchat.agent().says(conversation, "Hi");
        fixture.whileTimePasses(() -> await(() -> !events(Discarded.class).isEmpty()));

        Discarded discarded = events(Discarded.class).get(0);
        assertThat(discarded.direction()).isEqualTo(OUTBOUND);
        assertThat(discarded.timing().waited()).isGreaterThan(Duration.ofMinutes(1));
        assertThat(told(discarded.eventKey())).containsExactly("Stored", "Discarded 1");
    }

    @Test
    void deadLetterFromTheStartHasNoAttempt() {
        fixture.post(FakeChannel.events(Json.object().put("kind", "broken").build()));
        fixture.drain();

        assertThat(events(DeadLettered.class)).singleElement().satisfies(event -> {
            assertThat(event.direction()).isEqualTo(INBOUND);
            assertThat(event.attempt()).isZero();
            assertThat(event.timing()).isEqualTo(new Timing(Duration.ZERO, Duration.ZERO));
            assertThat(told(event.eventKey())).containsExactly("Stored", "DeadLettered 0");
        });
    }

    @Test
    void messageThatIsTooOldIsADeadLetterByAnAttemptWithoutACall() {
        Gate sending = new Gate();
        fixture.channel.holdNextSend(sending);
        send("first", "Hi");
        sending.awaitArrival();
        send("second", "there");

        fixture.clock.advance(Duration.ofDays(30));
        sending.open();
        await(() -> !events(DeadLettered.class).isEmpty());

        assertThat(told("host:shop:second")).containsExactly("Stored", "DeadLettered 1");
        assertThat(events(DeadLettered.class).get(0).timing())
                .isEqualTo(new Timing(Duration.ofDays(30), Duration.ZERO));
    }

    // Attempts

    @Test
    void attemptsAreNumberedThroughAllThatFail() {
        fixture.channel.willAnswer(NOT_NOW, NOT_NOW);

        send("offer", "Hi");
        fixture.whileTimePasses(this::awaitSent);

        assertThat(told("host:shop:offer")).containsExactly("Stored", "Retrying 1", "Retrying 2", "Delivered 3");
    }

    @Test
    void lastAttemptOfManyIsTheOneThatDeadLetters() {
        SendResult[] never = new SendResult[8];
        Arrays.fill(never, NOT_NOW);
        fixture.channel.willAnswer(never);

        send("offer", "Hi");
        fixture.whileTimePasses(() -> await(() -> !events(DeadLettered.class).isEmpty()));

        assertThat(told("host:shop:offer"))
                .hasSize(9)
                .startsWith("Stored", "Retrying 1")
                .endsWith("Retrying 7", "DeadLettered 8");
    }

    @Test
    void waitingForAMessengerThatIsOutOfReachIsNoAttempt() {
        fixture.channel.willAnswer(
                new SendResult.TryLater(null, true, "too many"), new SendResult.TryLater(null, true, "too many"));

        send("offer", "Hi");
        fixture.whileTimePasses(this::awaitSent);

        assertThat(told("host:shop:offer")).containsExactly("Stored", "Delivered 1");
        assertThat(events(RelayEvent.Paused.class)).isNotEmpty();
    }

    @Test
    void inboundAttemptsAreNumberedToo() {
        fixture.customerWrites("anna", "1", "Hello");
        fixture.freshchat.faults().next("POST /conversations/{id}/messages", 2, Fault.answer(500));

        fixture.post(FakeChannel.text("2", "anna", "again"));
        fixture.whileTimePasses(() -> await(() ->
                delivered(INBOUND).size() == 2 || !events(DeadLettered.class).isEmpty()));

        assertThat(told("shop message:2")).containsExactly("Stored", "Retrying 1", "Retrying 2", "Delivered 3");
        assertThat(events(Retrying.class))
                .allSatisfy(event -> assertThat(event.direction()).isEqualTo(INBOUND));
    }

    // Durations

    @Test
    void waitingIsTimeInTheStoreAndACallIsTimeInTheCall() {
        Gate sending = new Gate();
        fixture.channel.holdNextSend(sending);
        send("first", "Hi");
        sending.awaitArrival();
        fixture.clock.advance(Duration.ofSeconds(2));
        send("second", "there");
        fixture.clock.advance(Duration.ofSeconds(5));

        sending.open();
        await(() -> delivered(OUTBOUND).size() == 2);

        Timing first = delivered(OUTBOUND).get(0).timing();
        assertThat(first).isEqualTo(new Timing(Duration.ZERO, Duration.ofSeconds(7)));
        assertThat(first.total()).isEqualTo(Duration.ofSeconds(7));
        assertThat(delivered(OUTBOUND).get(1).timing()).isEqualTo(new Timing(Duration.ofSeconds(5), Duration.ZERO));
    }

    @Test
    void callsToFreshchatAreTimedToo() {
        Gate creating = new Gate();
        fixture.freshchat.faults().next("POST /conversations", 1, Fault.heldAt(creating));
        fixture.post(FakeChannel.text("1", "anna", "Hello"));
        creating.awaitArrival();
        fixture.clock.advance(Duration.ofSeconds(3));

        creating.open();
        fixture.awaitRelayed("1");

        assertThat(delivered(INBOUND).get(0).timing()).isEqualTo(new Timing(Duration.ZERO, Duration.ofSeconds(3)));
    }

    @Test
    void waitingLastsOverAttemptsThatFailed() {
        fixture.channel.willAnswer(NOT_NOW);
        send("offer", "Hi");
        // The event comes before the wait is stored, and so begun.
        await(() -> fixture.relay.timeline("offer").stream()
                .flatMap(timeline -> timeline.steps().stream())
                .anyMatch(step -> step.what().equals("try later")));

        fixture.clock.advance(Duration.ofSeconds(90));
        awaitSent();

        assertThat(events(Retrying.class).get(0).timing()).isEqualTo(new Timing(Duration.ZERO, Duration.ZERO));
        assertThat(awaitSent().timing()).isEqualTo(new Timing(Duration.ofSeconds(90), Duration.ZERO));
    }

    @Test
    void clockThatIsPutBackMakesNoDurationNegative() {
        Gate sending = new Gate();
        fixture.channel.holdNextSend(sending);
        send("first", "Hi");
        sending.awaitArrival();
        send("second", "there");

        fixture.clock.set(Instant.parse("2026-01-15T08:59:50Z"));
        sending.open();
        await(() -> delivered(OUTBOUND).size() == 2);

        assertThat(delivered(OUTBOUND))
                .extracting(Delivered::timing)
                .containsOnly(new Timing(Duration.ZERO, Duration.ZERO));
    }

    // Order

    /** The worker that is busy with the lane takes it up as soon as it is stored, before its request has told anybody. */
    @Test
    void storedComesFirstThoughTheMessageIsDoneBeforeItsRequestHasToldOfIt() {
        List<RelayEvent> heard = new CopyOnWriteArrayList<>();
        fixture.close();
        fixture = new EngineFixture(
                QUIET,
                FakeChannel::new,
                builder -> builder.listener(event -> {
                    if (event instanceof Stored stored && stored.eventKey().endsWith("second")) {
                        await(() -> !fixture.relay.timeline("host:shop:second").isEmpty()
                                && fixture.relay
                                        .timeline("host:shop:second")
                                        .get(0)
                                        .state()
                                        .name()
                                        .equals("DONE"));
                        LockSupport.parkNanos(200_000_000);
                    }
                    heard.add(event);
                }));
        Gate sending = new Gate();
        fixture.channel.holdNextSend(sending);
        send("first", "Hi");
        sending.awaitArrival();

        CompletableFuture<Void> request = CompletableFuture.runAsync(() -> send("second", "there"));
        await(() -> !fixture.relay.timeline("host:shop:second").isEmpty());
        sending.open();
        request.join();
        await(() -> heard.stream().filter(Delivered.class::isInstance).count() == 2);

        assertThat(heard.stream().filter(event -> event.toString().contains("second")))
                .extracting(event -> event.getClass().getSimpleName())
                .containsExactly("Stored", "Delivered");
    }
}
