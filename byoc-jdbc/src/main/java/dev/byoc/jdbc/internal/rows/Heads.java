package dev.byoc.jdbc.internal.rows;

import dev.byoc.jdbc.internal.Codes;
import dev.byoc.jdbc.internal.SafeText;
import dev.byoc.jdbc.internal.commit.LaneRow;
import dev.byoc.jdbc.internal.commit.RowsStatement;
import dev.byoc.jdbc.internal.commit.Transaction;
import dev.byoc.store.Timeline.State;
import dev.byoc.store.spi.Checkpoint;
import dev.byoc.store.spi.Entry;
import dev.byoc.store.spi.Lane;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The first open entries of lanes, and how they are begun. */
public final class Heads {
    private static final int STARTED = Codes.of(State.STARTED);

    private static final String COLUMNS = "id, event_key, body, at, tries, failures, unsettled, checkpoint, state,"
            // Most have none, and need no second query.
            + " case when exists (select 1 from byoc_part where entry = byoc_entry.id) then 1 else 0 end, lane";

    private static final String FIRST = " and state < 2 order by id limit 1";

    private static final RowsStatement SELECT = new RowsStatement(
            "select " + COLUMNS + " from byoc_entry where lane = ?" + FIRST,
            "select head.* from unnest(?) v(lane) cross join lateral (select " + COLUMNS
                    + " from byoc_entry where lane = v.lane" + FIRST + ") head",
            List.of("bigint"));

    private final Map<Long, Head> heads = new HashMap<>();

    private record Head(Entry entry, boolean wasStarted, boolean hasParts) {}

    private Heads() {}

    /** Reads those of lanes that are locked. */
    public static Heads of(Transaction tx, Collection<LaneRow> lanes) throws SQLException {
        Map<Long, Lane> byId = new HashMap<>();
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (LaneRow lane : lanes) {
            byId.put(lane.id, lane.lane);
            rows.add(new @Nullable Object[] {lane.id});
        }
        Heads found = new Heads();
        tx.query(SELECT, rows, row -> {
            Lane lane = byId.get(row.getLong(11));
            if (lane != null) {
                found.heads.put(
                        row.getLong(11), new Head(read(row, lane), row.getInt(9) == STARTED, row.getInt(10) != 0));
            }
        });
        return found;
    }

    private static Entry read(ResultSet row, Lane lane) throws SQLException {
        byte[] state = row.getBytes(8);
        boolean unsettled = row.getInt(7) != 0;
        return new Entry(
                row.getLong(1),
                lane,
                String.valueOf(SafeText.original(row.getString(2))),
                bytes(row.getBytes(3)),
                Instant.ofEpochMilli(row.getLong(4)),
                row.getInt(5),
                row.getInt(6),
                !unsettled && state == null ? Checkpoint.NONE : new Checkpoint(unsettled, bytes(state)),
                Map.of());
    }

    private static byte[] bytes(byte @Nullable [] column) {
        return column == null ? new byte[0] : column;
    }

    /** Begins that of a lane; null: it has none. One that an earlier attempt has begun and not ended is of unknown outcome. */
    @Nullable
    public Entry begin(Transaction tx, LaneRow lane) throws SQLException {
        Head head = heads.get(lane.id);
        if (head == null) {
            return null;
        }
        Entry entry = head.entry();
        boolean first = tx.begins(entry.id(), head.wasStarted());
        if (!head.wasStarted()) {
            start(tx, entry.id());
        }
        return first && !head.hasParts()
                ? entry
                : Entries.with(
                        entry,
                        first ? entry.checkpoint() : entry.checkpoint().asUnsettled(),
                        head.hasParts() ? ChangeRows.parts(tx, entry.id()) : Map.of());
    }

    /** Marks an entry as begun. */
    static void start(Transaction tx, long id) {
        tx.later("update byoc_entry set state = ? where id = ?", STARTED, id);
    }
}
