package dev.byoc.jdbc;

import dev.byoc.jdbc.internal.Codes;
import dev.byoc.jdbc.internal.Dialect;
import dev.byoc.jdbc.internal.SafeText;
import dev.byoc.jdbc.internal.Statements;
import dev.byoc.jdbc.internal.commit.LaneRow;
import dev.byoc.jdbc.internal.commit.Transaction;
import dev.byoc.jdbc.internal.rows.Session;
import dev.byoc.store.spi.Lane;
import dev.byoc.store.spi.PausedLanes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The lanes that are due, those that have waited longest first. What is due has no owner. */
final class DueLanes {
    /** Clocks are corrected by less than this in normal operation. */
    private static final long LEAP_MILLIS = 60_000;

    /** A host that works on a scope polls for due lanes several times a second. */
    private static final long LEFT_MILLIS = 60_000;

    /** Longer than anything waits. */
    private static final long FAR_MILLIS = Duration.ofDays(365).toMillis();

    private DueLanes() {}

    private static String condition(Dialect dialect, PausedLanes paused) {
        StringBuilder sql = new StringBuilder("scope = ? and due is not null and due <= ")
                .append(dialect.now())
                .append(" - ?");
        if (paused.inbound()) {
            sql.append(" and dir <> 0");
        }
        if (!paused.outbound().isEmpty()) {
            sql.append(" and (dir = 0 or account not in (?");
            sql.append(", ?".repeat(paused.outbound().size() - 1)).append("))");
        }
        return sql.toString();
    }

    private static @Nullable Object[] parameters(
            Dialect dialect, String scope, PausedLanes paused, Duration waiting, @Nullable Integer most) {
        List<@Nullable Object> parameters = new ArrayList<>();
        parameters.add(scope);
        parameters.add(dialect.time());
        parameters.add(waiting.toMillis());
        parameters.addAll(paused.outbound());
        if (most != null) {
            parameters.add(most);
        }
        return parameters.toArray();
    }

    static boolean isAny(Session session, PausedLanes paused, Duration waiting) {
        String sql = "select 1 from byoc_lane where " + condition(session.dialect(), paused) + " limit 1";
        return session.select(
                sql, ResultSet::next, parameters(session.dialect(), session.scope(), paused, waiting, null));
    }

    private static final String NO_LIVE_HOST =
            " and not exists (select 1 from byoc_count c join byoc_host h on h.id = c.host"
                    + " where c.scope = byoc_lane.scope)";

    /**
     * Other scopes with lanes that no host works on. On a shared database one may be about to: those have been due for a while, and no
     * live host has written in that scope, as one that waits for its remote API leaves its lanes due. One scope after the other, as the
     * index leads there without a scan of their lanes.
     */
    static Set<String> openElsewhere(Connection connection, Dialect dialect, String scope) throws SQLException {
        String next = "select min(scope) from byoc_lane where due is not null and scope > ?";
        String left = "select 1 from byoc_lane where scope = ? and due is not null and due <= " + dialect.now() + " - ?"
                + (dialect.isShared() ? NO_LIVE_HOST : "") + " limit 1";
        Set<String> open = new LinkedHashSet<>();
        try (PreparedStatement nextScope = connection.prepareStatement(dialect.sql(next));
                PreparedStatement leftOpen = connection.prepareStatement(dialect.sql(left))) {
            String last = first(nextScope, "");
            while (last != null) {
                long due = dialect.isShared() ? LEFT_MILLIS : -FAR_MILLIS;
                if (!last.equals(scope) && first(leftOpen, last, dialect.time(), due) != null) {
                    open.add(last);
                }
                last = first(nextScope, last);
            }
        }
        return open;
    }

    private static @Nullable String first(PreparedStatement statement, @Nullable Object... parameters)
            throws SQLException {
        Statements.set(statement, parameters);
        try (ResultSet rows = statement.executeQuery()) {
            return rows.next() ? rows.getString(1) : null;
        }
    }

    static List<LaneRow> lock(Transaction tx, int most, PausedLanes paused, Duration waiting) throws SQLException {
        String sql = "select id, dir, account, party, used_at" + (tx.dialect().isShared() ? ", token" : "")
                + " from byoc_lane where " + condition(tx.dialect(), paused)
                + " order by due limit ?" + tx.dialect().lockFree();
        List<LaneRow> lanes = new ArrayList<>();
        try (ResultSet rows = tx.with(sql, parameters(tx.dialect(), tx.scope(), paused, waiting, most))
                .executeQuery()) {
            while (rows.next()) {
                Lane lane = new Lane(
                        Codes.direction(rows.getInt(2)),
                        rows.getString(3),
                        String.valueOf(SafeText.original(rows.getString(4))));
                long token = tx.dialect().isShared() ? rows.getLong(6) : 0;
                lanes.add(new LaneRow(rows.getLong(1), lane, null, token, true, rows.getLong(5)));
            }
        }
        // A lane that was claimed a moment ago, in this transaction, is not written yet.
        return lanes.stream().map(tx::locked).filter(LaneRow::isWaiting).toList();
    }

    /**
     * Makes lanes due that were released later than now: the clock was set back since, and how long they have waited is unknown.
     */
    static int endWaitsFromTheFuture(Transaction tx) throws SQLException {
        String now = tx.dialect().now();
        String sql = "select id from byoc_lane where scope = ? and due is not null and due > " + now
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
