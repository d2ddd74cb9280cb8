package dev.byoc.jdbc;

import dev.byoc.Direction;
import dev.byoc.jdbc.internal.Dialect;
import dev.byoc.jdbc.internal.SafeText;
import dev.byoc.jdbc.internal.Statements;
import dev.byoc.store.DeadLetter;
import dev.byoc.store.DeadLetterFilter;
import dev.byoc.store.StoreException;
import dev.byoc.store.Timeline;
import dev.byoc.store.Timeline.State;
import dev.byoc.store.spi.Lane;
import dev.byoc.store.spi.PausedLanes;
import dev.byoc.store.spi.RelayStore.Receipt;
import dev.byoc.store.spi.ReplayKey;
import dev.byoc.store.spi.Tally;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What is asked of the database beside the writer. */
final class JdbcArchive {
    private static final int AT_ONCE = 100;

    private final Dialect dialect;
    private final String scope;

    JdbcArchive(Dialect dialect, String scope) {
        this.dialect = dialect;
        this.scope = scope;
    }

    /** A dead letter with what a replay needs. */
    record Dead(Lane lane, String eventKey, byte[] body, boolean mayHaveArrived) {}

    private interface Row<T> {
        T of(ResultSet rows) throws SQLException;
    }

    private <T> List<T> all(String sql, Row<T> row, @Nullable Object... parameters) {
        try {
            return dialect.read(connection -> all(connection, sql, row, parameters));
        } catch (SQLException e) {
            throw new StoreException("the database did not answer: " + dialect.say(e));
        }
    }

