package dev.byoc.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.Direction;
import dev.byoc.channel.SendResult;
import dev.byoc.event.RelayEvent;
import dev.byoc.memory.MemoryStore;
import dev.byoc.store.spi.RelayStore;
import dev.byoc.testkit.server.Fault;
import dev.byoc.testkit.server.Gate;
import dev.byoc.testkit.store.WatchedStore;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A store of the host's that throws what no store may throw, under the timer and under workers: no lane is left without a worker. */
class StoreThrowsTest {
    private final Map<String, Queue<Wild>> faults = new ConcurrentHashMap<>();
    private final EngineFixture fixture = fixture();

    private EngineFixture fixture() {
        AtomicReference<EngineFixture> early = new AtomicReference<>();
        return new EngineFixture(
                Map.of(),
                FakeChannel::new,
                builder -> builder.store(around(new MemoryStore(early.get().clock))),
                early::set);
    }

    @AfterEach
    void close() {
        faults.clear();
        fixture.close();
    }

    private RelayStore around(RelayStore real) {
        return WatchedStore.of(real, (method, arguments, call) -> {
            Wild fault = faults.getOrDefault(method, new ArrayDeque<>()).poll();
            if (fault != null) {
                fault.call();
                throw new IllegalStateException("words that nobody may see");
            }
            return call.proceed();
        });
    }

    /** The next so many calls throw, and do nothing. */
    private void throwing(String method, Wild how, int times) {
        Queue<Wild> queue = new ConcurrentLinkedQueue<>();
        for (int i = 0; i < times; i++) {
            queue.add(how);
        }
        faults.put(method, queue);
    }

    private void awaitUsed(String method) {
        fixture.await(
                "all faults of " + method + " to happen",
                () -> faults.get(method).isEmpty());
    }

    @ParameterizedTest
    @EnumSource(Wild.class)
    void timerKeepsRunningWhateverIsThrownUnderIt(Wild wild) {
        throwing("journal.claimDue", wild, 3);
        awaitUsed("journal.claimDue");

        fixture.channel.willAnswer(new SendResult.TryLater(Duration.ofSeconds(5), false, "later"));
        String conversation = fixture.customerWrites("anna", "1", "Hello");
        fixture.freshchat.agent().says(conversation, "Hi");

        fixture.whileTimePasses(() -> fixture.channel.awaitSent(2));
    }

    @ParameterizedTest
    @EnumSource(Wild.class)
    void answerWhoseEndTheStoreDoesNotTakeAtFirstIsDeliveredOnce(Wild wild) {
        String conversation = fixture.customerWrites("anna", "1", "Hello");
        throwing("journal.finish", wild, 2);

        fixture.freshchat.agent().says(conversation, "first");
        fixture.freshchat.agent().says(conversation, "second");

        fixture.channel.awaitSent(2);
        fixture.drain();
        assertThat(fixture.channel.sentTexts()).containsExactly("first", "second");
        assertThat(fixture.relay.deadLetters()).isEmpty();
        assertThat(fixture.notes()).isEmpty();
    }

    /** Four for the end itself, and as many for giving it up: then all of it is tried again. */
    @ParameterizedTest
    @EnumSource(
            value = Wild.class,
            names = {"SNEAKY_IO_EXCEPTION", "STACK_OVERFLOW", "NULL_AND_INTERRUPTED"})
    void answerWhoseEndTheStoreNeverTakesIsDeadLetteredAsOneThatMayHaveArrivedAndTheNextOneGoes(Wild wild) {
        String conversation = fixture.customerWrites("anna", "1", "Hello");
        throwing("journal.finish", wild, 9);

        fixture.freshchat.agent().says(conversation, "first");
        fixture.freshchat.agent().says(conversation, "second");

        fixture.channel.awaitSent(2);
        fixture.await("a note", () -> fixture.notes().size() == 1);
        fixture.drain();
        assertThat(fixture.channel.sentTexts()).containsExactly("first", "second");
        assertThat(fixture.relay.deadLetters())
                .singleElement()
                .satisfies(letter -> assertThat(letter.mayHaveArrived()).isTrue())
                .satisfies(letter -> assertThat(letter.reason()).doesNotContain("words"));
        assertThat(fixture.notes()).singleElement().asString().contains("may not have reached");
        assertThat(fixture.events)
                .filteredOn(event ->
                        event instanceof RelayEvent.DeadLettered dead && dead.direction() == Direction.OUTBOUND)
                .hasSize(1);
    }

    /** What was sent is not sent a second time as the store failed behind it. */
    @ParameterizedTest
    @ValueSource(strings = {"journal.now", "holds", "holdsFor", "link", "keep"})
    void answerIsSentOnceAndToldWhereverTheStoreThrowsWhileItIsWorkedOn(String method) {
        String conversation = fixture.customerWrites("anna", "1", "Hello");
        throwing(method, Wild.ASSERTION, 1);

        fixture.freshchat.agent().says(conversation, "Hi");
        fixture.whileTimePasses(() -> fixture.await(
                "an end",
                () -> fixture.events.stream()
                        .anyMatch(event -> event instanceof RelayEvent.Attempted end
                                && !(end instanceof RelayEvent.Retrying)
                                && end.direction() == Direction.OUTBOUND)));

        fixture.drain();
        assertThat(fixture.channel.sentTexts()).containsExactly("Hi");
        assertThat(fixture.notes()).hasSameSizeAs(fixture.relay.deadLetters());
    }

    @Test
    void messageThatIsStoredIsRelayedThoughTheStoreThrowsAsItIsHandedOut() {
        throwing("journal.now", Wild.RUNTIME_EXCEPTION, 2);

        fixture.await(
                "the message to be taken",
                () -> fixture.post(FakeChannel.text("1", "anna", "Hello")).status() == 200);

        fixture.whileTimePasses(() -> fixture.freshchat.awaitPosted(1));
        faults.clear();
        fixture.customerWrites("anna", "2", "Again");
    }

    @Test
    void lanesThatCannotBeHandedBackAreHandedBackLater() {
        fixture.customerWrites("anna", "1", "Hello");
        Gate gate = new Gate();
        fixture.freshchat.faults().always("*", Fault.heldAt(gate).and(Fault.answer(503)));
        throwing("journal.handBack", Wild.RUNTIME_EXCEPTION, 3);
        for (int i = 0; i < 100; i++) {
            fixture.post(FakeChannel.text("m" + i, "customer" + i, "text" + i));
        }

        // 64 calls are under way, and as they fail all but one of those that wait are handed back.
        gate.open();
        fixture.whileTimePasses(() -> awaitUsed("journal.handBack"));
        fixture.freshchat.faults().clear();

        fixture.whileTimePasses(() -> fixture.freshchat.awaitPosted(101));
    }
}
