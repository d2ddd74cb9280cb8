package dev.byoc.jdbc;

import dev.byoc.jdbc.internal.SafeText;
import dev.byoc.jdbc.internal.commit.Transaction;
import dev.byoc.store.spi.Change;
import dev.byoc.store.spi.LinkChange;
import dev.byoc.store.spi.Trace;
import java.sql.SQLException;

/** Writes what a {@link Change} of an entry holds for other tables than the entry's: parts, traces, links and the posted message. */
final class ChangeRows {
    private static final int MAX_DETAIL_CHARS = 300;

    private final JdbcLinks links;

    ChangeRows(JdbcLinks links) {
        this.links = links;
    }

    void write(Transaction tx, long entry, Change change) throws SQLException {
        SentParts.add(tx, entry, change.parts());
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
            tx.update(
                    "insert into byoc_posted (scope, message_id, at) values (?, ?, ?) on conflict do nothing",
                    tx.scope(),
                    SafeText.key(change.posted()),
                    tx.millis());
        }
    }

    /** The reason that a remote API gives may be of any length. */
    private static String shortened(String detail) {
        return detail.length() <= MAX_DETAIL_CHARS ? detail : detail.substring(0, MAX_DETAIL_CHARS) + "...";
    }
}
