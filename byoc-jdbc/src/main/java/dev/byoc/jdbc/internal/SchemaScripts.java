package dev.byoc.jdbc.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The scripts that make the tables, in order: the first makes version 1, and so on. Each runs once, in one transaction, and writes its
 * number to {@code byoc_meta}. A statement ends where a line ends with a semicolon.
 *
 * @param names of files in the folder of each dialect, as Flyway wants them: {@code V1__byoc.sql}
 */
public record SchemaScripts(List<String> names) {
    /** Those of this byoc. A released script never changes: a change of the tables is the next script, for each dialect. */
    public static final SchemaScripts BUNDLED = new SchemaScripts(List.of("V1__byoc.sql"));

    private static final Pattern TABLE = Pattern.compile("^\\s*(create|drop) table (\\w+)");

    /** The version that they lead to. */
    public int version() {
        return names.size();
    }

    /** The path of a script in the jar. */
    String path(Dialect dialect, int version) {
        return "dev/byoc/jdbc/schema/" + dialect.name() + "/" + names.get(version - 1);
    }

    List<String> statements(Dialect dialect, int version) {
        List<String> statements = new ArrayList<>();
        StringBuilder statement = new StringBuilder();
        for (String line : text(path(dialect, version)).split("\n", -1)) {
            if (!line.startsWith("--")) {
                statement.append(line).append('\n');
            }
            if (line.endsWith(";")) {
                statements.add(statement.substring(0, statement.lastIndexOf(";")));
                statement.setLength(0);
            }
        }
        return statements;
    }

    /** The tables of a database of that version. */
    Set<String> tables(Dialect dialect, int version) {
        Set<String> tables = new LinkedHashSet<>();
        for (int number = 1; number <= version; number++) {
            for (String statement : statements(dialect, number)) {
                Matcher matcher = TABLE.matcher(statement);
                if (!matcher.find()) {
                    continue;
                }
                if (matcher.group(1).equals("create")) {
                    tables.add(matcher.group(2));
                } else {
                    tables.remove(matcher.group(2));
                }
            }
        }
        return tables;
    }

    private static String text(String path) {
        try (InputStream in = SchemaScripts.class.getResourceAsStream("/" + path)) {
            if (in == null) {
                throw new IllegalStateException("the byoc-jdbc jar lacks " + path);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("the byoc-jdbc jar cannot be read", e);
        }
    }
}
