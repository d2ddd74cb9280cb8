package dev.byoc.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.byoc.Direction;
import dev.byoc.jdbc.internal.Dialect;
import dev.byoc.jdbc.internal.sqlite.SqliteFile;
import dev.byoc.store.StoreException;
import dev.byoc.store.spi.Change;
import dev.byoc.store.spi.Journal.End;
import dev.byoc.store.spi.Lane;
import dev.byoc.store.spi.LinkChange;
import dev.byoc.store.spi.NewEntry;
import dev.byoc.store.spi.PausedLanes;
import dev.byoc.store.spi.RelayStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteStoreTest extends UncertainCommitContract {
    @TempDir
    Path folder;

    @Override
    public RelayStore make() {
        return again();
    }

    @Override
    public RelayStore again() {
        return JdbcStore.embedded(folder.resolve("relay.db")).clock(clock).maxOpenEntries(10);
    }

    @Override
    public Dialect dialect(@Nullable Clock time) {
        return new SqliteFile(folder.resolve("relay.db"), time);
    }

    @Override
    protected Connection connection() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("relay.db"));
    }

    private static void refuses(Path file, String... words) {
        try (JdbcStore refused = JdbcStore.embedded(file)) {
            assertThatThrownBy(() -> refused.open("test"))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContainingAll(words);
        }
    }

    @Test
    void storeThatCouldHoldNothingIsRefused() {
        JdbcStore other = JdbcStore.embedded(folder.resolve("other.db"));

        assertThat(other.maxOpenEntries(1).faults()).isEmpty();
        assertThat(other.maxOpenEntries(0)
                        .keepFor(null)
                        .lease(Duration.ofSeconds(9))
                        .faults())
                .hasSize(3)
                .allSatisfy(fault -> assertThat(fault).contains("at least"));
        assertThatThrownBy(() -> other.open("test"))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("at least 1");
    }

    @Test
    void nothingOfAForgottenCustomerIsLeftAfterTheKeepTime() throws SQLException {
        Lane in = new Lane(Direction.INBOUND, "x", "viber:x:anna");
        Lane out = new Lane(Direction.OUTBOUND, "x", "viber:x:anna");
        store.journal()
                .append(
                        List.of(new NewEntry(in, "message:1", new byte[] {1})),
                        List.of(new LinkChange.Conversation("x", "anna", "c1", "77", "m1")),
                        PausedLanes.NONE);
        store.journal()
                .append(
                        List.of(new NewEntry(out, "message:2", new byte[] {2}, "refused")),
                        List.of(),
                        PausedLanes.NONE);
        store.forget("x", "anna", List.of(in, out));
        assertThat(rowsWith("anna"))
                .as("the lanes, until their keys are forgotten")
                .isEqualTo(2);

        clock.advance(JdbcStore.KEEP.plusSeconds(1));
        ((JdbcStore) store).prune();
        ((JdbcStore) store).prune();

        assertThat(rowsWith("anna")).isZero();
        assertThat(rowsWith("message:")).isZero();
    }

    /** In any column of any table. */
    private int rowsWith(String text) throws SQLException {
        int rows = 0;
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("relay.db"));
                Statement statement = connection.createStatement();
                Statement other = connection.createStatement();
                ResultSet tables = statement.executeQuery(
                        "select name from sqlite_master where type = 'table' and name like 'byoc%'")) {
            while (tables.next()) {
                try (ResultSet each = other.executeQuery("select * from " + tables.getString(1))) {
                    while (each.next()) {
                        boolean found = false;
                        for (int i = 1; i <= each.getMetaData().getColumnCount(); i++) {
                            found |= String.valueOf(each.getString(i)).contains(text);
                        }
                        rows += found ? 1 : 0;
                    }
                }
            }
        }
        return rows;
    }

    @Test
    void lanesOfAProcessThatWasKilledAreDueAtTheNextStart() throws IOException {
        append("begun", "1");
        append("begun", "2");
        store.journal().handBack(append("waits", "3").claims());
        store.journal().finish(append("done", "4").claims().get(0), End.DONE, "", Change.NONE);
        for (String file : List.of("relay.db", "relay.db-wal")) {
            Files.copy(folder.resolve(file), folder.resolve(file.replace("relay", "killed-relay")));
        }

        try (JdbcStore next =
                JdbcStore.embedded(folder.resolve("killed-relay.db")).clock(clock)) {
            next.open("test");

            assertThat(next.journal().claimDue(10, PausedLanes.NONE, Duration.ZERO))
                    .extracting(claim -> claim.entry().eventKey() + " "
                            + claim.entry().checkpoint().unsettled())
                    .containsExactlyInAnyOrder("1 true", "3 false");
        }
    }

    @Test
    void secondRelayOnTheFileIsToldWhyNot() {
        refuses(folder.resolve("relay.db"), "open in this process already");
    }

    @Test
    void pathBeneathAPlainFileIsToldWithThePath() throws IOException {
        Path plain = Files.createFile(folder.resolve("plain"));

        refuses(plain.resolve("relay.db"), "cannot write", "plain", "JdbcStore.embedded");
    }

    @Test
    void fileThatIsNoDatabaseIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("notes.txt"), "not a database, whatever it is".repeat(100));

        refuses(file, "no database");
    }

    @Test
    void databaseOfANewerSchemaIsRefusedWithBothNumbers() throws Exception {
        store.close();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("relay.db"));
                Statement statement = connection.createStatement()) {
            statement.execute("update byoc_meta set value = '99'");
        }

        refuses(folder.resolve("relay.db"), "schema 99", "newer byoc");
    }

    @Test
    void databaseOfANewerSchemaThatThisCodeStillKnowsIsUsed() throws Exception {
        append("a", "1");
        store.close();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("relay.db"));
                Statement statement = connection.createStatement()) {
            statement.execute("update byoc_meta set value = '99' where name = 'version'");
        }

        store = again();
        store.open("test");

        assertThat(append("a", "1").fresh()).containsExactly(false);
    }

    @Test
    void onlyItsOwnerMayReadTheFile() throws IOException {
        append("a", "1");

        for (String name : new String[] {"relay.db", "relay.db-wal", "relay.db.lock"}) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name))))
                    .as(name)
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void clockThatIsPutBackLetsNothingSleepForHours() {
        store.journal().release(append("a", "1").claims().get(0), Duration.ofSeconds(5), false, Change.NONE);
        clock.advance(Duration.ofHours(-6));

        ((JdbcStore) store).endWaits();
        // Written behind it.
        store.settings().put("after", "that");
        clock.advance(Duration.ofSeconds(5));

        assertThat(store.journal().claimDue(10, PausedLanes.NONE, Duration.ZERO))
                .hasSize(1);
    }

    @Test
    void diskThatIsNearlyFullIsToldWhileAllOfItStillWorks() throws Exception {
        SqliteFile file = new SqliteFile(folder.resolve("low.db"), clock, Long.MAX_VALUE);
        file.open();
        try (Connection writer = file.writer();
                Statement statement = writer.createStatement()) {
            statement.execute("create table filler (content blob)");
            assertThat(file.warning()).isNull();

            file.maintain();

            assertThat(file.warning()).contains("nearly full").contains("low.db");
            assertThat(file.obstacle()).isNull();
        }
        file.close();
    }

    @Test
    void logIsBegunAnewBeforeItFillsTheDisk() throws Exception {
        Path path = folder.resolve("log.db");
        SqliteFile file = new SqliteFile(path, clock);
        file.open();
        try (Connection writer = file.writer();
                Statement statement = writer.createStatement()) {
            statement.execute("create table filler (content blob)");
            for (int round = 0; round < 3; round++) {
                statement.execute("insert into filler values (zeroblob(70 * 1024 * 1024))");
                writer.commit();

                file.maintain();
                file.maintain(writer);
            }

            assertThat(Files.size(folder.resolve("log.db-wal"))).isLessThan(2L * 70 * 1024 * 1024);
        }
        file.close();
    }
}
