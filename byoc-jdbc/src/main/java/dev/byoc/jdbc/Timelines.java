package dev.byoc.jdbc;

import dev.byoc.jdbc.internal.Codes;
import dev.byoc.jdbc.internal.SafeText;
import dev.byoc.jdbc.internal.rows.Query;
import dev.byoc.jdbc.internal.rows.Session;
import dev.byoc.store.Timeline;
import dev.byoc.store.Timeline.State;
import dev.byoc.store.spi.ReplayKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Reads what happened to entries. */
final class Timelines {
    private Timelines() {}

    static List<Timeline> read(Connection connection, Session session, Set<String> eventKeys, String id)
            throws SQLException {
        Set<Long> entries = new TreeSet<>();
        for (String key : eventKeys) {
            entries.addAll(withReplays(connection, session, key));
        }
        entries.addAll(ids(
                connection,
                session,
                "select id from byoc_entry where ref = ? and scope = ?",
                SafeText.key(id),
                session.scope()));
        entries.addAll(ids(
                connection,
                session,
                "select p.entry from byoc_part p join byoc_entry e on e.id = p.entry"
                        + " where p.channel_id = ? and e.scope = ?",
                SafeText.key(id),
                session.scope()));
        if (id.matches("\\d{1,18}")) {
            entries.addAll(ids(
                    connection,
                    session,
                    "select id from byoc_entry where id = ? and scope = ?",
                    Long.parseLong(id),
                    session.scope()));
        }
        return of(connection, session, entries);
    }

    /** Of these entries, in that order. */
    static List<Timeline> of(Connection connection, Session session, Collection<Long> entries) throws SQLException {
        List<Timeline> timelines = new ArrayList<>();
        for (long entry : entries) {
            timelines.addAll(timeline(connection, session, entry));
        }
        return timelines;
    }

    /** An entry of that key, its replay, the replay of that, and so on. */
    private static Collection<Long> withReplays(Connection connection, Session session, String eventKey)
            throws SQLException {
        List<Long> entries = new ArrayList<>();
        String key = eventKey;
        int before;
        do {
            before = entries.size();
            entries.addAll(ids(
                    connection,
                    session,
                    "select id from byoc_entry where scope = ? and dir in (0, 1) and event_key = ?",
                    session.scope(),
                    SafeText.key(key)));
            key = ReplayKey.after(key);
        } while (entries.size() > before);
        return entries;
    }

    private static Collection<Long> ids(Connection connection, Session session, String sql, Object... parameters)
            throws SQLException {
        return Query.of(sql, rows -> rows.getLong(1), parameters).all(connection, session);
    }

    private static List<Timeline> timeline(Connection connection, Session session, long entry) throws SQLException {
        List<Timeline.Step> steps = new ArrayList<>();
        steps.addAll(Query.of(
                        "select at, what, detail from byoc_trace where entry = ? order by no",
                        rows -> new Timeline.Step(Query.time(rows, 1), Query.text(rows, 2), Query.text(rows, 3)),
                        entry)
                .all(connection, session));
        steps.addAll(Query.of(
                        "select at, no, min(channel_id) from byoc_part where entry = ? and at > 0 group by at, no order by no",
                        rows -> new Timeline.Step(
                                Query.time(rows, 1), "part taken", rows.getInt(2) + named(" as ", Query.text(rows, 3))),
                        entry)
                .all(connection, session));
        steps.addAll(Query.of(
                        "select distinct r.at, r.kind, r.detail from byoc_part p join byoc_entry e on e.id = p.entry"
                                + " join byoc_lane l on l.id = e.lane join byoc_receipt r on r.scope = e.scope"
                                + " and r.account = l.account and r.message = p.channel_id where p.entry = ? and p.at > 0",
                        rows -> new Timeline.Step(
                                Query.time(rows, 1), "receipt", Query.text(rows, 2) + named(": ", Query.text(rows, 3))),
                        entry)
                .all(connection, session));
        steps.sort(Comparator.comparing(Timeline.Step::at));
        return Query.of(
                        "select e.id, l.account, e.dir, e.event_key, e.state, e.at, e.done_at, e.reason, e.ref from byoc_entry e"
                                + " join byoc_lane l on l.id = e.lane where e.id = ?",
                        rows -> {
                            State state = Codes.state(rows.getInt(5));
                            List<Timeline.Step> whole = new ArrayList<>();
                            whole.add(new Timeline.Step(Query.time(rows, 6), "stored", ""));
                            whole.addAll(steps);
                            if (state.hasEnded()) {
                                String why =
                                        state == State.DONE ? named("as ", Query.text(rows, 9)) : Query.text(rows, 8);
                                long at = rows.getLong(7);
                                Instant end = rows.wasNull() ? Query.time(rows, 6) : Instant.ofEpochMilli(at);
                                whole.add(new Timeline.Step(end, state.ending(), why));
                            }
                            return new Timeline(
                                    rows.getLong(1),
                                    rows.getString(2),
                                    Codes.direction(rows.getInt(3)),
                                    Query.text(rows, 4),
                                    state,
                                    whole);
                        },
                        entry)
                .all(connection, session);
    }

    private static String named(String before, String name) {
        return name.isEmpty() ? "" : before + name;
    }
}
