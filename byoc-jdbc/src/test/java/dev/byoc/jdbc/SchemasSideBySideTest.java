package dev.byoc.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SchemasSideBySideTest {
    @Test
    void tablesInAnotherSchemaOfTheDatabaseAreNotTakenForOurs() throws IOException, SQLException {
        try (EmbeddedPostgres server = TestDatabase.Postgres.server()) {
            for (String schema : List.of("one", "two")) {
                try (Connection connection = server.getPostgresDatabase().getConnection();
                        Statement statement = connection.createStatement()) {
                    statement.execute("create schema " + schema);
                }
                try (JdbcStore store = JdbcStore.of(server.getPostgresDatabase(Map.of("currentSchema", schema)))) {
                    store.open("example");
                    store.settings().put("where", schema);

                    assertThat(store.settings().get("where")).isEqualTo(schema);
                }
            }
        }
    }
}
