package dev.byoc.examples;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.byoc.jdbc.JdbcStore;
import dev.byoc.memory.MemoryStore;
import dev.byoc.store.spi.RelayStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/** The stores that the crash harness and the benchmarks compare. */
public final class Engines {
    /** How long lanes stay with a host that is silent: as short as the store allows, as hosts are killed all the time. */
    public static final Duration LEASE = Duration.ofSeconds(10);

    private static final int CONNECTIONS = 8;
    private static final Duration CONNECTION_PATIENCE = Duration.ofSeconds(3);

    private Engines() {}

    /**
     * A store.
     *
     * @param place {@code memory}, {@code sqlite:} and a file, or {@code postgresql:} and a JDBC address
     * @throws IllegalArgumentException if it is none of these
     */
    public static RelayStore store(String place) {
        String[] engine = place.split(":", 2);
        return switch (engine[0]) {
            case "memory" -> new MemoryStore(Clock.systemUTC());
            case "sqlite" -> JdbcStore.embedded(Path.of(engine[1]));
            case "postgresql" ->
                JdbcStore.of(new HikariDataSource(pool(engine[1]))).lease(LEASE);
            default -> throw new IllegalArgumentException("no engine '" + engine[0] + "'");
        };
    }

    /** How connections to that address are kept. */
    public static HikariConfig pool(String url) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(CONNECTIONS);
        config.setConnectionTimeout(CONNECTION_PATIENCE.toMillis());
        return config;
    }
}
