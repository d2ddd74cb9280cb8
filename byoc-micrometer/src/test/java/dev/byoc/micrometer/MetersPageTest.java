package dev.byoc.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Test;

/** docs/reference/meters.md has the table of all meters, as the code has them. */
class MetersPageTest {
    private static String table() {
        StringBuilder table =
                new StringBuilder("| meter | in Prometheus | kind | tags | what |\n|---|---|---|---|---|\n");
        for (Metric each : Metric.values()) {
            table.append("| `")
                    .append(each.meter)
                    .append("` | `")
                    .append(each.meter.replace('.', '_'))
                    .append(suffix(each))
                    .append("` | ")
                    .append(kind(each))
                    .append(" | `")
                    .append(String.join("`, `", each.tags))
                    .append("` | ")
                    .append(each.description)
                    .append(" |\n");
        }
        return table.toString();
    }

    private static String suffix(Metric metric) {
        return switch (metric.kind) {
            case COUNTER -> "_total";
            case TIMER -> "_seconds_{count,sum,bucket,max}";
            case GAUGE -> "";
            case AGE -> "_seconds";
        };
    }

    private static String kind(Metric metric) {
        return switch (metric.kind) {
            case COUNTER -> "counter";
            case TIMER -> "timer, seconds";
            case GAUGE -> "gauge";
            case AGE -> "gauge, seconds";
        };
    }

    @Test
    void thePageHasTheTableOfTheMeters() throws IOException {
        Path page = Path.of("../docs/reference/meters.md");
        if (Boolean.getBoolean("byoc.write")) {
            String text = Files.readString(page);
            Files.writeString(
                    page, text.replaceFirst("(?s)\\| meter \\|.*?\n(?=\n)", Matcher.quoteReplacement(table())));
        }

        assertThat(Files.readString(page)).contains("\n\n" + table() + "\n");
    }
}
