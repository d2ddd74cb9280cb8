package dev.byoc.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One transaction of the writer. It locks the lanes that it touches first, in one order, so that two hosts do not wait for each other; a
 * lane's state is then what this transaction makes of it, and is written once, before the commit. Used by one thread.
 */
final class Tx {
    private static final Comparator<Lane> ORDER =
            Comparator.comparing(Lane::direction).thenComparing(Lane::account).thenComparing(Lane::party);

    private final Connection connection;
    private final Statements statements;
    private final Dialect dialect;
    private final String scope;
    private final LaneIds ids;
    private final String host;
    private final Map<Long, Long> held;
    private final Map<Lane, LaneRow> lanes = new LinkedHashMap<>();
    private Map<Long, Long> handed = new HashMap<>();

    /** In what is handed out: the lane is nobody's any more. */
    static final Long FREE = -1L;

    /** @param held by lane the entry that this process works on */
    Tx(
            Connection connection,
            Statements statements,
            Dialect dialect,
            String scope,
            LaneIds ids,
            String host,
            Map<Long, Long> held) {
        this.connection = connection;
        this.statements = statements;
        this.dialect = dialect;
        this.scope = scope;
        this.ids = ids;
        this.host = host;
        this.held = held;
    }

    /** From here on lanes are handed out on behalf of another job. */
    void handsOutFor(Map<Long, Long> job) {
        handed = job;
    }

    /** The lane becomes ours, for that entry. */
    Claim claim(LaneRow lane, Entry entry) {
        if (!lane.isHeld(host, lane.token())) {
            lane.claim(host);
        }
        handed.put(lane.id, entry.id());
        return new Claim(entry, lane.token());
    }

    /** The lane that a claim is about. */
    LaneRow held(Claim claim) throws SQLException {
        LaneRow lane = lane(claim.entry().lane());
        Long entry = held.get(lane.id);
        if (!lane.isHeld(host, claim.token())
                || entry == null
                || entry != claim.entry().id()) {
            throw new LostClaimException("this lane is no longer held: " + claim.entry());
        }
        return lane;
    }

    /** The lane waits, or rests, and is nobody's. */
    void free(LaneRow lane) {
        handed.put(lane.id, FREE);
    }

    String scope() {
        return scope;
    }

    Dialect dialect() {
        return dialect;
    }

    /** A statement with these parameters, ready to be executed. */
    PreparedStatement with(String sql, @Nullable Object... parameters) throws SQLException {
        PreparedStatement statement = statements.of(connection, sql);
        Statements.set(statement, parameters);
        return statement;
    }

    int update(String sql, @Nullable Object... parameters) throws SQLException {
        return with(sql, parameters).executeUpdate();
    }

    /** Locks lanes; those that are not there yet are made. Known ones come last, in the order of their ids. */
    void lock(Collection<Lane> wanted) throws SQLException {
        Set<Lane> fresh = new LinkedHashSet<>();
        Map<Long, Lane> known = new HashMap<>();
        wanted.stream().filter(lane -> !lanes.containsKey(lane)).sorted(ORDER).forEach(lane -> {
            Long id = ids.of(lane);
            if (id == null) {
                fresh.add(lane);
            } else {
                known.put(id, lane);
            }
        });
        for (Lane lane : fresh) {
            make(lane);
        }
        for (long id : known.keySet().stream().sorted().toList()) {
            Lane lane = lane(known, id);
            if (!read(id, lane)) {
                // Pruned since, perhaps by another host.
                ids.forget(lane);
                make(lane);
            }
        }
    }

    private static Lane lane(Map<Long, Lane> known, long id) {
        Lane lane = known.get(id);
        if (lane == null) {
            throw new IllegalStateException("an id of no lane");
        }
        return lane;
    }

    private boolean read(long id, Lane lane) throws SQLException {
        String sql = "select owner, token, due from byoc_lane where id = ?" + dialect.lock();
        try (ResultSet rows = with(sql, id).executeQuery()) {
            if (!rows.next()) {
                return false;
            }
            rows.getLong(3);
            lanes.put(lane, new LaneRow(id, lane, rows.getString(1), rows.getLong(2), isThere(rows, 3)));
            return true;
        }
    }

    private static boolean isThere(ResultSet rows, int column) throws SQLException {
        rows.getLong(column);
        return !rows.wasNull();
    }

    private void make(Lane lane) throws SQLException {
        // The update changes nothing: it locks the row, whoever has made it.
        String sql = "insert into byoc_lane (scope, dir, account, party, used_at) values (?, ?, ?, ?, " + dialect.now()
                + ") on conflict (scope, dir, account, party) do update set token = byoc_lane.token"
                + " returning id, owner, token, due";
        try (ResultSet rows = with(
                        sql, scope, Codes.of(lane.direction()), lane.account(), Plain.key(lane.party()), dialect.time())
                .executeQuery()) {
            rows.next();
            long id = rows.getLong(1);
            lanes.put(lane, new LaneRow(id, lane, rows.getString(2), rows.getLong(3), isThere(rows, 4)));
            ids.put(lane, id);
        }
    }

    /** A lane that was locked. */
    LaneRow lane(Lane lane) throws SQLException {
        LaneRow row = lanes.get(lane);
        if (row == null) {
            lock(List.of(lane));
            row = lanes.get(lane);
        }
        if (row == null) {
            throw new SQLException("a lane is gone");
        }
        return row;
    }

    /** A lane that a select has locked just now; the row of this transaction, if it has one already. */
    LaneRow locked(LaneRow row) {
        LaneRow mine = lanes.putIfAbsent(row.lane, row);
        ids.put(row.lane, row.id);
        return mine == null ? row : mine;
    }

    /** Writes what has become of the lanes. */
    void writeLanes() throws SQLException {
        String sql = "update byoc_lane set owner = ?, token = ?, used_at = " + dialect.now() + ", due = "
                + dialect.now() + " + cast(? as bigint) where id = ?";
        PreparedStatement statement = null;
        for (LaneRow row : lanes.values()) {
            if (row.isChanged()) {
                Long time = dialect.time();
                statement = with(sql, row.owner(), row.token(), time, time, row.delay(), row.id);
                statement.addBatch();
            }
        }
        if (statement != null) {
            statement.executeBatch();
        }
    }
}
