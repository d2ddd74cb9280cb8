package dev.byoc.viber;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.event.Health;
import dev.byoc.event.Health.Status;
import dev.byoc.event.RelayEvent.HealthChanged;
import dev.byoc.jdbc.SmallDisk;
import dev.byoc.testkit.CapturedLogs;
import dev.byoc.testkit.viber.ViberCustomer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A disk that takes nothing turns the store's health, is told once, is brought to mind each hour, and turns back by itself. */
final class FullDiskHealthTest {
    @TempDir
    Path folder;

    private final SmallDisk disk = new SmallDisk();

    private record Cause(String name, Consumer<SmallDisk> begins, Consumer<SmallDisk> ends) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Cause> causes() {
        return Stream.of(
                new Cause("full", SmallDisk::fill, SmallDisk::empty),
                new Cause("pulled", SmallDisk::pull, SmallDisk::plug));
    }

    @ParameterizedTest
    @MethodSource("causes")
    void storeIsDownUntilTheDiskTakesSomethingAgain(Cause cause) {
        try (CapturedLogs logs = CapturedLogs.start();
                RelayFixture fixture = RelayFixture.with()
                        .store(clock -> disk.store(folder.resolve("relay.db"), clock))
                        .open()) {
            ViberCustomer anna = fixture.viber.customer(
                    Base64.getEncoder().encodeToString("customer anna".getBytes(StandardCharsets.UTF_8)), "Anna");
            cause.begins().accept(disk);
            for (int i = 0; i < 5; i++) {
                assertThat(anna.says("Hello")).isEqualTo(503);
            }

            fixture.await(() -> store(fixture).status() == Status.DOWN);
            assertThat(store(fixture).trouble()).isNotBlank();
            assertThat(store(fixture).remedy()).isNotBlank();
            fixture.await(() -> changes(fixture).size() == 1);
            for (int hour = 1; hour <= 2; hour++) {
                int reminders = hour;
                fixture.clock.advance(Duration.ofHours(1));
                fixture.await(() -> logs.linesWith("store is DOWN since") == reminders);
                assertThat(anna.says("Hello")).isEqualTo(503);
                assertThat(store(fixture).status()).isEqualTo(Status.DOWN);
            }
            assertThat(logs.linesWith("store is DOWN:")).isEqualTo(1);
            assertThat(changes(fixture)).hasSize(1);

            cause.ends().accept(disk);
            fixture.await(() -> store(fixture).status() == Status.UP);
            fixture.await(() -> changes(fixture).size() == 2 && logs.linesWith("store: this has ended") == 1);
            assertThat(changes(fixture)).extracting(HealthChanged::after).containsExactly(Status.DOWN, Status.UP);
            assertThat(anna.says("Hello again")).isEqualTo(200);
            fixture.freshchat.awaitPosted(1);
        }
    }

    private static Health.Part store(RelayFixture fixture) {
        return fixture.relay.health().parts().stream()
                .filter(part -> part.name().equals("store"))
                .findFirst()
                .orElseThrow();
    }

    private static List<HealthChanged> changes(RelayFixture fixture) {
        return fixture.events(HealthChanged.class).stream()
                .filter(event -> event.component().equals("store"))
                .toList();
    }
}
