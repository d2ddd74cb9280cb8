package dev.byoc.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    @Test
    void numbersKeepEveryDigit() {
        Json json = parse("{\"a\":5741311803571721087,\"b\":3,\"c\":18446744073709551616,\"d\":1.50}");

        assertThat(json.get("a").number()).isEqualTo(5741311803571721087L);
        assertThat(new String(json.bytes(), StandardCharsets.UTF_8))
                .isEqualTo("{\"a\":5741311803571721087,\"b\":3,\"c\":18446744073709551616,\"d\":1.50}");
        assertThat(json.get("c").number()).isNull();
        assertThat(json.get("c").text()).isEqualTo("18446744073709551616");
    }

    @Test
    void numberMayComeAsAString() {
        assertThat(parse("{\"a\":\"5741311803571721087\"}").get("a").number()).isEqualTo(5741311803571721087L);
    }

    @Test
    void whatIsMissingNullOrOfAnotherTypeIsAbsent() {
        Json json = parse("{\"a\":null,\"b\":[1],\"c\":\"x\"}");

        assertThat(json.get("a").isPresent()).isFalse();
        assertThat(json.get("nowhere").get("deeper").at(3).text()).isNull();
        assertThat(json.get("b").get("x").text()).isNull();
        assertThat(json.get("c").items()).isEmpty();
        assertThat(json.get("c").number()).isNull();
    }

    @Test
    void lastOfDuplicateKeysCounts() {
        assertThat(parse("{\"a\":1,\"a\":2}").get("a").number()).isEqualTo(2);
    }

    @Test
    void byteOrderMarkIsSkipped() {
        assertThat(parse("\uFEFF{\"a\":1}").get("a").number()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\uFEFF", "{", "{\"a\":1}x", "{\"a\":1}{}", "nope", "{'a':1}", "[1,]", "\"open"})
    void malformedTextIsRefusedWithoutQuotingIt(String text) {
        assertThatThrownBy(() -> parse(text))
                .isInstanceOf(JsonException.class)
                .message()
                .hasSizeLessThan(40);
    }

    @Test
    void brokenUtf8IsRefusedAndNotReplaced() {
        byte[] bytes = {'"', (byte) 0xC3, '"'};

        assertThatThrownBy(() -> Json.parse(bytes)).isInstanceOf(JsonException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e999999999", "-1e999999999", "1e-999999999"})
    void absurdNumbersAreNoNumbers(String number) {
        Json json = parse("[" + number + "]").at(0);

        assertThat(json.number()).isNull();
    }

    @Test
    void millionDigitsAreReadAtOnceAndAreNoNumber() {
        Json json = parse("[" + "9".repeat(1_000_000) + "]").at(0);

        assertThat(json.number()).isNull();
        assertThat(json.decimal()).isNull();
    }

    @Test
    void nestingBeyondTheLimitIsRefusedInSkippedFieldsToo() {
        assertThatThrownBy(() -> parse("{\"a\":" + "[".repeat(100_000))).isInstanceOf(JsonException.class);
    }

    @Test
    void keysWithEqualHashesAreReadAsFastAsOthers() {
        StringBuilder text = new StringBuilder("{");
        for (int i = 0; i < 1 << 14; i++) {
            StringBuilder key = new StringBuilder();
            for (int bit = 0; bit < 14; bit++) {
                key.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            text.append(i == 0 ? "" : ",").append('"').append(key).append("\":0");
        }

        assertThat(parse(text.append('}').toString()).fields()).hasSize(1 << 14);
    }

    @Test
    void nullFieldsAreLeftOutOfWhatIsSent() {
        Json json = Json.object()
                .put("a", null)
                .put("b", List.of(1, "x", Map.of("k", true)))
                .build();

        assertThat(new String(json.bytes(), StandardCharsets.UTF_8)).isEqualTo("{\"b\":[1,\"x\",{\"k\":true}]}");
    }

    @Test
    void aBuilderThatIsUsedFurtherChangesNothingThatItHasBuilt() {
        Json.Builder builder = Json.object().put("a", 1);
        Json first = builder.build();
        Json second = builder.put("a", 2).put("b", 3).build();
        builder.put("b", 4);

        assertThat(first).isEqualTo(parse("{\"a\":1}"));
        assertThat(second).isEqualTo(parse("{\"a\":2,\"b\":3}"));
    }

    @Test
    void printingShowsNoValue() {
        assertThat(parse("{\"a\":\"secret\"}").get("a").toString()).doesNotContain("secret");
    }

    private static Json parse(String text) {
        return Json.parse(text.getBytes(StandardCharsets.UTF_8));
    }
}
