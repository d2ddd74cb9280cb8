package dev.byoc.internal.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.event.RelayEvent;
import dev.byoc.event.RelayEvent.RemoteCalled.Ended;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How many events wait for a listener. */
final class WaitingEventsTest {
    private static final RelayEvent OF_A_MESSAGE = new RelayEvent.Resumed("shop");

    private final WaitingEvents waiting = new WaitingEvents();

    static Stream<RelayEvent> others() {
        return Stream.of(
                new RelayEvent.RequestRefused("relay", 404, "no such address"),
                new RelayEvent.WebhookTaken("shop", Duration.ofMillis(1)),
                new RelayEvent.RemoteCalled("shop", Ended.ANSWERED, 200, Duration.ofMillis(1)));
    }

    private int added(RelayEvent event) {
        int added = 0;
        while (waiting.add(event)) {
            added++;
        }
        return added;
    }

    @ParameterizedTest
    @MethodSource("others")
    void whatComesOftenOrByAnyoneTakesNoPlaceFromWhatBecomesOfMessages(RelayEvent other) {
        assertThat(added(other)).isEqualTo(WaitingEvents.MOST_FOR_OTHERS);
        assertThat(added(OF_A_MESSAGE)).isEqualTo(WaitingEvents.MOST - WaitingEvents.MOST_FOR_OTHERS);
    }

    @Test
    void whatBecomesOfMessagesMayTakeAllPlaces() {
        assertThat(added(OF_A_MESSAGE)).isEqualTo(WaitingEvents.MOST);
    }
}
