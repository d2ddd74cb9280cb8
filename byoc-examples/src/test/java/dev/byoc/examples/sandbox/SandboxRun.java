package dev.byoc.examples.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;

/** The sandbox in this process, and what it prints. */
final class SandboxRun {
    final Properties options = new Properties();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    int run(String typed) throws IOException {
        return Sandbox.run(
                options,
                new BufferedReader(new StringReader(typed)),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    /** Plays the demo with that break, which it has to notice; gives the last line. */
    String broken(String word) throws IOException {
        options.setProperty("sandbox.demo", "true");
        options.setProperty("sandbox.break", word);
        assertThat(run("")).isEqualTo(1);
        assertThat(lastLine()).startsWith("demo: viber differs: ");
        return lastLine();
    }

    List<String> lines() {
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    String lastLine() {
        return lines().get(lines().size() - 1);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
