package dev.byoc.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.RelayRequest;
import dev.byoc.event.Health;
import dev.byoc.event.Health.Status;
import dev.byoc.memory.MemoryStore;
import dev.byoc.store.spi.RelayStore;
import dev.byoc.testkit.store.WatchedStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever a host's store does when it is asked how it is: health answers, says so as the store's trouble, and the watch goes on. */
class HealthOfAThrowingStoreTest {
    private final Map<String, Wild> faults = new ConcurrentHashMap<>();
    private final RelayStore real = new MemoryStore(new SettableClock(Instant.parse("2026-01-15T09:00:00Z")));
    private EngineFixture fixture;

    @AfterEach
    void close() {
        faults.clear();
        fixture.close();
    }

    private void start(Map<String, String> settings) {
        RelayStore store = WatchedStore.of(real, (method, arguments, call) -> {
            Wild fault = faults.get(method);
            return fault == null ? call.proceed() : fault.call();
        });
        fixture = new EngineFixture(
                settings, ProbedChannel::new, builder -> builder.store(store).settingsPage("correct horse"));
    }

    @ParameterizedTest
    @CsvSource({
        "trouble,RUNTIME_EXCEPTION,DOWN",
        "trouble,EXCEPTION_THAT_CANNOT_BE_ASKED,DOWN",
        "warning,SNEAKY_IO_EXCEPTION,DEGRADED",
        "counters.open,RUNTIME_EXCEPTION,DEGRADED",
        "counters.open,STACK_OVERFLOW,DEGRADED",
        "counters.open,NULL,DEGRADED",
        "counters.figures,ASSERTION,DEGRADED",
        "counters.figures,NULL,DEGRADED",
        "counters.lastWebhook,MISSING_CLASS,DEGRADED",
        "counters.lastWebhook,THROWABLE_OF_ITS_OWN,DEGRADED"
    })
    void healthAnswersAndTellsItOfTheStoreUntilItHasPassed(String method, Wild fault, Status status) {
        start(Map.of());
        fixture.customerWrites("anna", "1", "Hello");
        fixture.freshchat.webhooks().awaitDelivered();
        List<Health.Figures> before = fixture.relay.health().figures();
        try (CapturedLogs logs = CapturedLogs.start()) {
            faults.put(method, fault);
            Health health = fixture.relay.health();
            assertThat(part(health).status()).isEqualTo(status);
            assertThat(part(health).trouble()).isNotBlank().doesNotContain("words");
            assertThat(part(health).remedy()).isNotBlank();
            assertThat(health.figures()).isEqualTo(before);
            assertThat(health.ready()).isEqualTo(status != Status.DOWN);
            assertThat(fixture.relay.probe().parts()).isNotEmpty();
            assertThat(page()).isEqualTo(200);
            fixture.await("the event", () -> fixture.changes(Health.STORE).size() == 1);
            fixture.clock.advance(Duration.ofHours(1));
            fixture.await("the reminder", () -> logs.linesWith("store is " + status + " since") == 1);
            assertThat(logs.linesWith("store is " + status + ":")).isEqualTo(1);

            faults.clear();
            fixture.await("the end", () -> fixture.changes(Health.STORE).size() == 2);
            assertThat(part(fixture.relay.health()).status()).isEqualTo(Status.UP);
            fixture.await("its line", () -> logs.linesWith("store: this has ended") == 1);
            assertThat(logs.text()).doesNotContain("nobody");
        }
    }

    @Test
    void whatElseIsWrongIsNoticedAndToldAllTheSame() {
        start(Map.of("silent-after", "PT8H"));
        faults.put("counters.open", Wild.RUNTIME_EXCEPTION);
        faults.put("counters.lastWebhook", Wild.STACK_OVERFLOW);

        fixture.clock.advance(Duration.ofHours(9));

        fixture.await(
                "the silence",
                () -> fixture.relay.health().parts().stream()
                        .anyMatch(part -> part.name().equals("shop") && part.status() == Status.DEGRADED));
    }

    private int page() {
        String credentials = Base64.getEncoder().encodeToString("a:correct horse".getBytes(StandardCharsets.UTF_8));
        return fixture.relay
                .handle(new RelayRequest(
                        "GET",
                        "/byoc/settings",
                        null,
                        Map.of("Authorization", List.of("Basic " + credentials)),
                        new byte[0],
                        null))
                .status();
    }

    private static Health.Part part(Health health) {
        return health.parts().stream()
                .filter(part -> part.name().equals(Health.STORE))
                .findFirst()
                .orElseThrow();
    }
}
