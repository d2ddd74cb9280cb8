package dev.byoc.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.Direction;
import dev.byoc.store.DeadLetterFilter;
import dev.byoc.store.spi.Change;
import dev.byoc.store.spi.Checkpoint;
import dev.byoc.store.spi.Claim;
import dev.byoc.store.spi.Journal;
import dev.byoc.store.spi.Lane;
import dev.byoc.store.spi.NewEntry;
import dev.byoc.store.spi.PausedLanes;
import dev.byoc.testkit.SettableClock;
import dev.byoc.testkit.TestRelay;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A checkpoint may hold what was said. */
class CheckpointErasureTest {
    private final SettableClock clock = new SettableClock(TestRelay.NOW);

    @TempDir
    Path folder;

    @Test
    void checkpointIsErasedWithTheBodyInAFile() throws Exception {
        checkpointIsErasedWithTheBody(new TestDatabase.Sqlite(folder.resolve("relay.db")));
    }

    @Test
    void checkpointIsErasedWithTheBodyOnAServer() throws Exception {
        try (PostgresSchemas schemas = new PostgresSchemas()) {
            checkpointIsErasedWithTheBody(schemas.next());
        }
    }

    private void checkpointIsErasedWithTheBody(TestDatabase database) throws Exception {
        try (JdbcStore store = new JdbcStore(time -> database.dialect(clock)).clock(clock)) {
            store.open("test");
            Lane ended = new Lane(Direction.INBOUND, "x", "ended");
            Lane forgotten = new Lane(Direction.INBOUND, "x", "forgotten");
            Lane letter = new Lane(Direction.INBOUND, "x", "letter");
            Checkpoint told = new Checkpoint(true, "words".getBytes(UTF_8));
            for (Lane lane : List.of(ended, forgotten, letter)) {
                Claim claim = store.journal()
                        .append(List.of(new NewEntry(lane, lane.party(), new byte[] {1})), List.of(), PausedLanes.NONE)
                        .claims()
                        .get(0);
                Claim kept = store.journal().keep(claim, Change.NONE.checkpoint(told));
                if (lane.equals(ended)) {
                    store.journal().finish(kept, Journal.End.DONE, "", Change.NONE.checkpoint(told));
                } else if (lane.equals(letter)) {
                    store.journal().finish(kept, Journal.End.DEAD, "refused", Change.NONE);
                }
            }
            assertThat(database.rows("select event_key from byoc_entry where checkpoint is not null order by id"))
                    .containsExactly(List.of("forgotten"), List.of("letter"));

            store.forget("x", "forgotten", List.of(forgotten));
            store.deadLetters()
                    .discard(
                            store.deadLetters()
                                    .find(DeadLetterFilter.ALL, 1)
                                    .get(0)
                                    .id(),
                            "by a test");

            assertThat(database.rows("select event_key from byoc_entry where checkpoint is not null"))
                    .isEmpty();
        }
    }
}
