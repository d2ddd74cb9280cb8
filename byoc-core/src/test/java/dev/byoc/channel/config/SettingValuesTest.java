package dev.byoc.channel.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingValuesTest {
    private enum Mode {
        ASK_AGENT,
        RESEND
    }

    private static final ConfigSpec SPEC = ConfigSpec.none()
            .optional("name", "", "a name")
            .optionalSecrets("token", "a token")
            .choice("mode", List.of("ask-agent", "resend"), "a mode")
            .number("patience", 4, "seconds");

    @Test
    void theLaterValueCounts() {
        assertThat(new SettingValues().text("name", "one").text("name", "two").toMap())
                .isEqualTo(Map.of("name", "two"));
    }

    @Test
    void nullTakesAnEarlierValueBack() {
        assertThat(new SettingValues().text("name", "one").text("name", null).toMap())
                .isEmpty();
    }

    @Test
    void whatWasTakenOutDoesNotChangeAnyMore() {
        SettingValues values = new SettingValues().text("name", "one");
        Map<String, String> before = values.toMap();

        values.text("name", "two");

        assertThat(before).isEqualTo(Map.of("name", "one"));
    }

    @Test
    void aConstantIsReadAsTheWordThatItNames() {
        Map<String, String> values =
                new SettingValues().choice("mode", Mode.RESEND).toMap();

        assertThat(SPEC.read(values).faults()).isEmpty();
        assertThat(SPEC.read(values).settings().text("mode")).isEqualTo("resend");
    }

    @Test
    void secondsThatAreNotWholeAreAFaultAndNotRounded() {
        Map<String, String> values = new SettingValues()
                .seconds("patience", Duration.ofMillis(1_500))
                .toMap();

        assertThat(SPEC.read(values).sentences())
                .containsExactly("'patience' must be a whole number above zero: seconds");
    }

    @Test
    void previousSecretsThatAreNotSetDoNotCount() {
        assertThat(new SettingValues().secrets("token", "new", null, " ", "old").toMap())
                .isEqualTo(Map.of("token", "new,old"));
    }

    @Test
    void aPreviousSecretDoesNotTakeThePlaceOfACurrentOneThatIsMissing() {
        Map<String, String> values =
                new SettingValues().secrets("token", null, "old-0123").toMap();

        assertThat(SPEC.read(values).sentences())
                .containsExactly("'token' begins with a comma, so that its current secret is missing: a token");
    }

    @Test
    void aListWithoutWordsIsMissing() {
        assertThat(new SettingValues()
                        .list("name")
                        .list("name", (String) null)
                        .list("name", (String[]) null)
                        .toMap())
                .isEmpty();
    }

    @Test
    void itPrintsNamesAlone() {
        assertThat(new SettingValues().secrets("token", "hush-hush"))
                .asString()
                .contains("token")
                .doesNotContain("hush");
    }
}
