package dev.byoc.jdbc.internal.rows;

import dev.byoc.jdbc.internal.Codes;
import dev.byoc.jdbc.internal.SafeText;
import dev.byoc.jdbc.internal.commit.LaneRow;
import dev.byoc.jdbc.internal.commit.RowsStatement;
import dev.byoc.jdbc.internal.commit.Transaction;
import dev.byoc.store.Timeline.State;
import dev.byoc.store.spi.Checkpoint;
import dev.byoc.store.spi.Claim;
import dev.byoc.store.spi.Entry;
import dev.byoc.store.spi.LinkChange;
import dev.byoc.store.spi.NewEntry;
import dev.byoc.store.spi.PausedLanes;
import dev.byoc.store.spi.Tally;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * New entries on their way into the tables, in one transaction: all are inserted together, in the order in which they were added; then each
 * is begun whose lane is idle.
 */
public final class NewEntries {
    private static final String COLUMNS =
            "insert into byoc_entry (scope, dir, event_key, lane, account, state, at, body, reason, unsettled)";

    private static final String RETURNING = " on conflict do nothing returning id, dir, event_key";

    private static final RowsStatement INSERT = new RowsStatement(
            COLUMNS + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)" + RETURNING,
            COLUMNS
                    + " select v.scope, v.dir, v.event_key, v.lane, v.account, v.state, v.at, v.body, v.reason, v.unsettled"
                    + " from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?) with ordinality"
                    + " v(scope, dir, event_key, lane, account, state, at, body, reason, unsettled, place)"
                    + " order by v.place" + RETURNING,
            List.of("text", "integer", "text", "bigint", "text", "integer", "bigint", "bytea", "text", "integer"));

    private final Transaction tx;
    private final JdbcLinks links;
    private final List<Row> rows = new ArrayList<>();

    /** Idle lanes with an entry among these: the first is begun, or waits if its lane is paused, and others wait behind it. */
    private final Set<Long> starting = new HashSet<>();

    NewEntries(Transaction tx, JdbcLinks links) {
        this.tx = tx;
        this.links = links;
    }

    /** One of them. */
    static final class Row {
        private final NewEntry entry;
        private final LaneRow lane;
        private final boolean paused;
        private final boolean came;
        private final State state;
        private @Nullable Long id;

        private Row(NewEntry entry, LaneRow lane, boolean paused, boolean came, State state) {
            this.entry = entry;
            this.lane = lane;
            this.paused = paused;
            this.came = came;
            this.state = state;
        }
    }

    private record Key(Integer direction, String eventKey) {}

    /**
     * Adds an entry, which {@link #insert} stores.
     *
     * @param came received from outside; else it follows from another entry
     */
    Row add(NewEntry entry, PausedLanes paused, boolean came) throws SQLException {
        LaneRow lane = tx.lane(entry.lane());
        boolean isPaused = paused.covers(entry.lane());
        State state = State.READY;
        if (entry.deadReason() != null) {
            state = State.DEAD;
        } else if (lane.isIdle() && starting.add(lane.id) && !isPaused) {
            state = State.STARTED;
        }
        Row row = new Row(entry, lane, isPaused, came, state);
        rows.add(row);
        return row;
    }

    /** Stores all of them but those whose idempotency keys are stored already. */
    void insert() throws SQLException {
        Map<Key, Row> byKey = new HashMap<>();
        List<@Nullable Object[]> values = new ArrayList<>();
        for (Row row : rows) {
            NewEntry entry = row.entry;
            Key key = new Key(Codes.of(entry.lane().direction()), SafeText.key(entry.eventKey()));
            byKey.putIfAbsent(key, row);
            values.add(new @Nullable Object[] {
                tx.scope(),
                key.direction(),
                key.eventKey(),
                row.lane.id,
                entry.lane().account(),
                Codes.of(row.state),
                tx.millis(),
                entry.body(),
                SafeText.text(entry.deadReason()),
                entry.mayHaveArrived() ? 1 : 0
            });
        }
        tx.query(INSERT, values, found -> {
            Row row = byKey.get(new Key(found.getInt(2), found.getString(3)));
            if (row == null) {
                throw new SQLException("an entry was stored by another key than it was given");
            }
            row.id = found.getLong(1);
        });
    }

    /** Counts it if it is new, and begins it if its lane is idle, or makes that due if it is paused. Gives whether it is new. */
    boolean begin(Row row, List<Claim> claims) throws SQLException {
        if (row.id == null) {
            return false;
        }
        NewEntry entry = row.entry;
        ChangeRows.addEarlierParts(tx, row.id, entry.partsDone());
        tx.count(entry.lane(), Tally.stored(row.state == State.DEAD, row.came, tx.millis()));
        if (row.state != State.DEAD && row.lane.isIdle()) {
            if (row.paused) {
                row.lane.waitFor(0);
            } else {
                if (row.state == State.READY) {
                    // The one that was to be begun before it was stored already.
                    Heads.start(tx, row.id);
                }
                claims.add(tx.claim(row.lane, begun(row.id, entry)));
            }
        }
        for (LinkChange change : entry.links()) {
            links.apply(tx, change);
        }
        return true;
    }

    private Entry begun(long id, NewEntry entry) throws SQLException {
        boolean unused = tx.begins(id, false);
        return new Entry(
                id,
                entry.lane(),
                entry.eventKey(),
                entry.body(),
                Instant.ofEpochMilli(tx.millis()),
                0,
                0,
                Checkpoint.NONE,
                entry.partsDone());
    }

    /** Adds entries that follow from another one. Gives the claims of those that are begun. */
    public static List<Claim> follow(Transaction tx, JdbcLinks links, List<NewEntry> entries, PausedLanes paused)
            throws SQLException {
        NewEntries fresh = new NewEntries(tx, links);
        List<Row> rows = new ArrayList<>();
        for (NewEntry entry : entries) {
            rows.add(fresh.add(entry, paused, false));
        }
        fresh.insert();
        List<Claim> claims = new ArrayList<>();
        for (Row row : rows) {
            boolean unused = fresh.begin(row, claims);
        }
        return claims;
    }
}
