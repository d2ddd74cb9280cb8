package dev.byoc.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.RelayRequest;
import dev.byoc.event.Health;
import dev.byoc.event.RelayEvent;
import dev.byoc.event.RelayListener;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a listener that is far behind costs: itself some events, and no customer anything. */
@Timeout(120)
class SlowListenerTest {
    private static final int MORE_THAN_WAIT = 50_002;

    private final CountDownLatch release = new CountDownLatch(1);
    private final RelayListener listener = this::held;
    private final EngineFixture fixture =
            new EngineFixture(Map.of(), FakeChannel::new, builder -> builder.listener(listener));

    private void held(RelayEvent event) {
        try {
            release.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @AfterEach
    void close() {
        release.countDown();
        fixture.close();
    }

    private void strangersCall(int times) {
        RelayRequest stray = new RelayRequest("GET", "/byoc/stray/request", null, Map.of(), new byte[0], null);
        IntStream.range(0, times).forEach(n -> fixture.relay.handle(stray));
    }

    @Test
    void messagesAreTakenAndRelayedInOrderBehindAListenerThatHearsNothing() {
        strangersCall(MORE_THAN_WAIT);
        List<String> said =
                IntStream.range(0, 200).mapToObj(n -> "%03d".formatted(n)).toList();

        said.forEach(text -> fixture.post(FakeChannel.text(text, "anna", text)));

        assertThat(fixture.freshchat.awaitPosted(said.size()))
                .extracting(message -> message.text())
                .containsExactlyElementsOf(said);
    }

    @Test
    void listenerThatMissesEventsShowsInHealthUntilItHasCaughtUp() {
        strangersCall(MORE_THAN_WAIT);
        assertThat(showsListener()).isTrue();

        release.countDown();
        assertThat(fixture.relay.awaitHeard(listener, Duration.ofSeconds(30))).isTrue();
        fixture.await(() -> !showsListener());
    }

    private boolean showsListener() {
        return fixture.relay.health().parts().stream()
                .filter(part -> part.name().equals(Health.RELAY))
                .anyMatch(part -> String.valueOf(part.trouble()).startsWith("Too slow for what happens"));
    }
}
