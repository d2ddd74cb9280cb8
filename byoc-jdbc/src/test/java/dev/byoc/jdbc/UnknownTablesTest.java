package dev.byoc.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.byoc.Direction;
import dev.byoc.store.StoreException;
import dev.byoc.store.spi.Lane;
import dev.byoc.store.spi.NewEntry;
import dev.byoc.store.spi.PausedLanes;
import dev.byoc.testkit.SettableClock;
import dev.byoc.testkit.TestRelay;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Databases whose tables no release of byoc has made, or that are not whole: refused with what to do, and left as they are. */
class UnknownTablesTest {
    private static PostgresSchemas schemas;

    private final SettableClock clock = new SettableClock(TestRelay.NOW);

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

    private TestDatabase database(String name) throws Exception {
        return name.equals("sqlite") ? new TestDatabase.Sqlite(folder.resolve("relay.db")) : schemas.next();
    }

    private JdbcStore store(TestDatabase database) {
        return new JdbcStore(time -> database.dialect(clock)).clock(clock);
    }

    private static boolean takes(JdbcStore store, String key) {
        NewEntry entry = new NewEntry(new Lane(Direction.INBOUND, "x", "anna"), key, new byte[] {1});
        return store.journal()
                .append(List.of(entry), List.of(), PausedLanes.NONE)
                .fresh()
                .get(0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "schema 1 of before the first release | a format   | delete from byoc_meta where name = 'format'; drop table byoc_count",
                "schema 2 of before the first release | a format   | delete from byoc_meta where name = 'format'; update byoc_meta set value = '2' where name = 'version'; drop table byoc_count",
                "schema 3 of before the first release | a format   | delete from byoc_meta where name = 'format'; update byoc_meta set value = '3'",
                "the last ones before the first release | a format | update byoc_meta set value = 'byoc' where name = 'format'",
                "a format of no release               | a format   | update byoc_meta set value = 'byoc-10' where name = 'format'",
                "no version                           | a version  | delete from byoc_meta where name = 'version'",
                "no oldest version                    | a version  | delete from byoc_meta where name = 'min_code'",
                "version 0                            | a version  | update byoc_meta set value = '0' where name = 'version'",
                "a negative version                   | a version  | update byoc_meta set value = '-1' where name = 'version'",
                "a version that is no number          | a version  | update byoc_meta set value = 'V1' where name = 'version'",
                "a version beyond all numbers         | a version  | update byoc_meta set value = '99999999999' where name = 'version'",
                "nothing in byoc_meta                 | a format   | delete from byoc_meta",
                "another program's byoc_meta          | a format   | drop table byoc_meta; create table byoc_meta (id integer, name text, value text)",
                "no byoc_meta                         | byoc_lane  | drop table byoc_meta",
                "only some table of ours              | byoc_trace | drop table byoc_meta; drop table byoc_lane; drop table byoc_entry",
                "one table less                       | byoc_part  | drop table byoc_part",
                "a later version without a table      | byoc_link  | update byoc_meta set value = '2' where name = 'version'; drop table byoc_link",
            })
    void tablesThatNoReleaseHasMadeAreRefusedAndLeftAsTheyAre(String what, String names, String damage)
            throws Exception {
        for (String engine : List.of("sqlite", "postgresql")) {
            TestDatabase database = database(engine);
            try (JdbcStore store = store(database)) {
                store.open("test");
                takes(store, "words");
            }
            database.execute(damage.split(";"));
            List<Object> before = database.content();

            for (boolean migrates : new boolean[] {true, false}) {
                try (JdbcStore store =
                        migrates ? store(database) : store(database).migrate(false)) {
                    assertThatThrownBy(() -> store.open("test"))
                            .as("%s: %s", engine, what)
                            .isInstanceOf(StoreException.class)
                            .hasMessageContainingAll(
                                    names, database.place(), "Nothing in it was changed", "another", "new one");
                }
            }

            assertThat(database.content()).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgresql"})
    void otherTablesOfTheApplicationAreNoneOfOurs(String engine) throws Exception {
        TestDatabase database = database(engine);
        database.execute(
                "create table byoc_orders (id integer)",
                "create table byocxmeta (id integer)",
                "insert into byoc_orders (id) values (7)");

        try (JdbcStore store = store(database)) {
            store.open("test");

            assertThat(takes(store, "1")).isTrue();
        }
        assertThat(database.rows("select id from byoc_orders")).containsExactly(List.of("7"));
    }

    /** As Flyway does, whose pattern the names fit. */
    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgresql"})
    void tablesThatTheHostHasMadeByTheScriptAreUsedAsTheyAre(String engine) throws Exception {
        TestDatabase database = database(engine);
        database.run("V1__byoc.sql");
        List<List<String>> made = database.rows(database.structure());

        try (JdbcStore store = store(database).migrate(false)) {
            store.open("test");

            assertThat(takes(store, "1")).isTrue();
        }
        assertThat(database.rows(database.structure())).isEqualTo(made);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgresql"})
    void tablesAreTheSameWhicheverToolRunsTheScript(String engine) throws Exception {
        TestDatabase byHand = database(engine);
        byHand.run("V1__byoc.sql");
        TestDatabase byStore =
                engine.equals("sqlite") ? new TestDatabase.Sqlite(folder.resolve("other.db")) : schemas.next();
        try (JdbcStore store = store(byStore)) {
            store.open("test");
        }

        assertThat(byStore.rows(byStore.structure())).isEqualTo(byHand.rows(byHand.structure()));
    }
}
