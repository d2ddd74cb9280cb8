package dev.byoc.jdbc.internal.commit;

import dev.byoc.jdbc.internal.Dialect;
import dev.byoc.store.spi.Claim;
import dev.byoc.store.spi.Entry;
import dev.byoc.store.spi.Lane;
import dev.byoc.store.spi.Link;
import dev.byoc.store.spi.LostClaimException;
import dev.byoc.store.spi.Tally;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One transaction of the writer, on behalf of one job after the other. The state of a lane is what this transaction makes of it, and is
 * written once, before the commit. Used by one thread.
 */
public final class Transaction {
    private final TransactionSql sql;
    private final LockedLanes lanes;
    private final LinkCache.Changes links;
    private final LaneSql laneSql;
    private final String scope;
    private final String host;
    private final ClaimRegistry held;
    private final Set<Long> unbegun;
    private final Map<Tally.Of, Tally> counts = new LinkedHashMap<>();
    private CommitEffects effects = new CommitEffects();

    /** @param unbegun entries marked as begun in the database whose claims never reached a worker */
    Transaction(
            TransactionSql sql,
            LockedLanes lanes,
            LinkCache.Changes links,
            LaneSql laneSql,
            String scope,
            String host,
            ClaimRegistry held,
            Set<Long> unbegun) {
        this.sql = sql;
        this.lanes = lanes;
        this.links = links;
        this.laneSql = laneSql;
        this.scope = scope;
        this.host = host;
        this.held = held;
        this.unbegun = unbegun;
    }

    /** The changes that follow are of another job. */
    void worksFor(CommitEffects job) {
        effects = job;
    }

    /** Changes the counters of a lane's account. */
    public void count(Lane lane, Tally change) {
        if (change.equals(Tally.NOTHING)) {
            return;
        }
        Tally.Of of = Tally.Of.lane(lane);
        effects.counts.merge(of, change, Tally::and);
        counts.merge(of, change, Tally::and);
    }

    /** Marks an entry as begun. False: an earlier attempt has begun it. */
    public boolean begins(long entry, boolean counted) {
        boolean first = !counted || unbegun.contains(entry);
        if (first) {
            effects.begun.add(entry);
        }
        return first;
    }

    /** The lane becomes this host's, for that entry. */
    public Claim claim(LaneRow lane, Entry entry) {
        if (!lane.isHeld(host, lane.token())) {
            lane.claim(host, dialect().isShared() ? lane.token() + 1 : held.freshToken());
        }
        effects.handsOut(lane.id, entry.id(), lane.token());
        return new Claim(entry, lane.token());
    }

    /**
     * The lane of a claim.
     *
     * @throws LostClaimException if this host no longer holds it under that claim
     */
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

    /** Ends that. */
    public void freeIfKept(LaneRow lane) {
        if (held.keepsLane(lane.id)) {
            effects.frees(lane.id);
        }
    }

    /** The lane waits, or is empty, and has no owner. */
    public void free(LaneRow lane) {
        effects.frees(lane.id);
    }

    /** A customer's link is that now. Only where this process alone changes links: what is reported here is not read again. */
    public void linked(Link link) {
        links.set(link);
    }

    public void unlinked(String account, String customer) {
        links.forget(account, customer);
    }

    public String scope() {
        return scope;
    }

    public Dialect dialect() {
        return sql.dialect();
    }

    /** The time of the whole transaction in milliseconds, by the clock that counts. */
    public long millis() throws SQLException {
        return sql.millis();
    }

    /** A statement with these parameters, ready to be executed. */
    public PreparedStatement with(String statement, @Nullable Object... parameters) throws SQLException {
        return sql.with(statement, parameters);
    }

    public int update(String statement, @Nullable Object... parameters) throws SQLException {
        return sql.update(statement, parameters);
    }

    /** The row of a lane, locked. */
    public LaneRow lane(Lane lane) throws SQLException {
        return lanes.of(lane);
    }

    /** A lane that a select has locked just now; the row of this transaction, if it has one already. */
    public LaneRow locked(LaneRow row) {
        return lanes.add(row);
    }

    /** Whether a lane of that id is held here, or this transaction has locked it and may be about to use it. */
    public boolean isInUse(long lane) {
        return lanes.has(lane) || held.holdsLane(lane);
    }

    /** Rows of lanes that are not in use were deleted. On a shared database, where other hosts do that too, rows are looked for each time. */
    public void pruned() {
        if (!dialect().isShared()) {
            lanes.forgetOthers();
        }
    }

    /**
     * Executes an update before the next other statement or the commit, in one round trip with those of the same text. It must commute with
     * others that wait.
     */
    public void later(String statement, @Nullable Object... parameters) {
        sql.later(statement, parameters);
    }

    /** Executes an update for each of these rows, in one round trip. Gives how many rows of the table each has changed. */
    public int[] updateEach(String statement, List<@Nullable Object[]> rows) throws SQLException {
        return sql.updateEach(statement, rows);
    }

    /** Executes a statement for these rows, and gives all that it returns to the reader, in any order. */
    public void query(RowsStatement statement, List<@Nullable Object[]> rows, RowsStatement.Reader reader)
            throws SQLException {
        if (!rows.isEmpty()) {
            sql.query(statement, rows, reader);
        }
    }

    /** Writes the state of the lanes and the counters, for all jobs of the transaction at once. */
    void write() throws SQLException {
        sql.executeWaiting();
        List<LaneRow> changed = lanes.changed();
        if (!counts.isEmpty()) {
            List<@Nullable Object> parameters =
                    CounterRows.parameters(scope, dialect().isShared() ? host : "", counts);
            if (dialect().hasRoundTrips() && !changed.isEmpty()) {
                writeOne(laneSql.writeAndCount(counts.size()), parameters, changed.remove(0));
            } else {
                update(CounterRows.add(counts.size()), parameters.toArray());
            }
        }
        if (changed.size() == 1) {
            writeOne(laneSql.write(), new ArrayList<>(), changed.get(0));
        } else if (!changed.isEmpty()) {
            writeAll(changed);
        }
    }

    /** @param parameters of what stands before the lane's in the statement */
    private void writeOne(String text, List<@Nullable Object> parameters, LaneRow row) throws SQLException {
        parameters.addAll(laneSql.parameters(row));
        refuseIfPruned(update(text, parameters.toArray()));
    }

    private void writeAll(List<LaneRow> changed) throws SQLException {
        List<@Nullable Object[]> values = new ArrayList<>();
        changed.forEach(row -> values.add(laneSql.parameters(row).toArray()));
        for (int rows : updateEach(laneSql.write(), values)) {
            refuseIfPruned(rows);
        }
    }

    /** An entry in a lane without a row would never be found. */
    private static void refuseIfPruned(int rows) throws SQLException {
        if (rows == 0) {
            throw new SQLException("a lane was pruned just now", "40001");
        }
    }
}
