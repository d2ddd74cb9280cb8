package dev.byoc.testkit.store;

import dev.byoc.Direction;
import dev.byoc.store.DeadLetterFilter;
import dev.byoc.store.spi.Change;
import dev.byoc.store.spi.Claim;
import dev.byoc.store.spi.Figures;
import dev.byoc.store.spi.Journal;
import dev.byoc.store.spi.Journal.End;
import dev.byoc.store.spi.Lane;
import dev.byoc.store.spi.LinkChange;
import dev.byoc.store.spi.NewEntry;
import dev.byoc.store.spi.PausedLanes;
import dev.byoc.store.spi.RelayStore;
import dev.byoc.testkit.SettableClock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The store that a contract tests, and what its tests say often. */
interface StoreUnderTest {
    Lane ANNA_IN = new Lane(Direction.INBOUND, "x", "anna");
    Lane ANNA_OUT = new Lane(Direction.OUTBOUND, "x", "anna");

    /** What the store goes by. */
    SettableClock clock();

    /** The store under test, open. */
    RelayStore store();

    /** Figures of an account and direction as they are now; a store on disk reads the oldest open entry at intervals. */
    default Figures figures(String account, Direction direction) {
        return store().counters().figures().stream()
                .filter(each -> each.account().equals(account) && each.direction() == direction)
                .findFirst()
                .orElse(new Figures(account, direction, 0, null, 0, null, null));
    }

    /** What a store reads at intervals, it reads now. */
    default void readFigures() {}

    static Lane lane(String party) {
        return new Lane(Direction.INBOUND, "x", party);
    }

    static NewEntry entry(String party, String key) {
        return new NewEntry(lane(party), key, new byte[] {1});
    }

    default Journal.Appended append(String lane, String key) {
        return store().journal()
                .append(
                        List.of(new NewEntry(new Lane(Direction.INBOUND, "x", lane), key, new byte[] {1})),
                        List.of(),
                        PausedLanes.NONE);
    }

    default void link(LinkChange change) {
        store().journal().append(List.of(), List.of(change), PausedLanes.NONE);
    }

    /** What a store knows, where it has to. */
    static <T> T present(@Nullable T found) {
        if (found == null) {
            throw new AssertionError("the store does not know it");
        }
        return found;
    }

    static Instant at(String time) {
        return Instant.parse("2026-01-15T" + time + "Z");
    }

    /** Stores an entry in a free lane, and claims it. */
    default Claim put(Lane lane, String key) {
        return store().journal()
                .append(List.of(new NewEntry(lane, key, new byte[] {1, 2})), List.of(), PausedLanes.NONE)
                .claims()
                .get(0);
    }

    /** A dead letter; gives its id. */
    default long bury(Lane lane, String key, String reason) {
        store().journal().finish(put(lane, key), End.DEAD, reason, Change.NONE);
        return store().deadLetters().find(DeadLetterFilter.ALL, 1).get(0).id();
    }
}
