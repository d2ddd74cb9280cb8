package dev.byoc.jdbc.internal.rows;

import dev.byoc.jdbc.internal.SafeText;
import dev.byoc.jdbc.internal.commit.Transaction;
import dev.byoc.store.spi.LinkChange;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What readings of conversations have found, until it is taken. */
public final class JdbcReadings {
    private JdbcReadings() {}

    /** Of a customer who is known: a reading may end after the customer was forgotten. */
    static void add(Transaction tx, LinkChange.WasRead read) throws SQLException {
        tx.update(
                "insert into byoc_reading (scope, account, customer, found) select scope, account, customer, ? from byoc_link"
                        + " where scope = ? and account = ? and customer = ?",
                SafeText.text(read.found()),
                tx.scope(),
                read.account(),
                SafeText.key(read.customer()));
    }

    /** One statement: on a shared database another host may add one at any moment. */
    public static List<String> take(Transaction tx) throws SQLException {
        Map<Long, String> byId = new TreeMap<>();
        try (ResultSet rows = tx.with("delete from byoc_reading where scope = ? returning id, found", tx.scope())
                .executeQuery()) {
            while (rows.next()) {
                byId.put(rows.getLong(1), String.valueOf(SafeText.original(rows.getString(2))));
            }
        }
        return List.copyOf(byId.values());
    }
}
