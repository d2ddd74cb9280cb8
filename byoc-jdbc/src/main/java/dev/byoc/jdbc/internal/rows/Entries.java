package dev.byoc.jdbc.internal.rows;

import dev.byoc.jdbc.internal.Codes;
import dev.byoc.jdbc.internal.SafeText;
import dev.byoc.jdbc.internal.commit.LaneRow;
import dev.byoc.jdbc.internal.commit.Transaction;
import dev.byoc.store.Timeline.State;
import dev.byoc.store.spi.Change;
import dev.byoc.store.spi.Checkpoint;
import dev.byoc.store.spi.Claim;
import dev.byoc.store.spi.Entry;
import dev.byoc.store.spi.Journal;
import dev.byoc.store.spi.Tally;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The rows of entries, as the writer changes them. */
public final class Entries {
    private static final int READY = Codes.of(State.READY);
    private static final int STARTED = Codes.of(State.STARTED);

    private static final String ERASE =
            "update byoc_entry set body = null, checkpoint = null where body is not null and ";
    private static final String DISCARD = "update byoc_entry set state = ?, done_at = ?, reason = ? where ";
    private static final String OPEN = "lane = ? and state < 2";
    private static final String DEAD = "lane = ? and state = 3";
    private static final String ERASE_OPEN = ERASE + OPEN;
    private static final String ERASE_DEAD = ERASE + DEAD;
    private static final String ERASE_ENDED = ERASE + "id = ?";
    private static final String DISCARD_OPEN = DISCARD + OPEN;
    private static final String DISCARD_DEAD = DISCARD + DEAD;

    /** What the writer executes to forget a customer: each has an index, as all others wait for it. */
    public static final List<String> ERASING = List.of(ERASE_OPEN, ERASE_DEAD, ERASE_ENDED, DISCARD_OPEN, DISCARD_DEAD);

    private final boolean keepsBodies;
    private final ChangeRows changes;

    public Entries(boolean keepsBodies, ChangeRows changes) {
        this.keepsBodies = keepsBodies;
        this.changes = changes;
    }

    /** The entry as a change of it makes it. */
    public static Entry changed(Entry entry, Change change) {
        Map<Integer, List<String>> parts = new HashMap<>(entry.partsDone());
        parts.putAll(change.parts());
        return with(entry, change.checkpoint() == null ? entry.checkpoint() : change.checkpoint(), parts);
    }

    /** The same entry that has come that far. */
    static Entry with(Entry entry, Checkpoint checkpoint, Map<Integer, List<String>> parts) {
        return new Entry(
                entry.id(),
                entry.lane(),
                entry.eventKey(),
                entry.body(),
                entry.at(),
                entry.tries(),
                entry.failures(),
                checkpoint,
                parts);
    }

    /** Stores how far a begun entry has come, and what goes with it. */
    public void keep(Transaction tx, long id, Change change) throws SQLException {
        refer(tx, id, change.ref());
        if (change.checkpoint() != null) {
            checkpoint(tx, id, change.checkpoint());
        }
        changes.write(tx, id, change);
    }

    private static void refer(Transaction tx, long id, @Nullable String ref) {
        if (ref != null) {
            tx.later("update byoc_entry set ref = ? where id = ?", SafeText.key(ref), id);
        }
    }

    private static void checkpoint(Transaction tx, long id, Checkpoint checkpoint) {
        tx.later(
                "update byoc_entry set unsettled = ?, checkpoint = ? where id = ?",
                checkpoint.unsettled() ? 1 : 0,
                checkpoint.state().length == 0 ? null : checkpoint.state(),
                id);
    }

    /** How the entry of a claim ends. */
    public record Ending(Claim claim, State state, String reason, Change change) {}

