package dev.byoc.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path folder;

    private int run(String... arguments) {
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    @Test
    void withoutACommandTheUsageIsShown() {
        assertThat(run()).isEqualTo(2);
        assertThat(err.toString())
                .contains("Name a command.", "Usage: java -jar byoc-app.jar", "token: ${FRESHCHAT_TOKEN}");
    }

    @Test
    void everyCommandHasHelpWithAHeader() {
        Main.commandLine()
                .getSubcommands()
                .values()
                .forEach(each -> assertThat(each.getUsageMessage(CommandLine.Help.Ansi.OFF))
                        .contains("Usage: java -jar byoc-app.jar " + each.getCommandName(), "--help"));
    }

    @Test
    void aFileThatIsNotThereIsAFaultOfTheCommandLine() {
        assertThat(run("serve", folder.resolve("none.yaml").toString())).isEqualTo(2);
        assertThat(err.toString()).isEqualToIgnoringNewLines("byoc: " + folder.resolve("none.yaml") + " is not there");
    }

    @Test
    void aCheckPrintsEveryFaultAndEndsWithTwo() throws IOException {
        Path file = Files.writeString(folder.resolve("byoc.yaml"), "byoc:\n  port: many\n");

        assertThat(run("config", "check", file.toString())).isEqualTo(2);
        assertThat(out.toString()).contains("byoc.port must be", "byoc.public-url is missing");
    }

    @Test
    void aCheckIsJsonIfAsked() throws IOException {
        Path file = Files.writeString(folder.resolve("byoc.yaml"), "byoc:\n  port: many\n");

        assertThat(run("config", "check", "--json", file.toString())).isEqualTo(2);
        assertThat(out.toString()).startsWith("{\"ok\":false,\"faults\":[\"byoc.port");
    }

    @Test
    void aCheckOfAFileThatIsNotThereIsJsonToo() {
        assertThat(run("config", "check", "--json", folder.resolve("none.yaml").toString()))
                .isEqualTo(2);
        assertThat(out.toString()).startsWith("{\"ok\":false,\"faults\":[\"").contains("none.yaml is not there");
    }

    @Test
    void settingsWithFaultsAreNotPrinted() throws IOException {
        Path file = Files.writeString(folder.resolve("byoc.yaml"), "byoc:\n  freshchat.tokne: top-secret\n");

        assertThat(run("config", "print", file.toString())).isEqualTo(2);
        assertThat(out.toString() + err)
                .contains("byoc.freshchat.tokne is not a setting")
                .doesNotContain("top-secret");
    }
}
