package dev.byoc.channel.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.byoc.Secret;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigSpecTest {
    private final ConfigSpec spec = ConfigSpec.none()
            .text("name", "what customers see")
            .secrets("token", "from the console")
            .url("base-url", "https://api.example", "of a reseller")
            .choice("mode", List.of("plain", "rich"), "how it looks")
            .number("limit", 512, "longest caption");

    @Test
    void everyFaultIsReportedAtOnceAndNoSecretIsQuoted() {
        SettingsReading reading =
                spec.read(Map.of("nmae", "Shop", "base-url", "ftp://x", "mode", "odd", "limit", "-1", "token", " , "));

        assertThat(reading.sentences())
                .hasSize(6)
                .anySatisfy(fault -> assertThat(fault).contains("'nmae' is not a setting"))
                .anySatisfy(fault -> assertThat(fault).contains("'name' is missing"))
                .anySatisfy(fault -> assertThat(fault).contains("'token'"))
                .anySatisfy(fault -> assertThat(fault).contains("'base-url'"))
                .anySatisfy(fault -> assertThat(fault).contains("'mode'", "plain, rich"))
                .anySatisfy(fault -> assertThat(fault).contains("'limit'"));
    }

    @Test
    void defaultsStandWhereNothingWasSet() {
        Settings settings = spec.read(Map.of("name", "Shop", "token", "t1")).settings();

        assertThat(settings.text("base-url")).isEqualTo("https://api.example");
        assertThat(settings.text("mode")).isEqualTo("plain");
        assertThat(settings.text("limit")).isEqualTo("512");
    }

    @Test
    void secretsAreTheCurrentOneAndThenThePreviousOnes() {
        Settings settings =
                spec.read(Map.of("name", "Shop", "token", "new, old\nolder")).settings();

        assertThat(settings.secret("token").reveal()).isEqualTo("new");
        assertThat(settings.secrets("token")).extracting(Secret::reveal).containsExactly("new", "old", "older");
        assertThat(settings.toString()).doesNotContain("new", "older");
    }

    @ParameterizedTest
    @ValueSource(strings = {",old", " , old", ",old,older", "\uFEFF,old"})
    void aPreviousSecretIsNeverTheCurrentOne(String token) {
        assertThat(spec.read(Map.of("name", "Shop", "token", token)).sentences())
                .containsExactly(
                        "'token' begins with a comma, so that its current secret is missing: from the console");
    }

    @Test
    void aFlagMayBeYesUnlessItIsSet() {
        ConfigSpec own = ConfigSpec.none().flag("loud", true, "how it sounds");

        assertThat(own.read(Map.of()).settings().flag("loud")).isTrue();
        assertThat(own.read(Map.of("loud", "off")).settings().flag("loud")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "\t\n"})
    void blankSecretIsAMissingOne(String blank) {
        assertThat(spec.read(Map.of("name", "Shop", "token", blank)).sentences())
                .containsExactly("'token' is missing: from the console");
    }

    @ParameterizedTest
    @ValueSource(strings = {"api.example", "https://", "https://u:p@x", "https://x/", "ht tp://x"})
    void addressThatIsNoneIsRefused(String url) {
        assertThat(spec.read(Map.of("name", "Shop", "token", "t", "base-url", url))
                        .faults())
                .hasSize(1);
    }

    @Test
    void settingThatWasNeverDeclaredCannotBeRead() {
        Settings settings = spec.read(Map.of("name", "Shop", "token", "t1")).settings();

        assertThatThrownBy(() -> settings.text("nope")).isInstanceOf(IllegalArgumentException.class);
    }

    private static Map<String, String> given(String... namesAndValues) {
        Map<String, String> given = new LinkedHashMap<>();
        given.put("name", "Shop");
        given.put("token", "t1");
        for (int i = 0; i < namesAndValues.length; i += 2) {
            given.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return given;
    }

    @Test
    void nullIsMissingWhereverItStands() {
        assertThat(spec.read(given("name", null, "token", null, "mode", null, "limit", null, null, null))
                        .sentences())
                .containsExactly(
                        "a setting without a name is not a setting; known: name, token, base-url, mode, limit",
                        "'name' is missing: what customers see",
                        "'token' is missing: from the console");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"baseUrl", "BASE_URL", "base_url", "base.url", "Base-Url", "BASEURL", " base-url\n", "base url"})
    void aNameIsReadInRelaxedForm(String name) {
        Settings settings = spec.read(given(name, "https://other.example")).settings();

        assertThat(settings.text("base-url")).isEqualTo("https://other.example");
    }

    @Test
    void aNameInTwoSpellingsIsAFaultAlsoIfTheyAgree() {
        assertThat(spec.read(given("base-url", "https://a.example", "BASE_URL", "https://a.example"))
                        .sentences())
                .containsExactly("'base-url' is set 2 times, in different spellings; keep one");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "4453b6ac12345678-e02c5f12174805f9",
                "Bearer abc",
                "correct.horse.battery.staple.and.more",
                "p@ss"
            })
    void aValueInThePlaceOfANameIsNotPrinted(String value) {
        SettingsReading reading = spec.read(given(value, "x"));

        assertThat(reading.sentences())
                .containsExactly(
                        "a name that is not shown, as it looks like a value, is not a setting; known: name, token,"
                                + " base-url, mode, limit");
    }

    @Test
    void aNameAndItsSecretInTheWrongOrderAreSeenAndNotPrinted() {
        assertThat(spec.read(given("justletters", "TOKEN")).sentences())
                .hasSize(1)
                .allSatisfy(fault -> assertThat(fault).contains("swapped").doesNotContain("justletters"));
    }

    @Test
    void aSecretInThePlaceOfATextIsSeenAndNotPrinted() {
        assertThat(spec.read(given("token", "abcdefgh12345", "name", "abcdefgh12345"))
                        .sentences())
                .containsExactly("'name' holds the value of the secret 'token'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"  t1\n", "\uFEFFt1", "t1\u200B", "\u00A0t1\t", "\r\nt1\u0000"})
    void whatCopyingBringsAlongAtTheEndsOfASecretIsCut(String secret) {
        Settings settings = spec.read(given("token", secret)).settings();

        assertThat(settings.secret("token").reveal()).isEqualTo("t1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a\tb", "a\u0001b", "a\u007Fb", "\uD1A0\uD070", "a\u200Bb", "a\u00E9", "a\nb"})
    void aSecretThatCannotBeSentIsRefusedByNameAndNotPrinted(String secret) {
        ConfigSpec one = ConfigSpec.none().secret("api-key", "from the console");

        SettingsReading reading = one.read(Map.of("api-key", "q7" + secret));

        assertThat(reading.sentences()).hasSize(1);
        assertThat(reading.sentences().get(0)).startsWith("'api-key' holds").doesNotContain("q7");
        assertThat(reading.faults().get(0).setting()).isEqualTo("api-key");
    }

    @Test
    void aPhraseMayHaveBlanksAndLinesAndNoOtherControls() {
        ConfigSpec phrases = ConfigSpec.none().phrase("pem", "the key").optionalPhrase("header", "Name: value");

        Settings settings = phrases.read(Map.of("pem", "-----BEGIN-----\nab c\n-----END-----\n"))
                .settings();

        assertThat(settings.secret("pem").reveal()).isEqualTo("-----BEGIN-----\nab c\n-----END-----");
        assertThat(settings.secrets("header")).isEmpty();
        assertThat(phrases.read(Map.of("pem", "a\u0007b")).sentences())
                .containsExactly("'pem' holds control characters; copy it again: the key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "YES", "true", "True", "on", " ON ", "1", "yes\n"})
    void yesIsSaidInManyWays(String word) {
        ConfigSpec flags = ConfigSpec.none().flag("loud", "whether it is");

        assertThat(flags.read(Map.of("loud", word)).settings().flag("loud")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"no", "No", "false", "FALSE", "off", "0", "", "  "})
    void noIsSaidInManyWaysAndIsTheDefault(String word) {
        ConfigSpec flags = ConfigSpec.none().flag("loud", "whether it is");

        assertThat(flags.read(Map.of("loud", word)).faults()).isEmpty();
        assertThat(flags.read(Map.of("loud", word)).settings().flag("loud")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"maybe", "y", "2", "yes no", "-1", "null"})
    void whatIsNeitherYesNorNoIsAFault(String word) {
        ConfigSpec flags = ConfigSpec.none().flag("loud", "whether it is");

        assertThat(flags.read(Map.of("loud", word)).sentences())
                .containsExactly("'loud' must be yes or no (also true, false, on, off, 1, 0): whether it is");
    }

    @ParameterizedTest
    @ValueSource(strings = {"RICH", " rich ", "Rich"})
    void aChoiceIsReadInRelaxedForm(String word) {
        assertThat(spec.read(given("mode", word)).settings().text("mode")).isEqualTo("rich");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://x.example:0",
                "https://x.example:99999",
                "https://x.example:",
                "https://x.example/api#x",
                "https://\uCC44\uD305.example",
                "https://x_y.example",
                "https:x.example",
                "https://@x.example"
            })
    void anAddressThatCallsCannotBeBuiltOnIsRefused(String url) {
        assertThat(spec.read(given("base-url", url)).faults()).hasSize(1);
    }

    @Test
    void twoSpecsWhoseNamesDifferInSpellingAloneAreAMistake() {
        assertThatThrownBy(() -> ConfigSpec.none().text("takeover", "a").flag("take-over", "b"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void requiredSecretsTellAccountsApartUnlessTheSpecSaysOtherwise() {
        ConfigSpec shared =
                ConfigSpec.none().secret("partner-key", "of the partner").text("bot-id", "of the bot");
        Settings one = shared.read(Map.of("partner-key", "p", "bot-id", "1")).settings();
        Settings other = shared.read(Map.of("partner-key", "p", "bot-id", "2")).settings();

        assertThat(shared.isSameAccount(one, other)).isTrue();
        assertThat(shared.identifiedBy("bot-id").isSameAccount(one, other)).isFalse();
        assertThat(shared.identifiedBy("partner-key", "bot-id").isSameAccount(one, one))
                .isTrue();
        assertThatThrownBy(() -> shared.identifiedBy("bot")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aSecretThatIsBeingReplacedIsStillTheSameAccounts() {
        Settings before = spec.read(given("token", "old")).settings();
        Settings meanwhile = spec.read(given("token", "new, old")).settings();
        Settings after = spec.read(given("token", "new")).settings();

        assertThat(spec.isSameAccount(before, meanwhile)).isTrue();
        assertThat(spec.isSameAccount(meanwhile, after)).isTrue();
        assertThat(spec.isSameAccount(before, after)).isFalse();
    }
}
