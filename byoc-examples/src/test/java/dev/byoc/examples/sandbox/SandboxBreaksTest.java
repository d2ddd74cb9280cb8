package dev.byoc.examples.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What the demo has to notice of every message; see {@link SandboxStraysTest}. */
class SandboxBreaksTest {
    private final SandboxRun sandbox = new SandboxRun();

    @Test
    void droppedMessagesAreMissedOnBothSides() throws IOException {
        assertThat(sandbox.broken("drop"))
                .contains("Freshchat, Anna: missing user \"These ones + picture")
                .contains("Viber, Anna: missing text \"Hi Anna, one moment & I'll look\"");
    }

    @Test
    void doubledMessagesAreTooManyOnBothSides() throws IOException {
        assertThat(sandbox.broken("double"))
                .contains("Freshchat, Anna: too many user \"These ones + picture")
                .contains("Viber, Anna: too many text \"Hi Anna, one moment & I'll look\"");
    }

    @Test
    void swappedMessagesAreOutOfOrderOnBothSides() throws IOException {
        assertThat(sandbox.broken("swap"))
                .contains("Freshchat, Anna: out of order")
                .contains("Viber, Anna: out of order, text \"Yes. Which colour? [Red] [Black]\" where"
                        + " text \"Hi Anna, one moment & I'll look\" should be");
    }

    @Test
    void unknownBreakIsRefusedWithThoseThereAre() throws IOException {
        sandbox.options.setProperty("sandbox.demo", "true");
        sandbox.options.setProperty("sandbox.break", "explode");

        assertThat(sandbox.run("")).isEqualTo(2);
        assertThat(sandbox.err().strip())
                .isEqualTo("sandbox.break: there is no 'explode'."
                        + " There are: drop, double, swap, leak-note, wrong-customer, no-catch-up");
    }

    @Test
    void breakWithoutDemoIsRefused() throws IOException {
        sandbox.options.setProperty("sandbox.break", "drop");

        assertThat(sandbox.run("")).isEqualTo(2);
    }
}
