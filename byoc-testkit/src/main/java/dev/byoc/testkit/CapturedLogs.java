package dev.byoc.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Keeps what is written to {@link System#err} while it is open, and writes it on: with {@code slf4j-simple}, which asks for the stream
 * at each line unless told otherwise, that is the log. For tests that no secret and no customer's word gets there.
 *
 * <p>{@link System#err} is the process's own, so other threads' lines are kept too, and two of these at a time must be closed in
 * reverse order.
 */
public final class CapturedLogs implements AutoCloseable {
    private final PrintStream before = System.err;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private final PrintStream both = new PrintStream(new Both(kept, before), true, StandardCharsets.UTF_8);

    private CapturedLogs() {}

    /** Starts keeping. */
    public static CapturedLogs start() {
        CapturedLogs logs = new CapturedLogs();
        System.setErr(logs.both);
        return logs;
    }

    /** Everything so far. */
    public String text() {
        both.flush();
        return kept.toString(StandardCharsets.UTF_8);
    }

    /** How many lines hold these words. */
    public long linesWith(String words) {
        return text().lines().filter(line -> line.contains(words)).count();
    }

    @Override
    public void close() {
        both.flush();
        System.setErr(before);
    }

    private static final class Both extends OutputStream {
        private final OutputStream one;
        private final OutputStream other;

        Both(OutputStream one, OutputStream other) {
            this.one = one;
            this.other = other;
        }

        @Override
        public void write(int b) throws IOException {
            one.write(b);
            other.write(b);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            one.write(bytes, from, length);
            other.write(bytes, from, length);
        }

        @Override
        public void flush() throws IOException {
            one.flush();
            other.flush();
        }
    }
}
