package dev.byoc.jdbc;

import dev.byoc.Direction;
import dev.byoc.MovableClock;
import dev.byoc.jdbc.internal.Migrations;
import dev.byoc.message.ReplyHandle;
import dev.byoc.store.spi.Change;
import dev.byoc.store.spi.Claim;
import dev.byoc.store.spi.Doubt;
import dev.byoc.store.spi.Lane;
import dev.byoc.store.spi.LinkChange;
import dev.byoc.store.spi.NewEntry;
import dev.byoc.store.spi.PausedLanes;
import dev.byoc.store.spi.Progress;
import dev.byoc.store.spi.RelayStore;
import dev.byoc.store.spi.RelayStore.End;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * Writes the databases that {@link UpgradeTest} opens: {@code sqlite-N.sqlite} and {@code postgresql-N.sql} for this code's schema N. Run its
 * main with the folder {@code src/test/resources/store} once a schema is finished and before the next is begun; files that are there stay
 * as they are, since only the code of their time can write them.
 */
final class WritesOldDatabase {
    static final String SCOPE = "upgraded";
    static final Progress PROGRESS = new Progress(true, Doubt.TIMED_OUT, 2, "conversation-1", "a b", 3);

    private static final List<String> TABLES = List.of(
            "meta", "setting", "lane", "entry", "part", "trace", "receipt", "link", "conversation", "posted", "count");

    private final MovableClock clock = new MovableClock();

    public static void main(String[] folder) throws Exception {
        Path sqlite = Path.of(folder[0], "sqlite-" + Migrations.VERSION + ".sqlite");
        Path postgresql = Path.of(folder[0], "postgresql-" + Migrations.VERSION + ".sql");
        if (Files.exists(sqlite) || Files.exists(postgresql)) {
            throw new IllegalStateException("the files of this schema are there already");
        }
        new WritesOldDatabase().sqlite(sqlite);
        new WritesOldDatabase().postgresql(postgresql);
    }

    static NewEntry entry(String party, String key) {
        return new NewEntry(new Lane(Direction.INBOUND, "x", party), key, new byte[] {1, 2, 3});
    }

    private void sqlite(Path to) throws Exception {
        Path file = Files.createTempDirectory("old").resolve("relay.db");
        try (JdbcStore store = JdbcStore.embedded(file).clock(clock)) {
            fill(store);
        }
        try (Connection connection = Schemas.connect(file);
                Statement statement = connection.createStatement()) {
            statement.execute("vacuum into '" + to + "'");
        }
    }

    private void postgresql(Path to) throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.builder()
                .setPGStartupWait(Duration.ofMinutes(1))
                .setServerConfig("synchronous_commit", "on")
                .start()) {
            try (JdbcStore store = JdbcStore.of(server.getPostgresDatabase()).clock(clock)) {
                fill(store);
            }
            try (Connection connection = server.getPostgresDatabase().getConnection()) {
                Files.writeString(to, dump(connection));
            }
        }
    }

    /** As {@code pg_dump --inserts} would write it: the scripts as they are now, and the rows. */
    private static String dump(Connection connection) throws IOException, SQLException {
        StringBuilder sql = new StringBuilder();
        for (int number = 1; number <= Migrations.VERSION; number++) {
            sql.append(Schemas.script("postgresql", number));
        }
        sql.append("\ndelete from byoc_meta;\n");
        for (String table : TABLES) {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("select * from byoc_" + table + " order by 1, 2")) {
                int columns = rows.getMetaData().getColumnCount();
                while (rows.next()) {
                    List<String> values = new ArrayList<>();
                    for (int column = 1; column <= columns; column++) {
                        String value = rows.getString(column);
                        values.add(value == null ? "null" : "'" + value.replace("'", "''") + "'");
                    }
                    boolean numbered = table.equals("lane") || table.equals("entry");
                    sql.append("insert into byoc_")
                            .append(table)
                            .append(numbered ? " overriding system value" : "")
                            .append(" values (")
                            .append(String.join(", ", values))
                            .append(");\n");
                }
            }
        }
        for (String table : List.of("byoc_lane", "byoc_entry")) {
            sql.append("select setval(pg_get_serial_sequence('").append(table).append("', 'id'), 1000);\n");
        }
        return sql.toString();
    }

    private void fill(JdbcStore store) {
        store.open(SCOPE);
        store.putSetting("secret", "kept");
        store.append(
                List.of(),
                List.of(
                        new LinkChange.User("x", "anna", "user-1"),
                        new LinkChange.Conversation("x", "anna", "conversation-1", "77", "message-1"),
                        new LinkChange.Handle(
                                "x",
                                "anna",
                                new ReplyHandle("session", true, clock.instant().plusSeconds(60))),
                        new LinkChange.User("x", "민호\0", "user-2")),
                PausedLanes.NONE);
        Claim done = claim(store, new NewEntry(new Lane(Direction.OUTBOUND, "x", "anna"), "sent", new byte[] {1}));
        store.release(done, Duration.ZERO, true, Change.NONE.trace("try later", "HTTP 503"));
        clock.advance(Duration.ofMillis(1));
        done = store.claimDue(1, PausedLanes.NONE, Duration.ZERO).get(0);
        store.finish(
                done,
                End.DONE,
                "",
                Change.NONE.parts(Map.of(0, List.of("net-1"))).ref("sent-1"));
        store.noteReceipt("x", "net-1", new RelayStore.Receipt("DELIVERED", "a detail"));
        while (store.receipt("x", "net-1") == null) {
            LockSupport.parkNanos(1_000_000);
        }
        store.finish(claim(store, entry("anna", "done")), End.DONE, "", Change.NONE.posted("note-1"));
        store.finish(claim(store, entry("anna", "dead")), End.DEAD, "refused", Change.NONE);
        store.release(claim(store, entry("later", "later")), Duration.ofMinutes(4), true, Change.NONE);
        Claim unsettled = claim(store, entry("minho", "unsettled"));
        store.release(
                unsettled, Duration.ZERO, true, Change.NONE.progress(PROGRESS).parts(Map.of(0, List.of("net-2"))));
        Claim underWay = claim(store, entry("anna", "under way"));
        store.append(List.of(entry("anna", "waits")), List.of(), PausedLanes.NONE);
        if (!store.holds(underWay) || store.timeline(Set.of("waits"), "-").isEmpty()) {
            throw new IllegalStateException("it was not written");
        }
    }

    private static Claim claim(JdbcStore store, NewEntry entry) {
        return store.append(List.of(entry), List.of(), PausedLanes.NONE)
                .claims()
                .get(0);
    }
}
