package dev.byoc.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.byoc.Direction;
import dev.byoc.jdbc.internal.postgres.PostgresServer;
import dev.byoc.store.StoreException;
import dev.byoc.store.spi.Change;
import dev.byoc.store.spi.Claim;
import dev.byoc.store.spi.Journal;
import dev.byoc.store.spi.Journal.End;
import dev.byoc.store.spi.Lane;
import dev.byoc.store.spi.NewEntry;
import dev.byoc.store.spi.PausedLanes;
import dev.byoc.testkit.FreePort;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong around a PostgreSQL that can be stopped and started: it says so in a sentence, or refuses and goes on. */
class PostgresFaultsTest {
    @TempDir
    static Path empty;

    @TempDir
    Path folder;

    private final int port = FreePort.next();
    private EmbeddedPostgres server;

    /** Making a database's folder takes longer than most of these tests: it is made once, and copied for each. */
    @BeforeAll
    static void makeFolder() throws IOException {
        started(empty.resolve("data"), FreePort.next()).close();
    }

    @BeforeEach
    void copyFolder() throws IOException {
        try (Stream<Path> files = Files.walk(empty)) {
            for (Path file : files.skip(1).toList()) {
                Files.copy(file, folder.resolve(empty.relativize(file).toString()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        serve();
    }

    private void serve() throws IOException {
        server = started(folder.resolve("data"), port);
    }

    private static EmbeddedPostgres started(Path data, int port) throws IOException {
        return TestDatabase.Postgres.safeServer()
                .setPort(port)
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .start();
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    private HikariDataSource pool(String user) {
        return pool(user, port);
    }

    private static HikariDataSource pool(String user, int port) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl("jdbc:postgresql://127.0.0.1:" + port + "/postgres");
        config.setUsername(user);
        config.setMaximumPoolSize(4);
        config.setConnectionTimeout(1_000);
        config.setInitializationFailTimeout(-1);
        return new HikariDataSource(config);
    }

    private void execute(String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url(), "postgres", "");
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static void refuses(DataSource source, String... words) {
        try (JdbcStore store = JdbcStore.of(source)) {
            assertThatThrownBy(() -> store.open("test"))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContainingAll(words)
                    .satisfies(e -> assertThat(e.getMessage()).doesNotContain("jdbc:", "ERROR:", "hunter2"));
        }
    }

    @Test
    void serverThatStopsAndComesBackLosesNothingAndIsUsedAgain() throws Exception {
        try (HikariDataSource pool = pool("postgres");
                JdbcStore store = JdbcStore.of(pool)) {
            store.open("test");
            Claim underWay = append(store, "a", "1").claims().get(0);
            append(store, "a", "2");
            server.close();

            assertThatThrownBy(() -> append(store, "b", "refused"))
                    .isInstanceOf(StoreException.class)
                    .hasMessageNotContainingAny("jdbc:", "127.0.0.1");
            assertThat(store.trouble()).contains("cannot be reached").doesNotContain("jdbc:", "127.0.0.1");
            assertThatThrownBy(() -> store.journal().finish(underWay, End.DONE, "", Change.NONE))
                    .isInstanceOf(StoreException.class);
            assertThatThrownBy(() -> store.customers().link("x", "a")).isInstanceOf(StoreException.class);
            serve();

            for (int glance = 0; glance < 1_000 && store.trouble() != null; glance++) {
                LockSupport.parkNanos(10_000_000);
            }
            assertThat(store.trouble()).as("also if no change is to be stored").isNull();
            List<Claim> next = finishUntilStored(store, underWay);
            assertThat(next).extracting(claim -> claim.entry().eventKey()).containsExactly("2");
            assertThat(next.get(0).entry().checkpoint().unsettled()).isFalse();
            assertThat(append(store, "b", "refused").fresh()).containsExactly(true);
            assertThat(append(store, "a", "1").fresh()).containsExactly(false);
        }
    }

    /** Else webhooks would hang as long as their sockets, and the process could not even end. */
    @Test
    void serverThatFallsSilentCountsAsGoneAndTheStoreCanBeClosed() throws Exception {
        try (SilentLink link = new SilentLink(port);
                HikariDataSource pool = pool("postgres", link.port());
                JdbcStore store = new JdbcStore(
                        clock -> new PostgresServer(pool, clock, Duration.ofMillis(500), Duration.ofMillis(1_500)))) {
            store.open("test");
            Claim underWay = append(store, "a", "1").claims().get(0);
            link.fallSilent();

            assertThatThrownBy(() -> store.customers().link("x", "a")).isInstanceOf(StoreException.class);
            assertThatThrownBy(() -> append(store, "b", "refused")).isInstanceOf(StoreException.class);
            assertThatThrownBy(() -> store.journal().finish(underWay, End.DONE, "", Change.NONE))
                    .isInstanceOf(StoreException.class);
        }
    }

    /** A host that is paused within a transaction, or whose cable is pulled, must not keep its lanes' rows locked. */
    @Test
    void hostThatFallsSilentWithinATransactionKeepsNoOtherHostFromItsLanes() throws Exception {
        try (HikariDataSource pool = pool("postgres");
                JdbcStore store = JdbcStore.of(pool)) {
            store.open("test");
            append(store, "a", "1");
            PostgresServer silent = new PostgresServer(pool, null, Duration.ofSeconds(3), Duration.ofMillis(500));
            Connection paused = silent.writer();
            try (Statement statement = paused.createStatement()) {
                assertThat(statement.executeUpdate("update byoc_lane set used_at = used_at"))
                        .isEqualTo(1);

                assertThat(append(store, "a", "2").fresh()).containsExactly(true);
            }
            pool.evictConnection(paused);
        }
    }

    private static List<Claim> finishUntilStored(JdbcStore store, Claim claim) {
        for (int attempt = 0; attempt < 200; attempt++) {
            try {
                return store.journal().finish(claim, End.DONE, "", Change.NONE);
            } catch (StoreException e) {
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
        }
        throw new AssertionError("never stored");
    }

    private static Journal.Appended append(JdbcStore store, String lane, String key) {
        return store.journal()
                .append(
                        List.of(new NewEntry(new Lane(Direction.INBOUND, "x", lane), key, new byte[] {1})),
                        List.of(),
                        PausedLanes.NONE);
    }

    @Test
    void serverThatCannotBeReachedIsToldSo() throws Exception {
        server.close();

        try (HikariDataSource pool = pool("postgres")) {
            refuses(pool, "cannot be reached", "no connection");
        }
    }

    @Test
    void userWhoMayNotMakeTablesIsToldWhatToGrant() throws Exception {
        execute("create role reader login", "revoke create on schema public from public");

        try (HikariDataSource pool = pool("reader")) {
            refuses(pool, "cannot be used", "the user may not", "make tables", "migrate(false)");
        }
    }

    @Test
    void serverThatOnlyReadsIsRefusedWithTheWayToThePrimary() throws Exception {
        execute("create role reader login superuser", "alter role reader set default_transaction_read_only = on");

        try (HikariDataSource pool = pool("reader")) {
            refuses(pool, "cannot be used", "only reads", "targetServerType=primary");
        }
    }

    /** As after a failover: connections that are there lead to a standby, new ones to the primary. */
    @Test
    void connectionsToAServerThatOnlyReadsAreLeftForNewOnes() throws Exception {
        try (HikariDataSource pool = pool("postgres");
                JdbcStore store = JdbcStore.of(pool)) {
            store.open("test");
            Claim underWay = append(store, "a", "1").claims().get(0);
            execute(
                    "alter role postgres set default_transaction_read_only = off",
                    "create table pooled as select pid from pg_stat_activity where usename = 'postgres'"
                            + " and pid <> pg_backend_pid()",
                    "alter system set default_transaction_read_only = on",
                    "select pg_reload_conf()");

            String writesNoMore = "select count(*) from pooled where pid not in (select pid from pg_stat_activity)";
            for (int i = 0; count(writesNoMore) == 0; i++) {
                assertThat(i).isLessThan(1_000);
                appendUntilTaken(store, "b", "more " + i);
            }

            assertThat(finishUntilStored(store, underWay)).isEmpty();
            assertThat(append(store, "a", "1").fresh()).containsExactly(false);
        }
    }

    private long count(String query) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url(), "postgres", "");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static void appendUntilTaken(JdbcStore store, String lane, String key) {
        for (int attempt = 0; attempt < 200; attempt++) {
            try {
                append(store, lane, key);
                return;
            } catch (StoreException e) {
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
        }
        throw new AssertionError("never taken");
    }

    @Test
    void userWhoMayNotEvenReadTheTablesIsToldWhatToGrant() throws Exception {
        execute("create role reader login");
        try (HikariDataSource pool = pool("postgres");
                JdbcStore store = JdbcStore.of(pool)) {
            store.open("test");
        }

        try (HikariDataSource pool = pool("reader")) {
            refuses(pool, "the user may not", "migrate(false)");
        }
    }

    @Test
    void userWithoutRightsToMakeTablesWorksOnThoseOfTheHost() throws Exception {
        execute("create role worker login", "revoke create on schema public from public");
        Schemas.run(DriverManager.getConnection(url(), "postgres", ""), "postgresql", "V1__byoc.sql");
        execute(
                "grant select, insert, update, delete on all tables in schema public to worker",
                "grant usage on all sequences in schema public to worker");

        try (HikariDataSource pool = pool("worker");
                JdbcStore store = JdbcStore.of(pool).migrate(false)) {
            store.open("test");

            assertThat(append(store, "a", "1").claims()).hasSize(1);
        }
    }

    @Test
    void hostThatHasForgottenTheScriptsIsToldWhichOneToRun() {
        try (HikariDataSource pool = pool("postgres");
                JdbcStore store = JdbcStore.of(pool).migrate(false)) {
            assertThatThrownBy(() -> store.open("test"))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContainingAll("schema 0", "dev/byoc/jdbc/schema/postgresql/V1__byoc.sql", "search_path");
        }
    }

    @Test
    void databaseOfANewerSchemaIsRefusedWithBothNumbers() throws Exception {
        try (HikariDataSource pool = pool("postgres")) {
            try (JdbcStore store = JdbcStore.of(pool)) {
                store.open("test");
            }
            execute("update byoc_meta set value = '99'");

            refuses(pool, "schema 99", "newer byoc", "knows schema 1");
        }
    }

    @Test
    void serverThatIsNoPostgresqlIsRefusedByItsName() {
        DatabaseMetaData data = (DatabaseMetaData) Proxy.newProxyInstance(
                DatabaseMetaData.class.getClassLoader(),
                new Class<?>[] {DatabaseMetaData.class},
                (self, method, arguments) -> "MariaDB");
        Connection connection = (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (self, method, arguments) -> method.getName().equals("getMetaData") ? data : null);
        DataSource source = (DataSource) Proxy.newProxyInstance(
                DataSource.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (self, method, arguments) -> connection);

        refuses(source, "MariaDB", "works with PostgreSQL", "JdbcStore.embedded");
    }
}
