package dev.byoc.jdbc.internal.commit;

import dev.byoc.jdbc.internal.Dialect;
import dev.byoc.jdbc.internal.SafeText;
import dev.byoc.jdbc.internal.Statements;
import dev.byoc.store.spi.Claim;
import dev.byoc.store.spi.Entry;
import dev.byoc.store.spi.Lane;
import dev.byoc.store.spi.LostClaimException;
import dev.byoc.store.spi.Tally;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One transaction of the writer. It locks the lanes that it touches first, in one order, so that two hosts do not wait for each other; a
 * lane's state is then what this transaction makes of it, and is written once, before the commit. Used by one thread.
 */
public final class Transaction {
    private static final int MOST_AT_ONCE = 256;

    private static final Comparator<Lane> ORDER =
            Comparator.comparing(Lane::direction).thenComparing(Lane::account).thenComparing(Lane::party);

    private final Connection connection;
    private final Statements statements;
    private final Dialect dialect;
    private final String scope;
    private final LaneIds ids;
    private final LaneSql sql;
    private final String host;
    private final ClaimRegistry held;
    private final Set<Long> unbegun;
    private final Map<Lane, LaneRow> lanes = new LinkedHashMap<>();
    private final Map<Tally.Of, Tally> counts = new LinkedHashMap<>();
    private CommitEffects effects = new CommitEffects();
    private @Nullable Long millis;

    /** @param unbegun entries that count as begun in the database, though their claims never reached a worker */
    Transaction(
            Connection connection,
            Statements statements,
            Dialect dialect,
            String scope,
            LaneIds ids,
            LaneSql sql,
            String host,
            ClaimRegistry held,
            Set<Long> unbegun) {
        this.connection = connection;
        this.statements = statements;
        this.dialect = dialect;
        this.scope = scope;
        this.ids = ids;
        this.sql = sql;
        this.host = host;
        this.held = held;
        this.unbegun = unbegun;
    }

    /** From here on it works on behalf of another job. */
    void worksFor(CommitEffects job) {
        effects = job;
    }

    /** The figures of a lane's account change. */
    public void count(Lane lane, Tally change) {
        if (change.equals(Tally.NOTHING)) {
            return;
        }
        Tally.Of of = Tally.Of.lane(lane);
        effects.counts.merge(of, change, Tally::and);
        counts.merge(of, change, Tally::and);
    }

    /** The entry is begun. False: it had been begun before. */
    public boolean begins(long entry, boolean counted) {
        boolean first = !counted || unbegun.contains(entry);
        if (first) {
            effects.begun.add(entry);
        }
        return first;
    }

    /** The lane becomes ours, for that entry. */
    public Claim claim(LaneRow lane, Entry entry) {
        if (!lane.isHeld(host, lane.token())) {
            lane.claim(host);
        }
        effects.handsOut(lane.id, entry.id(), lane.token());
        return new Claim(entry, lane.token());
    }

    /** The lane that a claim is about. */
    public LaneRow held(Claim claim) throws SQLException {
        LaneRow lane = lane(claim.entry().lane());
        if (!lane.isHeld(host, claim.token())
                || !held.holds(lane.id, claim.entry().id())) {
            // No worker here has that claim.
            effects.loses(lane.id, claim);
            throw new LostClaimException("this lane is no longer held: " + claim.entry());
        }
        return lane;
    }

    /** The lane stays this host's, under no claim. */
    public void keep(LaneRow lane) {
        effects.keeps(lane.id, lane.token());
    }

    /** Whether it is this host's in that way. */
    public boolean isKept(LaneRow lane) {
        return lane.isHeld(host, lane.token()) && held.keepsLane(lane.id);
    }

    /** Under no claim of this host it is ours no more. */
    public void freeIfKept(LaneRow lane) {
        if (held.keepsLane(lane.id)) {
            effects.frees(lane.id);
        }
    }

    /** The lane waits, or is empty, and has no owner. */
    public void free(LaneRow lane) {
        effects.frees(lane.id);
    }

    public String scope() {
        return scope;
    }

    public Dialect dialect() {
        return dialect;
    }

    /** The time that counts here, in milliseconds: all of a transaction happens at one time, and no host's clock is asked for it. */
    public long millis() throws SQLException {
        if (millis == null) {
            millis = dialect.millis(connection);
        }
        return millis;
    }

    /** A statement with these parameters, ready to be executed. */
    public PreparedStatement with(String sql, @Nullable Object... parameters) throws SQLException {
        PreparedStatement statement = statements.of(connection, sql);
        Statements.set(statement, parameters);
        return statement;
    }

    public int update(String sql, @Nullable Object... parameters) throws SQLException {
        return with(sql, parameters).executeUpdate();
    }

    /**
     * Locks lanes. Those that are not there yet are made first, in one order; then the others are locked in the order of their ids. The maker
     * of a new one holds only what no other transaction can see.
     */
    void lock(Collection<Lane> wanted) throws SQLException {
        Map<Long, Lane> known = new TreeMap<>();
        for (Lane lane : missing(wanted)) {
            Long id = ids.of(lane);
            Long there = id == null ? madeBefore(lane) : id;
            if (there != null) {
                known.put(there, lane);
            }
        }
        List<Long> left = new ArrayList<>(known.keySet());
        for (int done = 0; done < left.size(); done += MOST_AT_ONCE) {
            read(left.subList(done, Math.min(done + MOST_AT_ONCE, left.size())), known);
        }
        for (Lane lane : known.values()) {
            if (!lanes.containsKey(lane)) {
                // Pruned since, perhaps by another host.
                ids.forget(lane);
                lock(List.of(lane));
            }
        }
    }

