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

    /** Runs a script of the jar, and closes the connection. */
    static void run(Connection connection, String database, String script) throws IOException, SQLException {
        String path = "/dev/byoc/jdbc/schema/" + database + "/" + script;
        try (connection;
                Statement statement = connection.createStatement();
                InputStream in = Schemas.class.getResourceAsStream(path)) {
            statement.executeUpdate(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
