package dev.byoc.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.event.RelayEvent;
import dev.byoc.testkit.freshchat.FreshchatBehaviour.MessageTypes;
import dev.byoc.testkit.server.Fault;
import dev.byoc.testkit.server.Gate;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** While one call tries whether Freshchat works again, nothing is looked up beside it for the sake of an answer. */
class LookUpsBesideAProbeTest {
    private static final String POST = "POST /conversations/{id}/messages";
    private static final String READ = "GET /conversations/{id}/messages";

    private final EngineFixture fixture = new EngineFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    /** Minho's second message is the probe, and is held. */
    private Gate probe() {
        fixture.customerWrites("minho", "m1", "Hello");
        fixture.freshchat.faults().next(POST, Fault.answer(401));
        fixture.post(FakeChannel.text("m2", "minho", "Are you there?"));
        fixture.await(
                "the pause", () -> !fixture.events(RelayEvent.Paused.class).isEmpty());
        fixture.drain();
        Gate gate = new Gate();
        fixture.freshchat.faults().next(POST, Fault.heldAt(gate));
        fixture.whileTimePasses(Duration.ofSeconds(10), gate::awaitArrival);
        return gate;
    }

    private boolean hasWaited() {
        return fixture.events(RelayEvent.Stored.class).stream()
                .map(RelayEvent.Stored::eventKey)
                .flatMap(key -> fixture.relay.timeline(key).stream())
                .flatMap(timeline -> timeline.steps().stream())
                .anyMatch(step -> String.valueOf(step.detail()).contains("waiting for Freshchat"));
    }

    private void answerWaitsForTheProbe(Gate gate, String call, String text) {
        int before = fixture.freshchat.calls(call);

        fixture.await("the answer is put off", this::hasWaited);
        assertThat(fixture.freshchat.calls(call)).isEqualTo(before);
        assertThat(fixture.channel.sent()).isEmpty();

        gate.open();
        fixture.whileTimePasses(() -> fixture.channel.awaitSent(1));
        assertThat(fixture.channel.sentTexts()).singleElement().asString().contains(text);
    }

    @Test
    void typeOfAMessageIsLookedUpOnceTheProbeHasEnded() {
        String conversation = fixture.customerWrites("anna", "1", "Hello");
        fixture.freshchat.behaviour().messageTypes(MessageTypes.READS_ONLY);
        Gate gate = probe();

        fixture.freshchat.agent().says(conversation, "Hi");

        answerWaitsForTheProbe(gate, READ, "Hi");
    }
}
