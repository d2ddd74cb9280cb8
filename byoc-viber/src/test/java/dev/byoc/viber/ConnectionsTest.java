package dev.byoc.viber;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.testkit.server.Fault;
import dev.byoc.testkit.viber.ViberCustomer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every call gives its connection back, however it was answered. */
final class ConnectionsTest {
    private static final String MESSAGE = "POST /conversations/{id}/messages";

    @ParameterizedTest
    @ValueSource(ints = {204, 400, 401, 404, 429, 500})
    void answersOfFreshchatLeaveNoConnectionBehind(int status) {
        byte[] page = "<p>no</p>".repeat(500).getBytes(StandardCharsets.UTF_8);
        int messages = 8;
        // A probe may be made beside a message.
        try (RelayFixture fixture = new RelayFixture(builder -> builder.probeEvery(Duration.ZERO))) {
            ViberCustomer anna = fixture.viber.customer("dyN4Ob6OXfag+Atd/1SifA==", "Anna");
            anna.says("hello");
            fixture.freshchat.awaitPosted(1);
            fixture.await(() -> fixture.relay.health().open() == 0);
            Fault fault = status == 204 ? Fault.answer(204) : Fault.answer(status, "text/plain", page);
            fixture.freshchat.faults().next(MESSAGE, messages, fault);

            for (int i = 0; i < messages; i++) {
                anna.says("message " + i);
            }
            fixture.time()
                    .passUntil(
                            Duration.ofMinutes(5), () -> fixture.relay.health().open() == 0);

            // One customer's calls follow each other, so one connection is enough for all of them.
            assertThat(fixture.freshchat.calls(MESSAGE)).isGreaterThanOrEqualTo(messages);
            assertThat(fixture.freshchat.connections()).isLessThanOrEqualTo(2);
        }
    }
}
