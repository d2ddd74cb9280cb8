package dev.byoc.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.byoc.jdbc.internal.Dialect;
import dev.byoc.jdbc.internal.SchemaScripts;
import dev.byoc.store.StoreException;
import dev.byoc.store.spi.Change;
import dev.byoc.store.spi.Claim;
import dev.byoc.store.spi.Journal.End;
import dev.byoc.store.spi.PausedLanes;
import dev.byoc.testkit.SettableClock;
import dev.byoc.testkit.TestRelay;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Upgrades to later versions of the tables. There is one version so far: the later ones are planted in the test resources. Version 2 lets
 * code of version 1 work on, version 3 does not.
 */
@Timeout(60)
class UpgradeTest {
    static final SchemaScripts TO_2 = new SchemaScripts(List.of("V1__byoc.sql", "V2__planted.sql"));
    private static final SchemaScripts TO_3 =
            new SchemaScripts(List.of("V1__byoc.sql", "V2__planted.sql", "V3__planted.sql"));

    private static final Pattern CHANGE = Pattern.compile("\\s*(create|alter|drop|update|insert)\\b");

    private static PostgresSchemas schemas;

    private final SettableClock clock = new SettableClock(TestRelay.NOW);
    private final StoredWork work = new StoredWork(clock);

    @TempDir
    Path folder;

    @BeforeAll
    static void start() throws IOException {
        schemas = new PostgresSchemas();
    }

    @AfterAll
    static void stop() throws IOException {
        schemas.close();
    }

    private TestDatabase database(String engine) throws Exception {
        return engine.equals("sqlite") ? new TestDatabase.Sqlite(folder.resolve("relay.db")) : schemas.next();
    }

    private JdbcStore store(TestDatabase database, SchemaScripts scripts) {
        return new JdbcStore(time -> database.dialect(clock), scripts)
                .clock(clock)
                .lease(Duration.ofDays(1));
    }

    /** As this byoc writes it, with work in every state. */
    private TestDatabase filled(String engine) throws Exception {
        TestDatabase database = database(engine);
        try (JdbcStore store = store(database, SchemaScripts.BUNDLED)) {
            store.open(StoredWork.SCOPE);
            work.fill(store);
        }
        return database;
    }

