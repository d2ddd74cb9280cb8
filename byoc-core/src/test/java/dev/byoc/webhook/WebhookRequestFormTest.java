package dev.byoc.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookRequestFormTest {
    private static final String FORM = "application/x-www-form-urlencoded";

    @Test
    void fieldsAreDecodedInTheirOrderWithAllTheirValues() {
        assertThat(form(FORM, "b=%EC%95%88+%2B&a=1&b=&c"))
                .containsExactly(
                        Map.entry("b", List.of("안 +", "")), Map.entry("a", List.of("1")), Map.entry("c", List.of("")));
    }

    @Test
    void malformedEscapeStaysAsItIs() {
        assertThat(form(FORM, "a=100%&b=%zz")).isEqualTo(Map.of("a", List.of("100%"), "b", List.of("%zz")));
    }

    @ParameterizedTest
    @ValueSource(strings = {FORM, "Application/X-WWW-Form-UrlEncoded; charset=utf-8"})
    void typeIsOfEitherCaseWithParameters(String type) {
        assertThat(form(type, "a=1")).containsKey("a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "multipart/form-data; boundary=x", ""})
    void bodyOfAnotherTypeHasNoFields(String type) {
        assertThat(form(type, "a=1")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&", "=1", "&&=&"})
    void nothingIsNoField(String body) {
        assertThat(form(FORM, body)).isEmpty();
    }

    private static Map<String, List<String>> form(String type, String body) {
        return WebhookRequest.builder()
                .headers(Map.of("Content-Type", List.of(type)))
                .body(body.getBytes(StandardCharsets.UTF_8))
                .build()
                .form();
    }
}
