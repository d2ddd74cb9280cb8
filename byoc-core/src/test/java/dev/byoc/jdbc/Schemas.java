package dev.byoc.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** Runs the scripts as a host does that makes its own migrations. */
final class Schemas {
    private Schemas() {}

    static Connection connect(Path sqlite) throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + sqlite);
    }

    /** Runs the first scripts, up to that number, and closes the connection. */
    static void run(Connection connection, String database, int upTo) throws IOException, SQLException {
        try (connection;
                Statement statement = connection.createStatement()) {
            for (int number = 1; number <= upTo; number++) {
                statement.executeUpdate(script(database, number));
            }
        }
    }

    static String script(String database, int number) throws IOException {
        String name = "/dev/byoc/jdbc/schema/" + database + "/" + number + ".sql";
        try (InputStream in = Schemas.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
