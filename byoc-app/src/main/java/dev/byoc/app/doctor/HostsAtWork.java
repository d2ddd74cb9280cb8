package dev.byoc.app.doctor;

import dev.byoc.app.config.Stores;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * How many relays work on a shared database, by the leases that they keep there. A lease names no scope: whose relay it is shows in what that
 * has counted.
 *
 * @param ours relays of the scope that was asked for
 * @param unknown relays that have counted nothing yet, of whatever scope
 */
record HostsAtWork(int ours, int unknown) {
    private static final HostsAtWork NONE = new HostsAtWork(0, 0);

    private static final String COUNTED = "exists (select 1 from byoc_count c where c.host = h.id";

    /** None also where no relay has made the tables yet. Changes nothing. */
    static HostsAtWork of(Stores stores, String scope) throws SQLException {
        try (Connection connection = stores.connect()) {
            connection.setReadOnly(true);
            return hasTables(connection) ? of(connection, scope) : NONE;
        }
    }

    private static boolean hasTables(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select to_regclass('byoc_host') is not null")) {
            return rows.next() && rows.getBoolean(1);
        }
    }

    private static HostsAtWork of(Connection connection, String scope) throws SQLException {
        String sql = "select count(*) filter (where " + COUNTED + " and c.scope = ?)),"
                + " count(*) filter (where not " + COUNTED + ")) from byoc_host h"
                + " where lease_until > floor(extract(epoch from clock_timestamp()) * 1000)";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, scope);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? new HostsAtWork(rows.getInt(1), rows.getInt(2)) : NONE;
            }
        }
    }
}
