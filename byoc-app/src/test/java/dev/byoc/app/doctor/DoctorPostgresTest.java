package dev.byoc.app.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.Direction;
import dev.byoc.event.Finding;
import dev.byoc.event.Finding.Severity;
import dev.byoc.jdbc.JdbcStore;
import dev.byoc.store.spi.Lane;
import dev.byoc.store.spi.NewEntry;
import dev.byoc.store.spi.PausedLanes;
import dev.byoc.testkit.FreePort;
import dev.byoc.testkit.PublicFront;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each fault is planted in a real PostgreSQL, and found. */
class DoctorPostgresTest {
    private static EmbeddedPostgres server;
    private static int made;

    @TempDir
    Path folder;

    private SetUp setUp;

    /** A user and a schema of this test's own. */
    private String user;

    @BeforeAll
    static void startServer() throws IOException {
        server = EmbeddedPostgres.builder()
                .setPort(FreePort.next())
                .setPGStartupWait(Duration.ofMinutes(1))
                .setServerConfig("fsync", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("synchronous_commit", "on")
                .start();
    }

    @AfterAll
    static void stopServer() throws IOException {
        server.close();
    }

    @BeforeEach
    void setUp() throws SQLException {
        setUp = new SetUp(folder);
        user = "relay_" + ++made;
        execute(
                "create role " + user + " login",
                "create schema " + user + " authorization " + user,
                "alter role " + user + " set search_path = " + user);
    }

    @AfterEach
    void close() {
        setUp.close();
    }

    private static void execute(String... statements) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** Made by a store, owned by the user. */
    private void tables() {
        JdbcStore store = JdbcStore.of(server.getDatabase(user, "postgres", Map.of()));
        store.open("test");
        store.close();
    }

    private List<String> found(String... more) throws IOException {
        return found(user, server.getPort(), more);
    }

    private List<String> found(String login, int port, String... more) throws IOException {
        String[] lines = Stream.concat(
                        Stream.of(
                                "store.url: jdbc:postgresql://localhost:" + port + "/postgres", "store.user: " + login),
                        Stream.of(more))
                .toArray(String[]::new);
        return setUp.foundOffline(lines).stream()
                .filter(each -> each.severity() != Severity.NOT_CHECKED)
                .map(Finding::code)
                .toList();
    }

    @Test
    void inADatabaseWithoutAFaultNothingIsFound() throws Exception {
        assertThat(found()).isEmpty();
        tables();
        assertThat(found()).isEmpty();
        assertThat(found("store.migrate: no")).isEmpty();
    }

    @Test
    void aServerThatIsNotThereIsFound() throws IOException {
        assertThat(found(user, FreePort.next())).containsExactly("database-unreachable");
    }

    @Test
    void aUserThatTheServerRefusesIsFound() throws IOException {
        assertThat(found("nobody", server.getPort())).containsExactly("database-login");
    }

    @Test
    void aSchemaThatIsNotThereIsFound() throws Exception {
        execute("alter role " + user + " set search_path = nowhere");

        assertThat(found()).containsExactly("database-schema");
    }

    @Test
    void aUserWhoMayMakeNoTablesIsFound() throws Exception {
        execute("alter schema " + user + " owner to postgres", "grant usage on schema " + user + " to " + user);

        assertThat(found()).containsExactly("database-no-create");
    }

    @Test
    void aUserWhoMayNotWriteIsFound() throws Exception {
        tables();
        execute(
                "reassign owned by " + user + " to postgres",
                "grant usage on schema " + user + " to " + user,
                "grant select, insert, update, delete on all tables in schema " + user + " to " + user,
                "revoke insert on " + user + ".byoc_entry from " + user);

        assertThat(setUp.foundOffline(
                        "store.url: jdbc:postgresql://localhost:" + server.getPort() + "/postgres",
                        "store.user: " + user,
                        "store.migrate: no"))
                .singleElement()
                .satisfies(found -> {
                    assertThat(found.code()).isEqualTo("database-no-write");
                    assertThat(found.what()).contains("insert", "byoc_entry");
                });
    }

    @Test
    void tablesThatNobodyHasMadeAreFound() throws IOException {
        assertThat(found("store.migrate: no")).containsExactly("store-without-tables");
    }

    @Test
    void tablesOfALaterVersionAreFound() throws Exception {
        tables();
        execute("update " + user + ".byoc_meta set value = '99' where name in ('version', 'min_code')");

        assertThat(found()).containsExactly("store-newer");
    }

    @Test
    void aDatabaseThatTakesNoChangesIsFound() throws Exception {
        execute("alter role " + user + " set default_transaction_read_only = on");

        assertThat(found()).containsExactly("database-read-only");
    }

    @Test
    void commitsThatDoNotWaitForTheDiskAreFound() throws Exception {
        execute("alter role " + user + " set synchronous_commit = off");

        assertThat(found()).containsExactly("database-asynchronous");
    }

    /** As a server for tests alone is started, with all of it off. */
    @Test
    void aServerThatDoesNotSyncIsFound() throws Exception {
        try (EmbeddedPostgres unsafe = EmbeddedPostgres.builder()
                .setPort(FreePort.next())
                .setPGStartupWait(Duration.ofMinutes(1))
                .setServerConfig("fsync", "off")
                .setServerConfig("full_page_writes", "off")
                .start()) {
            assertThat(found("postgres", unsafe.getPort()))
                    .contains("database-unsafe")
                    .hasSizeGreaterThan(1)
                    .allMatch(code -> code.equals("database-unsafe") || code.equals("database-asynchronous"));
        }
    }

    @Test
    void aClockThatIsOffTheDatabasesIsFound() throws IOException {
        setUp.clock = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(10));

        assertThat(found()).containsExactly("database-clock");
    }

