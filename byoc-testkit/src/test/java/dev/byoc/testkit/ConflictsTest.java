package dev.byoc.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.event.RelayEvent;
import dev.byoc.testkit.server.Fault;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A 409 is an answer about one customer: Freshchat is within reach, and others' messages wait for nothing. */
class ConflictsTest {
    private static final List<String> CUSTOMERS = List.of("anna", "bo", "chi", "dana");

    private final EngineFixture fixture = new EngineFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    private void conflicts(String call, Fault fault) {
        CUSTOMERS.forEach(customer -> fixture.freshchat.faults().next(call, fault));
    }

    private void allWriteAndArrive(String id, int before) {
        CUSTOMERS.forEach(customer -> fixture.post(FakeChannel.text(customer + id, customer, "Hello")));
        fixture.drain();

        assertThat(fixture.events(RelayEvent.Paused.class)).isEmpty();
        fixture.whileTimePasses(() -> fixture.freshchat.awaitPosted(before + CUSTOMERS.size()));
        fixture.whileTimePasses(() -> CUSTOMERS.forEach(customer -> fixture.awaitRelayed(customer + id)));
        assertThat(fixture.freshchat.posted()).hasSize(before + CUSTOMERS.size());
        assertThat(fixture.events(RelayEvent.Paused.class)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST /users", "POST /conversations", "GET /users", "GET /users/{id}/conversations"})
    void conflictsOfNewCustomersInARowPauseNothingAndEachMessageArrivesOnce(String call) {
        conflicts(call, Fault.answer(409));

        allWriteAndArrive("1", 0);
    }

    @Test
    void conflictsOfKnownCustomersInARowPauseNothingAndEachMessageArrivesOnce() {
        allWriteAndArrive("1", 0);
        conflicts("POST /conversations/{id}/messages", Fault.answer(409));

        allWriteAndArrive("2", CUSTOMERS.size());
    }

    @Test
    void messagesThatWereStoredUnderAConflictAreFoundAndPauseNothing() {
        allWriteAndArrive("1", 0);
        conflicts("POST /conversations/{id}/messages", Fault.answer(409).afterWork());

        allWriteAndArrive("2", CUSTOMERS.size());
    }

    @Test
    void timeThatAConflictAsksForIsOfItsMessageAlone() {
        conflicts("POST /users", Fault.answer(409).header("Retry-After", "30"));

        allWriteAndArrive("1", 0);
    }

    @Test
    void oneWhoIsAlwaysAnsweredSoIsADeadLetterInTheEnd() {
        fixture.freshchat.faults().always("POST /users", Fault.answer(409));

        fixture.post(FakeChannel.text("1", "anna", "Hello"));
        fixture.whileTimePasses(() -> fixture.await(
                "the dead letter", () -> !fixture.relay.deadLetters().isEmpty()));

        assertThat(fixture.relay.deadLetters().get(0).reason()).contains("409");
        assertThat(fixture.events(RelayEvent.Paused.class)).isEmpty();
    }
}
