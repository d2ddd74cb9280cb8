package dev.byoc.app.doctor;

import dev.byoc.app.config.Stores;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** How many relays work on a shared database, by the leases that they keep there. */
final class HostsAtWork {
    private HostsAtWork() {}

    /** Zero also where no relay has made the tables yet. Changes nothing. */
    static int of(Stores stores) throws SQLException {
        try (Connection connection = stores.connect();
                Statement statement = connection.createStatement()) {
            connection.setReadOnly(true);
            return number(statement, "select count(to_regclass('byoc_host'))") == 0
                    ? 0
                    : number(
                            statement,
                            "select count(*) from byoc_host"
                                    + " where lease_until > floor(extract(epoch from clock_timestamp()) * 1000)");
        }
    }

    private static int number(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            return rows.next() ? rows.getInt(1) : 0;
        }
    }
}