    private List<Finding> foundOnline() throws IOException {
        return setUp.found(
                "store.url: jdbc:postgresql://localhost:" + server.getPort() + "/postgres", "store.user: " + user);
    }

    @Test
    void whereNoRelayWorksOnTheDatabaseThePublicAddressIsLookedAt() throws Exception {
        tables();
        assertThat(foundOnline()).extracting(Finding::code).containsExactly("freshchat-writing");
        try (PublicFront front = new PublicFront(() -> null)) {
            setUp.reached(SetUp.HOST, front.url().getPort());
            front.answers(401);

            assertThat(foundOnline()).extracting(Finding::code).containsExactly("login", "freshchat-writing");
        }
    }

    /** Of what scope a relay works, and whether it has counted anything yet, as after its first message. */
    private JdbcStore works(String scope, boolean hasRelayed) {
        JdbcStore store = JdbcStore.of(server.getDatabase(user, "postgres", Map.of()));
        store.open(scope);
        if (hasRelayed) {
            store.journal()
                    .append(
                            List.of(new NewEntry(new Lane(Direction.INBOUND, "shop", "anna"), "1", new byte[] {1})),
                            List.of(),
                            PausedLanes.NONE);
        }
        return store;
    }

    private String ownScope() {
        return setUp.freshchat.url().getHost();
    }

    @Test
    void aRelayThatWorksElsewhereOnTheDatabaseIsToBeAsked() throws Exception {
        JdbcStore ofAnother = works(ownScope(), true);
        try (ofAnother) {
            assertThat(foundOnline())
                    .filteredOn(each -> each.code().equals("public-url-not-checked"))
                    .singleElement()
                    .satisfies(found -> {
                        assertThat(found.what()).contains("elsewhere 1 of this Freshchat account");
                        assertThat(found.remedy()).contains("doctor");
                    });
        }
    }

    @Test
    void aRelayOfAnotherFreshchatAccountOnTheDatabaseIsNoneOfThese() throws Exception {
        JdbcStore ofAnotherAccount = works("another", true);
        try (ofAnotherAccount) {
            assertThat(foundOnline()).extracting(Finding::code).containsExactly("freshchat-writing");
        }
    }

    @Test
    void aRelayThatHasRelayedNothingYetMayBeOfAnyAccount() throws Exception {
        JdbcStore fresh = works("another", false);
        try (fresh) {
            assertThat(foundOnline())
                    .filteredOn(each -> each.code().equals("public-url-not-checked"))
                    .singleElement()
                    .satisfies(found -> assertThat(found.what()).contains("is not known"));
        }
    }
}