    private static String version(TestDatabase database) throws SQLException {
        return database.rows("select value from byoc_meta where name = 'version'")
                .get(0)
                .get(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgresql"})
    void openEntriesAreResumedInTheSameVersion(String engine) throws Exception {
        TestDatabase database = filled(engine);

        try (JdbcStore store = store(database, SchemaScripts.BUNDLED)) {
            store.open(StoredWork.SCOPE);
            work.goesOn(store);
        }
        assertThat(version(database)).isEqualTo("1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgresql"})
    void openEntriesAreResumedInTheNextVersion(String engine) throws Exception {
        TestDatabase database = filled(engine);

        try (JdbcStore store = store(database, TO_2)) {
            store.open(StoredWork.SCOPE);
            assertThat(database.rows("select event_key from byoc_entry where planted = 'open' order by 1"))
                    .containsExactly(List.of("later"), List.of("under way"), List.of("unsettled"), List.of("waits"));
            work.goesOn(store);
        }
        assertThat(version(database)).isEqualTo("2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgresql"})
    void severalVersionsAtOnceGiveWhatOneAfterTheOtherGives(String engine) throws Exception {
        TestDatabase atOnce = filled(engine);
        try (JdbcStore store = store(atOnce, TO_3)) {
            store.open(StoredWork.SCOPE);
            work.goesOn(store);
        }
        Files.deleteIfExists(folder.resolve("relay.db"));
        TestDatabase stepwise = database(engine);
        for (SchemaScripts next : List.of(SchemaScripts.BUNDLED, TO_2, TO_3)) {
            try (JdbcStore store = store(stepwise, next)) {
                store.open("test");
            }
        }

        assertThat(version(atOnce)).isEqualTo("3");
        assertThat(version(stepwise)).isEqualTo("3");
        assertThat(stepwise.rows(stepwise.structure())).isEqualTo(atOnce.rows(atOnce.structure()));
    }

    /** The connection breaks before each of the statements in turn. */
    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgresql"})
    void upgradeThatBreaksOffLeavesAllAsItWasAndIsDoneAtTheNextStart(String engine) throws Exception {
        TestDatabase database = filled(engine);
        List<Object> before = database.content();
        int broken = 0;
        for (int most = 0; ; most++) {
            int statements = most;
            JdbcStore upgrading =
                    new JdbcStore(time -> breaking(database.dialect(clock), statements), TO_3).clock(clock);
            try (upgrading) {
                upgrading.open(StoredWork.SCOPE);
                break;
            } catch (StoreException e) {
                broken++;
                assertThat(database.content()).as("after %d", most).isEqualTo(before);
            }
        }

        assertThat(broken).isEqualTo(10);
        assertThat(version(database)).isEqualTo("3");
        try (JdbcStore store = store(database, TO_3)) {
            store.open(StoredWork.SCOPE);
            work.goesOn(store);
        }
    }

    /** Whose connection for writing breaks before a statement of a script, after so many of them. */
    private static Dialect breaking(Dialect real, int most) {
        AtomicInteger left = new AtomicInteger(most);
        return proxy(Dialect.class, real, (method, result) -> {
            if (!method.equals("writer")) {
                return result;
            }
            Connection connection = (Connection) result;
            return proxy(
                    Connection.class,
                    connection,
                    (asked, made) ->
                            asked.equals("createStatement") ? breaking(connection, (Statement) made, left) : made);
        });
    }

    private static Statement breaking(Connection connection, Statement real, AtomicInteger left) {
        return (Statement) Proxy.newProxyInstance(
                Statement.class.getClassLoader(), new Class<?>[] {Statement.class}, (self, method, arguments) -> {
                    boolean changes = method.getName().equals("execute")
                            && CHANGE.matcher(String.valueOf(arguments[0])).lookingAt();
                    if (changes && left.getAndDecrement() == 0) {
                        connection.abort(Runnable::run);
                        throw new SQLException("broken", "08006");
                    }
                    return invoke(real, method, arguments);
                });
    }

    private interface Answer {
        Object of(String method, Object result);
    }

    private static <T> T proxy(Class<T> type, T real, Answer answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> answer.of(method.getName(), invoke(real, method, arguments))));
    }

    private static Object invoke(Object real, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /** A kill leaves the file and its log as they are at that moment. */
    @Test
    void fileOfAProcessThatIsKilledWithinTheUpgradeIsUpgradedByTheNext() throws Exception {
        TestDatabase database = filled("sqlite");
        Path killed = Files.createDirectory(folder.resolve("killed"));
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            // So small that changes reach the log before the commit.
            statement.execute("pragma cache_size = 1");
            List<String> script = planted("V2__planted.sql");
            for (String sql : script.subList(0, script.size() - 1)) {
                statement.execute(sql);
            }
            statement.execute("with recursive n (i) as (select 1 union all select i + 1 from n where i < 100)"
                    + " insert into byoc_planted select 1000 + i, hex(randomblob(2000)) from n");
            assertThat(Files.size(folder.resolve("relay.db-wal"))).isPositive();
            for (String name : List.of("relay.db", "relay.db-wal")) {
                Files.copy(folder.resolve(name), killed.resolve(name));
            }
            connection.rollback();
        }

        TestDatabase left = new TestDatabase.Sqlite(killed.resolve("relay.db"));
        try (JdbcStore store = store(left, TO_2)) {
            store.open(StoredWork.SCOPE);
            work.goesOn(store);
        }
        assertThat(left.rows("select count(*) from byoc_planted where entry > 1000"))
                .containsExactly(List.of("0"));
    }

    private static List<String> planted(String name) throws IOException {
        try (InputStream in = UpgradeTest.class.getResourceAsStream("/dev/byoc/jdbc/schema/sqlite/" + name)) {
            String script = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return List.of(script.split(";\n"));
        }
    }