    /** Those that are not locked yet, each once and in the order of all. */
    private Collection<Lane> missing(Collection<Lane> wanted) {
        Set<Lane> missing = new TreeSet<>(ORDER);
        for (Lane each : wanted) {
            Lane lane = asStored(each);
            if (!lanes.containsKey(lane)) {
                missing.add(lane);
            }
        }
        return missing;
    }

    /** Locks them in the order of their ids, and reads them. */
    private void read(List<Long> some, Map<Long, Lane> known) throws SQLException {
        // As few different statements as there are powers of two; an id may be named twice.
        int places = some.size() == 1 ? 1 : Integer.highestOneBit(some.size() - 1) << 1;
        List<@Nullable Object> parameters = new ArrayList<>();
        parameters.add(dialect.time());
        for (int place = 0; place < places; place++) {
            parameters.add(some.get(Math.min(place, some.size() - 1)));
        }
        try (ResultSet rows = with(sql.select(places), parameters.toArray()).executeQuery()) {
            while (rows.next()) {
                Lane lane = known.get(rows.getLong(4));
                if (lane != null) {
                    lanes.put(
                            lane,
                            new LaneRow(rows.getLong(4), lane, rows.getString(1), rows.getLong(2), isThere(rows, 3)));
                    isNow(rows.getLong(5));
                }
            }
        }
    }

    /** A row that is read anyway tells the time too: a database is not asked for it alone. */
    private void isNow(long time) {
        if (millis == null) {
            millis = time;
        }
    }

    private static boolean isThere(ResultSet rows, int column) throws SQLException {
        rows.getLong(column);
        return !rows.wasNull();
    }

    /** Makes a lane that is not there, and locks it thereby. Else its id: it is still to be locked. */
    private @Nullable Long madeBefore(Lane lane) throws SQLException {
        Integer direction = Codes.of(lane.direction());
        String party = SafeText.key(lane.party());
        try (ResultSet rows = with(sql.make(), scope, direction, lane.account(), party, dialect.time())
                .executeQuery()) {
            if (rows.next()) {
                long id = rows.getLong(1);
                lanes.put(lane, new LaneRow(id, lane, null, 0, false));
                isNow(rows.getLong(2));
                ids.put(lane, id);
                return null;
            }
        }
        String find = "select id from byoc_lane where scope = ? and dir = ? and account = ? and party = ?";
        try (ResultSet rows =
                with(find, scope, direction, lane.account(), party).executeQuery()) {
            if (!rows.next()) {
                throw new SQLException("a lane was pruned just now", "40001");
            }
            ids.put(lane, rows.getLong(1));
            return rows.getLong(1);
        }
    }

    /** A lane whose party is too long for a key has two names, its own and the stored one; here it must not be two lanes. */
    private static Lane asStored(Lane lane) {
        return SafeText.isTooLong(lane.party())
                ? new Lane(lane.direction(), lane.account(), SafeText.key(lane.party()))
                : lane;
    }

    /** A lane that was locked. */
    public LaneRow lane(Lane any) throws SQLException {
        Lane lane = asStored(any);
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
    public LaneRow locked(LaneRow row) {
        LaneRow mine = lanes.putIfAbsent(row.lane, row);
        ids.put(row.lane, row.id);
        return mine == null ? row : mine;
    }

    /** Whether this transaction has locked a lane of that id, and may be about to use it. */
    public boolean hasLocked(long lane) {
        return lanes.values().stream().anyMatch(row -> row.id == lane);
    }

    /** Writes what has become of the lanes and of the figures, for all jobs of the transaction at once. */
    void write() throws SQLException {
        List<LaneRow> changed = new ArrayList<>();
        for (LaneRow row : lanes.values()) {
            if (row.isChanged()) {
                changed.add(row);
            }
        }
        if (!counts.isEmpty()) {
            List<@Nullable Object> parameters = CounterRows.parameters(scope, dialect.isShared() ? host : "", counts);
            if (dialect.changesSeveralTablesAtOnce() && !changed.isEmpty()) {
                writeOne(sql.writeAndCount(counts.size()), parameters, changed.remove(0));
            } else {
                update(CounterRows.add(counts.size()), parameters.toArray());
            }
        }
        if (changed.size() == 1) {
            writeOne(sql.write(), new ArrayList<>(), changed.get(0));
        } else if (!changed.isEmpty()) {
            writeAll(changed);
        }
    }

    /** @param parameters of what stands before the lane's in the statement */
    private void writeOne(String text, List<@Nullable Object> parameters, LaneRow row) throws SQLException {
        parameters.addAll(parameters(row));
        isThere(update(text, parameters.toArray()));
    }

    private void writeAll(List<LaneRow> changed) throws SQLException {
        PreparedStatement statement = statements.of(connection, sql.write());
        for (LaneRow row : changed) {
            Statements.set(statement, parameters(row).toArray());
            statement.addBatch();
        }
        for (int rows : statement.executeBatch()) {
            isThere(rows);
        }
    }

    private List<@Nullable Object> parameters(LaneRow row) {
        Long time = dialect.time();
        return Arrays.asList(row.owner(), row.token(), time, time, row.delay(), row.id);
    }

    private static void isThere(int rows) throws SQLException {
        if (rows == 0) {
            // Whatever this transaction has put into it would wait for ever.
            throw new SQLException("a lane was pruned just now", "40001");
        }
    }
}
