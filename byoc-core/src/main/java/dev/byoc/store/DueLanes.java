package dev.byoc.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The lanes that somebody has to look at by now, those that have waited longest first. */
final class DueLanes {
    /** Clocks are corrected by less than this all the time. */
    private static final long LEAP_MILLIS = 60_000;

    private DueLanes() {}

    private static String condition(Dialect dialect, Closed shut) {
        StringBuilder sql = new StringBuilder("scope = ? and owner is null and due is not null and due <= ")
                .append(dialect.now())
                .append(" - ?");
        if (shut.inbound()) {
            sql.append(" and dir <> 0");
        }
        if (!shut.outbound().isEmpty()) {
            sql.append(" and (dir = 0 or account not in (?");
            sql.append(", ?".repeat(shut.outbound().size() - 1)).append("))");
        }
        return sql.toString();
    }

    private static @Nullable Object[] parameters(
            Dialect dialect, String scope, Closed shut, Duration waiting, @Nullable Integer most) {
        List<@Nullable Object> parameters = new ArrayList<>();
        parameters.add(scope);
        parameters.add(dialect.time());
        parameters.add(waiting.toMillis());
        parameters.addAll(shut.outbound());
        if (most != null) {
            parameters.add(most);
        }
        return parameters.toArray();
    }

    static boolean isAny(Connection connection, Dialect dialect, String scope, Closed shut, Duration waiting)
            throws SQLException {
        String sql = "select 1 from byoc_lane where " + condition(dialect, shut) + " limit 1";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            Statements.set(statement, parameters(dialect, scope, shut, waiting, null));
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }

    static List<LaneRow> lock(Tx tx, int most, Closed shut, Duration waiting) throws SQLException {
        String sql = "select id, dir, account, party, token from byoc_lane where " + condition(tx.dialect(), shut)
                + " order by due limit ?" + tx.dialect().lockFree();
        List<LaneRow> lanes = new ArrayList<>();
        try (ResultSet rows = tx.with(sql, parameters(tx.dialect(), tx.scope(), shut, waiting, most))
                .executeQuery()) {
            while (rows.next()) {
                Lane lane = new Lane(
                        Codes.direction(rows.getInt(2)),
                        rows.getString(3),
                        String.valueOf(Plain.original(rows.getString(4))));
                lanes.add(new LaneRow(rows.getLong(1), lane, null, rows.getLong(5), true));
            }
        }
        // A lane that was claimed a moment ago, in this transaction, is not written yet.
        return lanes.stream().map(tx::locked).filter(LaneRow::isWaiting).toList();
    }

    /**
     * Ends the wait of lanes that were given back later than now: the clock was put back since, and how long they have waited nobody knows.
     */
    static int endWaitsFromTheFuture(Tx tx) throws SQLException {
        String now = tx.dialect().now();
        String sql = "select id from byoc_lane where scope = ? and owner is null and due is not null and due > " + now
                + " + ? and used_at > " + now + " + ? order by id"
                + tx.dialect().lockFree();
        Long time = tx.dialect().time();
        List<Long> lanes = new ArrayList<>();
        try (ResultSet rows =
                tx.with(sql, tx.scope(), time, LEAP_MILLIS, time, LEAP_MILLIS).executeQuery()) {
            while (rows.next()) {
                lanes.add(rows.getLong(1));
            }
        }
        for (long lane : lanes) {
            tx.update("update byoc_lane set due = " + now + ", used_at = " + now + " where id = ?", time, time, lane);
        }
        return lanes.size();
    }
}