    @Test
    void twoHostsThatUpgradeAtOnceDoItOnce() throws Exception {
        TestDatabase database = filled("postgresql");
        CyclicBarrier together = new CyclicBarrier(4);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<JdbcStore> stores = new ArrayList<>();
        try {
            List<Future<JdbcStore>> opened = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                JdbcStore store = store(database, TO_3);
                stores.add(store);
                opened.add(threads.submit(() -> {
                    together.await(30, TimeUnit.SECONDS);
                    store.open(StoredWork.SCOPE);
                    return store;
                }));
            }
            for (Future<JdbcStore> each : opened) {
                assertThat(each.get().counters().open()).isEqualTo(4);
            }
            assertThat(version(database)).isEqualTo("3");
        } finally {
            threads.shutdownNow();
            stores.forEach(JdbcStore::close);
        }
    }

    @Test
    void runningHostKeepsWorkingWhileANewerOneUpgrades() throws Exception {
        TestDatabase database = database("postgresql");
        try (JdbcStore old = store(database, SchemaScripts.BUNDLED);
                JdbcStore fresh = store(database, TO_2)) {
            old.open(StoredWork.SCOPE);
            Claim underWay = StoredWork.claim(old, StoredWork.entry("anna", "under way"));

            fresh.open(StoredWork.SCOPE);

            assertThat(old.journal().finish(underWay, End.DONE, "", Change.NONE))
                    .isEmpty();
            assertThat(fresh.journal()
                            .append(List.of(StoredWork.entry("anna", "under way")), List.of(), PausedLanes.NONE)
                            .fresh())
                    .containsExactly(false);
            assertThat(StoredWork.claim(old, StoredWork.entry("minho", "more"))
                            .entry()
                            .eventKey())
                    .isEqualTo("more");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgresql"})
    void olderHostWorksWithATableThatItStillKnows(String engine) throws Exception {
        TestDatabase database = filled(engine);
        try (JdbcStore store = store(database, TO_2)) {
            store.open(StoredWork.SCOPE);
        }

        try (JdbcStore store = store(database, SchemaScripts.BUNDLED)) {
            store.open(StoredWork.SCOPE);
            work.goesOn(store);
        }
        assertThat(version(database)).isEqualTo("2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgresql"})
    void olderHostRefusesTablesThatItDoesNotKnowAndLeavesThemAsTheyAre(String engine) throws Exception {
        TestDatabase database = filled(engine);
        try (JdbcStore store = store(database, TO_3)) {
            store.open(StoredWork.SCOPE);
        }
        List<Object> before = database.content();

        for (SchemaScripts older : List.of(SchemaScripts.BUNDLED, TO_2)) {
            try (JdbcStore store = store(database, older)) {
                assertThatThrownBy(() -> store.open(StoredWork.SCOPE))
                        .isInstanceOf(StoreException.class)
                        .hasMessageContainingAll(
                                "schema 3",
                                "newer byoc",
                                "knows schema " + older.names().size());
            }
        }
        assertThat(database.content()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgresql"})
    void hostThatMigratesItselfIsToldWhichScriptComesNext(String engine) throws Exception {
        TestDatabase database = filled(engine);
        List<Object> before = database.content();

        try (JdbcStore store = store(database, TO_3).migrate(false)) {
            assertThatThrownBy(() -> store.open(StoredWork.SCOPE))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContainingAll("schema 1", "needs 3", engine + "/V2__planted.sql");
        }
        assertThat(database.content()).isEqualTo(before);

        database.run("V2__planted.sql");
        database.run("V3__planted.sql");
        try (JdbcStore store = store(database, TO_3).migrate(false)) {
            store.open(StoredWork.SCOPE);
            work.goesOn(store);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgresql"})
    void scriptThatDoesNotWriteItsNumberChangesNothing(String engine) throws Exception {
        TestDatabase database = filled(engine);
        List<Object> before = database.content();

        SchemaScripts wrong = new SchemaScripts(List.of("V1__byoc.sql", "V2__without_its_number.sql"));
        try (JdbcStore store = store(database, wrong)) {
            assertThatThrownBy(() -> store.open(StoredWork.SCOPE)).hasMessageContaining("does not write its version");
        }
        assertThat(database.content()).isEqualTo(before);
    }
}
