package dev.byoc.jdbc.internal;

import dev.byoc.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The tables, in numbered steps. Each database knows how far it is, and from which version of this code on it can be worked with. */
public final class Migrations {
    /** The version that this code works with. */
    public static final int VERSION = 3;

    private final Dialect dialect;
    private final boolean mayChange;

    public Migrations(Dialect dialect, boolean mayChange) {
        this.dialect = dialect;
        this.mayChange = mayChange;
    }

    /** Brings a database up to this code's version; refuses one that is beyond it. */
    public void ensure(Connection connection) throws SQLException {
        dialect.lockSchema(connection);
        int version = version(connection);
        if (version < VERSION) {
            if (!mayChange) {
                throw new StoreException("the database has schema " + version + " and byoc needs " + VERSION
                        + ": run dev/byoc/jdbc/schema/" + dialect.name() + "/" + (version + 1)
                        + ".sql and what follows it, from the byoc-core jar"
                        + (version == 0 && dialect.isShared()
                                ? ". If that was done, the tables are in a schema that is not in this user's search_path,"
                                        + " or that it has no usage of."
                                : ""));
            }
            for (int next = version + 1; next <= VERSION; next++) {
                for (String statement : script(next)) {
                    execute(connection, statement);
                }
            }
        } else if (version > VERSION) {
            int needs = number(connection, "min_code");
            if (needs > VERSION) {
                throw new StoreException("the database has schema " + version
                        + ", which needs a newer byoc than this one: it knows schema " + VERSION
                        + ". Use the version that wrote the database, or a later one.");
            }
        }
        connection.commit();
    }

    /** 0: there are no tables yet. */
    private int version(Connection connection) throws SQLException {
        return dialect.hasTables(connection) ? number(connection, "version") : 0;
    }

    private static int number(Connection connection, String name) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select value from byoc_meta where name = '" + name + "'")) {
            return rows.next() ? Integer.parseInt(rows.getString(1)) : 0;
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private List<String> script(int number) {
        String name = "/dev/byoc/jdbc/schema/" + dialect.name() + "/" + number + ".sql";
        try (InputStream in = Migrations.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the byoc-core jar lacks " + name);
            }
            List<String> statements = new ArrayList<>();
            StringBuilder statement = new StringBuilder();
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
                if (!line.startsWith("--")) {
                    statement.append(line).append('\n');
                }
                if (line.endsWith(";")) {
                    statements.add(statement.substring(0, statement.lastIndexOf(";")));
                    statement.setLength(0);
                }
            }
            return statements;
        } catch (IOException e) {
            throw new IllegalStateException("the byoc-core jar cannot be read", e);
        }
    }
}
