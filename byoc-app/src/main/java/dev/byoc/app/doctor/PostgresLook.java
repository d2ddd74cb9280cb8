package dev.byoc.app.doctor;

import dev.byoc.app.config.Stores;
import dev.byoc.event.Finding;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** What is wrong with the database of the store, and with what its user may do there. Asks alone: what a right allows is not tried. */
final class PostgresLook {
    private static final String SUBJECT = "store";

    /** As of Freshchat's: less may be a slow answer. */
    private static final Duration APART = Duration.ofMinutes(2);

    private final Stores stores;
    private final boolean migrates;
    private final Clock clock;

    PostgresLook(Stores stores, boolean migrates, Clock clock) {
        this.stores = stores;
        this.migrates = migrates;
        this.clock = clock;
    }

    List<Finding> look() {
        try (Connection connection = stores.connect()) {
            connection.setReadOnly(true);
            return found(connection);
        } catch (SQLException e) {
            String state = String.valueOf(e.getSQLState());
            return List.of(
                    (state.startsWith("28") ? Kind.DATABASE_LOGIN : Kind.DATABASE_UNREACHABLE).of(SUBJECT, state));
        }
    }

    private List<Finding> found(Connection connection) throws SQLException {
        List<Finding> found = new ArrayList<>();
        if (text(connection, "select pg_is_in_recovery() or current_setting('default_transaction_read_only')::boolean")
                .equals("t")) {
            found.add(Kind.DATABASE_READ_ONLY.of(SUBJECT));
        }
        if (text(connection, "show synchronous_commit").equals("off")) {
            found.add(Kind.DATABASE_ASYNCHRONOUS.of(SUBJECT));
        }
        for (String setting : List.of("fsync", "full_page_writes")) {
            if (text(connection, "show " + setting).equals("off")) {
                found.add(Kind.DATABASE_UNSAFE.of(SUBJECT, setting));
            }
        }
        addClock(connection, found);
        String schema = text(connection, "select current_schema()");
        if (schema.isEmpty()) {
            found.add(Kind.DATABASE_SCHEMA.of(SUBJECT));
            return found;
        }
        Set<String> tables = tables(connection, schema);
        if (migrates
                && text(connection, "select has_schema_privilege(current_schema(), 'create')")
                        .equals("f")) {
            found.add(Kind.DATABASE_NO_CREATE.of(SUBJECT, schema));
        }
        List<Finding> rights = rights(connection, schema, tables);
        found.addAll(rights);
        if (rights.isEmpty()) {
            found.addAll(Schema.look(connection, tables, migrates));
        }
        return found;
    }

    private void addClock(Connection connection, List<Finding> found) throws SQLException {
        long theirs = Long.parseLong(text(connection, "select floor(extract(epoch from clock_timestamp()))::bigint"));
        long apart = Math.abs(clock.instant().getEpochSecond() - theirs);
        if (apart > APART.toSeconds()) {
            found.add(Kind.DATABASE_CLOCK.of(SUBJECT, apart));
        }
    }

    private static Set<String> tables(Connection connection, String schema) throws SQLException {
        Set<String> tables = new TreeSet<>();
        try (PreparedStatement statement = connection.prepareStatement(
                "select relname from pg_class c join pg_namespace n on n.oid = c.relnamespace"
                        + " where n.nspname = ? and relkind in ('r', 'p') and relname like 'byoc\\_%'")) {
            statement.setString(1, schema);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    tables.add(rows.getString(1));
                }
            }
        }
        return tables;
    }

    /** The first that is missing of each table's. */
    private static List<Finding> rights(Connection connection, String schema, Set<String> tables) throws SQLException {
        List<Finding> found = new ArrayList<>();
        try (PreparedStatement statement =
                connection.prepareStatement("select has_table_privilege(format('%I.%I', ?, ?), ?)")) {
            for (String table : tables) {
                for (String right : List.of("select", "insert", "update", "delete")) {
                    statement.setString(1, schema);
                    statement.setString(2, table);
                    statement.setString(3, right);
                    if (!isTrue(statement)) {
                        found.add(Kind.DATABASE_NO_WRITE.of(SUBJECT, right, table));
                        break;
                    }
                }
            }
        }
        return found;
    }

    private static boolean isTrue(PreparedStatement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            return rows.next() && rows.getBoolean(1);
        }
    }

    /** {@code ""}: there is none. */
    private static String text(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            return rows.next() ? Objects.requireNonNullElse(rows.getString(1), "") : "";
        }
    }
}
