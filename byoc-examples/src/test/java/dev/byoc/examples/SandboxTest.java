package dev.byoc.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class SandboxTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Properties options = new Properties();

    @Test
    void demoFindsBothSidesAsTheyShouldBe() throws IOException {
        options.setProperty("sandbox.demo", "true");

        int code = run("");

        assertThat(lastLine()).isEqualTo("demo: viber kakaotalk ok");
        assertThat(code).isZero();
    }

    @Test
    void demoShowsTheAdminTheAddressesToRegister() throws IOException {
        options.setProperty("sandbox.demo", "true");

        run("");

        assertThat(lines())
                .anyMatch(
                        line -> line.matches(" +Relay +admin +to do +- 메시지 수신: http://127.0.0.1:[0-9]+/byoc/kakao-main/"
                                + "[A-Za-z0-9_-]{32}/message"));
    }

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
    void unknownBreakIsRefusedWithThoseThereAre() throws IOException {
        options.setProperty("sandbox.demo", "true");
        options.setProperty("sandbox.break", "explode");

        assertThat(run("")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8).strip())
                .isEqualTo("sandbox.break: there is no 'explode'."
                        + " There are: drop, double, swap, leak-note, wrong-customer");
    }

    @Test
    void breakWithoutDemoIsRefused() throws IOException {
        options.setProperty("sandbox.break", "drop");

        assertThat(run("")).isEqualTo(2);
    }

    @Test
    void typedLinesArriveOnTheOtherSide() throws IOException {
        int code = run("customer: Is it open on Sunday?\nagent: From 10 <to> 4 & no longer\nwhat?\n");

        assertThat(code).isZero();
        assertThat(lines())
                .contains(
                        "    Freshchat  Anna   user          Is it open on Sunday?",
                        "    Viber      Anna   text          From 10 <to> 4 & no longer",
                        "Type 'customer: text' or 'agent: text'.");
    }

    @Test
    void verdictNamesEveryChannelThatDiffers() {
        assertThat(Sandbox.verdict(
                        List.of(new Sandbox.Played("one", List.of()), new Sandbox.Played("other", List.of("a", "b")))))
                .isEqualTo("demo: other differs: a; b");
    }

    /** Plays the demo with that break; gives the last line. */
    private String broken(String word) throws IOException {
        options.setProperty("sandbox.demo", "true");
        options.setProperty("sandbox.break", word);
        assertThat(run("")).isEqualTo(1);
        assertThat(lastLine()).startsWith("demo: viber differs: ");
        return lastLine();
    }

    private int run(String typed) throws IOException {
        return Sandbox.run(
                options,
                new BufferedReader(new StringReader(typed)),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private List<String> lines() {
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private String lastLine() {
        return lines().get(lines().size() - 1);
    }
}
