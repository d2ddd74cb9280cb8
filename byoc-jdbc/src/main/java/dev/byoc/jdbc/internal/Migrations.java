package dev.byoc.jdbc.internal;

import dev.byoc.store.StoreException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Creates the tables, and upgrades those of an older byoc. A database knows its version, and the oldest version that code must know to work
 * with it ({@code min_code}). All of an upgrade is one transaction: what ends it leaves the database as it was.
 */
public final class Migrations {
    private static final String META = "byoc_meta";

    /** What came before the first release had others. */
    private static final String FORMAT = "byoc-1";

    private final Dialect dialect;
    private final boolean mayChange;
    private final SchemaScripts scripts;

    public Migrations(Dialect dialect, boolean mayChange, SchemaScripts scripts) {
        this.dialect = dialect;
        this.mayChange = mayChange;
        this.scripts = scripts;
    }

    /**
     * Brings a database up to this code's version.
     *
     * @throws StoreException the database is not of a version that this code can work with; nothing in it was changed
     */
    public void ensure(Connection connection) throws SQLException {
        dialect.lockSchema(connection);
        int known = scripts.version();
        int version = version(connection);
        if (version < known) {
            if (!mayChange) {
                throw new StoreException("the database has schema " + version + " and byoc needs " + known + ": run "
                        + scripts.path(dialect, version + 1) + " and what follows it, from the byoc-jdbc jar"
                        + (version == 0 && dialect.isShared()
                                ? ". If that was done, the tables are in a schema that is not in this user's search_path,"
                                        + " or that it has no usage of."
                                : ""));
            }
            for (int next = version + 1; next <= known; next++) {
                run(connection, next);
            }
        }
        connection.commit();
    }

    private void run(Connection connection, int version) throws SQLException {
        for (String sql : scripts.statements(dialect, version)) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
        }
        if (version(connection) != version) {
            throw new IllegalStateException(scripts.path(dialect, version) + " does not write its version");
        }
    }

    /** The version of the tables; 0: there are none yet. */
    private int version(Connection connection) throws SQLException {
        int known = scripts.version();
        Set<String> there = new TreeSet<>(dialect.tables(connection));
        if (!there.contains(META)) {
            there.retainAll(scripts.tables(dialect, known));
            if (there.isEmpty()) {
                return 0;
            }
            throw refused(there + ", and no " + META + " that would name their version");
        }
        Map<String, String> meta = meta(connection);
        int version = number(meta, "version");
        int needs = number(meta, "min_code");
        boolean isNewer = meta.containsKey("format") && version > known && needs > known;
        if (isNewer) {
            throw new StoreException("the database has schema " + version
                    + ", which needs a newer byoc than this one: it knows schema " + known
                    + ". Use the version that wrote the database, or a later one.");
        }
        boolean isOfARelease = FORMAT.equals(meta.get("format"));
        if (!isOfARelease || version < 1 || needs < 1) {
            throw refused("tables that no release of byoc has made, or made whole: " + META + " lacks "
                    + (isOfARelease ? "a version" : "a format that this code knows"));
        }
        Set<String> missing = new TreeSet<>(scripts.tables(dialect, Math.min(version, known)));
        missing.removeAll(there);
        if (!missing.isEmpty()) {
            throw refused("tables of byoc without " + missing);
        }
        return version;
    }

    private StoreException refused(String found) {
        return new StoreException(dialect.place() + " holds " + found
                + ". Nothing in it was changed, and messages that wait in it are not relayed. " + dialect.wayOut());
    }

    /** Empty: it is no table of ours. */
    private static Map<String, String> meta(Connection connection) throws SQLException {
        Map<String, String> meta = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select * from " + META)) {
            ResultSetMetaData columns = rows.getMetaData();
            boolean isOurs = columns.getColumnCount() == 2
                    && columns.getColumnLabel(1).equals("name")
                    && columns.getColumnLabel(2).equals("value");
            while (isOurs && rows.next()) {
                meta.put(String.valueOf(rows.getString(1)), String.valueOf(rows.getString(2)));
            }
        }
        return meta;
    }

    /** 0: it is none. */
    private static int number(Map<String, String> meta, String name) {
        try {
            return Integer.parseInt(meta.getOrDefault(name, ""));
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
