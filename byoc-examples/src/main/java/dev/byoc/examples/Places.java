package dev.byoc.examples;

import dev.byoc.testkit.FreePort;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * New places where relays can keep their state: files, or schemas of a PostgreSQL server, gone when this is closed. Not thread-safe.
 */
public final class Places implements AutoCloseable {
    private final String given;
    private final List<Path> directories = new ArrayList<>();
    private final List<String> schemas = new ArrayList<>();
    private @Nullable EmbeddedPostgres own;

    /**
     * Makes no place yet.
     *
     * @param postgresql the JDBC address of a database in which schemas may be made; {@code ""}: a server is started when one is needed
     */
    public Places(String postgresql) {
        this.given = postgresql;
    }

    /**
     * A place that holds nothing yet.
     *
     * @param engine {@code memory}, {@code sqlite} or {@code postgresql}
     * @return as {@link Engines#store} takes it
     */
    public String fresh(String engine) throws IOException, SQLException {
        return switch (engine) {
            case "sqlite" -> "sqlite:" + freshFile();
            case "postgresql" -> {
                String schema = "byoc_" + ProcessHandle.current().pid() + "_" + schemas.size();
                execute("create schema " + schema);
                schemas.add(schema);
                String server = server();
                yield "postgresql:" + server + (server.contains("?") ? "&" : "?") + "currentSchema=" + schema;
            }
            default -> engine;
        };
    }

    /** A file that is not there yet. */
    public String freshFile() throws IOException {
        Path directory = Files.createTempDirectory("byoc-store-");
        directories.add(directory);
        return directory.resolve("byoc.db").toString();
    }

    private String server() throws IOException {
        if (!given.isEmpty()) {
            return given;
        }
        if (own == null) {
            own = EmbeddedPostgres.builder()
                    .setPort(FreePort.next())
                    .setPGStartupWait(Duration.ofMinutes(1))
                    // Off unless asked for, and then there would be nothing to measure or to prove.
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("full_page_writes", "on")
                    .start();
        }
        return own.getJdbcUrl("postgres", "postgres");
    }

    private void execute(String statement) throws IOException, SQLException {
        try (Connection connection = DriverManager.getConnection(server());
                Statement one = connection.createStatement()) {
            one.execute(statement);
        }
    }

    @Override
    public void close() throws IOException, SQLException {
        if (own != null) {
            own.close();
        } else {
            for (String schema : schemas) {
                execute("drop schema " + schema + " cascade");
            }
        }
        for (Path directory : directories) {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
