package dev.byoc.viber;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.byoc.ConfigurationException;
import dev.byoc.channel.config.Setting;
import dev.byoc.message.Content;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BotConfigTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "   ", ",", "\t,\n"})
    void doesNotStartWithoutAToken(String token) {
        assertThatThrownBy(() -> new Bot("auth-token", token))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("'auth-token'");
    }

    @Test
    void listsEveryFaultAtOnceAndQuotesNoSecret() {
        assertThatThrownBy(() -> new Bot(
                        "auth-header", "hidden-credential",
                        "sender-name", "e" + "\u0301".repeat(40),
                        "caption-limit", "769",
                        "welcome-message", "x".repeat(7_001),
                        "base-url", "https://api.example.test/pa?key=1"))
                .isInstanceOfSatisfying(
                        ConfigurationException.class,
                        e -> assertThat(e.faults()).hasSize(5).noneMatch(fault -> fault.contains("hidden-credential")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"토큰-0123456789", "0123456789\u0007x", "new-0123456789, 토큰-0123456789"})
    void aTokenThatCannotBeSentIsRefusedAndNotQuoted(String token) {
        assertThatThrownBy(() -> new Bot("auth-token", token))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("'auth-token'")
                .hasMessageNotContaining("0123456789");
    }

    @ParameterizedTest
    @CsvSource({
        "caption-limit, 0",
        "caption-limit, -1",
        "caption-limit, many",
        "base-url, ftp://a.example",
        "show-agent-name, perhaps"
    })
    void refusesAWrongSetting(String name, String value) {
        assertThatThrownBy(() -> new Bot(name, value))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("'" + name + "'");
    }

    @Test
    void cutsALongSenderNameBetweenCharacters() {
        try (Bot bot = new Bot("sender-name", "The Very Long Name Of A Sho👨‍👩‍👧 Inc")) {
            assertThat(bot.sent(new Content.Text("hello"))
                            .get("sender")
                            .get("name")
                            .text())
                    .isEqualTo("The Very Long Name Of A Sho");
        }
    }

    @Test
    void takesACaptionAsLongAsIsSet() {
        try (Bot bot = new Bot("caption-limit", "768")) {
            assertThat(bot.channel.capabilities().limits(Content.Image.class).maxCaption())
                    .isEqualTo(768);
        }
    }

    @Test
    void theGuideListsEverySettingAsItIs() throws IOException {
        String table =
                BotConfig.SPEC.settings().stream().map(BotConfigTest::row).collect(Collectors.joining("\n"));

        assertThat(Files.readString(Path.of("../docs/guides/viber.md"))).contains(table);
    }

    private static String row(Setting setting) {
        String otherwise = setting.required()
                ? "required"
                : setting.otherwise().isEmpty() ? "none" : "`" + setting.otherwise() + "`";
        String kind = !setting.choices().isEmpty()
                ? String.join(" or ", setting.choices())
                : setting.kind().name().toLowerCase(java.util.Locale.ROOT);
        return "| `" + setting.name() + "` | " + kind + " | " + otherwise + " | " + setting.what() + " |";
    }
}
