package dev.byoc.jdbc;

import dev.byoc.jdbc.internal.Codes;
import dev.byoc.jdbc.internal.SafeText;
import dev.byoc.jdbc.internal.rows.Query;
import dev.byoc.jdbc.internal.rows.Session;
import dev.byoc.store.spi.Lane;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds entries of some lanes. No index leads from a lane to its entries that are done: each message would have to write it, and operators
 * ask rarely. So all entries are read, some thousands at a time, each time well within what a look-up may take.
 */
final class EntriesOfLanes {
    private static final int AT_ONCE = 20_000;

    /** At most so many are erased in one commit. */
    private static final int MOST_FOUND = 500;

    private EntriesOfLanes() {}

    /**
     * A part of all entries.
     *
     * @param ids of those that were looked for
     * @param end how far it was read
     */
    record Piece(List<Long> ids, long end) {}

    /** Those that hold content, behind one entry and not behind the last. */
    static Piece withContent(Session session, List<Long> rows, long after, long last) {
        Long end = Query.of(
                        "select id from byoc_entry where id > ? and id <= ? order by id limit 1 offset "
                                + (AT_ONCE - 1),
                        row -> row.getLong(1),
                        after,
                        last)
                .first(session);
        List<@Nullable Object> parameters = new ArrayList<>(List.of(after, end == null ? last : end));
        parameters.addAll(rows);
        List<Long> found = new Query<>(
                        "select id from byoc_entry where id > ? and id <= ? and body is not null and " + isOf(rows)
                                + " order by id limit " + MOST_FOUND,
                        row -> row.getLong(1),
                        parameters)
                .all(session);
        return new Piece(found, found.size() == MOST_FOUND ? found.get(MOST_FOUND - 1) : end == null ? last : end);
    }

    /** The ids of the last of them, the newest first. */
    static List<Long> last(Session session, Collection<Lane> lanes, int max) {
        List<Long> rows = rows(session, lanes);
        List<Long> found = new ArrayList<>();
        long before = Long.MAX_VALUE;
        while (!rows.isEmpty() && before > 0 && found.size() < max) {
            Long oldest = Query.of(
                            "select id from byoc_entry where id < ? order by id desc limit 1 offset " + (AT_ONCE - 1),
                            row -> row.getLong(1),
                            before)
                    .first(session);
            long from = oldest == null ? 0 : oldest;
            List<@Nullable Object> parameters = new ArrayList<>(List.of(from, before));
            parameters.addAll(rows);
            parameters.add(max - found.size());
            found.addAll(new Query<>(
                            "select id from byoc_entry where id >= ? and id < ? and " + isOf(rows)
                                    + " order by id desc limit ?",
                            row -> row.getLong(1),
                            parameters)
                    .all(session));
            before = from;
        }
        return found;
    }

    private static String isOf(List<Long> rows) {
        return "lane in (?" + ", ?".repeat(rows.size() - 1) + ")";
    }

    private static List<Long> rows(Session session, Collection<Lane> lanes) {
        List<Long> rows = new ArrayList<>();
        for (Lane lane : lanes) {
            rows.addAll(Query.of(
                            "select id from byoc_lane where scope = ? and dir = ? and account = ? and party = ?",
                            row -> row.getLong(1),
                            session.scope(),
                            Codes.of(lane.direction()),
                            lane.account(),
                            SafeText.key(lane.party()))
                    .all(session));
        }
        return rows;
    }
}
