package dev.byoc.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.event.RelayEvent.CaughtUp;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever time {@code catchUp} is given, it is a search, and the relay ends as always. */
class CatchUpSinceTest {
    static Stream<Instant> times() {
        return Stream.of(
                Instant.MIN,
                Instant.ofEpochMilli(Long.MIN_VALUE),
                Instant.EPOCH.minusSeconds(1),
                Instant.EPOCH,
                Instant.parse("2026-01-15T08:59:59.999999999Z"),
                Instant.parse("2026-01-15T09:00:01Z"),
                Instant.MAX);
    }

    private static boolean isCaughtUp(EngineFixture fixture) {
        return fixture.events.stream().anyMatch(CaughtUp.class::isInstance);
    }

    @ParameterizedTest
    @MethodSource("times")
    void anyTimeIsASearchAndTheRelayCloses(Instant since) {
        try (EngineFixture fixture = new EngineFixture()) {
            fixture.customerWrites("anna", "1", "Hello");

            fixture.relay.catchUp(since);
            fixture.whileTimePasses(() -> fixture.await("a search", () -> isCaughtUp(fixture)));

            fixture.relay.close();
            assertThat(fixture.relay.health().parts())
                    .filteredOn(part -> part.name().equals("relay"))
                    .singleElement()
                    .satisfies(part -> assertThat(part.trouble()).isEqualTo("closed"));
        }
    }

    @Test
    void answersAreFoundHoweverLongAgoTheTime() {
        try (EngineFixture fixture = new EngineFixture()) {
            String conversation = fixture.customerWrites("anna", "1", "Hello");
            fixture.tells(false);
            fixture.freshchat.agent().says(conversation, "Hi");

            fixture.relay.catchUp(Instant.MIN);
            fixture.whileTimePasses(() -> fixture.channel.awaitSent(1));

            assertThat(fixture.channel.sent()).hasSize(1);
        }
    }
}