    private <T> List<T> all(Connection connection, String sql, Row<T> row, @Nullable Object... parameters)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(dialect.sql(sql))) {
            Statements.set(statement, parameters);
            List<T> found = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(row.of(rows));
                }
            }
            return found;
        }
    }

    private <T> @Nullable T first(String sql, Row<T> row, @Nullable Object... parameters) {
        List<T> found = all(sql, row, parameters);
        return found.isEmpty() ? null : found.get(0);
    }

    private static String text(ResultSet rows, int column) throws SQLException {
        String text = SafeText.original(rows.getString(column));
        return text == null ? "" : text;
    }

    private static Instant time(ResultSet rows, int column) throws SQLException {
        return Instant.ofEpochMilli(rows.getLong(column));
    }

    private static Lane lane(ResultSet rows, int first) throws SQLException {
        return new Lane(Codes.direction(rows.getInt(first)), rows.getString(first + 1), text(rows, first + 2));
    }

    boolean isAnyDue(Connection connection, PausedLanes shut, Duration waiting) throws SQLException {
        return DueLanes.isAny(connection, dialect, scope, shut, waiting);
    }

    @Nullable
    Lane laneOfMessage(String account, String channelMessageId) {
        return first(
                "select l.dir, l.account, l.party from byoc_part p join byoc_entry e on e.id = p.entry"
                        + " join byoc_lane l on l.id = e.lane where p.channel_id = ? and l.scope = ? and l.account = ?",
                rows -> lane(rows, 1),
                SafeText.key(channelMessageId),
                scope,
                account);
    }

    boolean wasPosted(String messageId) {
        return first(
                        "select 1 from byoc_posted where scope = ? and message_id = ?",
                        rows -> true,
                        scope,
                        SafeText.key(messageId))
                != null;
    }

    Map<String, Instant> storedAt(Direction direction, Collection<String> eventKeys) {
        return times(
                eventKeys,
                "select event_key, at from byoc_entry where scope = ? and dir = " + Codes.of(direction)
                        + " and event_key in (");
    }

    /** What was posted is known since it was done; what may have been before it ends, since it was stored. */
    Map<String, Instant> postedAt(Collection<String> messageIds) {
        Map<String, Instant> posted =
                times(messageIds, "select message_id, at from byoc_posted where scope = ? and message_id in (");
        posted.putAll(times(
                messageIds,
                "select ref, coalesce(done_at, at) from byoc_entry where scope = ? and dir = 0 and ref in ("));
        return posted;
    }

    /** The times of some names, by the names as they were given. */
    private Map<String, Instant> times(Collection<String> names, String sql) {
        Map<String, Instant> found = new HashMap<>();
        Map<String, String> given = new HashMap<>();
        names.forEach(name -> given.put(SafeText.key(name), name));
        List<String> keys = List.copyOf(given.keySet());
        for (int from = 0; from < keys.size(); from += AT_ONCE) {
            List<String> some = keys.subList(from, Math.min(keys.size(), from + AT_ONCE));
            List<@Nullable Object> parameters = new ArrayList<>();
            parameters.add(scope);
            parameters.addAll(some);
            all(
                            sql + "?" + ", ?".repeat(some.size() - 1) + ")",
                            rows -> Map.entry(rows.getString(1), time(rows, 2)),
                            parameters.toArray())
                    .forEach(each -> found.put(given.get(each.getKey()), each.getValue()));
        }
        return found;
    }

    boolean isIdle(Lane lane) {
        return first(
                        "select 1 from byoc_lane l join byoc_entry e on e.lane = l.id and e.state < 2 where l.scope = ?"
                                + " and l.dir = ? and l.account = ? and l.party = ? limit 1",
                        rows -> true,
                        scope,
                        Codes.of(lane.direction()),
                        lane.account(),
                        SafeText.key(lane.party()))
                == null;
    }

    byte @Nullable [] underWay(Lane lane) {
        return first(
                "select e.body from byoc_lane l join byoc_entry e on e.lane = l.id and e.state < 2 where l.scope = ?"
                        + " and l.dir = ? and l.account = ? and l.party = ? and e.state = 1 order by e.id limit 1",
                rows -> rows.getBytes(1),
                scope,
                Codes.of(lane.direction()),
                lane.account(),
                SafeText.key(lane.party()));
    }

    @Nullable
    Receipt receipt(String account, String message) {
        return first(
                "select kind, detail from byoc_receipt where scope = ? and account = ? and message = ?"
                        + " order by at desc limit 1",
                rows -> new Receipt(rows.getString(1), text(rows, 2)),
                scope,
                account,
                SafeText.key(message));
    }

    /** Stores a receipt, behind those of the same message that came within the same millisecond. */
    static int note(Transaction tx, String account, String message, Receipt receipt) throws SQLException {
        long at = tx.millis();
        return tx.update(
                "insert into byoc_receipt (scope, account, message, kind, detail, at) values (?, ?, ?, ?, ?,"
                        + " (select case when max(at) >= ? then max(at) + 1 else ? end from byoc_receipt"
                        + " where scope = ? and account = ? and message = ?)) on conflict do nothing",
                tx.scope(),
                account,
                SafeText.key(message),
                receipt.kind(),
                SafeText.text(receipt.detail()),
                at,
                at,
                tx.scope(),
                account,
                SafeText.key(message));
    }

    /** The newest first. */
    List<DeadLetter> deadLetters(DeadLetterFilter filter, int max) {
        return deadLetters(filter, " order by e.id desc", max);
    }

    /** Those that surely have not arrived, the oldest first. */
    List<DeadLetter> replayable(DeadLetterFilter filter, int max) {
        return deadLetters(filter, " and e.unsettled = 0 order by e.id", max);
    }

    private List<DeadLetter> deadLetters(DeadLetterFilter filter, String which, int max) {
        String sql =
                "select e.id, l.account, e.dir, e.at, e.reason, e.unsettled, l.party, e.event_key from byoc_entry e"
                        + " join byoc_lane l on l.id = e.lane where e.state = 3 and e.scope = ?"
                        + (filter.account() == null ? "" : " and l.account = ?")
                        + (filter.direction() == null ? "" : " and e.dir = ?")
                        + (filter.party() == null ? "" : " and l.party = ?")
                        + (filter.since() == null ? "" : " and e.at >= ?")
                        + (filter.until() == null ? "" : " and e.at < ?")
                        + which
                        // Words of the reason are looked for below, in any language.
                        + (filter.reason().isEmpty() ? " limit ?" : "");
        List<@Nullable Object> parameters = new ArrayList<>();
        parameters.add(scope);
        if (filter.account() != null) {
            parameters.add(filter.account());
        }
        if (filter.direction() != null) {
            parameters.add(Codes.of(filter.direction()));
        }
        if (filter.party() != null) {
            parameters.add(SafeText.key(filter.party()));
        }
        if (filter.since() != null) {
            parameters.add(filter.since().toEpochMilli());
        }
        if (filter.until() != null) {
            parameters.add(filter.until().toEpochMilli());
        }
        if (filter.reason().isEmpty()) {
            parameters.add(max);
        }
        return all(
                        sql,
                        rows -> new DeadLetter(
                                rows.getLong(1),
                                rows.getString(2),
                                Codes.direction(rows.getInt(3)),
                                text(rows, 7),
                                text(rows, 8),
                                time(rows, 4),
                                text(rows, 5),
                                rows.getInt(6) != 0),
                        parameters.toArray())
                .stream()
                .filter(filter::covers)
                .limit(max)
                .toList();
    }

    @Nullable
    Dead dead(long id) {
        return first(
                "select l.dir, l.account, l.party, e.event_key, e.body, e.unsettled from byoc_entry e"
                        + " join byoc_lane l on l.id = e.lane where e.id = ? and e.state = 3 and e.scope = ?",
                rows -> {
                    byte[] body = rows.getBytes(5);
                    return new Dead(
                            lane(rows, 1), text(rows, 4), body == null ? new byte[0] : body, rows.getInt(6) != 0);
                },
                id,
                scope);
    }

    /** Makes a dead letter something else, and keeps why it had been given up; false if it is none any more. */
    boolean undead(Transaction tx, long id, Lane lane, State state, String reason, boolean keepsBodies)
            throws SQLException {
        tx.update(
                "insert into byoc_trace (entry, no, at, what, detail)"
                        + " select e.id, (select count(*) from byoc_trace t where t.entry = e.id),"
                        + " coalesce(e.done_at, e.at), ?, coalesce(e.reason, '') from byoc_entry e"
                        + " where e.id = ? and e.state = 3 and e.scope = ?",
                State.DEAD.ending(),
                id,
                scope);
        boolean was = tx.update(
                        "update byoc_entry set state = ?, done_at = cast(" + dialect.now() + " as bigint), reason = ?"
                                + (keepsBodies ? "" : ", body = null") + " where id = ? and state = 3 and scope = ?",
                        Codes.of(state),
                        dialect.time(),
                        reason,
                        id,
                        scope)
                > 0;
        if (was) {
            tx.count(lane, Tally.undead(1));
        }
        return was;
    }

    List<Timeline> timeline(Set<String> eventKeys, String id) {
        try {
            return dialect.read(connection -> {
                Set<Long> entries = new TreeSet<>();
                for (String key : eventKeys) {
                    entries.addAll(withReplays(connection, key));
                }
                entries.addAll(ids(
                        connection, "select id from byoc_entry where ref = ? and scope = ?", SafeText.key(id), scope));
                entries.addAll(ids(
                        connection,
                        "select p.entry from byoc_part p join byoc_entry e on e.id = p.entry"
                                + " where p.channel_id = ? and e.scope = ?",
                        SafeText.key(id),
                        scope));
                if (id.matches("\\d{1,18}")) {
                    entries.addAll(ids(
                            connection,
                            "select id from byoc_entry where id = ? and scope = ?",
                            Long.parseLong(id),
                            scope));
                }
                List<Timeline> timelines = new ArrayList<>();
                for (long entry : entries) {
                    timelines.addAll(timeline(connection, entry));
                }
                return timelines;
            });
        } catch (SQLException e) {
            throw new StoreException("the database did not answer: " + dialect.say(e));
        }
    }

    /** An entry of that key, its replay, the replay of that, and so on. */
    private Collection<Long> withReplays(Connection connection, String eventKey) throws SQLException {
        List<Long> entries = new ArrayList<>();
        String key = eventKey;
        int before;
        do {
            before = entries.size();
            entries.addAll(ids(
                    connection,
                    "select id from byoc_entry where scope = ? and dir in (0, 1) and event_key = ?",
                    scope,
                    SafeText.key(key)));
            key = ReplayKey.after(key);
        } while (entries.size() > before);
        return entries;
    }

    private Collection<Long> ids(Connection connection, String sql, Object... parameters) throws SQLException {
        return all(connection, sql, rows -> rows.getLong(1), parameters);
    }

    private List<Timeline> timeline(Connection connection, long entry) throws SQLException {
        List<Timeline.Step> steps = new ArrayList<>();
        steps.addAll(all(
                connection,
                "select at, what, detail from byoc_trace where entry = ? order by no",
                rows -> new Timeline.Step(time(rows, 1), text(rows, 2), text(rows, 3)),
                entry));
        steps.addAll(all(
                connection,
                "select at, no, min(channel_id) from byoc_part where entry = ? group by at, no order by no",
                rows -> new Timeline.Step(time(rows, 1), "part taken", rows.getInt(2) + named(" as ", text(rows, 3))),
                entry));
        steps.addAll(all(
                connection,
                "select distinct r.at, r.kind, r.detail from byoc_part p join byoc_entry e on e.id = p.entry"
                        + " join byoc_lane l on l.id = e.lane join byoc_receipt r on r.scope = e.scope"
                        + " and r.account = l.account and r.message = p.channel_id where p.entry = ?",
                rows -> new Timeline.Step(time(rows, 1), "receipt", text(rows, 2) + named(": ", text(rows, 3))),
                entry));
        steps.sort(Comparator.comparing(Timeline.Step::at));
        return all(
                connection,
                "select e.id, l.account, e.dir, e.event_key, e.state, e.at, e.done_at, e.reason, e.ref from byoc_entry e"
                        + " join byoc_lane l on l.id = e.lane where e.id = ?",
                rows -> {
                    State state = Codes.state(rows.getInt(5));
                    List<Timeline.Step> whole = new ArrayList<>();
                    whole.add(new Timeline.Step(time(rows, 6), "stored", ""));
                    whole.addAll(steps);
                    if (state.hasEnded()) {
                        String why = state == State.DONE ? named("as ", text(rows, 9)) : text(rows, 8);
                        long at = rows.getLong(7);
                        Instant end = rows.wasNull() ? time(rows, 6) : Instant.ofEpochMilli(at);
                        whole.add(new Timeline.Step(end, state.ending(), why));
                    }
                    return new Timeline(
                            rows.getLong(1),
                            rows.getString(2),
                            Codes.direction(rows.getInt(3)),
                            text(rows, 4),
                            state,
                            whole);
                },
                entry);
    }

    private static String named(String before, String name) {
        return name.isEmpty() ? "" : before + name;
    }
}