    /** Ends entries. Gives those that had not ended before. */
    Set<Ending> end(Transaction tx, List<Ending> endings) throws SQLException {
        Set<Ending> ended = Collections.newSetFromMap(new IdentityHashMap<>());
        Map<Boolean, List<Ending>> byErased = endings.stream().collect(Collectors.partitioningBy(this::erases));
        for (Map.Entry<Boolean, List<Ending>> some : byErased.entrySet()) {
            String sql = "update byoc_entry set state = ?, done_at = ?, reason = ?, ref = coalesce(?, ref)"
                    + (some.getKey() ? ", body = null, checkpoint = null" : "") + " where id = ? and state < 2";
            List<@Nullable Object[]> rows = new ArrayList<>();
            for (Ending ending : some.getValue()) {
                rows.add(row(tx, ending));
            }
            int[] changed = rows.isEmpty() ? new int[0] : tx.updateEach(sql, rows);
            for (int i = 0; i < changed.length; i++) {
                if (changed[i] != 0) {
                    ended.add(some.getValue().get(i));
                }
            }
        }
        return ended;
    }

    private boolean erases(Ending ending) {
        return ending.state != State.DEAD && !keepsBodies;
    }

    private static @Nullable Object[] row(Transaction tx, Ending ending) throws SQLException {
        String ref = ending.change.ref();
        return new @Nullable Object[] {
            Codes.of(ending.state),
            tx.millis(),
            SafeText.text(ending.reason),
            ref == null ? null : SafeText.key(ref),
            ending.claim.entry().id()
        };
    }

    /** Counts and stores what goes with an entry that has ended just now. */
    void ended(Transaction tx, Ending ending) throws SQLException {
        Entry entry = ending.claim.entry();
        State state = ending.state;
        tx.count(
                entry.lane(),
                state == State.DEAD ? Tally.gaveUp() : state == State.DONE ? Tally.done(tx.millis()) : Tally.ended(1));
        Checkpoint last = ending.change.checkpoint();
        if (last != null) {
            checkpoint(tx, entry.id(), erases(ending) ? new Checkpoint(last.unsettled(), new byte[0]) : last);
        }
        changes.write(tx, entry.id(), ending.change);
    }

    /** Releases an entry. It stays begun while the outcome of its last call is unknown. */
    public void giveBack(Transaction tx, Entry entry, int failures, int tries, Change change) throws SQLException {
        Entry now = changed(entry, change);
        int state = now.checkpoint().unsettled() ? STARTED : READY;
        tx.update(
                "update byoc_entry set state = ?, tries = tries + ?, failures = failures + ? where id = ? and state < 2",
                state,
                tries,
                failures,
                entry.id());
        refer(tx, entry.id(), change.ref());
        checkpoint(tx, entry.id(), now.checkpoint());
        changes.write(tx, entry.id(), change);
    }

    /** Undoes that it was begun: its claim was handed back unused. */
    public void notBegun(Transaction tx, Entry entry) throws SQLException {
        int state = entry.checkpoint().unsettled() ? STARTED : READY;
        tx.update("update byoc_entry set state = ? where id = ? and state < 2", state, entry.id());
    }

    /**
     * Erases what the open entries and dead letters of a lane hold, and discards them. Those that ended before may hold content too where
     * that is kept, or was; see {@link #eraseEnded}.
     *
     * @return how many held content
     */
    public int erase(Transaction tx, LaneRow row) throws SQLException {
        int bodies = tx.update(ERASE_OPEN, row.id) + tx.update(ERASE_DEAD, row.id);
        int dropped = tx.update(DISCARD_OPEN, Codes.of(State.DISCARDED), tx.millis(), Journal.FORGOTTEN, row.id);
        int letters = tx.update(DISCARD_DEAD, Codes.of(State.DISCARDED), tx.millis(), Journal.FORGOTTEN, row.id);
        tx.count(row.lane, Tally.ended(dropped).and(Tally.undead(letters)));
        return bodies;
    }

    /**
     * Erases what entries hold that have ended.
     *
     * @return how many held content
     */
    public static int eraseEnded(Transaction tx, List<Long> ids) throws SQLException {
        int bodies = 0;
        for (long id : ids) {
            bodies += tx.update(ERASE_ENDED, id);
        }
        return bodies;
    }
}
