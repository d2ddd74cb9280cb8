package dev.byoc.internal.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.channel.config.Setting;
import dev.byoc.channel.config.SettingsReading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccountOptionsTest {
    @Test
    void thePageOfSettingsListsEverySettingAsItIs() throws IOException {
        String table = AccountOptions.SPEC.settings().stream()
                .map(AccountOptionsTest::row)
                .collect(Collectors.joining("\n", "|---|---|---|---|\n", "\n\n"));

        assertThat(Files.readString(Path.of("../docs/reference/settings.md"))).contains(table);
    }

    @ParameterizedTest
    @CsvSource({
        "REUSE, Reuse[]",
        "re-open, Reopen[]",
        "newAfterResolve, NewAfter[after=PT0S]",
        "NEW_AFTER_RESOLVE, NewAfter[after=PT0S]",
        "new-after:pt24h, NewAfter[after=PT24H]",
        "New_After: P1D, NewAfter[after=PT24H]",
        "newAfter :PT0S, NewAfter[after=PT0S]"
    })
    void whatHappensAfterAResolveIsReadInRelaxedForm(String text, String policy) {
        List<String> faults = new ArrayList<>();

        assertThat(options("conversations", text, faults).conversations()).hasToString(policy);
        assertThat(faults).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sometimes",
                "new-after",
                "new-after:",
                "new-after:24h",
                "new-after:-PT1H",
                "new-after:PT-1H",
                "new-after:P1M",
                "new-after:P99999999999999999999D",
                "new-after:P4000D",
                "new-after-resolve:PT1H",
                "reuse reopen"
            })
    void whatIsNoPolicyOfConversationsIsAFault(String text) {
        List<String> faults = new ArrayList<>();

        options("conversations", text, faults);

        assertThat(faults).singleElement().asString().startsWith("'conversations' must be");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT8H", "pt8h", "\u200B PT8H\n", "PT7H60M", "P0DT8H"})
    void aTimeOfSilenceIsReadWhateverIsAroundIt(String text) {
        assertThat(options("silent-after", text, new ArrayList<>()).silentAfter())
                .isEqualTo(Duration.ofHours(8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"8h", "PT0S", "PT59S", "-PT8H", "P367D", "PT8H PT8H", "PT", "P99999999999999999999D", "no"})
    void whatIsNoTimeOfSilenceIsAFault(String text) {
        List<String> faults = new ArrayList<>();

        options("silent-after", text, faults);

        assertThat(faults).singleElement().asString().startsWith("'silent-after' must be");
    }

    @Test
    void theContextsPropertyMustNotBeOneThatIsSetAnyway() {
        SettingsReading reading = AccountOptions.SPEC.read(
                Map.of("topic", "Support", "properties", "cf_a=1", "context-property", "cf_a"));
        List<String> faults = new ArrayList<>();

        AccountOptions.of(reading.settings(), Map.of(), faults);

        assertThat(faults).containsExactly("'context-property' names a property that 'properties' sets");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cf_a=1", "cf_a, cf_b", "cf_a; cf_b"})
    void whatIsNoNameOfAPropertyIsAFault(String text) {
        List<String> faults = new ArrayList<>();

        options("context-property", text, faults);

        assertThat(faults).singleElement().asString().startsWith("'context-property' needs a property's name");
    }

    @Test
    void aNameThatPropertiesGiveTwiceIsAFault() {
        List<String> faults = new ArrayList<>();

        options("properties", "priority=High; priority=Low", faults);

        assertThat(faults).containsExactly("'properties' names one thing twice");
    }

    @ParameterizedTest
    @CsvSource({
        "note, AsNote[]",
        "NOTE, AsNote[]",
        "Off, Hidden[]",
        "agent:77, AsAgent[id=77]",
        "AGENT : a-B_c, AsAgent[id=a-B_c]",
        "agent:\u200B77\u200B, AsAgent[id=77]",
        "agent:a:b, AsAgent[id=a:b]"
    })
    void howAgentsSeeWhatCodeSendsIsReadInRelaxedForm(String text, String form) {
        List<String> faults = new ArrayList<>();

        assertThat(options("sent-from-code", text, faults).sentFromCode()).hasToString(form);
        assertThat(faults).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "yes",
                "notes",
                "agent",
                "agent:",
                "agent: \u200B",
                "bot",
                "note:1",
                "off:1",
                "bot:77",
                "agent:shop@example.com"
            })
    void whatIsNoWayToSeeItIsAFault(String text) {
        List<String> faults = new ArrayList<>();

        options("sent-from-code", text, faults);

        assertThat(faults).singleElement().asString().startsWith("'sent-from-code' must be");
    }

    private static AccountOptions options(String name, String value, List<String> faults) {
        SettingsReading reading = AccountOptions.SPEC.read(Map.of("topic", "Support", name, value));
        assertThat(reading.faults()).isEmpty();
        return AccountOptions.of(reading.settings(), Map.of(), faults);
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
