package dev.byoc.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** docs/reference/app.md, whose tables are made of the code. */
public final class Page {
    private static final Path PAGE = Path.of("../docs/reference/app.md");

    private Page() {}

    /** A row of cells. */
    public static String row(String... cells) {
        return "| " + String.join(" | ", List.of(cells)) + " |\n";
    }

    /** The first two lines of a table. */
    public static String head(String... names) {
        return row(names) + "|---".repeat(names.length) + "|\n";
    }

    /** The page has exactly this table; {@code -Dbyoc.write=true} puts it in place of the one with the same first line. */
    public static void has(String table) throws IOException {
        if (Boolean.getBoolean("byoc.write")) {
            String head = table.substring(0, table.indexOf('\n') + 1);
            Files.writeString(
                    PAGE,
                    Pattern.compile(Pattern.quote(head) + "(?:\\|.*\n)*")
                            .matcher(Files.readString(PAGE))
                            .replaceFirst(Matcher.quoteReplacement(table)));
        }
        assertThat(Files.readString(PAGE)).contains("\n\n" + table + "\n");
    }
}
