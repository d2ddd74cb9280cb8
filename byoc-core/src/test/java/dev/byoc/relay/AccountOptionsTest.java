package dev.byoc.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.channel.ConfigSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class AccountOptionsTest {
    @Test
    void theReadmeListsEverySettingAsItIs() throws IOException {
        String table = AccountOptions.SPEC.settings().stream()
                .map(AccountOptionsTest::row)
                .collect(Collectors.joining("\n", "|---|---|---|---|\n", "\n\n"));

        assertThat(Files.readString(Path.of("../README.md"))).contains(table);
    }

    private static String row(ConfigSpec.Setting setting) {
        String otherwise = setting.required()
                ? "required"
                : setting.otherwise().isEmpty() ? "none" : "`" + setting.otherwise() + "`";
        String kind = !setting.choices().isEmpty()
                ? String.join(" or ", setting.choices())
                : setting.kind().name().toLowerCase(Locale.ROOT);
        return "| `" + setting.name() + "` | " + kind + " | " + otherwise + " | " + setting.what() + " |";
    }
}
