package dev.byoc.examples.sandbox;

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
