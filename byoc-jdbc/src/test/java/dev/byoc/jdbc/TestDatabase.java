package dev.byoc.jdbc;

import dev.byoc.jdbc.internal.Dialect;
import dev.byoc.jdbc.internal.postgres.PostgresServer;
import dev.byoc.jdbc.internal.sqlite.SqliteFile;
import dev.byoc.testkit.FreePort;
import dev.byoc.testkit.SettableClock;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** A place for the tables of a relay, empty at first, in either database. */
sealed interface TestDatabase {
    /** The folder of its scripts. */
    String name();

    /** What a sentence about it names. */
    String place();

    Dialect dialect(SettableClock clock);

    /** Commits by itself. */
    Connection connect() throws SQLException;

    /** Tables, columns and indexes, a text each. */
    String structure();

    record Sqlite(Path file) implements TestDatabase {
        @Override
        public String name() {
            return "sqlite";
        }

        @Override
        public String place() {
            return file.toString();
        }

        @Override
        public Dialect dialect(SettableClock clock) {
            return new SqliteFile(file, clock);
        }

        @Override
        public Connection connect() throws SQLException {
            return DriverManager.getConnection("jdbc:sqlite:" + file);
        }

        @Override
        public String structure() {
            return "select type, name, sql from sqlite_master order by 1, 2";
        }
    }

    record Postgres(DataSource source, String schema) implements TestDatabase {
        /** A server of the settings that a relay asks for. */
        static EmbeddedPostgres server() throws IOException {
            return safeServer().start();
        }

        /** One that loses nothing when its machine stops. Of a port of ours: tests beside it may be given the port that it would choose. */
        static EmbeddedPostgres.Builder safeServer() {
            return EmbeddedPostgres.builder()
                    .setPort(FreePort.next())
                    .setPGStartupWait(Duration.ofMinutes(1))
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on");
        }

        @Override
        public String name() {
            return "postgresql";
        }

        @Override
        public String place() {
            return "schema " + schema;
        }

        @Override
        public Dialect dialect(SettableClock clock) {
            return new PostgresServer(source, clock);
        }

        @Override
        public Connection connect() throws SQLException {
            return source.getConnection();
        }

        @Override
        public String structure() {
            return "select table_name, column_name, data_type, column_default, is_nullable from information_schema.columns"
                    + " where table_schema = current_schema() union all select tablename, indexname, replace(indexdef, current_schema() || '.', ''), '', ''"
                    + " from pg_indexes where schemaname = current_schema() order by 1, 2, 3";
        }
    }

    /** Runs statements, each in a transaction of its own. */
    default void execute(String... statements) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** Runs a script of the jar as the tool of a host does. */
    default void run(String script) throws IOException, SQLException {
        Schemas.run(connect(), name(), script);
    }

    /** The rows that a query gives. */
    default List<List<String>> rows(String query) throws SQLException {
        List<List<String>> all = new ArrayList<>();
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                List<String> row = new ArrayList<>();
                for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                    row.add(String.valueOf(rows.getString(column)));
                }
                all.add(row);
            }
        }
        return all;
    }

    /** All that is in it: its structure, and the rows of its tables. */
    default List<Object> content() throws SQLException {
        List<Object> all = new ArrayList<>(rows(structure()));
        List<String> tables = new ArrayList<>();
        try (Connection connection = connect();
                ResultSet found =
                        connection.getMetaData().getTables(null, connection.getSchema(), "%", new String[] {"TABLE"})) {
            while (found.next()) {
                tables.add(found.getString("TABLE_NAME"));
            }
        }
        for (String table : tables) {
            all.add(table);
            all.addAll(rows("select * from " + table + " order by 1, 2"));
        }
        return all;
    }
}
