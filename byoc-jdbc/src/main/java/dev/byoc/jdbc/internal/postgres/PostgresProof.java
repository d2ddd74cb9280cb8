package dev.byoc.jdbc.internal.postgres;

import dev.byoc.jdbc.internal.Dialect;
import dev.byoc.jdbc.internal.StoredSettings;
import dev.byoc.store.StoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Proves that the connections of a host's pool lead to one set of tables. Pools may set schemas per connection, lose them with a rollback,
 * hand out too few connections or a single one, or lead to several servers.
 */
final class PostgresProof {
    private static final Logger log = LoggerFactory.getLogger(PostgresProof.class);

    private static final String SCOPE = "";

    /** Gives a connection beside the writer's. */
    interface Source {
        Connection get() throws SQLException;
    }

    private final Dialect dialect;
    private final String schema;

    PostgresProof(Dialect dialect, String schema) {
        this.dialect = dialect;
        this.schema = schema;
    }

    /** The schema in which that connection finds the tables, or would create them, quoted if need be; blank: none. */
    static String schemaOf(Connection connection) throws SQLException {
        String sql =
                "select quote_ident(coalesce((select n.nspname::text from pg_class c join pg_namespace n on n.oid = c.relnamespace"
                        + " where c.oid = to_regclass('byoc_meta')), current_schema()::text))";
        return String.valueOf(text(connection, sql, ""));
    }

    /** All schemas with tables of byoc, whatever the search path. */
    static List<String> otherSchemas(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select n.nspname from pg_class c join pg_namespace n"
                        + " on n.oid = c.relnamespace where c.relname = 'byoc_meta' and c.relkind = 'r' order by 1")) {
            List<String> schemas = new ArrayList<>();
            while (rows.next()) {
                schemas.add(rows.getString(1));
            }
            return schemas;
        }
    }

    private static @Nullable String text(Connection connection, String sql, @Nullable String otherwise)
            throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            String text = rows.next() ? rows.getString(1) : null;
            return text == null ? otherwise : text;
        }
    }

    /**
     * Stores a mark through the writer's connection and reads it through another one.
     *
     * @param writer without auto-commit
     * @throws StoreException naming what is in the way
     */
    void check(Connection writer, Source source, String host) throws SQLException {
        String mark = "proof " + host;
        compareSchema(writer);
        update(writer, "insert into byoc_setting (scope, name, value) values (?, ?, ?)", SCOPE, mark, host);
        writer.commit();
        // A transaction is open from here on, so that the writer's connection is in use.
        String backend = text(writer, "select pg_backend_pid()", "");
        try (Connection other = second(source)) {
            compare(other, String.valueOf(backend), mark, host);
        } finally {
            removeMark(writer, mark);
        }
    }

    /** Logs a failure only: it must not hide the reason why the proof failed. */
    private void removeMark(Connection writer, String mark) {
        try {
            writer.setAutoCommit(false);
            writer.rollback();
            update(writer, "delete from byoc_setting where scope = ? and name = ?", SCOPE, mark);
            writer.commit();
        } catch (SQLException e) {
            log.debug("the mark of a start could not be removed: {}", dialect.say(e));
        }
    }

    private Connection second(Source source) throws SQLException {
        try {
            return source.get();
        } catch (SQLException e) {
            throw new StoreException(
                    "no second connection could be had while one was held for writing: " + dialect.say(e)
                            + ". Give the pool at least 4 connections (maximumPoolSize), and the server as many for this user.");
        }
    }

    private void compare(Connection other, String backend, String mark, String host) throws SQLException {
        if (backend.equals(text(other, "select pg_backend_pid()", ""))) {
            throw new StoreException("the source hands out one connection to all callers: give JdbcStore.of a pool");
        }
        if ("t".equals(text(other, "select pg_is_in_recovery()", ""))) {
            throw new StoreException(
                    "some connections lead to a standby, which lags behind: connect to the primary alone"
                            + " (targetServerType=primary)");
        }
        compareSchema(other);
        if (!host.equals(stored(other, mark))) {
            throw new StoreException("what one connection has stored another one does not read: they lead to different"
                    + " databases. Name one server and one database in the address.");
        }
    }

    private void compareSchema(Connection connection) throws SQLException {
        String found = schemaOf(connection);
        if (!found.equals(schema)) {
            throw new StoreException("the connections look into different schemas, " + schema + " and "
                    + (found.isEmpty() ? "none" : found)
                    + ": name one for all of them, in the address (currentSchema=" + schema + ")");
        }
    }

    private @Nullable String stored(Connection other, String mark) throws SQLException {
        try {
            return StoredSettings.read(dialect, other, SCOPE, mark);
        } catch (SQLException e) {
            if ("42P01".equals(e.getSQLState())) {
                return null;
            }
            throw e;
        }
    }

    private void update(Connection connection, String sql, String... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(dialect.sql(sql))) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            statement.executeUpdate();
        }
    }
}
