package dev.byoc.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Empty schemas of a server, each with a pool as hosts have one: a start of the store asks some twenty questions, and a connection takes
 * longer than the answer.
 */
final class PostgresSchemas implements AutoCloseable {
    private final EmbeddedPostgres server = TestDatabase.Postgres.server();
    private final List<HikariDataSource> pools = new ArrayList<>();

    PostgresSchemas() throws IOException {}

    TestDatabase.Postgres next() throws SQLException {
        String schema = "place_" + (pools.size() + 1);
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create schema " + schema);
        }
        HikariConfig config = new HikariConfig();
        config.setDataSource(server.getPostgresDatabase(Map.of("currentSchema", schema)));
        config.setMinimumIdle(0);
        HikariDataSource pool = new HikariDataSource(config);
        pools.add(pool);
        return new TestDatabase.Postgres(pool, schema);
    }

    @Override
    public void close() throws IOException {
        pools.forEach(HikariDataSource::close);
        server.close();
    }
}
