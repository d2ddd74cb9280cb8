package dev.byoc.examples.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class SandboxTest {
    private final SandboxRun sandbox = new SandboxRun();

    @Test
    void demoFindsBothSidesAsTheyShouldBe() throws IOException {
        sandbox.options.setProperty("sandbox.demo", "true");

        int code = sandbox.run("");

        assertThat(sandbox.lastLine()).isEqualTo("demo: viber kakaotalk ok");
        assertThat(code).isZero();
    }

    @Test
    void demoShowsTheAdminTheAddressesToRegister() throws IOException {
        sandbox.options.setProperty("sandbox.demo", "true");

        sandbox.run("");

        assertThat(sandbox.lines())
                .anyMatch(
                        line -> line.matches(" +Relay +admin +to do +- 메시지 수신: http://127.0.0.1:[0-9]+/byoc/kakao-main/"
                                + "[A-Za-z0-9_-]{32}/message"));
    }

    @Test
    void typedLinesArriveOnTheOtherSide() throws IOException {
        int code = sandbox.run("customer: Is it open on Sunday?\nagent: From 10 <to> 4 & no longer\nwhat?\n");

        assertThat(code).isZero();
        assertThat(sandbox.lines())
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
}
