package dev.byoc.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.byoc.Direction;
import dev.byoc.store.StoreException;
import dev.byoc.store.spi.Change;
import dev.byoc.store.spi.Claim;
import dev.byoc.store.spi.Journal;
import dev.byoc.store.spi.Journal.End;
import dev.byoc.store.spi.Lane;
import dev.byoc.store.spi.NewEntry;
import dev.byoc.store.spi.PausedLanes;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A file that is taken away, exchanged or damaged while the store works on it: nothing is acknowledged that the next start would not find. */
class SqliteDisplacedTest {
    private static final int GLANCES = 1_500;

    @TempDir
    Path folder;

    private Path home() {
        return folder.resolve("home");
    }

    private Path file() {
        return home().resolve("relay.db");
    }

    private interface Harm {
        void to(Path file) throws Exception;
    }

    private static Path beside(Path file, String ending) {
        return file.resolveSibling(file.getFileName() + ending);
    }

    private static Journal.Appended append(JdbcStore store, String key) {
        return store.journal()
                .append(
                        List.of(new NewEntry(new Lane(Direction.INBOUND, "x", "lane " + key), key, new byte[2_000])),
                        List.of(),
                        PausedLanes.NONE);
    }

    private static String why(JdbcStore store, String key) {
        try {
            append(store, key);
            return "";
        } catch (StoreException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static String refusal(JdbcStore store) {
        for (int glance = 0; glance < GLANCES; glance++) {
            String why = why(store, "tried " + glance);
            if (!why.isEmpty()) {
                return why;
            }
            LockSupport.parkNanos(2_000_000);
        }
        throw new AssertionError("never refused");
    }

    private static void appendUntilTaken(JdbcStore store, String key) {
        String why = "";
        for (int glance = 0; glance < GLANCES; glance++) {
            why = why(store, key);
            if (why.isEmpty()) {
                return;
            }
            LockSupport.parkNanos(5_000_000);
        }
        throw new AssertionError("never taken: " + why);
    }

    private static void awaitWell(JdbcStore store) {
        for (int glance = 0; glance < GLANCES && store.trouble() != null; glance++) {
            LockSupport.parkNanos(5_000_000);
        }
        assertThat(store.trouble()).isNull();
    }

    private static void awaitTrouble(JdbcStore store) {
        for (int glance = 0; glance < GLANCES && store.trouble() == null; glance++) {
            LockSupport.parkNanos(5_000_000);
        }
        assertThat(store.trouble()).isNotNull();
    }

    private static void moveWithLog(Path file, Path to) throws IOException {
        Files.move(file, to);
        Files.move(beside(file, "-wal"), beside(to, "-wal"));
    }

    static Stream<Arguments> takenAway() {
        return Map.<String, Harm>of(
                        "deleted", Files::delete,
                        "moved away", file -> moveWithLog(file, file.resolveSibling("elsewhere.db")),
                        "moved with its folder",
                                file -> Files.move(
                                        file.getParent(), file.getParent().resolveSibling("elsewhere")),
                        "replaced by another database",
                                file -> Files.move(
                                        Files.copy(file, beside(file, ".new")),
                                        file,
                                        StandardCopyOption.REPLACE_EXISTING),
                        "replaced by a folder", file -> Files.createDirectory(moved(file)),
                        "replaced by an empty file", file -> Files.createFile(moved(file)),
                        "replaced by a link to a copy",
                                file -> {
                                    Path copy = Files.copy(file, beside(file, ".copy"));
                                    Files.createSymbolicLink(moved(file), copy);
                                })
                .entrySet()
                .stream()
                .map(each -> Arguments.of(each.getKey(), each.getValue()));
    }

    private static Path moved(Path file) throws IOException {
        Files.move(file, file.resolveSibling("elsewhere.db"));
        return file;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("takenAway")
    void nothingIsAcknowledgedIntoAFileThatIsNoLongerAtItsPath(String name, Harm harm) throws Exception {
        try (JdbcStore store = JdbcStore.embedded(file())) {
            store.open("test");
            Claim begun = append(store, "before").claims().get(0);

            harm.to(file());

            assertThat(why(store, "after")).as("at once").contains("relay.db");
            assertThat(store.trouble()).contains("relay.db");
            assertThat(store.journal().holdsFor())
                    .as("nor is a call begun whose end could not be stored")
                    .isZero();
            assertThatThrownBy(() -> store.journal().finish(begun, End.DONE, "", Change.NONE))
                    .isInstanceOf(StoreException.class);
            assertThat(why(store, "after"))
                    .contains(file().getFileName().toString())
                    .contains("put")
                    .doesNotContain("SQLITE_");
        }
    }

    /** Who waits for the answer of a health check need not send anything first. */
    @Test
    void fileThatIsGoneIsNoticedThoughNothingIsStored() throws Exception {
        try (JdbcStore store = JdbcStore.embedded(file())) {
            store.open("test");
            Files.delete(file());

            awaitTrouble(store);

            assertThat(store.trouble()).contains("relay.db", "gone");
        }
    }

    @Test
    void fileThatComesBackIsUsedAgainWithAllThatWasInIt() throws Exception {
        Path away = folder.resolve("away.db");
        try (JdbcStore store = JdbcStore.embedded(file())) {
            store.open("test");
            Claim begun = append(store, "before").claims().get(0);
            Files.move(file(), away);
            assertThat(why(store, "meanwhile")).isNotEmpty();

            Files.move(away, file());
            awaitWell(store);

            assertThat(append(store, "meanwhile").fresh()).hasSize(1);
            assertThat(append(store, "before").fresh()).containsExactly(false);
            assertThat(store.journal().finish(begun, End.DONE, "", Change.NONE)).isEmpty();
            assertThat(store.journal().holdsFor()).isPositive();
        }
    }

    static Stream<Arguments> logHarms() {
        return Map.<String, Harm>of(
                        "the log deleted", file -> Files.delete(beside(file, "-wal")),
                        "the log moved",
                                file -> Files.move(
                                        beside(file, "-wal"),
                                        beside(file, ".away"),
                                        StandardCopyOption.REPLACE_EXISTING),
                        "the log replaced",
                                file -> Files.move(
                                        Files.write(beside(file, ".other"), new byte[5_000]),
                                        beside(file, "-wal"),
                                        StandardCopyOption.REPLACE_EXISTING),
                        "log and index deleted",
                                file -> {
                                    Files.delete(beside(file, "-wal"));
                                    Files.delete(beside(file, "-shm"));
                                },
                        "the index deleted", file -> Files.deleteIfExists(beside(file, "-shm")))
                .entrySet()
                .stream()
                .map(each -> Arguments.of(each.getKey(), each.getValue()));
    }

    /** A copy of the files is what a process would find that starts after this one was killed. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("logHarms")
    void whatIsAcknowledgedIsFoundThoughTheLogWasTakenAway(String name, Harm harm) throws Exception {
        List<String> taken = new ArrayList<>();
        Path copy = Files.createDirectories(folder.resolve("copy")).resolve("relay.db");
        try (JdbcStore store = JdbcStore.embedded(file())) {
            store.open("test");
            for (int round = 0; round < 3; round++) {
                for (int key = 0; key < 20; key++) {
                    appendUntilTaken(store, round + "/" + key);
                    taken.add(round + "/" + key);
                }
                harm.to(file());
            }
            for (int key = 0; key < 20; key++) {
                appendUntilTaken(store, "last/" + key);
                taken.add("last/" + key);
            }
            awaitWell(store);
            Files.copy(file(), copy);
            Files.copy(beside(file(), "-wal"), beside(copy, "-wal"));
        }
        try (JdbcStore again = JdbcStore.embedded(copy)) {
            again.open("test");
            assertThat(taken)
                    .allSatisfy(key ->
                            assertThat(append(again, key).fresh()).as(key).containsExactly(false));
        }
    }

    static Stream<Arguments> damages() {
        return Map.<String, Harm>of(
                        "bytes flipped everywhere", file -> flip(file, 0),
                        "bytes flipped behind the first page", file -> flip(file, 4_096),
                        "cut to nothing", file -> truncate(file, 0),
                        "cut in the middle", file -> truncate(file, Files.size(file) / 2 / 4_096 * 4_096),
                        "overwritten with text",
                                file -> Files.writeString(
                                        file, "no database".repeat(100_000), StandardOpenOption.WRITE),
                        "overwritten with an older copy",
                                file -> {
                                    Path old = file.resolveSibling("old.db");
                                    try (JdbcStore other = JdbcStore.embedded(old)) {
                                        other.open("test");
                                    }
                                    Files.write(file, Files.readAllBytes(old));
                                })
                .entrySet()
                .stream()
                .map(each -> Arguments.of(each.getKey(), each.getValue()));
    }

    private static void flip(Path file, long from) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            for (long at = from; at < bytes.length(); at += 512) {
                for (int i = 0; i < 16; i++) {
                    bytes.seek(at + i);
                    int before = bytes.read();
                    bytes.seek(at + i);
                    bytes.write(~before);
                }
            }
        }
    }

    private static void truncate(Path file, long bytes) throws IOException {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.setLength(bytes);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("damages")
    void damagedFileRefusesEverythingWithTheCauseUntilItIsWhole(String name, Harm harm) throws Exception {
        try (JdbcStore store = JdbcStore.embedded(file())) {
            store.open("test");
            for (int key = 0; key < 200; key++) {
                append(store, "before " + key);
            }
            awaitCheckpoint();
            harm.to(file());

            assertThat(refusal(store)).contains("relay.db").doesNotContain("SQLITE_", "before");
            for (int key = 0; key < 50; key++) {
                assertThat(why(store, "after " + key)).as("all of them").contains("relay.db");
            }
            assertThat(store.trouble()).contains("relay.db");
            assertThat(store.journal().holdsFor()).isZero();
        }
    }

    /** All that was stored is in the database's own file then, not in its log. */
    private void awaitCheckpoint() throws IOException {
        long before = -1;
        for (int glance = 0; glance < GLANCES; glance++) {
            long now = Files.size(file());
            if (now > 400_000 && now == before) {
                return;
            }
            before = now;
            LockSupport.parkNanos(300_000_000);
        }
        throw new AssertionError("no checkpoint");
    }

    @Test
    void damageThatIsRepairedIsFoundOutWithoutARestart() throws Exception {
        try (JdbcStore store = JdbcStore.embedded(file())) {
            store.open("test");
            for (int key = 0; key < 200; key++) {
                append(store, "before " + key);
            }
            awaitCheckpoint();
            flip(file(), 4_096);
            awaitTrouble(store);

            flip(file(), 4_096);
            awaitWell(store);

            assertThat(append(store, "after").fresh()).containsExactly(true);
            assertThat(append(store, "before 7").fresh()).containsExactly(false);
        }
    }

    @Test
    void readerThatMeetsDamageStopsTheWritersToo() throws Exception {
        try (JdbcStore store = JdbcStore.embedded(file())) {
            store.open("test");
            for (int key = 0; key < 200; key++) {
                append(store, "before " + key);
            }
            awaitCheckpoint();
            flip(file(), 0);

            for (int glance = 0; glance < GLANCES && store.trouble() == null; glance++) {
                try {
                    assertThat(store.journal().timeline(Set.of("before " + glance % 200), "-"))
                            .hasSizeLessThan(2);
                } catch (StoreException e) {
                    break;
                }
            }

            assertThat(refusal(store)).contains("relay.db");
        }
    }

    /** A backup tool does that, and an operator with a viewer may. */
    @ParameterizedTest
    @ValueSource(strings = {"pragma wal_checkpoint(truncate)", "vacuum", "vacuum into '%s.copy'", "analyze"})
    void anotherProgramThatWorksOnTheFileProperlyIsNoDamage(String sql) throws Exception {
        try (JdbcStore store = JdbcStore.embedded(file())) {
            store.open("test");
            for (int key = 0; key < 100; key++) {
                Claim claim = append(store, "before " + key).claims().get(0);
                store.journal().finish(claim, End.DONE, "", Change.NONE);
            }
            try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file());
                    Statement statement = other.createStatement()) {
                statement.execute("pragma busy_timeout = 5000");
                statement.execute(sql.formatted(file()));
                statement.execute("pragma wal_checkpoint(truncate)");
            }

            appendUntilTaken(store, "after");
            awaitWell(store);
            LockSupport.parkNanos(Duration.ofMillis(500).toNanos());

            assertThat(append(store, "more").fresh()).containsExactly(true);
            assertThat(append(store, "before 7").fresh()).containsExactly(false);
            assertThat(store.trouble()).isNull();
        }
    }
}
