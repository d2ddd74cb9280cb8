package dev.byoc.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.byoc.Secret;
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
        ConfigSpec.Reading reading =
                spec.read(Map.of("nmae", "Shop", "base-url", "ftp://x", "mode", "odd", "limit", "-1", "token", " , "));

        assertThat(reading.settings()).isNull();
        assertThat(reading.faults())
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
    @ValueSource(strings = {"", "   ", "\t\n"})
    void blankSecretIsAMissingOne(String blank) {
        assertThat(spec.read(Map.of("name", "Shop", "token", blank)).faults())
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
}
