package dev.byoc.viber;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.event.RelayEvent;
import dev.byoc.testkit.freshchat.StoredMessage;
import dev.byoc.testkit.server.Fault;
import dev.byoc.testkit.server.Gate;
import dev.byoc.testkit.viber.ViberCustomer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Servers close idle connections; whatever comes next is one call for each message all the same, and nothing waits. */
final class ClosedConnectionsTest {
    private static final String POST = "POST /conversations/{id}/messages";
    private static final String SEND = "POST /send_message";
    private static final int CUSTOMERS = 8;

    /** A connection that has answered more lately is not looked at. */
    private static final Duration IDLE = Duration.ofSeconds(1);

    private Pipe toFreshchat;
    private Pipe toViber;
    private RelayFixture fixture;
    private final List<ViberCustomer> customers = new ArrayList<>();

    @BeforeEach
    void open() {
        RelayFixture.Setup setup = RelayFixture.with();
        fixture = setup.before(fakes -> {
                    toFreshchat = new Pipe(fakes.freshchat.url());
                    toViber = new Pipe(fakes.viber.url());
                    setup.setting("base-url", toViber.url());
                })
                .freshchat(freshchat -> freshchat.url(toFreshchat.url()))
                .open();
        for (int i = 0; i < CUSTOMERS; i++) {
            customers.add(fixture.viber.customer("%dF3x7Zk+Lw2/Vr9TbHs0Aw==".formatted(i), "Customer " + i));
        }
        allSay("hello");
    }

    @AfterEach
    void close() {
        fixture.close();
        toFreshchat.close();
        toViber.close();
    }

    private void allSay(String text) {
        int before = fixture.posted().size();
        customers.forEach(customer -> customer.says(text));
        fixture.await(() -> fixture.posted().size() >= before + CUSTOMERS
                && fixture.relay.health().open() == 0);
    }

    private void allAreAnswered(String text) {
        List<String> conversations = fixture.freshchat.posted().stream()
                .filter(message -> message.text().equals("hello"))
                .map(StoredMessage::conversationId)
                .toList();
        int before = fixture.viber.calls(SEND);
        conversations.forEach(conversation -> fixture.freshchat.agent().says(conversation, text));
        fixture.await(() -> fixture.viber.calls(SEND) >= before + CUSTOMERS
                && fixture.relay.health().open() == 0);
    }

    private void assertNothingWaited() {
        assertThat(fixture.events)
                .noneMatch(event -> event instanceof RelayEvent.Paused
                        || event instanceof RelayEvent.Retrying
                        || event instanceof RelayEvent.DeadLettered);
        assertThat(fixture.notes()).isEmpty();
    }

    /** As many calls at once as there are customers, so that each leaves a connection behind. */
    private void warm(Pipe pipe, Runnable calls, Gate together) {
        Thread opener = new Thread(() -> {
            fixture.await(() -> pipe.open() >= CUSTOMERS);
            together.open();
        });
        opener.start();
        calls.run();
    }

    @Test
    void messagesAfterFreshchatHasClosedItsConnectionsArePostedAtOnceAndOnce() {
        Gate together = new Gate();
        fixture.freshchat.faults().next(POST, CUSTOMERS, Fault.heldAt(together));
        warm(toFreshchat, () -> allSay("first"), together);
        toFreshchat.cut();
        fixture.clock.advance(IDLE);
        int calls = fixture.freshchat.calls("*");

        allSay("second");

        assertThat(fixture.freshchat.calls("*") - calls).as("no look-ups").isEqualTo(CUSTOMERS);
        assertThat(fixture.posted()).filteredOn("second"::equals).hasSize(CUSTOMERS);
        assertNothingWaited();
    }

    @Test
    void answersAfterTheMessengerHasClosedItsConnectionsAreSentAtOnceAndOnce() {
        Gate together = new Gate();
        fixture.viber.faults().next(SEND, CUSTOMERS, Fault.heldAt(together));
        warm(toViber, () -> allAreAnswered("first"), together);
        toViber.cut();
        fixture.clock.advance(IDLE);

        allAreAnswered("second");

        for (ViberCustomer customer : customers) {
            assertThat(customer.receivedTexts()).containsExactly("first", "second");
        }
        assertNothingWaited();
    }
}
