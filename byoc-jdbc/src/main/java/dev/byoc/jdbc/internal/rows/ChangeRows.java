package dev.byoc.jdbc.internal.rows;

import dev.byoc.jdbc.internal.SafeText;
import dev.byoc.jdbc.internal.commit.Transaction;
import dev.byoc.store.spi.Change;
import dev.byoc.store.spi.Change.Trace;
import dev.byoc.store.spi.LinkChange;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The rows of a {@link Change} in other tables than the entry's: parts, traces, links and the posted message. */
public final class ChangeRows {
    private static final int MAX_DETAIL_CHARS = 300;

    /** The time of a part that was taken before its entry was replayed: the first entry's timeline tells when. */
    private static final long EARLIER = 0;

    private final JdbcLinks links;

    public ChangeRows(JdbcLinks links) {
        this.links = links;
    }

    void write(Transaction tx, long entry, Change change) throws SQLException {
        addParts(tx, entry, change.parts(), tx.millis());
        for (Trace trace : change.traces()) {
            tx.update(
                    "insert into byoc_trace (entry, no, at, what, detail)"
                            + " select ?, count(*), ?, ?, ? from byoc_trace where entry = ?",
                    entry,
                    tx.millis(),
                    SafeText.text(trace.what()),
                    SafeText.text(shortened(trace.detail())),
                    entry);
        }
        for (LinkChange link : change.links()) {
            links.apply(tx, link);
        }
        if (change.posted() != null) {
            tx.later(
                    "insert into byoc_posted (scope, message_id, at) values (?, ?, ?) on conflict do nothing",
                    tx.scope(),
                    SafeText.key(change.posted()),
                    tx.millis());
        }
    }

    /** Stores what was taken of an entry before it was replayed as this one. */
    static void addEarlierParts(Transaction tx, long entry, Map<Integer, List<String>> parts) throws SQLException {
        addParts(tx, entry, parts, EARLIER);
    }

    private static void addParts(Transaction tx, long entry, Map<Integer, List<String>> parts, long at)
            throws SQLException {
        for (Map.Entry<Integer, List<String>> part : parts.entrySet()) {
            List<String> channelIds = part.getValue().isEmpty() ? List.of("") : part.getValue();
            for (String channelId : channelIds) {
                tx.later(
                        "insert into byoc_part (entry, no, channel_id, at) values (?, ?, ?, ?) on conflict do nothing",
                        entry,
                        part.getKey(),
                        SafeText.key(channelId),
                        at);
            }
        }
    }

    /** The parts that were sent, by number, each with the ids that the messenger gave for it; empty where it gave none. */
    public static Map<Integer, List<String>> parts(Transaction tx, long entry) throws SQLException {
        Map<Integer, List<String>> parts = new HashMap<>();
        try (ResultSet rows = tx.with("select no, channel_id from byoc_part where entry = ?", entry)
                .executeQuery()) {
            while (rows.next()) {
                String channelId = String.valueOf(SafeText.original(rows.getString(2)));
                List<String> ids = parts.computeIfAbsent(rows.getInt(1), none -> new ArrayList<>());
                if (!channelId.isEmpty()) {
                    ids.add(channelId);
                }
            }
        }
        return parts;
    }

    /** The reason that a remote API gives may be of any length. */
    private static String shortened(String detail) {
        return detail.length() <= MAX_DETAIL_CHARS ? detail : detail.substring(0, MAX_DETAIL_CHARS) + "...";
    }
}
