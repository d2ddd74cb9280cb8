package example.outbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** The SQL: a few statements, each over many rows, each a transaction of its own. */
@Repository
class Outbox {
    private static final int MOST_OF_A_LANE = 32;
    private static final int KNOWN_LANES = 100_000;

    private static final String LANES = "insert into lane(key) select unnest(?::text[])"
            + " on conflict (key) do update set key = excluded.key returning id, key";

    private static final String ADD = "insert into outbox(key, lane, author, content)"
            + " select key, lane, author, content"
            + " from unnest(?::text[], ?::bigint[], ?::text[], ?::text[]) with ordinality as m(key, lane, author, content, n)"
            + " order by n on conflict (key) do nothing";

    private static final String CLAIM = "update lane set owner = ? where id in (select id from lane"
            + " where id = any(?::bigint[]) and owner is null and due <= now()"
            + " and exists (select 1 from outbox where outbox.lane = lane.id and state = 0) for update skip locked)"
            + " returning id, key, owner, doubt, attempts, peer, conversation, last_message";

    private static final String OPEN_OF_LANES =
            "select m.lane, m.id, m.author, m.content, m.received_at from unnest(?::bigint[]) as wanted(lane)"
                    + " cross join lateral (select * from outbox where lane = wanted.lane and state = 0"
                    + " order by id limit " + MOST_OF_A_LANE + ") as m order by m.lane, m.id";

    /** One statement: either all of a visit is stored and its lane released, or nothing. */
    private static final String FINISH = "with released as (update lane set owner = null, doubt = v.doubt,"
            + " attempts = v.attempts, peer = v.peer, conversation = v.conversation, last_message = v.last_message,"
            + " due = now() + v.delay * interval '1 millisecond'"
            + " from unnest(?::bigint[], ?::bigint[], ?::boolean[], ?::int[], ?::text[], ?::text[], ?::text[], ?::bigint[])"
            + " as v(id, owner, doubt, attempts, peer, conversation, last_message, delay)"
            + " where lane.id = v.id and lane.owner = v.owner returning lane.id)"
            + " update outbox set state = case when m.error is null then 1 else 2 end, error = m.error, settled_at = now()"
            + " from unnest(?::bigint[], ?::bigint[], ?::text[]) as m(id, lane, error)"
            + " where outbox.id = m.id and m.lane in (select id from released)";

    private static final String DUE = "select id from lane where owner is null and due <= now()"
            + " and id in (select lane from outbox where state = 0) limit 10000";

    private static final String FORGET = "delete from outbox where id in (select id from outbox"
            + " where state = 1 and settled_at < now() - interval '3 days' limit 10000)";

    private final JdbcTemplate jdbc;
    private final Map<String, Long> lanes = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > KNOWN_LANES;
        }
    };

    Outbox(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Stores what is not stored yet, in this order; gives the lanes. For one thread.
     */
    Collection<Long> add(List<Received> messages) {
        TreeSet<String> unknown = new TreeSet<>();
        for (Received message : messages) {
            if (lanes.get(message.lane()) == null) {
                unknown.add(message.lane());
            }
        }
        if (!unknown.isEmpty()) {
            jdbc.query(LANES, statement -> texts(statement, 1, List.copyOf(unknown)), row -> {
                lanes.put(row.getString(2), row.getLong(1));
            });
        }
        List<Long> ids =
                messages.stream().map(message -> lanes.get(message.lane())).toList();
        jdbc.update(ADD, statement -> {
            texts(statement, 1, messages.stream().map(Received::key).toList());
            numbers(statement, 2, ids);
            texts(statement, 3, messages.stream().map(Received::author).toList());
            texts(statement, 4, messages.stream().map(Received::content).toList());
        });
        return ids;
    }

    /**
     * Claims those of the lanes that are free and due, and reads what is open in them. Two statements on purpose: the second sees all that was
     * committed before the first got its locks; in one it could read as open what the last owner had just delivered.
     */
    List<Visit> claim(long instance, Collection<Long> wanted) {
        Map<Long, Lane> claimed = new LinkedHashMap<>();
        jdbc.query(
                CLAIM,
                statement -> {
                    statement.setLong(1, instance);
                    numbers(statement, 2, wanted);
                },
                row -> {
                    claimed.put(
                            row.getLong(1),
                            new Lane(
                                    row.getLong(1),
                                    row.getString(2),
                                    row.getLong(3),
                                    row.getBoolean(4),
                                    row.getInt(5),
                                    row.getString(6),
                                    row.getString(7),
                                    row.getString(8)));
                });
        if (claimed.isEmpty()) {
            return List.of();
        }
        Map<Long, List<Message>> open = new LinkedHashMap<>();
        claimed.keySet().forEach(lane -> open.put(lane, new ArrayList<>()));
        jdbc.query(OPEN_OF_LANES, statement -> numbers(statement, 1, claimed.keySet()), row -> {
            open.get(row.getLong(1))
                    .add(new Message(
                            row.getLong(2),
                            row.getString(3),
                            row.getString(4),
                            row.getTimestamp(5).toInstant()));
        });
        return open.entrySet().stream()
                .map(lane -> new Visit(claimed.get(lane.getKey()), lane.getValue()))
                .toList();
    }

    /** Stores how visits went and releases their lanes, those aside that have another owner by now. */
    void finish(List<Visit> visits) {
        List<Visit.Settled> settled = new ArrayList<>();
        List<Long> lanesOfSettled = new ArrayList<>();
        for (Visit visit : visits) {
            settled.addAll(visit.settledMessages());
            visit.settledMessages()
                    .forEach(any -> lanesOfSettled.add(visit.lane().id()));
        }
        jdbc.update(FINISH, statement -> {
            numbers(
                    statement,
                    1,
                    visits.stream().map(visit -> visit.lane().id()).toList());
            numbers(
                    statement,
                    2,
                    visits.stream().map(visit -> visit.lane().owner()).toList());
            array(statement, 3, "bool", visits.stream().map(Visit::doubt).toArray());
            array(statement, 4, "int4", visits.stream().map(Visit::attempts).toArray());
            texts(statement, 5, visits.stream().map(Visit::peer).toList());
            texts(statement, 6, visits.stream().map(Visit::conversation).toList());
            texts(statement, 7, visits.stream().map(Visit::lastMessage).toList());
            numbers(
                    statement,
                    8,
                    visits.stream().map(visit -> visit.delay().toMillis()).toList());
            numbers(statement, 9, settled.stream().map(Visit.Settled::message).toList());
            numbers(statement, 10, lanesOfSettled);
            texts(statement, 11, settled.stream().map(Visit.Settled::error).toList());
        });
    }

    /** Free lanes with open messages that may be tried: what retries, other hosts and dead ones have left. */
    List<Long> due() {
        return jdbc.queryForList(DUE, Long.class);
    }

    long open() {
        return jdbc.queryForObject("select count(*) from outbox where state = 0", Long.class);
    }

    /** Forgets some of what was done days ago, when no copy of it is sent any more. */
    void forget() {
        jdbc.update(FORGET);
    }

    private static void numbers(PreparedStatement statement, int index, Collection<Long> values) throws SQLException {
        array(statement, index, "int8", values.toArray());
    }

    private static void texts(PreparedStatement statement, int index, Collection<String> values) throws SQLException {
        array(statement, index, "text", values.toArray(String[]::new));
    }

    private static void array(PreparedStatement statement, int index, String type, Object[] values)
            throws SQLException {
        Connection connection = statement.getConnection();
        statement.setArray(index, connection.createArrayOf(type, values));
    }
}
