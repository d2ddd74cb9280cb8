package dev.byoc.jdbc.internal.rows;

import dev.byoc.jdbc.internal.Dialect;
import dev.byoc.jdbc.internal.SafeText;
import dev.byoc.jdbc.internal.commit.Transaction;
import dev.byoc.message.ReplyHandle;
import dev.byoc.store.spi.Link;
import dev.byoc.store.spi.LinkChange;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The rows of links. Each change touches its own columns, so that both directions can change a link at the same time. */
public final class JdbcLinks {
    private static final String NAMES = "account, customer, user_id, conv, conv_num, last_ref, handle, handle_once,"
            + " handle_expires, resolved_at, state_at, context, profile, active_at, caught_up";

    static final String COLUMNS = "l." + NAMES.replace(", ", ", l.");

    /** Before the id of a user, which leads to a customer as those of conversations do. No id begins with a blank. */
    private static final String USER = " user ";

    private static final String OF_CUSTOMER = " where scope = ? and account = ? and customer = ?";

    private final Dialect dialect;

    private static final String IS_NEWS = "case when excluded.state_at is not null"
            + " and (byoc_link.state_at is null or byoc_link.state_at < excluded.state_at) then ";

    /** An older resolve does not count. */
    private static final String POSTED =
            "insert into byoc_link (scope, account, customer, last_ref, state_at) values (?, ?, ?, ?, ?)"
                    + " on conflict (scope, account, customer) do update set last_ref = excluded.last_ref,"
                    + " resolved_at = " + IS_NEWS + "null else byoc_link.resolved_at end,"
                    + " state_at = " + IS_NEWS + "excluded.state_at else byoc_link.state_at end";

    private static String upsert(String column) {
        return "insert into byoc_link (scope, account, customer, " + column + ") values (?, ?, ?, ?)"
                + " on conflict (scope, account, customer) do update set " + column + " = excluded." + column;
    }

    public JdbcLinks(Dialect dialect) {
        this.dialect = dialect;
    }

    void apply(Transaction tx, LinkChange change) throws SQLException {
        if (change instanceof LinkChange.State state) {
            apply(tx, state);
        } else if (change instanceof LinkChange.OfCustomer ofCustomer) {
            apply(tx, ofCustomer);
        }
    }

    private void apply(Transaction tx, LinkChange.State state) throws SQLException {
        String id = SafeText.key(state.anyConversationId());
        Long at = state.at().toEpochMilli();
        write(
                tx,
                // By the primary key: links of all customers would be read else.
                "update byoc_link set resolved_at = ?, state_at = ? where scope = ? and (account, customer) ="
                        + " (select c.account, c.customer from byoc_conversation c where c.scope = ? and c.id = ?)"
                        + " and (state_at is null or state_at < ?) and (conv = ? or conv_num = ?)",
                state.resolved() ? at : null,
                at,
                tx.scope(),
                tx.scope(),
                id,
                at,
                id,
                id);
    }

    /** Writes one link at most. */
    private void write(Transaction tx, String sql, @Nullable Object... parameters) throws SQLException {
        if (dialect.isShared()) {
            tx.update(sql, parameters);
            return;
        }
        try (ResultSet rows = tx.with(sql + " returning " + NAMES, parameters).executeQuery()) {
            while (rows.next()) {
                tx.linked(read(rows));
            }
        }
    }

    private void apply(Transaction tx, LinkChange.OfCustomer change) throws SQLException {
        if (change instanceof LinkChange.User user) {
            set(tx, change, "user_id", SafeText.text(user.userId()));
            remember(tx, change, user.userId() == null ? null : USER + user.userId());
        } else if (change instanceof LinkChange.Conversation conversation) {
            conversation(tx, conversation);
        } else if (change instanceof LinkChange.Seen seen) {
            seen(tx, seen);
        } else if (change instanceof LinkChange.Posted posted) {
            posted(tx, posted);
        } else if (change instanceof LinkChange.Handle handle) {
            handle(tx, change, handle.handle());
        } else if (change instanceof LinkChange.HandleSpent spent) {
            write(
                    tx,
                    "update byoc_link set handle = null" + OF_CUSTOMER + " and handle = ?",
                    tx.scope(),
                    change.account(),
                    SafeText.key(change.customer()),
                    SafeText.text(spent.value()));
        } else if (change instanceof LinkChange.Context context) {
            set(tx, change, "context", SafeText.text(context.text()));
        } else if (change instanceof LinkChange.Profile profile) {
            set(tx, change, "profile", SafeText.text(profile.digest()));
        } else if (change instanceof LinkChange.Active active) {
            touch(tx, change, "active_at", active.at());
        } else if (change instanceof LinkChange.CaughtUp caughtUp) {
            touch(tx, change, "caught_up", caughtUp.upTo());
        } else if (change instanceof LinkChange.WasRead read) {
            JdbcReadings.add(tx, read);
        }
    }

