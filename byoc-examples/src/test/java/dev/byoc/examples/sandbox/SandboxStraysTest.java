package dev.byoc.examples.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What the demo has to notice of single messages that reach the wrong customer, or none. */
class SandboxStraysTest {
    private final SandboxRun sandbox = new SandboxRun();

    @Test
    void leakedNoteIsTooMuchForTheCustomer() throws IOException {
        assertThat(sandbox.broken("leak-note"))
                .isEqualTo("demo: viber differs: Viber, Anna: too many text \"Regular customer, may have 10 % off\"");
    }

    @Test
    void answerToTheWrongCustomerIsMissingHereAndTooManyThere() throws IOException {
        assertThat(sandbox.broken("wrong-customer"))
                .contains("Viber, Boris: missing text \"At 5 Main Street. And you?\"")
                .contains("Viber, Anna: too many text \"At 5 Main Street. And you?\"");
    }

    @Test
    void answerOfTheTimeWithoutARelayIsMissingWithoutCatchUp() throws IOException {
        assertThat(sandbox.broken("no-catch-up"))
                .isEqualTo("demo: viber differs: Viber, Anna: missing text \"They are on their way.\"");
    }
}
