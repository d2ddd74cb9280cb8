package dev.byoc.jdbc;

import dev.byoc.jdbc.internal.SafeText;
import dev.byoc.jdbc.internal.commit.Codes;
import dev.byoc.jdbc.internal.commit.LaneRow;
import dev.byoc.jdbc.internal.commit.Transaction;
import dev.byoc.store.Timeline.State;
import dev.byoc.store.spi.Change;
import dev.byoc.store.spi.Checkpoint;
import dev.byoc.store.spi.Entry;
import dev.byoc.store.spi.Journal;
import dev.byoc.store.spi.Lane;
import dev.byoc.store.spi.NewEntry;
import dev.byoc.store.spi.Tally;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows of entries, as the writer changes them. */
final class Entries {
    private static final int READY = Codes.of(State.READY);
    private static final int STARTED = Codes.of(State.STARTED);

    private static final String COLUMNS = "id, event_key, body, at, tries, failures, unsettled, checkpoint, state,"
            // Most have none, and need no second query.
            + " case when exists (select 1 from byoc_part where entry = byoc_entry.id) then 1 else 0 end";

    private final boolean keepsBodies;
    private final ChangeRows changes;

    Entries(boolean keepsBodies, ChangeRows changes) {
        this.keepsBodies = keepsBodies;
        this.changes = changes;
    }

    /**
     * Stores an entry. Null: its idempotency key is stored already.
     *
     * @param came received from outside; else it follows from another entry
     */
    @Nullable
    Long insert(Transaction tx, NewEntry entry, LaneRow lane, State state, boolean came) throws SQLException {
        String sql = "insert into byoc_entry (scope, dir, event_key, lane, account, state, at, body, reason, unsettled)"
                + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing returning id";
        PreparedStatement statement = tx.with(
                sql,
                tx.scope(),
                Codes.of(entry.lane().direction()),
                SafeText.key(entry.eventKey()),
                lane.id,
                entry.lane().account(),
                Codes.of(state),
                tx.millis(),
                entry.body(),
                SafeText.text(entry.deadReason()),
                entry.mayHaveArrived() ? 1 : 0);
        try (ResultSet rows = statement.executeQuery()) {
            if (!rows.next()) {
                return null;
            }
            tx.count(entry.lane(), Tally.stored(state == State.DEAD, came, tx.millis()));
            return rows.getLong(1);
        }
    }

    /** Begins an entry that was stored just now. */
    Entry begun(Transaction tx, long id, NewEntry entry) throws SQLException {
        tx.begins(id, false);
        return new Entry(
                id,
                entry.lane(),
                entry.eventKey(),
                entry.body(),
                Instant.ofEpochMilli(tx.millis()),
                0,
                0,
                Checkpoint.NONE,
                Map.of());
    }

    /** Begins the first open entry of a lane; null: there is none. */
    @Nullable
    Entry begin(Transaction tx, LaneRow lane) throws SQLException {
        String sql = "select " + COLUMNS + " from byoc_entry where lane = ? and state < 2 order by id limit 1";
        Entry entry;
        boolean counted;
        boolean hasParts;
        try (ResultSet rows = tx.with(sql, lane.id).executeQuery()) {
            if (!rows.next()) {
                return null;
            }
            counted = rows.getInt(9) == STARTED;
            entry = read(rows, lane.lane, !tx.begins(rows.getLong(1), counted));
            hasParts = rows.getInt(10) != 0;
        }
        if (!counted) {
            tx.update("update byoc_entry set state = ? where id = ?", STARTED, entry.id());
        }
        return hasParts ? withParts(entry, ChangeRows.parts(tx, entry.id())) : entry;
    }

    /** An entry that an earlier attempt has begun and not ended is of unknown outcome. */
    private static Entry read(ResultSet rows, Lane lane, boolean started) throws SQLException {
        byte[] body = rows.getBytes(3);
        byte[] state = rows.getBytes(8);
        boolean unsettled = rows.getInt(7) != 0 || started;
        return new Entry(
                rows.getLong(1),
                lane,
                String.valueOf(SafeText.original(rows.getString(2))),
                bytes(body),
                Instant.ofEpochMilli(rows.getLong(4)),
                rows.getInt(5),
                rows.getInt(6),
                !unsettled && state == null ? Checkpoint.NONE : new Checkpoint(unsettled, bytes(state)),
                Map.of());
    }

