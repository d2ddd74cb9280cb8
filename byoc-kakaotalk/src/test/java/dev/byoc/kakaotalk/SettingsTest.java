package dev.byoc.kakaotalk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.byoc.ConfigurationException;
import dev.byoc.channel.config.ConfigSpec;
import dev.byoc.channel.config.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SettingsTest {
    private static final ConfigSpec CONSULTATION =
            new KakaoTalkProvider().describe().config();
    private static final ConfigSpec SKILL =
            new KakaoTalkSkillProvider().describe().config();

    @Test
    void knowsTheDealersTheSettingsName() {
        assertThat(CONSULTATION.settings())
                .filteredOn(setting -> setting.name().equals("dealer"))
                .singleElement()
                .extracting(Setting::choices)
                .isEqualTo(List.of("happytalk", "bizgo"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "client-id||'client-id' is missing: the dealer happytalk needs it",
                "client-secret||'client-secret' is missing: the dealer happytalk needs it",
                "sender-key||'sender-key' is missing",
                "api-key|key-of-bizgo|'api-key' belongs to the dealer bizgo, but 'dealer' is happytalk",
                "dealer|kakao|'dealer' must be one of happytalk, bizgo",
                "sender-key|a/b|'sender-key' is no sender key",
                "client-secret|비밀|'client-secret' holds a blank, a control character or one that is not ASCII",
                "base-url|https://a.example?x=1|'base-url' must not have a query or fragment",
                "base-url|ftp://a.example|'base-url' is not an http(s) address",
                "reference|loud|'reference' must be one of note, ignore",
                "allowed-addresses|192.0.2.0/24, kakao.com|'allowed-addresses': not an IP address or range such as",
                "media-hosts|https://kakao.com/x|'media-hosts' holds something that is no host"
            })
    void refusesAWrongSettingAndSaysWhatToDo(String name, String value, String fault) {
        assertThatThrownBy(() -> Shop.happytalk(name, value == null ? "" : value))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(fault);
    }

    @Test
    void refusesTheOtherDealersCredentials() {
        assertThatThrownBy(() -> Shop.bizgo("client-id", "id", "client-secret", "secret-0123"))
                .isInstanceOfSatisfying(
                        ConfigurationException.class,
                        e -> assertThat(e.faults()).hasSize(2))
                .hasMessageNotContaining("secret-0123");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "bot-id||'bot-id' is missing",
                "bot-id|a/b|'bot-id' is no id of a chatbot",
                "header-secret||'header-secret' is missing",
                "header-secret|비밀|'header-secret' holds a blank, a control character or one that is not ASCII",
                "header-name|X Secret|'header-name' is no name of a header",
                "patience|5|'patience' must be at most 4 seconds",
                "patience|0|'patience' must be a whole number above zero",
                "callback-hosts|http://a.example/x|'callback-hosts' holds something that is no host",
                "event-name|reply|'event-name' and 'rest-api-key' belong together",
                "rest-api-key|key|'event-name' and 'rest-api-key' belong together"
            })
    void refusesAWrongSettingOfTheChatbot(String name, String value, String fault) {
        assertThatThrownBy(() -> Shop.skill(name, value == null ? "" : value))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(fault);
    }

    @Test
    void refusesAnAcknowledgementThatKakaoWouldNotShow() {
        assertThatThrownBy(() -> Shop.skill("acknowledgement", "가".repeat(1001)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("'acknowledgement' must have at most 1000 characters");
    }

    /** Every setting has been thought of above or has no wrong value. */
    @Test
    void hasNoSettingsThatThisTestDoesNotKnow() {
        assertThat(CONSULTATION.settings())
                .extracting(Setting::name)
                .containsExactlyInAnyOrderElementsOf(Set.of(
                        "dealer",
                        "sender-key",
                        "client-id",
                        "client-secret",
                        "api-key",
                        "base-url",
                        "reference",
                        "allowed-addresses",
                        "media-hosts"));
    }

    @Test
    void theGuideListsEverySettingAsItIs() throws IOException {
        String guide = Files.readString(Path.of("../docs/guides/kakaotalk.md"));

        assertThat(guide).contains(table(CONSULTATION)).contains(table(SKILL));
    }

    private static String table(ConfigSpec spec) {
        return spec.settings().stream().map(SettingsTest::row).collect(Collectors.joining("\n"));
    }

    private static String row(Setting setting) {
        String otherwise = setting.required()
                ? "required"
                : setting.otherwise().isEmpty() ? "none" : "`" + setting.otherwise() + "`";
        String kind = !setting.choices().isEmpty()
                ? String.join(" or ", setting.choices())
                : setting.kind().name().toLowerCase(Locale.ROOT);
        return "| `" + setting.name() + "` | " + kind + " | " + otherwise + " | " + setting.what() + " |";
    }
}
