package dev.byoc.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.Direction;
import dev.byoc.MovableClock;
import dev.byoc.jdbc.internal.Migrations;
import dev.byoc.message.ReplyHandle;
import dev.byoc.store.DeadLetter;
import dev.byoc.store.DeadLetterFilter;
import dev.byoc.store.Timeline;
import dev.byoc.store.spi.Change;
import dev.byoc.store.spi.Claim;
import dev.byoc.store.spi.PausedLanes;
import dev.byoc.store.spi.RelayStore;
import dev.byoc.store.spi.RelayStore.End;
import dev.byoc.store.spi.RelayStore.Replay;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A database that any earlier version of the schema has written is opened, and all that is in it goes on. The files of each version are
 * made once, by {@link WritesOldDatabase}, before the next version is begun: see its comment.
 */
class UpgradeTest {
    private final MovableClock clock = new MovableClock();

    @TempDir
    Path folder;

    /** Each of them needs its files: one that lacks them fails. */
    static IntStream versions() {
        return IntStream.rangeClosed(1, Migrations.VERSION);
    }

    private static byte[] file(String name) throws IOException {
        try (InputStream in = UpgradeTest.class.getResourceAsStream("/store/" + name)) {
            assertThat(in)
                    .as("the resource store/%s, which WritesOldDatabase makes", name)
                    .isNotNull();
            return in.readAllBytes();
        }
    }

    @ParameterizedTest
    @MethodSource("versions")
    void sqliteFileOfAnEarlierVersionGoesOn(int version) throws Exception {
        Path file = Files.write(folder.resolve("relay.db"), file("sqlite-" + version + ".sqlite"));

        try (JdbcStore store = JdbcStore.embedded(file).clock(clock)) {
            store.open(WritesOldDatabase.SCOPE);
            goesOn(store);
        }
    }

    @ParameterizedTest
    @MethodSource("versions")
    void postgresqlDatabaseOfAnEarlierVersionGoesOn(int version) throws Exception {
        String dump = new String(file("postgresql-" + version + ".sql"), StandardCharsets.UTF_8);
        try (EmbeddedPostgres server = EmbeddedPostgres.builder()
                .setPGStartupWait(Duration.ofMinutes(1))
                .setServerConfig("synchronous_commit", "on")
                .start()) {
            try (Connection connection = server.getPostgresDatabase().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute(dump);
            }
            try (JdbcStore store =
                    JdbcStore.of(server.getPostgresDatabase()).clock(clock).lease(Duration.ofDays(1))) {
                store.open(WritesOldDatabase.SCOPE);
                goesOn(store);
            }
        }
    }

    private void goesOn(JdbcStore store) {
        assertThat(store.openEntries()).isEqualTo(4);
        assertThat(store.figures()).hasSize(2).allSatisfy(each -> {
            boolean in = each.direction() == Direction.INBOUND;
            assertThat(each.account()).isEqualTo("x");
            assertThat(each.open()).isEqualTo(in ? 4 : 0);
            assertThat(each.deadLetters()).isEqualTo(in ? 1 : 0);
            assertThat(each.oldestOpen() != null).isEqualTo(in);
            assertThat(each.lastStored()).isNotNull();
            assertThat(each.lastRelayed()).isNotNull();
        });
        assertThat(store.setting("secret")).isEqualTo("kept");
        assertThat(store.link("x", "anna")).satisfies(link -> {
            assertThat(link.userId()).isEqualTo("user-1");
            assertThat(link.conversation()).isEqualTo("conversation-1");
            assertThat(link.conversationNumber()).isEqualTo("77");
            assertThat(link.lastRef()).isEqualTo("message-1");
            assertThat(link.handle())
                    .isEqualTo(new ReplyHandle("session", true, clock.instant().plusSeconds(60)));
        });
        assertThat(store.linkByConversation("77").customer()).isEqualTo("anna");
        assertThat(store.link("x", "민호\0").userId()).isEqualTo("user-2");
        assertThat(store.receipt("x", "net-1")).isEqualTo(new RelayStore.Receipt("DELIVERED", "a detail"));
        assertThat(store.wasPosted("note-1")).isTrue();
        assertThat(store.timeline(Set.of(), "net-1"))
                .flatExtracting(Timeline::steps)
                .extracting(Timeline.Step::what)
                .containsExactly("stored", "try later", "part taken", "receipt", "done");
        for (String key : List.of("done", "dead", "under way", "waits", "later", "unsettled")) {
            assertThat(store.append(List.of(WritesOldDatabase.entry("anna", key)), List.of(), PausedLanes.NONE)
                            .fresh())
                    .as(key)
                    .containsExactly(false);
        }

        clock.advance(Duration.ofSeconds(1));
        List<Claim> due = store.claimDue(10, PausedLanes.NONE, Duration.ZERO);
        assertThat(due)
                .extracting(claim -> claim.entry().eventKey())
                .containsExactlyInAnyOrder("under way", "unsettled");
        Claim underWay = due.stream()
                .filter(claim -> claim.entry().eventKey().equals("under way"))
                .findFirst()
                .orElseThrow();
        assertThat(underWay.entry().progress().unsettled()).isTrue();
        assertThat(underWay.entry().body()).containsExactly(1, 2, 3);
        assertThat(store.finish(underWay, End.DONE, "", Change.NONE))
                .extracting(claim -> claim.entry().eventKey())
                .containsExactly("waits");
        Claim unsettled = due.get(due.indexOf(underWay) == 0 ? 1 : 0);
        assertThat(unsettled.entry().progress()).isEqualTo(WritesOldDatabase.PROGRESS);
        assertThat(unsettled.entry().partsDone()).containsOnlyKeys(0);
        clock.advance(Duration.ofMinutes(5));
        assertThat(store.claimDue(10, PausedLanes.NONE, Duration.ZERO))
                .singleElement()
                .satisfies(claim -> {
                    assertThat(claim.entry().eventKey()).isEqualTo("later");
                    assertThat(claim.entry().tries()).isEqualTo(1);
                });

        DeadLetter dead = store.deadLetters(DeadLetterFilter.ALL, 10).get(0);
        assertThat(dead.reason()).isEqualTo("refused");
        assertThat(store.replay(dead.id(), false).outcome()).isEqualTo(Replay.REPLAYED);
        assertThat(store.append(List.of(WritesOldDatabase.entry("new", "new")), List.of(), PausedLanes.NONE)
                        .claims())
                .hasSize(1);
    }
}
