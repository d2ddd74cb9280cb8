package dev.byoc.testkit;

import dev.byoc.event.Health.Status;
import dev.byoc.memory.MemoryStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An account is silent if no webhook has come to any host of its store. */
class SilenceTest {
    private final SettableClock clock = new SettableClock(Instant.parse("2026-01-15T09:00:00Z"));
    private final MemoryStore store = new MemoryStore(clock);
    private final EngineFixture fixture = new EngineFixture(
            Map.of("silent-after", "PT8H"),
            FakeChannel::new,
            builder -> builder.clock(clock).store(store));

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void webhooksThatCameToAnotherHostEndTheSilence() {
        clock.advance(Duration.ofHours(9));
        fixture.await("health", () -> status() == Status.DEGRADED);

        store.counters().noteWebhook("shop", clock.instant());

        fixture.await("health", () -> status() == Status.UP);
        clock.advance(Duration.ofHours(9));
        fixture.await("health", () -> status() == Status.DEGRADED);
    }

    private Status status() {
        return fixture.relay.health().parts().stream()
                .filter(part -> part.name().equals("shop"))
                .findFirst()
                .orElseThrow()
                .status();
    }
}
