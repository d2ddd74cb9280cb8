package dev.byoc.jdbc;

import dev.byoc.jdbc.internal.SafeText;
import dev.byoc.jdbc.internal.commit.Transaction;
import dev.byoc.jdbc.internal.commit.WriteJob;
import dev.byoc.jdbc.internal.rows.Query;
import dev.byoc.jdbc.internal.rows.Session;
import dev.byoc.store.spi.References;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The ids of messages of a {@link JdbcStore}. Entries store them, in the transactions of theirs. */
final class JdbcReferences implements References {
    private final Session session;

    JdbcReferences(Session session) {
        this.session = session;
    }

    @Override
    public @Nullable Sent sent(String account, String channelMessageId) {
        return Query.of(
                        "select l.dir, l.account, l.party, e.at from byoc_part p join byoc_entry e on e.id = p.entry"
                                + " join byoc_lane l on l.id = e.lane where p.channel_id = ? and l.scope = ? and l.account = ?"
                                // The entry that sent it, before its replays.
                                + " order by e.id limit 1",
                        rows -> new Sent(Query.lane(rows, 1), Query.time(rows, 4)),
                        SafeText.key(channelMessageId),
                        session.scope(),
                        account)
                .first(session);
    }

    @Override
    public boolean wasPosted(String freshchatMessageId) {
        return Query.of(
                                "select 1 from byoc_posted where scope = ? and message_id = ?",
                                rows -> true,
                                session.scope(),
                                SafeText.key(freshchatMessageId))
                        .first(session)
                != null;
    }

    /** What was posted is known since it was done; what may have been before it ends, since it was stored. */
    @Override
    public Map<String, Instant> postedAt(Collection<String> freshchatMessageIds) {
        Map<String, Instant> posted = Query.times(
                session,
                freshchatMessageIds,
                "select message_id, at from byoc_posted where scope = ? and message_id in (");
        posted.putAll(Query.times(
                session,
                freshchatMessageIds,
                "select ref, coalesce(done_at, at) from byoc_entry where scope = ? and dir = 0 and ref in ("));
        return posted;
    }

    @Override
    public void noteReceipts(String account, List<Told> receipts) {
        session.asked(WriteJob.of(List.of(), tx -> {
            int noted = 0;
            for (Told told : receipts) {
                noted += note(tx, account, told.message(), told.receipt());
            }
            return noted;
        }));
    }

    /** Stores a receipt, behind those of the same message that came within the same millisecond. */
    private static int note(Transaction tx, String account, String message, Receipt receipt) throws SQLException {
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

    @Override
    public @Nullable Receipt receipt(String account, String message) {
        return Query.of(
                        "select kind, detail from byoc_receipt where scope = ? and account = ? and message = ?"
                                + " order by at desc limit 1",
                        rows -> new Receipt(rows.getString(1), Query.text(rows, 2)),
                        session.scope(),
                        account,
                        SafeText.key(message))
                .first(session);
    }
}
