package dev.byoc.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.channel.config.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** docs/reference/app.md has the table of the program's own settings, as the code has them. */
class AppPageTest {
    private static String table() {
        StringBuilder table =
                new StringBuilder("| property | variable | kind | default | what |\n|---|---|---|---|---|\n");
        for (Setting each : AppSpec.SPEC.settings()) {
            String name = "byoc." + AppSpec.dotted(each.name());
            table.append("| `")
                    .append(name)
                    .append("` | `")
                    .append(name.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT))
                    .append("` | ")
                    .append(kind(each))
                    .append(" | ")
                    .append(each.otherwise().isEmpty() ? "none" : "`" + each.otherwise() + "`")
                    .append(" | ")
                    .append(each.what())
                    .append(" |\n");
        }
        return table.toString();
    }

    private static String kind(Setting setting) {
        return switch (setting.kind()) {
            case FLAG -> "no or yes";
            case CHOICE -> String.join(", ", setting.choices());
            default -> setting.kind().name().toLowerCase(Locale.ROOT);
        };
    }

    @Test
    void thePageHasTheTableOfTheSettings() throws IOException {
        Path page = Path.of("../docs/reference/app.md");
        if (Boolean.getBoolean("byoc.write")) {
            String text = Files.readString(page);
            Files.writeString(
                    page, text.replaceFirst("(?s)SETTINGS\n|\\| property \\|.*?\n(?=\n)", table().replace("$", "\\$")));
        }

        assertThat(Files.readString(page)).contains("\n\n" + table() + "\n");
    }
}
