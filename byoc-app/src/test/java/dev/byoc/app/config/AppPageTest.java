package dev.byoc.app.config;

import dev.byoc.app.Page;
import dev.byoc.channel.config.Setting;
import java.io.IOException;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/reference/app.md has the table of the program's own settings, as the code has them. */
class AppPageTest {
    private static String row(Setting setting) {
        String name = "byoc." + AppSpec.dotted(setting.name());
        return Page.row(
                "`" + name + "`",
                "`" + name.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT) + "`",
                kind(setting),
                setting.otherwise().isEmpty() ? "none" : "`" + setting.otherwise() + "`",
                setting.what());
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
        Page.has(AppSpec.SPEC.settings().stream()
                .map(AppPageTest::row)
                .collect(Collectors.joining("", Page.head("property", "variable", "kind", "default", "what"), "")));
    }
}
