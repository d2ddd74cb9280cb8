package dev.byoc.jdbc;

import dev.byoc.jdbc.internal.SafeText;
import dev.byoc.jdbc.internal.commit.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The rows of the parts of a message that were sent, each with the ids that the messenger gave for it. */
final class SentParts {
    private SentParts() {}

    /** The ids by the number of the part; empty where the messenger gave none. */
    static Map<Integer, List<String>> of(Transaction tx, long entry) throws SQLException {
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

    static void add(Transaction tx, long entry, Map<Integer, List<String>> parts) throws SQLException {
        for (Map.Entry<Integer, List<String>> part : parts.entrySet()) {
            List<String> channelIds = part.getValue().isEmpty() ? List.of("") : part.getValue();
            for (String channelId : channelIds) {
                tx.update(
                        "insert into byoc_part (entry, no, channel_id, at) values (?, ?, ?, ?) on conflict do nothing",
                        entry,
                        part.getKey(),
                        SafeText.key(channelId),
                        tx.millis());
            }
        }
    }
}
