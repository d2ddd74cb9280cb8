package dev.byoc.examples.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What the demo has to notice. */
class SandboxBreaksTest {
    private final SandboxRun sandbox = new SandboxRun();

    @Test
    void droppedMessagesAreMissedOnBothSides() throws IOException {
        assertThat(broken("drop"))
                .contains("Freshchat, Anna: missing user \"These ones + picture")
                .contains("Viber, Anna: missing text \"Hi Anna, one moment & I'll look\"");
    }

    @Test
    void doubledMessagesAreTooManyOnBothSides() throws IOException {
        assertThat(broken("double"))
                .contains("Freshchat, Anna: too many user \"These ones + picture")
                .contains("Viber, Anna: too many text \"Hi Anna, one moment & I'll look\"");
    }

    @Test
    void swappedMessagesAreOutOfOrderOnBothSides() throws IOException {
        assertThat(broken("swap"))
                .contains("Freshchat, Anna: out of order")
                .contains("Viber, Anna: out of order, text \"Yes. Which colour? [Red] [Black]\" where"
                        + " text \"Hi Anna, one moment & I'll look\" should be");
    }

    @Test
    void leakedNoteIsTooMuchForTheCustomer() throws IOException {
        assertThat(broken("leak-note"))
                .isEqualTo("demo: viber differs: Viber, Anna: too many text \"Regular customer, may have 10 % off\"");
    }

    @Test
    void answerToTheWrongCustomerIsMissingHereAndTooManyThere() throws IOException {
        assertThat(broken("wrong-customer"))
                .contains("Viber, Boris: missing text \"At 5 Main Street. And you?\"")
                .contains("Viber, Anna: too many text \"At 5 Main Street. And you?\"");
    }

    @Test
    void answerOfTheTimeWithoutARelayIsMissingWhereNobodyLooksForIt() throws IOException {
        assertThat(broken("no-catch-up"))
                .isEqualTo("demo: viber differs: Viber, Anna: missing text \"They are on their way.\"");
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

    /** Plays the demo with that break; gives the last line. */
    private String broken(String word) throws IOException {
        sandbox.options.setProperty("sandbox.demo", "true");
        sandbox.options.setProperty("sandbox.break", word);
        assertThat(sandbox.run("")).isEqualTo(1);
        assertThat(sandbox.lastLine()).startsWith("demo: viber differs: ");
        return sandbox.lastLine();
    }
}
