package dev.byoc.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.byoc.Direction;
import dev.byoc.jdbc.internal.sqlite.SqliteFile;
import dev.byoc.store.StoreException;
import dev.byoc.store.Timeline;
import dev.byoc.store.spi.Change;
import dev.byoc.store.spi.Claim;
import dev.byoc.store.spi.Journal.End;
import dev.byoc.store.spi.Lane;
import dev.byoc.store.spi.NewEntry;
import dev.byoc.store.spi.PausedLanes;
import dev.byoc.testkit.SettableClock;
import dev.byoc.testkit.TestRelay;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong around a store in a file: it says so in a sentence, or refuses and goes on. */
class SqliteFaultsTest {
    private final SettableClock clock = new SettableClock(TestRelay.NOW);

    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve("relay.db");
    }

    private static NewEntry entry(String key, int bytes) {
        return new NewEntry(new Lane(Direction.INBOUND, "x", "lane " + key), key, new byte[bytes]);
    }

    @Test
    void fullDiskRefusesWhatComesLosesNothingAndTakesItOnceThereIsRoom() throws Exception {
        Faulty faulty = new Faulty();
        try (JdbcStore store = new JdbcStore(time -> faulty.around(new SqliteFile(file(), clock))).clock(clock)) {
            store.open("test");
            List<Claim> claims = new ArrayList<>();
            claims.addAll(store.journal()
                    .append(List.of(entry("first", 10)), List.of(), PausedLanes.NONE)
                    .claims());
            faulty.onWriter("pragma max_page_count = 100");

            List<String> taken = new ArrayList<>(List.of("first"));
            String refused = "";
            for (int i = 0; i < 200 && refused.isEmpty(); i++) {
                try {
                    claims.addAll(store.journal()
                            .append(List.of(entry("key" + i, 20_000)), List.of(), PausedLanes.NONE)
                            .claims());
                    taken.add("key" + i);
                } catch (StoreException e) {
                    assertThat(e).hasMessageContaining("disk is full");
                    refused = "key" + i;
                }
            }
            assertThat(refused).as("the disk became full").isNotEmpty();
            assertThat(store.journal().timeline(Set.of(refused), "-")).isEmpty();
            assertThat(store.counters().open()).isEqualTo(taken.size());

            faulty.onWriter("pragma max_page_count = 100000");
            String again = refused;
            assertThat(store.journal()
                            .append(List.of(entry(again, 20_000)), List.of(), PausedLanes.NONE)
                            .fresh())
                    .containsExactly(true);
            claims.forEach(claim -> assertThat(store.journal().finish(claim, End.DONE, "", Change.NONE))
                    .isEmpty());
            assertThat(taken)
                    .allSatisfy(key -> assertThat(store.journal().timeline(Set.of(key), "-"))
                            .singleElement()
                            .satisfies(timeline -> assertThat(timeline.state()).isEqualTo(Timeline.State.DONE)));
        }
    }

    /** Another process that holds a file until its input ends. */
    static final class Holder {
        public static void main(String[] arguments) throws IOException {
            try (JdbcStore store = JdbcStore.embedded(Path.of(arguments[0]))) {
                store.open("test");
                System.out.println("open");
                System.out.flush();
                int ended = System.in.read();
                System.out.println(ended);
            }
        }
    }

    @Test
    void fileInUseByAnotherProcessIsToldSoAndIsFreeOnceThatEnds() throws Exception {
        Process holder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        file().toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            assertThat(holder.inputReader().readLine()).isEqualTo("open");
            try (JdbcStore store = JdbcStore.embedded(file())) {
                assertThatThrownBy(() -> store.open("test"))
                        .isInstanceOf(StoreException.class)
                        .hasMessageContainingAll(
                                file().toString(), "in use by another process", "JdbcStore.of", "PostgreSQL");
            }
        } finally {
            holder.destroyForcibly().waitFor();
        }
        try (JdbcStore store = JdbcStore.embedded(file())) {
            store.open("test");
            assertThat(store.counters().open()).isZero();
        }
    }

    @Test
    void withoutTheDriverOneSentenceNamesTheArtifact() throws Exception {
        List<String> all = List.of(System.getProperty("java.class.path").split(File.pathSeparator, -1));
        List<URL> without = new ArrayList<>();
        for (String part : all) {
            if (!part.contains("sqlite-jdbc")) {
                without.add(Path.of(part).toUri().toURL());
            }
        }
        assertThat(without).hasSize(all.size() - 1);
        try (URLClassLoader loader =
                new URLClassLoader(without.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            Class<?> type = loader.loadClass(JdbcStore.class.getName());
            Object store = type.getMethod("embedded", Path.class).invoke(null, file());

            assertThatThrownBy(() -> type.getMethod("open", String.class).invoke(store, "test"))
                    .cause()
                    .satisfies(
                            fault -> assertThat(fault.getClass().getName()).isEqualTo(StoreException.class.getName()))
                    .hasMessageContaining("add the dependency org.xerial:sqlite-jdbc")
                    .hasNoCause();
        }
        assertThat(file()).doesNotExist();
    }

    @Test
    void folderThatMayNotBeWrittenToIsToldWithThePath() throws IOException {
        Path plain = Files.createFile(folder.resolve("plain"));

        try (JdbcStore store = JdbcStore.embedded(plain.resolve("deep").resolve("relay.db"))) {
            assertThatThrownBy(() -> store.open("test"))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContainingAll("cannot write", "plain", "JdbcStore.embedded");
        }
    }

    @Test
    void pathThatTheDriverWouldReadAsOptionsIsRefused() {
        try (JdbcStore store = JdbcStore.embedded(folder.resolve("relay.db?journal_mode=off"))) {
            assertThatThrownBy(() -> store.open("test"))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("question mark");
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void clockThatLeapsAheadRemovesNothingAndLosesNoLane() {
        try (JdbcStore store = JdbcStore.embedded(file()).clock(clock)) {
            store.open("test");
            Claim done = store.journal()
                    .append(List.of(entry("done", 1)), List.of(), PausedLanes.NONE)
                    .claims()
                    .get(0);
            store.journal().finish(done, End.DONE, "", Change.NONE);
            Claim open = store.journal()
                    .append(List.of(entry("open", 1)), List.of(), PausedLanes.NONE)
                    .claims()
                    .get(0);
            Claim later = store.journal()
                    .append(List.of(entry("later", 1)), List.of(), PausedLanes.NONE)
                    .claims()
                    .get(0);
            store.journal().release(later, Duration.ofMinutes(5), true, Change.NONE);

            clock.advance(Duration.ofDays(30));
            store.pruneAsUsual();

            assertThat(store.journal()
                            .append(List.of(entry("done", 1)), List.of(), PausedLanes.NONE)
                            .fresh())
                    .as("its key is still known")
                    .containsExactly(false);
            assertThat(store.journal().holds(open)).isTrue();
            List<Claim> due = store.journal().claimDue(10, PausedLanes.NONE, Duration.ZERO);
            assertThat(due).extracting(claim -> claim.entry().eventKey()).containsExactly("later");

            store.journal().release(due.get(0), Duration.ofSeconds(5), true, Change.NONE);
            clock.advance(Duration.ofDays(-30));
            store.endWaits();
            store.pruneAsUsual();

            assertThat(store.journal().finish(open, End.DONE, "", Change.NONE)).isEmpty();
            assertThat(store.journal().claimDue(10, PausedLanes.NONE, Duration.ZERO))
                    .extracting(claim -> claim.entry().eventKey())
                    .containsExactly("later");
            assertThat(store.journal()
                            .append(List.of(entry("done", 1)), List.of(), PausedLanes.NONE)
                            .fresh())
                    .containsExactly(false);
        }
    }

    @Test
    void hostThatRunsTheScriptsItselfOpensWithoutChangingTables() throws Exception {
        Schemas.run(Schemas.connect(file()), "sqlite", "V1__byoc.sql");

        try (JdbcStore store = JdbcStore.embedded(file()).clock(clock).migrate(false)) {
            store.open("test");

            assertThat(store.journal()
                            .append(List.of(entry("1", 1)), List.of(), PausedLanes.NONE)
                            .fresh())
                    .containsExactly(true);
        }
    }

    @Test
    void hostThatHasForgottenTheScriptsIsToldWhichOneToRun() {
        try (JdbcStore store = JdbcStore.embedded(file()).migrate(false)) {
            assertThatThrownBy(() -> store.open("test"))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContainingAll("schema 0", "dev/byoc/jdbc/schema/sqlite/V1__byoc.sql", "byoc-jdbc jar");
        }
    }

    /** In many lanes, so that neither keys nor lanes may be held in memory. */
    @Test
    void threeHundredThousandKeysLaterARepeatIsStillTold() {
        int keys = 300_000;
        int atOnce = 1_000;
        try (JdbcStore store = JdbcStore.embedded(file()).clock(clock)) {
            store.open("test");
            for (int start = 0; start < keys; start += atOnce) {
                List<NewEntry> entries = IntStream.range(start, start + atOnce)
                        .mapToObj(key -> new NewEntry(
                                new Lane(Direction.INBOUND, "x", "customer " + key % 20_000),
                                "key " + key,
                                new byte[10]))
                        .toList();
                assertThat(store.journal()
                                .append(entries, List.of(), PausedLanes.NONE)
                                .fresh())
                        .doesNotContain(false);
            }

            for (int key : new int[] {0, keys - 1_000, keys - 1}) {
                assertThat(store.journal()
                                .append(List.of(entry("key " + key, 10)), List.of(), PausedLanes.NONE)
                                .fresh())
                        .as("key %d", key)
                        .containsExactly(false);
            }
            assertThat(store.counters().open()).isEqualTo(keys);
        }
    }
}
