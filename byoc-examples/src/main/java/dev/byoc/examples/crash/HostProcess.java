package dev.byoc.examples.crash;

import dev.byoc.examples.ChildJvm;
import dev.byoc.testkit.FreePort;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One host as its parent sees it: always on the same port and the same store, in one process after the other. */
final class HostProcess implements AutoCloseable {
    private static final List<String> OPTIONS = List.of(
            "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Dorg.slf4j.simpleLogger.showDateTime=true");

    private final int number;
    private final @Nullable Path jar;
    private final int port = FreePort.next();
    private final Wire wire;
    private final Halts halts;
    private final Path log;
    private @Nullable Running running;

    private record Running(Process process, BufferedReader out, Writer in) {}

    /**
     * Not started yet.
     *
     * @param jar a program that keeps {@link Host}'s contract; null: that one
     * @param directory for its log
     */
    HostProcess(int number, @Nullable Path jar, Wire wire, Halts halts, Path directory) {
        this.number = number;
        this.jar = jar;
        this.wire = wire;
        this.halts = halts;
        this.log = directory.resolve("host-" + number + ".log");
    }

    @Override
    public String toString() {
        return "host " + number;
    }

    URI origin() {
        return URI.create("http://127.0.0.1:" + port);
    }

    Wire wire() {
        return wire;
    }

    /**
     * Starts it and waits until it relays.
     *
     * @param settings the environment variables that are the same for all hosts
     * @return its address for Freshchat
     */
    URI start(Map<String, String> settings) {
        ProcessBuilder builder = (jar == null ? ChildJvm.of(Host.class, OPTIONS) : ChildJvm.of(jar, OPTIONS))
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(settings);
        builder.environment().put("PORT", String.valueOf(port));
        builder.environment().put("FRESHCHAT_URL", wire.origin() + "/v2");
        builder.environment().put("VIBER_URL", wire.origin() + "/pa");
        try {
            Process process = builder.start();
            running = new Running(
                    process, process.inputReader(StandardCharsets.UTF_8), process.outputWriter(StandardCharsets.UTF_8));
            String line = running.out().readLine();
            // The virtual machine itself may have something to say first.
            while (line != null && !line.startsWith("ready ")) {
                System.err.println(this + ": " + line);
                line = running.out().readLine();
            }
            if (line == null) {
                throw new IllegalStateException(
                        this + " does not start and ends with " + process.waitFor() + "; see " + log);
            }
            halts.ended(number, System.nanoTime());
            return URI.create(line.substring("ready ".length()));
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        } catch (IOException e) {
            throw new UncheckedIOException("host " + number + " does not start; see " + log, e);
        }
    }

    private Running running() {
        Running now = running;
        if (now == null) {
            throw new IllegalStateException("host " + number + " was not started");
        }
        return now;
    }

    /** By SIGKILL, in the middle of whatever it does. */
    void kill() {
        halts.began(number, System.nanoTime());
        if (!running().process().isAlive()) {
            throw new IllegalStateException("host " + number + " has ended by itself; see " + log);
        }
        try {
            running().process().destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** By SIGSTOP, until {@link #resume}: it does nothing and does not know. */
    void stop() {
        halts.began(number, System.nanoTime());
        signal("-STOP");
    }

    void resume() {
        signal("-CONT");
        halts.ended(number, System.nanoTime());
    }

    private void signal(String signal) {
        try {
            int code = new ProcessBuilder(
                            "kill", signal, String.valueOf(running().process().pid()))
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new IllegalStateException("host " + number + " has ended by itself; see " + log);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the command 'kill' failed", e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** How many entries its store holds that are not relayed. */
    int open() {
        try {
            running().in().write("open\n");
            running().in().flush();
            String line = running().out().readLine();
            if (line == null) {
                throw new IllegalStateException("host " + number + " has ended by itself; see " + log);
            }
            return Integer.parseInt(line);
        } catch (IOException e) {
            throw new UncheckedIOException("host " + number + " has ended by itself; see " + log, e);
        }
    }

    @Override
    public void close() {
        if (running != null) {
            running.process().destroyForcibly();
        }
        wire.close();
    }
}
