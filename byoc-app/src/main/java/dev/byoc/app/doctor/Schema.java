package dev.byoc.app.doctor;

import dev.byoc.event.Finding;
import dev.byoc.jdbc.JdbcStore;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Whether this program can work with the tables that are there. */
final class Schema {
    private static final String META = "byoc_meta";
    private static final String FORMAT = "byoc-1";

    private Schema() {}

    /**
     * What is wrong with them.
     *
     * @param tables the names that begin with byoc_
     * @param migrates whether the store makes its tables
     */
    static List<Finding> look(Connection connection, Set<String> tables, boolean migrates) throws SQLException {
        String subject = "store";
        if (tables.isEmpty()) {
            return migrates ? List.of() : List.of(Kind.STORE_WITHOUT_TABLES.of(subject));
        }
        Map<String, String> meta = tables.contains(META) ? meta(connection) : Map.of();
        int version = number(meta, "version");
        int needs = number(meta, "min_code");
        if (meta.containsKey("format") && version > JdbcStore.SCHEMA_VERSION && needs > JdbcStore.SCHEMA_VERSION) {
            return List.of(Kind.STORE_NEWER.of(subject, version, JdbcStore.SCHEMA_VERSION));
        }
        boolean whole = FORMAT.equals(meta.get("format")) && version > 0 && tables.contains("byoc_entry");
        return whole ? List.of() : List.of(Kind.STORE_FOREIGN.of(subject));
    }

    private static Map<String, String> meta(Connection connection) throws SQLException {
        Map<String, String> meta = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select * from " + META)) {
            while (rows.next() && rows.getMetaData().getColumnCount() == 2) {
                meta.put(String.valueOf(rows.getString(1)), String.valueOf(rows.getString(2)));
            }
        }
        return meta;
    }

    private static int number(Map<String, String> meta, String name) {
        String text = meta.getOrDefault(name, "");
        return text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 0;
    }
}
