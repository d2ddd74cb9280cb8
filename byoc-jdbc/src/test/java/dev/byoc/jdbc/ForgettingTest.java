package dev.byoc.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.Direction;
import dev.byoc.jdbc.internal.rows.Entries;
import dev.byoc.store.spi.Change;
import dev.byoc.store.spi.Claim;
import dev.byoc.store.spi.Journal;
import dev.byoc.store.spi.Lane;
import dev.byoc.store.spi.NewEntry;
import dev.byoc.store.spi.PausedLanes;
import dev.byoc.testkit.SettableClock;
import dev.byoc.testkit.TestRelay;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A customer is forgotten whole, and no other customer's message waits while all entries are read. */
class ForgettingTest {
    private static final Lane ANNA = new Lane(Direction.INBOUND, "x", "anna");
    private static final Lane MINHO = new Lane(Direction.INBOUND, "x", "minho");

    private final SettableClock clock = new SettableClock(TestRelay.NOW);

    @TempDir
    Path folder;

    private TestDatabase file() {
        return new TestDatabase.Sqlite(folder.resolve("relay.db"));
    }

    private JdbcStore opened(TestDatabase database, boolean keepsBodies) {
        JdbcStore store = new JdbcStore(time -> database.dialect(clock)).clock(clock);
        if (keepsBodies) {
            store.keepsBodies();
        }
        store.open("test");
        return store;
    }

    private static void done(JdbcStore store, Lane lane, String key) {
        Claim claim = store.journal()
                .append(List.of(new NewEntry(lane, key, new byte[] {1})), List.of(), PausedLanes.NONE)
                .claims()
                .get(0);
        store.journal().finish(claim, Journal.End.DONE, "", Change.NONE);
    }

    @Test
    void whatEndedInAFileThatKeptBodiesIsErased() throws Exception {
        whatEndedIsErasedWhereBodiesWereKept(file());
    }

    @Test
    void whatEndedOnAServerThatKeptBodiesIsErased() throws Exception {
        try (PostgresSchemas schemas = new PostgresSchemas()) {
            whatEndedIsErasedWhereBodiesWereKept(schemas.next());
        }
    }

    /** Also by a store that keeps none any more. */
    private void whatEndedIsErasedWhereBodiesWereKept(TestDatabase database) throws SQLException {
        try (JdbcStore keeps = opened(database, true)) {
            done(keeps, ANNA, "1");
            done(keeps, MINHO, "2");
            // More entries than are read at once, and than are erased in one commit.
            String numbers = "with recursive n (i) as (select 1 union all select i + 1 from n where i < ";
            String body = database instanceof TestDatabase.Postgres ? "'x'::bytea" : "x'01'";
            database.execute(insert(numbers + "30000)", "minho", "null"), insert(numbers + "1200)", "anna", body));
        }
        try (JdbcStore store = opened(database, false)) {
            assertThat(store.forget("x", "anna", List.of(ANNA, new Lane(Direction.OUTBOUND, "x", "anna"))))
                    .isEqualTo(1201);

            assertThat(database.rows("select event_key from byoc_entry where body is not null"))
                    .containsExactly(List.of("2"));
            assertThat(store.forget("x", "anna", List.of(ANNA))).isZero();
        }
    }

    private String insert(String numbers, String party, String body) {
        return "insert into byoc_entry (scope, dir, event_key, lane, state, at, body, done_at) " + numbers
                + " select 'test', 0, '" + party + " ' || i, (select id from byoc_lane where party = '" + party
                + "'), 2, 1, " + body + ", " + clock.millis() + " from n";
    }

    @Test
    void eachStatementOfTheWriterHasAnIndexInAFile() throws Exception {
        TestDatabase database = file();
        opened(database, false).close();

        for (String sql : Entries.ERASING) {
            assertThat(plan(database, "explain query plan " + sql))
                    .as(sql)
                    .contains("SEARCH")
                    .doesNotContain("SCAN");
        }
    }

    @Test
    void eachStatementOfTheWriterHasAnIndexOnAServer() throws Exception {
        try (PostgresSchemas schemas = new PostgresSchemas()) {
            TestDatabase database = schemas.next();
            opened(database, false).close();

            for (String sql : Entries.ERASING) {
                assertThat(plan(database, "explain " + sql))
                        .as(sql)
                        .contains("Index")
                        .doesNotContain("Seq Scan");
            }
        }
    }

    private static String plan(TestDatabase database, String explain) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            if (database instanceof TestDatabase.Postgres) {
                // A table this small is read whole, unless nothing but that is possible.
                statement.execute("set enable_seqscan = off");
            }
            StringBuilder plan = new StringBuilder();
            try (ResultSet rows =
                    statement.executeQuery(explain.replace("state = ?, done_at = ?, reason = ?", "state = 4")
                            .replace("?", "1"))) {
                while (rows.next()) {
                    plan.append(rows.getString(rows.getMetaData().getColumnCount()))
                            .append('\n');
                }
            }
            return plan.toString();
        }
    }
}