    /** Sets a time, and makes no row: the customer may have been forgotten meanwhile. */
    private void touch(Transaction tx, LinkChange.OfCustomer of, String column, Instant at) throws SQLException {
        write(
                tx,
                "update byoc_link set " + column + " = ?" + OF_CUSTOMER,
                at.toEpochMilli(),
                tx.scope(),
                of.account(),
                SafeText.key(of.customer()));
    }

    /** Sets one column, of a row that may not be there yet. */
    private void set(Transaction tx, LinkChange.OfCustomer of, String column, @Nullable String value)
            throws SQLException {
        write(tx, upsert(column), tx.scope(), of.account(), SafeText.key(of.customer()), value);
    }

    /** Each message changes it: its round trip is shared. */
    private void posted(Transaction tx, LinkChange.Posted change) throws SQLException {
        @Nullable
        Object[] values = {
            tx.scope(),
            change.account(),
            SafeText.key(change.customer()),
            SafeText.text(change.lastRef()),
            change.opened() == null ? null : change.opened().toEpochMilli()
        };
        if (dialect.hasRoundTrips()) {
            tx.later(POSTED, values);
        } else {
            write(tx, POSTED, values);
        }
    }

    private void handle(Transaction tx, LinkChange.OfCustomer of, ReplyHandle handle) throws SQLException {
        write(
                tx,
                "insert into byoc_link (scope, account, customer, handle, handle_once, handle_expires)"
                        + " values (?, ?, ?, ?, ?, ?) on conflict (scope, account, customer) do update set"
                        + " handle = excluded.handle, handle_once = excluded.handle_once,"
                        + " handle_expires = excluded.handle_expires where byoc_link.handle is null"
                        + " or excluded.handle_once = 1 or excluded.handle_expires is null"
                        + " or byoc_link.handle_expires is null"
                        + " or excluded.handle_expires >= byoc_link.handle_expires",
                tx.scope(),
                of.account(),
                SafeText.key(of.customer()),
                SafeText.text(handle.value()),
                handle.once() ? 1 : 0,
                handle.expires() == null ? null : handle.expires().toEpochMilli());
    }

    /** Another conversation starts open. */
    private void conversation(Transaction tx, LinkChange.Conversation change) throws SQLException {
        write(
                tx,
                "insert into byoc_link (scope, account, customer, conv, conv_num, last_ref) values (?, ?, ?, ?, ?, ?)"
                        + " on conflict (scope, account, customer) do update set conv = excluded.conv,"
                        + " conv_num = excluded.conv_num, last_ref = excluded.last_ref, resolved_at = case"
                        + " when byoc_link.conv = excluded.conv then byoc_link.resolved_at end, state_at = case"
                        + " when byoc_link.conv = excluded.conv then byoc_link.state_at end",
                tx.scope(),
                change.account(),
                SafeText.key(change.customer()),
                change.id() == null ? null : SafeText.key(change.id()),
                change.number() == null ? null : SafeText.key(change.number()),
                SafeText.text(change.lastRef()));
        remember(tx, change, change.id());
        remember(tx, change, change.number());
    }