    private static byte[] bytes(byte @Nullable [] column) {
        return column == null ? new byte[0] : column;
    }

    private static Entry withParts(Entry entry, Map<Integer, List<String>> parts) {
        return new Entry(
                entry.id(),
                entry.lane(),
                entry.eventKey(),
                entry.body(),
                entry.at(),
                entry.tries(),
                entry.failures(),
                entry.checkpoint(),
                parts);
    }

    /** The entry as a change of it makes it. */
    static Entry changed(Entry entry, Change change) {
        Map<Integer, List<String>> parts = new HashMap<>(entry.partsDone());
        parts.putAll(change.parts());
        return new Entry(
                entry.id(),
                entry.lane(),
                entry.eventKey(),
                entry.body(),
                entry.at(),
                entry.tries(),
                entry.failures(),
                change.checkpoint() == null ? entry.checkpoint() : change.checkpoint(),
                parts);
    }

    /** Stores how far a begun entry has come, and what goes with it. */
    void keep(Transaction tx, long id, Change change) throws SQLException {
        refer(tx, id, change.ref());
        if (change.checkpoint() != null) {
            checkpoint(tx, id, change.checkpoint());
        }
        changes.write(tx, id, change);
    }

    private static void refer(Transaction tx, long id, @Nullable String ref) throws SQLException {
        if (ref != null) {
            tx.update("update byoc_entry set ref = ? where id = ?", SafeText.key(ref), id);
        }
    }

    private static void checkpoint(Transaction tx, long id, Checkpoint checkpoint) throws SQLException {
        tx.update(
                "update byoc_entry set unsettled = ?, checkpoint = ? where id = ?",
                checkpoint.unsettled() ? 1 : 0,
                checkpoint.state().length == 0 ? null : checkpoint.state(),
                id);
    }

    /** Ends an entry. False: it has ended before. */
    boolean end(Transaction tx, Entry entry, State state, String reason, Change change) throws SQLException {
        long id = entry.id();
        boolean erased = state != State.DEAD && !keepsBodies;
        String sql = "update byoc_entry set state = ?, done_at = ?, reason = ?, ref = coalesce(?, ref)"
                + (erased ? ", body = null, checkpoint = null" : "") + " where id = ? and state < 2";
        String ref = change.ref() == null ? null : SafeText.key(change.ref());
        if (tx.update(sql, Codes.of(state), tx.millis(), SafeText.text(reason), ref, id) == 0) {
            return false;
        }
        tx.count(
                entry.lane(),
                state == State.DEAD ? Tally.gaveUp() : state == State.DONE ? Tally.done(tx.millis()) : Tally.ended(1));
        if (change.checkpoint() != null) {
            checkpoint(
                    tx,
                    id,
                    erased ? new Checkpoint(change.checkpoint().unsettled(), new byte[0]) : change.checkpoint());
        }
        changes.write(tx, id, change);
        return true;
    }

    /** Releases an entry. It stays begun while the outcome of its last call is unknown. */
    void giveBack(Transaction tx, Entry entry, int failures, int tries, Change change) throws SQLException {
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
    void notBegun(Transaction tx, Entry entry) throws SQLException {
        int state = entry.checkpoint().unsettled() ? STARTED : READY;
        tx.update("update byoc_entry set state = ? where id = ? and state < 2", state, entry.id());
    }

    /** Erases what the entries of a lane hold, and discards those that are open or dead letters. Gives how many held content. */
    int erase(Transaction tx, LaneRow row) throws SQLException {
        long lane = row.id;
        int dropped = tx.update(
                "update byoc_entry set state = ?, done_at = ?, reason = ? where lane = ? and state < 2",
                Codes.of(State.DISCARDED),
                tx.millis(),
                Journal.FORGOTTEN,
                lane);
        int letters = tx.update(
                "update byoc_entry set state = ?, done_at = ?, reason = ? where lane = ? and state = 3",
                Codes.of(State.DISCARDED),
                tx.millis(),
                Journal.FORGOTTEN,
                lane);
        tx.count(row.lane, Tally.ended(dropped).and(Tally.undead(letters)));
        return tx.update(
                "update byoc_entry set body = null, checkpoint = null where lane = ? and body is not null", lane);
    }
}
