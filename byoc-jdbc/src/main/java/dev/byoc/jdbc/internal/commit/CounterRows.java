package dev.byoc.jdbc.internal.commit;

import dev.byoc.Direction;
import dev.byoc.jdbc.internal.Codes;
import dev.byoc.jdbc.internal.Dialect;
import dev.byoc.jdbc.internal.Statements;
import dev.byoc.store.spi.Tally;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rows of counters: one for each account, direction and host, so that no host waits for another one's commit. They change in the
 * transaction that changes what they count, so that neither a crash nor a commit of unknown outcome makes the two differ.
 */
final class CounterRows {
    private static final String COLUMNS = "scope, host, account, dir, open, dead, stored_at, done_at, webhook_at";

    private static final String ROW = "(?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private static final String ADD = " on conflict (scope, host, account, dir) do update set"
            + " open = byoc_count.open + excluded.open, dead = byoc_count.dead + excluded.dead"
            + latest("stored_at") + latest("done_at") + latest("webhook_at");

    private static final int PLACES = 9;
    private static final String ADD_ONE = insert(1);

    private CounterRows() {}

    /** A time of 0 changes nothing. */
    private static String latest(String column) {
        return ", " + column + " = case when excluded." + column + " = 0 then byoc_count." + column + " else excluded."
                + column + " end";
    }

    /** Adds to that many rows. */
    static String add(int rows) {
        return rows == 1 ? ADD_ONE : insert(rows);
    }

    /** What {@link #add(int)} takes. */
    static List<@Nullable Object> parameters(String scope, String host, Map<Tally.Of, Tally> changes) {
        List<@Nullable Object> parameters = new ArrayList<>(PLACES * (changes.size() + 1));
        changes.forEach((of, change) -> {
            row(parameters, scope, host, of);
            parameters.add(change.open());
            parameters.add(change.dead());
            parameters.add(change.storedAt());
            parameters.add(change.doneAt());
            parameters.add(0L);
        });
        return parameters;
    }

    /** When the last webhook came to each address. */
    static void webhooks(Connection connection, Dialect dialect, String scope, String host, Map<String, Long> times)
            throws SQLException {
        List<@Nullable Object> parameters = new ArrayList<>();
        times.forEach((name, at) -> {
            row(parameters, scope, host, new Tally.Of(name, Direction.INBOUND));
            parameters.addAll(List.of(0L, 0L, 0L, 0L, at));
        });
        try (PreparedStatement statement = connection.prepareStatement(dialect.sql(add(times.size())))) {
            Statements.set(statement, parameters.toArray());
            statement.executeUpdate();
        }
    }

    private static void row(List<@Nullable Object> parameters, String scope, String host, Tally.Of of) {
        parameters.add(scope);
        parameters.add(host);
        parameters.add(of.account());
        parameters.add(Codes.of(of.direction()));
    }

    private static String insert(int rows) {
        return "insert into byoc_count (" + COLUMNS + ") values " + ROW + (", " + ROW).repeat(rows - 1) + ADD;
    }

    /** The sums over all hosts. The oldest open entry of each is the first in its index, however many are open. */
    static void read(Connection connection, Dialect dialect, String scope, CachedCounters into) throws SQLException {
        String sql = "select c.account, c.dir, sum(c.open), sum(c.dead), max(c.stored_at), max(c.done_at),"
                + " max(c.webhook_at), (select e.at from byoc_entry e where e.scope = c.scope"
                + " and e.account = c.account and e.dir = c.dir and e.state < 2 order by e.at limit 1)"
                + " from byoc_count c where c.scope = ? group by c.scope, c.account, c.dir";
        Map<Tally.Of, CachedCounters.Total> totals = new HashMap<>();
        Map<String, Long> webhooks = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(dialect.sql(sql))) {
            Statements.set(statement, scope);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    Tally tally = new Tally(rows.getLong(3), rows.getLong(4), rows.getLong(5), rows.getLong(6), 0);
                    if (!tally.equals(Tally.NOTHING)) {
                        totals.put(
                                new Tally.Of(rows.getString(1), Codes.direction(rows.getInt(2))),
                                new CachedCounters.Total(tally, rows.getLong(8)));
                    }
                    if (rows.getLong(7) != 0) {
                        webhooks.merge(rows.getString(1), rows.getLong(7), Math::max);
                    }
                }
            }
        }
        into.replace(totals, webhooks);
    }

    /**
     * Adds the rows of hosts without a lease to the row of no host. A row that is locked is left to the next time: its host may be paused
     * in a transaction.
     */
    static int fold(Connection connection, Dialect dialect) throws SQLException {
        String sql = "with gone as (select scope, host, account, dir from byoc_count c where host <> '' and not exists"
                + " (select 1 from byoc_host h where h.id = c.host)" + dialect.lockFree() + "), folded as ("
                + "delete from byoc_count c using gone g where c.scope = g.scope and c.host = g.host"
                + " and c.account = g.account and c.dir = g.dir returning c.*)"
                + " insert into byoc_count (" + COLUMNS + ") select scope, '', account, dir, sum(open), sum(dead),"
                + " max(stored_at), max(done_at), max(webhook_at) from folded group by scope, account, dir"
                + " order by scope, account, dir" + ADD;
        try (PreparedStatement statement = connection.prepareStatement(dialect.sql(sql))) {
            return statement.executeUpdate();
        }
    }
}
