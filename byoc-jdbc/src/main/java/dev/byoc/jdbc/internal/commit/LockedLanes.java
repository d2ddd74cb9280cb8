package dev.byoc.jdbc.internal.commit;

import dev.byoc.jdbc.internal.Codes;
import dev.byoc.jdbc.internal.SafeText;
import dev.byoc.store.spi.Lane;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The lanes whose rows one transaction has locked. Rows are locked in one order, so that two hosts do not wait for each other: those that do
 * not exist are inserted first, in the order of their names, which no other transaction can see; then the others are locked in the order of
 * their ids. Used by one thread.
 */
final class LockedLanes {
    private static final int MOST_AT_ONCE = 256;

    private static final Comparator<Lane> ORDER =
            Comparator.comparing(Lane::direction).thenComparing(Lane::account).thenComparing(Lane::party);

    private final TransactionSql sql;
    private final String scope;
    private final String host;
    private final LaneCache cache;
    private final LaneSql text;
    private final ClaimRegistry held;
    private final boolean isShared;
    private final Map<Lane, LaneRow> rows = new LinkedHashMap<>();
    private final Map<Lane, LaneCache.Known> written = new HashMap<>();

    LockedLanes(TransactionSql sql, String scope, String host, LaneCache cache, LaneSql text, ClaimRegistry held) {
        this.sql = sql;
        this.scope = scope;
        this.host = host;
        this.cache = cache;
        this.text = text;
        this.held = held;
        this.isShared = sql.dialect().isShared();
    }

    /** Locks those that are not locked yet. */
    void lock(Collection<Lane> wanted) throws SQLException {
        Map<Long, Lane> known = new TreeMap<>();
        for (Lane lane : missing(wanted)) {
            LaneCache.Known row = cache.of(lane);
            if (row != null && !isShared) {
                rows.put(lane, unowned(lane, row));
                continue;
            }
            Long existing = row == null ? insertOrFind(lane) : Long.valueOf(row.id());
            if (existing != null) {
                known.put(existing, lane);
            }
        }
        List<Long> left = new ArrayList<>(known.keySet());
        for (int done = 0; done < left.size(); done += MOST_AT_ONCE) {
            read(left.subList(done, Math.min(done + MOST_AT_ONCE, left.size())), known);
        }
        for (Lane lane : known.values()) {
            if (!rows.containsKey(lane)) {
                // Pruned since, perhaps by another host.
                cache.forget(lane);
                lock(List.of(lane));
            }
        }
    }

    /** Those that are not locked yet, each once and in the order of all. */
    private Collection<Lane> missing(Collection<Lane> wanted) {
        Set<Lane> missing = new TreeSet<>(ORDER);
        for (Lane each : wanted) {
            Lane lane = asStored(each);
            if (!rows.containsKey(lane)) {
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
        parameters.add(sql.dialect().time());
        for (int place = 0; place < places; place++) {
            parameters.add(some.get(Math.min(place, some.size() - 1)));
        }
        try (ResultSet found =
                sql.with(text.select(places), parameters.toArray()).executeQuery()) {
            while (found.next()) {
                Lane lane = known.get(found.getLong(1));
                if (lane != null) {
                    LaneCache.Known row = new LaneCache.Known(found.getLong(1), isSet(found, 2), found.getLong(3));
                    cache.put(lane, row);
                    rows.put(lane, isShared ? owned(lane, row, found) : unowned(lane, row));
                    sql.isNow(found.getLong(4));
                }
            }
        }
    }

    private static LaneRow owned(Lane lane, LaneCache.Known row, ResultSet found) throws SQLException {
        return new LaneRow(row.id(), lane, found.getString(5), found.getLong(6), row.waits(), row.usedAt());
    }

    /** Whether it has an owner is known here. */
    private LaneRow unowned(Lane lane, LaneCache.Known row) {
        Long token = held.tokenOf(row.id());
        return new LaneRow(
                row.id(), lane, token == null ? null : host, token == null ? 0 : token, row.waits(), row.usedAt());
    }

    private static boolean isSet(ResultSet row, int column) throws SQLException {
        row.getLong(column);
        return !row.wasNull();
    }

    /** Null: the lane did not exist, and was inserted, which locks it. Else its id: it is still to be locked. */
    private @Nullable Long insertOrFind(Lane lane) throws SQLException {
        Integer direction = Codes.of(lane.direction());
        String party = SafeText.key(lane.party());
        try (ResultSet made = sql.with(
                        text.make(),
                        scope,
                        direction,
                        lane.account(),
                        party,
                        sql.dialect().time())
                .executeQuery()) {
            if (made.next()) {
                LaneCache.Known row = new LaneCache.Known(made.getLong(1), false, made.getLong(2));
                rows.put(lane, new LaneRow(row.id(), lane, null, 0, false, row.usedAt()));
                sql.isNow(row.usedAt());
                cache.put(lane, row);
                return null;
            }
        }
        String find = "select id from byoc_lane where scope = ? and dir = ? and account = ? and party = ?";
        try (ResultSet found =
                sql.with(find, scope, direction, lane.account(), party).executeQuery()) {
            if (!found.next()) {
                throw new SQLException("a lane was pruned just now", "40001");
            }
            return found.getLong(1);
        }
    }

    /** A lane whose party is too long for a key has two names, its own and the stored one; here it must not be two lanes. */
    private static Lane asStored(Lane lane) {
        return SafeText.isTooLong(lane.party())
                ? new Lane(lane.direction(), lane.account(), SafeText.key(lane.party()))
                : lane;
    }

    /** The row of a lane, locked now if it is not yet. */
    LaneRow of(Lane any) throws SQLException {
        Lane lane = asStored(any);
        LaneRow row = rows.get(lane);
        if (row == null) {
            lock(List.of(lane));
            row = rows.get(lane);
        }
        if (row == null) {
            throw new SQLException("a lane is gone");
        }
        return row;
    }

    /** Adds a row that a select has locked. Gives the row of this transaction, if it has one already. */
    LaneRow add(LaneRow row) {
        LaneRow mine = rows.putIfAbsent(row.lane, row);
        return mine == null ? row : mine;
    }

    boolean has(long lane) {
        return rows.values().stream().anyMatch(row -> row.id == lane);
    }

    /** Rows that this transaction has not locked are read again. */
    void forgetOthers() {
        cache.clear();
    }

    /** The rows to write before the commit. */
    List<LaneRow> changed() throws SQLException {
        List<LaneRow> changed = new ArrayList<>();
        // Behind a network the time may cost a round trip, and is not needed.
        long millis = isShared ? 0 : sql.millis();
        for (LaneRow row : rows.values()) {
            if (isShared ? row.isChanged() : row.changesUnowned(millis)) {
                changed.add(row);
                written.put(row.lane, row.written(millis));
            }
        }
        return changed;
    }

    /** The commit has succeeded. */
    void committed() {
        written.forEach(cache::put);
    }
}
