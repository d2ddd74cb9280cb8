package dev.byoc.jdbc.internal.rows;

import dev.byoc.jdbc.internal.SafeText;
import dev.byoc.store.spi.Link;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Looks up the links of several customers in one round trip. Thread-safe. */
public final class LinksOfCustomers implements SharedLookups.Query<LinksOfCustomers.Key, Link> {
    /** The limit has each link found by its key, whatever the server thinks of the size of the table. */
    private static final String SELECT =
            "select " + JdbcLinks.COLUMNS + ", v.place from unnest(?, ?) with ordinality v(account, customer, place)"
                    + " cross join lateral (select * from byoc_link where scope = ? and account = v.account"
                    + " and customer = v.customer limit 1) l";

    private final Session session;

    public LinksOfCustomers(Session session) {
        this.session = session;
    }

    /** A customer of an account. */
    public record Key(String account, String customer) {}

    @Override
    public List<@Nullable Link> of(List<Key> keys) {
        return session.read(connection -> links(connection, keys));
    }

    private List<@Nullable Link> links(Connection connection, List<Key> keys) throws SQLException {
        @Nullable Link[] links = new @Nullable Link[keys.size()];
        try (PreparedStatement statement =
                connection.prepareStatement(session.dialect().sql(SELECT))) {
            statement.setArray(1, connection.createArrayOf("text", texts(keys, Key::account)));
            statement.setArray(2, connection.createArrayOf("text", texts(keys, key -> SafeText.key(key.customer()))));
            statement.setString(3, session.scope());
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    links[rows.getInt("place") - 1] = JdbcLinks.read(rows);
                }
            }
        }
        return Arrays.asList(links);
    }

    private static String[] texts(List<Key> keys, Function<Key, String> part) {
        return keys.stream().map(part).toArray(String[]::new);
    }
}
