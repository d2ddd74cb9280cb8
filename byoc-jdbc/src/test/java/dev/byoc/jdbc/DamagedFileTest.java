package dev.byoc.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.event.Health;
import dev.byoc.event.RelayEvent;
import dev.byoc.testkit.FakeChannel;
import dev.byoc.testkit.freshchat.StoredMessage;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A running relay whose SQLite file is damaged or taken away refuses all webhooks and says so. */
class DamagedFileTest {
    @TempDir
    Path folder;

    private interface Harm {
        void to(Path file) throws IOException;
    }

    private Path file() {
        return folder.resolve("relay.db");
    }

    private FileRelay open() {
        FileRelay fixture = new FileRelay(file());
        fixture.freshchat().behaviour().welcome(false);
        return fixture;
    }

    private static void await(BooleanSupplier until) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!until.getAsBoolean()) {
            assertThat(System.nanoTime()).as("it did not happen").isLessThan(end);
            LockSupport.parkNanos(5_000_000);
        }
    }

    private static void flip(Path file) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            byte[] wrong = new byte[16];
            for (long at = 0; at + wrong.length < bytes.length(); at += 512) {
                bytes.seek(at);
                bytes.readFully(wrong);
                for (int i = 0; i < wrong.length; i++) {
                    wrong[i] = (byte) ~wrong[i];
                }
                bytes.seek(at);
                bytes.write(wrong);
            }
        }
    }

    private static void truncate(Path file) throws IOException {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.setLength(0);
        }
    }

    static Stream<Arguments> harms() {
        return Map.<String, Harm>of(
                        "deleted",
                        Files::delete,
                        "moved away",
                        file -> Files.move(file, file.resolveSibling("away.db")),
                        "replaced by a copy",
                        file -> Files.move(
                                Files.copy(file, file.resolveSibling("copy.db")),
                                file,
                                StandardCopyOption.REPLACE_EXISTING),
                        "bytes flipped",
                        DamagedFileTest::flip,
                        "cut to nothing",
                        DamagedFileTest::truncate,
                        "overwritten with text",
                        file -> Files.writeString(file, "no database".repeat(100_000), StandardOpenOption.WRITE))
                .entrySet()
                .stream()
                .map(harm -> Arguments.of(harm.getKey(), harm.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("harms")
    void webhooksAreRefusedAndHealthIsDownAndTold(String name, Harm harm) throws IOException {
        try (FileRelay fixture = open()) {
            String conversation = fixture.customerWrites("anna", "1", "hello");

            harm.to(file());
            // What was written before the damage is noticed is in the log, and found by the next start.
            int[] posted = {0};
            await(() -> fixture.post(FakeChannel.text("a" + posted[0]++, "anna", "?"))
                            .status()
                    == 503);

            for (int i = 0; i < 10; i++) {
                assertThat(fixture.post(FakeChannel.text("b" + i, "customer " + i, "?"))
                                .status())
                        .isEqualTo(503);
            }
            assertThat(fixture.freshchat().agent().says(conversation, "an answer"))
                    .isEqualTo(503);
            Health.Part store = fixture.relay().health().parts().stream()
                    .filter(part -> part.name().equals("store"))
                    .findFirst()
                    .orElseThrow();
            assertThat(store.status()).isEqualTo(Health.Status.DOWN);
            assertThat(store.trouble()).contains("relay.db");
            assertThat(fixture.events())
                    .anyMatch(event -> event instanceof RelayEvent.RequestRefused refused
                            && refused.account().equals("store")
                            && refused.status() == 503
                            && refused.why().contains("relay.db"));
        }
    }

    @Test
    void allThatWasTakenIsRelayedOnceTheFileIsBack() throws IOException {
        try (FileRelay fixture = open()) {
            fixture.customerWrites("anna", "1", "hello");
            Path away = Files.move(file(), folder.resolve("away.db"));
            assertThat(fixture.post(FakeChannel.text("2", "anna", "refused")).status())
                    .isEqualTo(503);

            Files.move(away, file());
            await(() -> fixture.post(FakeChannel.text("2", "anna", "again")).status() == 200);

            fixture.awaitRelayed("2");
            assertThat(fixture.freshchat().posted())
                    .extracting(StoredMessage::text)
                    .containsExactly("hello", "again");
            await(() -> fixture.relay().health().ok());
        }
    }
}
