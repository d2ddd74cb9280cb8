package dev.byoc.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.byoc.Direction;
import dev.byoc.jdbc.internal.commit.HostLease;
import dev.byoc.jdbc.internal.postgres.PostgresServer;
import dev.byoc.store.DeadLetterFilter;
import dev.byoc.store.StoreException;
import dev.byoc.store.spi.Change;
import dev.byoc.store.spi.Claim;
import dev.byoc.store.spi.Journal;
import dev.byoc.store.spi.Journal.End;
import dev.byoc.store.spi.Lane;
import dev.byoc.store.spi.NewEntry;
import dev.byoc.store.spi.PausedLanes;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pools as hosts set them: the store works with them, or is refused with the cause, and never looks into other tables than it writes to. */
class PostgresPoolsTest {
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static EmbeddedPostgres server;

    /** A database of its own for each test. */
    private final String name = "pool_" + NUMBER.incrementAndGet();

    private final String schema = "relay";

    @BeforeAll
    static void serve() throws IOException {
        server = TestDatabase.Postgres.safeServer().start();
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @BeforeEach
    void makeDatabase() throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
        }
        execute("create schema " + schema);
    }

    private DataSource database() {
        return server.getDatabase("postgres", name);
    }

    private void execute(String... statements) throws SQLException {
        try (Connection connection = database().getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private Set<String> column(String query) throws SQLException {
        try (Connection connection = database().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            Set<String> values = new TreeSet<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }

    private Set<String> schemasOfTables() throws SQLException {
        return column("select schemaname from pg_tables where tablename like 'byoc\\_%'");
    }

    private HikariConfig config(Consumer<HikariConfig> more) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(server.getJdbcUrl("postgres", name));
        config.setMaximumPoolSize(5);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(1_000);
        more.accept(config);
        return config;
    }

    /** Where the schema of a connection is said. */
    private enum Place implements PlaceOfSchema {
        SCHEMA {
            @Override
            public void set(HikariConfig config, String schema) {
                config.setSchema(schema);
            }
        },
        INIT_SQL {
            @Override
            public void set(HikariConfig config, String schema) {
                config.setConnectionInitSql("set search_path to " + schema);
            }
        },
        ADDRESS {
            @Override
            public void set(HikariConfig config, String schema) {
                config.setJdbcUrl(config.getJdbcUrl() + "&currentSchema=" + schema);
            }
        }
    }

    private interface PlaceOfSchema {
        void set(HikariConfig config, String schema);
    }

    private HikariDataSource pool(Place place, boolean autoCommit, Consumer<HikariConfig> more) {
        return new HikariDataSource(config(config -> {
            place.set(config, schema);
            config.setAutoCommit(autoCommit);
            more.accept(config);
        }));
    }

    private static Journal.Appended append(JdbcStore store, String key) {
        return store.journal()
                .append(
                        List.of(new NewEntry(new Lane(Direction.INBOUND, "x", "lane " + key), key, new byte[] {1})),
                        List.of(),
                        PausedLanes.NONE);
    }

    /** Uses as many connections as there are. */
    private static void works(JdbcStore store, String prefix) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            CountDownLatch all = new CountDownLatch(8);
            List<Future<?>> users = new ArrayList<>();
            for (int user = 0; user < 8; user++) {
                String key = prefix + user;
                users.add(threads.submit(() -> {
                    all.countDown();
                    all.await();
                    Claim claim = append(store, key).claims().get(0);
                    assertThat(store.journal().timeline(Set.of(key), "-")).hasSize(1);
                    assertThat(store.customers().link("x", key)).isNull();
                    assertThat(store.journal().isIdle(claim.entry().lane())).isFalse();
                    store.settings().put(key, key);
                    assertThat(store.settings().get(key)).isEqualTo(key);
                    assertThat(store.journal().finish(claim, End.DONE, "", Change.NONE))
                            .isEmpty();
                    return null;
                }));
            }
            for (Future<?> user : users) {
                user.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** BC-70. */
    @ParameterizedTest
    @CsvSource({
        "SCHEMA, true",
        "SCHEMA, false",
        "INIT_SQL, true",
        "INIT_SQL, false",
        "ADDRESS, true",
        "ADDRESS, false",
    })
    void tablesAreMadeAndUsedInTheSchemaThatThePoolNames(Place place, boolean autoCommit) throws Exception {
        try (HikariDataSource pool = pool(place, autoCommit, config -> {});
                JdbcStore store = JdbcStore.of(pool)) {
            store.open("test");
            works(store, "a");
            store.renewAndSweep();
            store.prune();
        }
        assertThat(schemasOfTables()).containsExactly(schema);
    }

    /** BC-70 (e). */
    @ParameterizedTest
    @CsvSource({"SCHEMA, INIT_SQL", "INIT_SQL, SCHEMA", "ADDRESS, SCHEMA", "SCHEMA, ADDRESS"})
    void whatWasAcknowledgedIsThereAfterAnotherWayToNameTheSchemaAndToCommit(Place before, Place after)
            throws Exception {
        try (HikariDataSource pool = pool(before, true, config -> {});
                JdbcStore store = JdbcStore.of(pool)) {
            store.open("test");
            append(store, "acknowledged");
        }
        try (HikariDataSource pool = pool(after, false, config -> {});
                JdbcStore store = JdbcStore.of(pool)) {
            store.open("test");

            assertThat(store.counters().open()).isEqualTo(1);
            assertThat(store.journal().claimDue(10, PausedLanes.NONE, Duration.ZERO))
                    .extracting(claim -> claim.entry().eventKey())
                    .containsExactly("acknowledged");
        }
        assertThat(schemasOfTables()).containsExactly(schema);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TRANSACTION_SERIALIZABLE", "TRANSACTION_REPEATABLE_READ"})
    void isolationOfThePoolIsOfNoMatter(String isolation) throws Exception {
        try (HikariDataSource pool = pool(Place.SCHEMA, false, config -> config.setTransactionIsolation(isolation));
                JdbcStore store = JdbcStore.of(pool)) {
            store.open("test");
            works(store, "a");
            works(store, "b");
        }
    }

    @Test
    void poolOfTwoIsEnough() throws Exception {
        try (HikariDataSource pool = pool(Place.SCHEMA, false, config -> config.setMaximumPoolSize(2));
                JdbcStore store = JdbcStore.of(pool)) {
            store.open("test");
            append(store, "1");
            assertThat(store.journal().timeline(Set.of("1"), "-")).hasSize(1);
        }
    }

    private static void refuses(DataSource source, String... words) {
        try (JdbcStore store = JdbcStore.of(source)) {
            assertThatThrownBy(() -> store.open("test"))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContainingAll(words)
                    .hasMessageNotContainingAny("jdbc:", "ERROR:");
        }
    }

    @Test
    void poolOfOneIsRefusedWithTheNumberThatItNeeds() {
        try (HikariDataSource pool = pool(Place.SCHEMA, true, config -> config.setMaximumPoolSize(1))) {
            refuses(pool, "second connection", "maximumPoolSize", "4");
        }
    }

    @Test
    void poolThatOnlyReadsIsRefused() {
        try (HikariDataSource pool = pool(Place.SCHEMA, true, config -> config.setReadOnly(true))) {
            refuses(pool, "only reads", "pool");
        }
    }

    @Test
    void schemaThatIsNotThereIsToldSo() {
        try (HikariDataSource pool = new HikariDataSource(
                config(config -> config.setConnectionInitSql("set search_path to no_such_schema")))) {
            refuses(pool, "search_path", "no schema", "create");
        }
    }

    /** Each call by a proxy of the connection, so that something else can be done at its end. */
    private static DataSource source(ThrowingSupplier connections, UnaryOperator<Connection> more) {
        return (DataSource) Proxy.newProxyInstance(
                DataSource.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (self, method, arguments) -> more.apply(connections.get()));
    }

    private interface ThrowingSupplier {
        Connection get() throws SQLException;
    }

    private static Connection closing(Connection real, ThrowingConsumer atClose) {
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (self, method, arguments) -> {
                    if (method.getName().equals("close")) {
                        atClose.accept(real);
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private interface ThrowingConsumer {
        void accept(Connection connection) throws SQLException;
    }

    /** As the pool of a host whose own code forgets the schema, and pools that reset what they get back. */
    @ParameterizedTest
    @ValueSource(strings = {"discard all", "set search_path to pg_catalog", "reset all"})
    void connectionsThatForgetTheSchemaAfterTheStartStillLeadToTheSameTables(String sql) throws Exception {
        AtomicInteger given = new AtomicInteger();
        try (HikariDataSource pool = pool(Place.INIT_SQL, true, config -> {})) {
            CountDownLatch started = new CountDownLatch(1);
            DataSource forgetful = source(pool::getConnection, connection -> {
                if (started.getCount() == 0) {
                    given.incrementAndGet();
                    try (Statement statement = connection.createStatement()) {
                        statement.execute(sql);
                    } catch (SQLException e) {
                        throw new AssertionError(e);
                    }
                }
                return connection;
            });
            try (JdbcStore store = JdbcStore.of(forgetful)) {
                store.open("test");
                started.countDown();
                works(store, "a");
                execute("insert into " + schema
                        + ".byoc_count (scope, host, account, dir, open, dead, stored_at, done_at,"
                        + " webhook_at) values ('test', 'gone', 'shop', 0, 0, 0, 1, 1, 1)");
                // It sweeps once it has renewed its lease for half a term.
                for (int renewals = 0; renewals < HostLease.RENEWALS; renewals++) {
                    store.renewAndSweep();
                }
                assertThat(countersOf("gone")).isZero();
                store.prune();
                assertThat(store.deadLetters().find(DeadLetterFilter.ALL, 10)).isEmpty();
                assertThat(store.settings().elsewhere("a")).isEmpty();
                assertThat(store.journal().openElsewhere()).isEmpty();
                assertThat(store.trouble()).isNull();
            }
        }
        assertThat(given).hasPositiveValue();
        assertThat(schemasOfTables()).containsExactly(schema);
    }

    /** Sums of a host without a lease, which a sweep adds to those of no host. */
    private int countersOf(String host) throws SQLException {
        try (Connection connection = database().getConnection();
                PreparedStatement statement =
                        connection.prepareStatement("select count(*) from " + schema + ".byoc_count where host = ?")) {
            statement.setString(1, host);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getInt(1);
            }
        }
    }

    @Test
    void connectionsThatAreResetWhenTheyAreGivenBackAreRefusedOrLeadToTheSameTables() throws Exception {
        try (HikariDataSource pool = pool(Place.ADDRESS, true, config -> {})) {
            DataSource resetting = source(
                    pool::getConnection,
                    connection -> closing(connection, real -> {
                        real.setAutoCommit(true);
                        try (Statement statement = real.createStatement()) {
                            statement.execute("discard all");
                        }
                    }));
            try (JdbcStore store = JdbcStore.of(resetting)) {
                store.open("test");
                works(store, "a");
            }
        }
        assertThat(schemasOfTables()).containsExactly(schema);
    }

    @Test
    void connectionsThatLookIntoDifferentSchemasAreRefusedWithBoth() throws Exception {
        String other = schema + "_other";
        execute("create schema " + other);
        AtomicInteger turn = new AtomicInteger();
        try (HikariDataSource pool = pool(Place.SCHEMA, true, config -> {})) {
            DataSource alternating = source(pool::getConnection, connection -> {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("set search_path to " + (turn.getAndIncrement() % 2 == 0 ? schema : other));
                } catch (SQLException e) {
                    throw new AssertionError(e);
                }
                return connection;
            });
            refuses(alternating, schema, other, "currentSchema");
        }
    }

    @Test
    void connectionsThatLeadToDifferentDatabasesAreRefused() throws Exception {
        String other = "other_" + name;
        execute("create database " + other);
        DataSource one = database();
        DataSource two = server.getDatabase("postgres", other);
        try (Connection connection = two.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create schema " + schema);
        }
        AtomicInteger turn = new AtomicInteger();
        DataSource alternating =
                source(() -> (turn.getAndIncrement() % 2 == 0 ? one : two).getConnection(), connection -> {
                    try (Statement statement = connection.createStatement()) {
                        statement.execute("set search_path to " + schema);
                    } catch (SQLException e) {
                        throw new AssertionError(e);
                    }
                    return connection;
                });

        refuses(alternating, "different databases");
    }

    @Test
    void sourceOfOneSharedConnectionIsRefused() throws Exception {
        try (Connection only = database().getConnection()) {
            try (Statement statement = only.createStatement()) {
                statement.execute("set search_path to " + schema);
            }
            DataSource single = source(() -> only, connection -> (Connection) Proxy.newProxyInstance(
                    Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (self, method, arguments) -> {
                        if (method.getName().equals("close")) {
                            return null;
                        }
                        try {
                            return method.invoke(connection, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    }));
            refuses(single, "one connection", "pool");
        }
    }

    /** A time limit for what a host's pages ask is none for making tables, and says what it is where it is met. */
    @Test
    void timeLimitForStatementsDoesNotEndTheMigrations() throws Exception {
        try (HikariDataSource pool = pool(
                        Place.ADDRESS,
                        true,
                        config -> config.setConnectionInitSql(
                                "set statement_timeout = '2s'; set lock_timeout = '100ms'"));
                Connection other = database().getConnection();
                Statement holder = other.createStatement()) {
            other.setAutoCommit(false);
            holder.execute("select pg_advisory_xact_lock(" + 0x62796f63L + ")");
            ExecutorService thread = Executors.newSingleThreadExecutor();
            try (JdbcStore store = JdbcStore.of(pool)) {
                Future<?> opening = thread.submit(() -> store.open("test"));
                awaitWaiting();
                other.commit();
                opening.get();
                append(store, "1");
            } finally {
                thread.shutdownNow();
            }
        }
    }

    /** Longer than the limits that the pool has set. */
    private void awaitWaiting() throws SQLException {
        String waiting = "select pid from pg_stat_activity where wait_event = 'advisory'"
                + " and now() - query_start > interval '2.5 seconds'";
        for (int glance = 0; glance < 2_000 && column(waiting).isEmpty(); glance++) {
            LockSupport.parkNanos(10_000_000);
        }
        assertThat(column(waiting)).isNotEmpty();
    }

    /** {@code "$user", public}, and an operator makes a schema of the user's name between two versions. */
    @Test
    void laterScriptsWorkWhereTheTablesAreAndNotWhereTheSearchPathBegins() throws Exception {
        String first = schema + "_first";
        execute("create schema " + first);
        try (Connection connection = database().getConnection()) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("set search_path to " + schema);
            }
            Schemas.run(connection, "postgresql", "V1__byoc.sql");
        }
        try (HikariDataSource pool = new HikariDataSource(
                        config(config -> config.setConnectionInitSql("set search_path to " + first + ", " + schema)));
                JdbcStore store = new JdbcStore(clock -> new PostgresServer(pool, clock), UpgradeTest.TO_2)) {
            store.open("test");
            works(store, "a");
        }
        assertThat(column("select schemaname from pg_tables where tablename = 'byoc_planted'"))
                .containsExactly(schema);
    }

    @Test
    void tablesThatAreDroppedAreToldAndTheStoreRefuses() throws Exception {
        try (HikariDataSource pool = pool(Place.SCHEMA, true, config -> {});
                JdbcStore store = JdbcStore.of(pool)) {
            store.open("test");
            execute("drop schema " + schema + " cascade", "create schema " + schema);

            assertThatThrownBy(() -> append(store, "1"))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("tables");
            assertThat(store.trouble()).contains("tables");
        }
    }
}
