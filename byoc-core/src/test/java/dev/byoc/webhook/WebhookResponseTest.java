package dev.byoc.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WebhookResponseTest {
    @Test
    void hasNoFurtherHeadersUnlessTheyAreAdded() {
        WebhookResponse plain = WebhookResponse.text(405, "no");

        WebhookResponse withAllow = plain.with("Allow", "GET").with("Retry-After", "3");

        assertThat(plain.headers()).isEmpty();
        assertThat(withAllow.headers()).isEqualTo(Map.of("Allow", "GET", "Retry-After", "3"));
        assertThat(withAllow.status()).isEqualTo(405);
        assertThat(withAllow.body()).isEqualTo(plain.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET\r\nSet-Cookie: a=b", "GET\nx", "GET\r", "GET\0"})
    void refusesAHeaderThatWouldBeginAnother(String value) {
        assertThatThrownBy(() -> WebhookResponse.ok().with("Allow", value))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .doesNotContain("GET");
    }
}
