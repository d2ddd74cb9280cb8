package dev.byoc.testkit;

import static dev.byoc.Direction.OUTBOUND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.RelayRequest;
import dev.byoc.event.MeasuringListener;
import dev.byoc.event.RelayEvent;
import dev.byoc.event.RelayEvent.RemoteCalled;
import dev.byoc.event.RelayEvent.RemoteCalled.Ended;
import dev.byoc.event.RelayEvent.RequestRefused;
import dev.byoc.event.RelayEvent.WebhookTaken;
import dev.byoc.testkit.server.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a host needs to measure webhooks and calls, and no message tells. */
final class MeasuredEventsTest {
    private static final String POST = "POST /conversations/{id}/messages";

    private final List<RelayEvent> measured = new CopyOnWriteArrayList<>();
    private final MeasuringListener listener = measured::add;
    private final EngineFixture fixture =
            new EngineFixture(Map.of(), FakeChannel::new, builder -> builder.listener(listener));

    @AfterEach
    void close() {
        fixture.close();
    }

    private <T extends RelayEvent> List<T> measured(Class<T> kind) {
        return measured.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private void awaitCall(Ended how, int status) {
        fixture.whileTimePasses(() -> fixture.await(() -> measured(RemoteCalled.class).stream()
                .anyMatch(call -> call.account().equals("freshchat") && call.how() == how && call.status() == status)));
    }

    @Test
    void eachWebhookThatIsTakenIsToldByItsAddress() {
        String conversation = fixture.customerWrites("anna", "1", "Hello");
        fixture.freshchat.agent().says(conversation, "Hi");
        fixture.await(() -> !fixture.delivered(OUTBOUND).isEmpty());
        fixture.relay.awaitHeard(listener, Duration.ofSeconds(30));

        assertThat(measured(WebhookTaken.class))
                .extracting(WebhookTaken::account)
                .contains("shop", "freshchat");
        assertThat(measured(WebhookTaken.class))
                .allSatisfy(taken -> assertThat(taken.took()).isGreaterThanOrEqualTo(Duration.ZERO));
    }

    @Test
    void webhookThatIsRefusedIsNotToldAsTaken() {
        fixture.relay.handle(new RelayRequest(
                "POST", fixture.relay.webhookUrl("shop").getRawPath(), null, Map.of(), new byte[0], null));
        fixture.await(() -> measured.stream().anyMatch(RequestRefused.class::isInstance));

        assertThat(measured(WebhookTaken.class)).isEmpty();
    }

    @Test
    void whoDoesNotMeasureHearsOfMessagesAlone() {
        fixture.customerWrites("anna", "1", "Hello");

        assertThat(fixture.events).noneMatch(RelayEvent.Measured.class::isInstance);
        fixture.await(() -> !measured(RemoteCalled.class).isEmpty());
    }

    @Test
    void callThatIsAnsweredIsToldWithItsStatus() {
        fixture.customerWrites("anna", "1", "Hello");
        fixture.freshchat.faults().next(POST, Fault.answer(500));

        fixture.post(FakeChannel.text("2", "anna", "Hello?"));

        awaitCall(Ended.ANSWERED, 500);
        awaitCall(Ended.ANSWERED, 200);
    }

    @Test
    void callWhoseAnswerDoesNotComeIsToldWithoutOne() {
        fixture.customerWrites("anna", "1", "Hello");
        fixture.freshchat.faults().next(POST, Fault.cut());

        fixture.post(FakeChannel.text("2", "anna", "Hello?"));

        awaitCall(Ended.NO_ANSWER, 0);
    }
}