    private void seen(Transaction tx, LinkChange.Seen change) throws SQLException {
        String id = SafeText.key(change.id());
        String other = change.otherId() == null ? null : SafeText.key(change.otherId());
        write(
                tx,
                "insert into byoc_link (scope, account, customer, conv, conv_num) values (?, ?, ?, ?, ?)"
                        + " on conflict (scope, account, customer) do update set"
                        + " conv = coalesce(byoc_link.conv, excluded.conv), conv_num = case"
                        + " when coalesce(byoc_link.conv, excluded.conv) = excluded.conv"
                        + " then coalesce(byoc_link.conv_num, excluded.conv_num) else byoc_link.conv_num end",
                tx.scope(),
                change.account(),
                SafeText.key(change.customer()),
                id,
                other);
        remember(tx, change, change.id());
        remember(tx, change, change.otherId());
    }

    private static void remember(Transaction tx, LinkChange.OfCustomer of, @Nullable String conversation)
            throws SQLException {
        if (conversation != null) {
            tx.update(
                    "insert into byoc_conversation (scope, id, account, customer) values (?, ?, ?, ?)"
                            + " on conflict (scope, id) do update set account = excluded.account,"
                            + " customer = excluded.customer",
                    tx.scope(),
                    SafeText.key(conversation),
                    of.account(),
                    SafeText.key(of.customer()));
        }
    }

    public void forget(Transaction tx, String account, String customer) throws SQLException {
        tx.update("delete from byoc_link" + OF_CUSTOMER, tx.scope(), account, SafeText.key(customer));
        tx.update("delete from byoc_conversation" + OF_CUSTOMER, tx.scope(), account, SafeText.key(customer));
        tx.update("delete from byoc_reading" + OF_CUSTOMER, tx.scope(), account, SafeText.key(customer));
        tx.unlinked(account, customer);
    }

    public static Query<Link> link(String scope, String account, String customer) {
        String sql = "select " + NAMES + " from byoc_link" + OF_CUSTOMER;
        return Query.of(sql, JdbcLinks::read, scope, account, SafeText.key(customer));
    }

    public static Query<Link> byUser(String scope, String id) {
        return byConversation(scope, USER + id);
    }

    public static Query<Link> byConversation(String scope, String id) {
        String sql = "select " + COLUMNS + " from byoc_conversation c join byoc_link l on l.scope = c.scope"
                + " and l.account = c.account and l.customer = c.customer where c.scope = ? and c.id = ?";
        return Query.of(sql, JdbcLinks::read, scope, SafeText.key(id));
    }

    /** Links of conversations that are open as far as is known and were not read for this gap. */
    private static final String NOT_CAUGHT_UP = " from byoc_link l where l.scope = ? and l.conv is not null"
            + " and l.resolved_at is null and (l.caught_up is null or l.caught_up < ?)";

    /** Those of them that were active since then, the latest first. */
    public static Query<Link> notCaughtUp(String scope, Instant gap, Instant activeSince, int most) {
        String sql = "select " + COLUMNS + NOT_CAUGHT_UP + " and l.active_at >= ? order by l.active_at desc limit ?";
        return Query.of(sql, JdbcLinks::read, scope, gap.toEpochMilli(), activeSince.toEpochMilli(), most);
    }

    /** How many of them were not active since then. */
    public static Query<Integer> inactive(String scope, Instant gap, Instant activeSince) {
        String sql = "select count(*)" + NOT_CAUGHT_UP + " and (l.active_at is null or l.active_at < ?)";
        return Query.of(sql, rows -> rows.getInt(1), scope, gap.toEpochMilli(), activeSince.toEpochMilli());
    }

    static Link read(ResultSet rows) throws SQLException {
        return new Link(
                rows.getString(1),
                String.valueOf(text(rows, 2)),
                text(rows, 3),
                text(rows, 4),
                text(rows, 5),
                text(rows, 6),
                handle(rows),
                time(rows, 10),
                time(rows, 11),
                text(rows, 12),
                text(rows, 13),
                time(rows, 14),
                time(rows, 15));
    }

    private static @Nullable ReplyHandle handle(ResultSet rows) throws SQLException {
        String value = text(rows, 7);
        return value == null ? null : new ReplyHandle(value, rows.getInt(8) != 0, time(rows, 9));
    }

    private static @Nullable String text(ResultSet rows, int column) throws SQLException {
        return SafeText.original(rows.getString(column));
    }

    private static @Nullable Instant time(ResultSet rows, int column) throws SQLException {
        long millis = rows.getLong(column);
        return rows.wasNull() ? null : Instant.ofEpochMilli(millis);
    }
}
