package dev.byoc.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {
    private static Json json(String value) {
        return Json.parse(value.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1768467600",
                "1768467600.0",
                "1.7684676e9",
                "1768467600000",
                "1768467600000.000",
                "1768467600000000",
                "1768467600000000000",
                "\"1768467600\"",
                "\" 1768467600000 \"",
                "\"1768467600.000\"",
                "\"1768467600000000\"",
                "\"2026-01-15T09:00:00Z\"",
                "\"2026-01-15T09:00:00.000Z\"",
                "\"2026-01-15t09:00:00z\"",
                "\" 2026-01-15T09:00:00Z\\n\"",
                "\"2026-01-15T09:00Z\"",
                "\"2026-01-15T09:00:00\"",
                "\"2026-01-15 09:00:00\"",
                "\"2026-01-15 09:00:00 UTC\"",
                "\"2026-01-15T18:00:00+09:00\"",
                "\"2026-01-15T18:00:00.000+0900\"",
                "\"2026-01-15 18:00:00 +09\"",
                "\"2026-01-15T18:00:00+09:00[Asia/Seoul]\"",
                "\"2026-01-15T00:30:00-08:30\"",
                "\"Thu, 15 Jan 2026 09:00:00 GMT\""
            })
    void oneTimeInManyWords(String value) {
        assertThat(json(value).time()).isEqualTo(Instant.parse("2026-01-15T09:00:00Z"));
    }

    @Test
    void fractionsAreKept() {
        assertThat(json("1768467600.123").time()).isEqualTo(Instant.parse("2026-01-15T09:00:00.123Z"));
        assertThat(json("\"1768467600123456\"").time()).isEqualTo(Instant.parse("2026-01-15T09:00:00.123456Z"));
        assertThat(json("1768467600123456789").time()).isEqualTo(Instant.parse("2026-01-15T09:00:00.123456789Z"));
        assertThat(json("\"2026-01-15T09:00:00.12\"").time()).isEqualTo(Instant.parse("2026-01-15T09:00:00.12Z"));
        assertThat(json("\"2026-01-15T09:00:00,1234567891234Z\"").time())
                .isEqualTo(Instant.parse("2026-01-15T09:00:00.123456789Z"));
        assertThat(json("\"2026-01-15\"").time()).isEqualTo(Instant.parse("2026-01-15T00:00:00Z"));
    }

    /** A time that is none is not given: nothing is thrown, and nothing is dated 1970. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "true",
                "{}",
                "[1768467600]",
                "\"\"",
                "\"soon\"",
                "0",
                "-1",
                "-1768467600",
                "12",
                "1e300",
                "\"1e999999999\"",
                "4980000000000000000",
                "99999999999999999999999999",
                "\"NaN\"",
                "\"0000-00-00 00:00:00\"",
                "\"0001-01-01T00:00:00Z\"",
                "\"1970-01-01T00:00:00Z\"",
                "\"2026-13-01T00:00:00Z\"",
                "\"2026-02-30T00:00:00Z\"",
                "\"2026-01-15T25:00:00Z\"",
                "\"2026-01-15T09:00:00+99:00\"",
                "\"9999-12-31T23:59:59Z\"",
                "\"2026-01-15T09:00:00Z and more\""
            })
    void whatIsNoTimeIsNotGiven(String value) {
        assertThat(json(value).time()).isNull();
    }

    /** Whole numbers are read in another way than those with a fraction. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "946684799",
                "946684800",
                "1736931600",
                "4102444799",
                "4102444800",
                "99999999999",
                "100000000000",
                "1736931600123",
                "99999999999999",
                "100000000000000",
                "1736931600123456",
                "99999999999999999",
                "100000000000000000",
                "946684800000000001",
                "999999999999999999",
                "1736931600123456789",
                "0",
                "0001736931600"
            })
    void wholeNumberIsTheTimeThatTheSameDecimalIs(String digits) {
        assertThat(Json.of(digits).time()).isEqualTo(Json.of(digits + ".0").time());
    }
}
