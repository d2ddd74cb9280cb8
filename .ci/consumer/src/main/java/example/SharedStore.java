package example;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.byoc.relay.RelayBuilder;
import dev.byoc.jdbc.JdbcStore;

/** The store for several hosts of docs/guides/postgresql.md. Compiled here; byoc-examples runs the like. */
final class SharedStore {
    private SharedStore() {}

    static void use(RelayBuilder builder) {
        // snippet: shared-store
        HikariConfig pool = new HikariConfig();
        pool.setJdbcUrl(System.getenv("DATABASE_URL")); // jdbc:postgresql://db.example.com/byoc
        pool.setUsername(System.getenv("DATABASE_USER"));
        pool.setPassword(System.getenv("DATABASE_PASSWORD"));
        pool.setMaximumPoolSize(8);
        pool.setConnectionTimeout(3_000); // milliseconds: senders of webhooks wait no longer
        builder.store(JdbcStore.of(new HikariDataSource(pool)));
        // end snippet
    }
}
