package dev.byoc.examples.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineTest {
    @Test
    void customerSpeaks() {
        assertThat(Line.of("customer: Hello")).isEqualTo(new Line(Line.Speaker.CUSTOMER, "Hello"));
    }

    @Test
    void agentSpeaks() {
        assertThat(Line.of("  Agent :Hi  ")).isEqualTo(new Line(Line.Speaker.AGENT, "Hi"));
    }

    @Test
    void textMayHoldColons() {
        assertThat(Line.of("agent: at 10:30, see https://example.com"))
                .isEqualTo(new Line(Line.Speaker.AGENT, "at 10:30, see https://example.com"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "hello", "agent", "agent:", "customer:   ", "boss: hello", ": hello"})
    void anythingElseIsNoLine(String typed) {
        assertThat(Line.of(typed)).isNull();
    }
}
