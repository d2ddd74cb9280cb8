package dev.byoc.jdbc;

import dev.byoc.jdbc.internal.Codes;
import dev.byoc.jdbc.internal.SafeText;
import dev.byoc.jdbc.internal.commit.Transaction;
import dev.byoc.jdbc.internal.commit.WriteJob;
import dev.byoc.jdbc.internal.rows.ChangeRows;
import dev.byoc.jdbc.internal.rows.JdbcLinks;
import dev.byoc.jdbc.internal.rows.NewEntries;
import dev.byoc.jdbc.internal.rows.Query;
import dev.byoc.jdbc.internal.rows.Session;
import dev.byoc.store.DeadLetter;
import dev.byoc.store.DeadLetterFilter;
import dev.byoc.store.ReplayMode;
import dev.byoc.store.ReplayResult;
import dev.byoc.store.Timeline.State;
import dev.byoc.store.spi.DeadLetters;
import dev.byoc.store.spi.Lane;
import dev.byoc.store.spi.NewEntry;
import dev.byoc.store.spi.PausedLanes;
import dev.byoc.store.spi.ReplayKey;
import dev.byoc.store.spi.Tally;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The dead letters of a {@link JdbcStore}: entries in a state of their own. */
final class JdbcDeadLetters implements DeadLetters {
    private final Session session;
    private final JdbcLinks links;
    private final boolean keepsBodies;

    JdbcDeadLetters(Session session, JdbcLinks links, boolean keepsBodies) {
        this.session = session;
        this.links = links;
        this.keepsBodies = keepsBodies;
    }

    /** A dead letter with what a replay needs. */
    private record Dead(Lane lane, String eventKey, byte[] body, boolean mayHaveArrived) {}

    @Override
    public List<DeadLetter> find(DeadLetterFilter filter, int max) {
        return find(filter, " order by e.id desc", max);
    }

    @Override
    public List<DeadLetter> replayable(DeadLetterFilter filter, int max) {
        return find(filter, " and e.unsettled = 0 order by e.id", max);
    }

    private List<DeadLetter> find(DeadLetterFilter filter, String which, int max) {
        String sql =
                "select e.id, l.account, e.dir, e.at, e.reason, e.unsettled, l.party, e.event_key from byoc_entry e"
                        + " join byoc_lane l on l.id = e.lane where e.state = 3 and e.scope = ?"
                        + (filter.account() == null ? "" : " and l.account = ?")
                        + (filter.direction() == null ? "" : " and e.dir = ?")
                        + (filter.party() == null ? "" : " and l.party = ?")
                        + (filter.since() == null ? "" : " and e.at >= ?")
                        + (filter.until() == null ? "" : " and e.at < ?")
                        + which
                        // Words of the reason are matched below, in any language.
                        + (filter.reason().isEmpty() ? " limit ?" : "");
        List<@Nullable Object> parameters = new ArrayList<>();
        parameters.add(session.scope());
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
        return new Query<>(
                        sql,
                        rows -> new DeadLetter(
                                rows.getLong(1),
                                rows.getString(2),
                                Codes.direction(rows.getInt(3)),
                                Query.text(rows, 7),
                                Query.text(rows, 8),
                                Query.time(rows, 4),
                                Query.text(rows, 5),
                                rows.getInt(6) != 0),
                        parameters)
                .all(session).stream().filter(filter::covers).limit(max).toList();
    }

    @Override
    public Replayed replay(long deadLetter, ReplayMode mode) {
        Dead dead = dead(deadLetter);
        if (dead == null) {
            return new Replayed(ReplayResult.NOT_DEAD, List.of());
        }
        if (dead.mayHaveArrived() && mode == ReplayMode.REFUSE_DUPLICATE) {
            return new Replayed(ReplayResult.MAY_HAVE_ARRIVED, List.of());
        }
        return session.done(WriteJob.of(List.of(dead.lane()), tx -> {
            if (!undead(tx, deadLetter, dead.lane(), State.REPLAYED, "")) {
                return new Replayed(ReplayResult.NOT_DEAD, List.of());
            }
            NewEntry again = new NewEntry(dead.lane(), ReplayKey.after(dead.eventKey()), dead.body())
                    .partsDone(ChangeRows.parts(tx, deadLetter));
            return new Replayed(ReplayResult.REPLAYED, NewEntries.follow(tx, links, List.of(again), PausedLanes.NONE));
        }));
    }

    @Override
    public boolean discard(long deadLetter, String why) {
        Dead dead = dead(deadLetter);
        return dead != null
                && session.done(
                        WriteJob.of(List.of(), tx -> undead(tx, deadLetter, dead.lane(), State.DISCARDED, why)));
    }

    private @Nullable Dead dead(long id) {
        return Query.of(
                        "select l.dir, l.account, l.party, e.event_key, e.body, e.unsettled from byoc_entry e"
                                + " join byoc_lane l on l.id = e.lane where e.id = ? and e.state = 3 and e.scope = ?",
                        rows -> {
                            byte[] body = rows.getBytes(5);
                            return new Dead(
                                    Query.lane(rows, 1),
                                    Query.text(rows, 4),
                                    body == null ? new byte[0] : body,
                                    rows.getInt(6) != 0);
                        },
                        id,
                        session.scope())
                .first(session);
    }

    /** Ends a dead letter in another state, and keeps why it was dead-lettered; false: it is no dead letter any more. */
    private boolean undead(Transaction tx, long id, Lane lane, State state, String reason) throws SQLException {
        tx.update(
                "insert into byoc_trace (entry, no, at, what, detail)"
                        + " select e.id, (select count(*) from byoc_trace t where t.entry = e.id),"
                        + " coalesce(e.done_at, e.at), ?, coalesce(e.reason, '') from byoc_entry e"
                        + " where e.id = ? and e.state = 3 and e.scope = ?",
                State.DEAD.ending(),
                id,
                session.scope());
        boolean was = tx.update(
                        "update byoc_entry set state = ?, done_at = cast("
                                + session.dialect().now() + " as bigint), reason = ?"
                                + (keepsBodies ? "" : ", body = null, checkpoint = null")
                                + " where id = ? and state = 3 and scope = ?",
                        Codes.of(state),
                        session.dialect().time(),
                        reason,
                        id,
                        session.scope())
                > 0;
        if (was) {
            tx.count(lane, Tally.undead(1));
        }
        return was;
    }
}
