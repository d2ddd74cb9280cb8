package dev.byoc.examples.bench.rig;

import dev.byoc.examples.ChildJvm;
import dev.byoc.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A process that is measured or that serves. It writes one JSON object a line, and ends when its stdin does. */
public final class Child implements AutoCloseable {
    private final Process process;
    private final BufferedReader out;

    /**
     * Starts it.
     *
     * @param options of the virtual machine
     */
    public Child(Class<?> main, List<String> options, String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of("-Dorg.slf4j.simpleLogger.log.dev.byoc=error"));
        all.addAll(options);
        ProcessBuilder builder = ChildJvm.of(main, all).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.command().addAll(List.of(arguments));
        this.process = builder.start();
        this.out = process.inputReader(StandardCharsets.UTF_8);
    }

    public ProcessHandle process() {
        return process.toHandle();
    }

    /** Runs one to its end; gives what it reported. */
    public static Json run(Class<?> main, List<String> options, String... arguments) throws IOException {
        try (Child child = new Child(main, options, arguments)) {
            return child.report();
        }
    }

    /** The next line. */
    public Json report() throws IOException {
        String line = out.readLine();
        if (line == null) {
            throw new IOException("a child process ended without a report");
        }
        return Json.parse(line.getBytes(StandardCharsets.UTF_8));
    }

    /** A number of a report. */
    public static double number(Json report, String name) throws IOException {
        String text = report.get(name).text();
        if (text == null) {
            throw new IOException("a child process has not reported " + name);
        }
        return Double.parseDouble(text);
    }

    /** For a child: the {@link System#nanoTime} of then. */
    public static long inSeconds(String seconds) {
        return System.nanoTime() + TimeUnit.SECONDS.toNanos(Long.parseLong(seconds));
    }

    /** For a child: lets so many seconds pass. */
    public static void pass(String seconds) {
        long end = inSeconds(seconds);
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    /** For a child: reports, for its parent. */
    public static void tell(Json.Builder report) {
        System.out.println(new String(report.build().bytes(), StandardCharsets.UTF_8));
        System.out.flush();
    }

    /** For a child: waits until the parent wants it to end. */
    public static void awaitEnd() throws IOException {
        while (System.in.read() >= 0) {
            // Nothing is said, only closed.
        }
        Runtime.getRuntime().halt(0);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
