package dev.byoc.internal.guard;

import dev.byoc.internal.http.OkHttp;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Arrays;

/** A stream that a channel, or a client of the host's, has opened: its code runs at each read. What a read that was left behind may still write is discarded. */
final class GuardedStream extends InputStream {
    /** A change of threads for each of the eight kilobytes that are usually asked for would show. */
    private static final int MOST_AT_ONCE = 64 * 1024;

    private final InputStream stream;
    private final Guard guard;
    private final Site site;
    private byte[] some = new byte[0];
    private int next;

    GuardedStream(InputStream stream, Guard guard, String component, String name) {
        this.stream = stream;
        this.guard = guard;
        // Most of them are streams of our HTTP client, which has its own limit for a server that is silent.
        this.site = new Site(component, name, "", Site.MOST, OkHttp.DEADLINE);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (next == some.length) {
            some = value(guard.call(site, () -> {
                byte[] fresh = new byte[MOST_AT_ONCE];
                int read = 0;
                while (read == 0) {
                    read = stream.read(fresh, 0, fresh.length);
                }
                if (read > fresh.length) {
                    throw new IOException("a stream that says it gave more than it was asked for");
                }
                return Arrays.copyOf(fresh, Math.max(0, read));
            }));
            next = 0;
        }
        if (some.length == 0) {
            return -1;
        }
        int given = Math.min(length, some.length - next);
        System.arraycopy(some, next, bytes, offset, given);
        next += given;
        return given;
    }

    @Override
    public void close() throws IOException {
        value(guard.call(site, () -> {
            stream.close();
            return true;
        }));
    }

    /** As a stream tells it. */
    static <T> T value(Result<T> outcome) throws IOException {
        if (outcome instanceof Result.Returned<T> returned) {
            return returned.value();
        }
        if (outcome instanceof Result.Failed<T> failed && failed.cause() instanceof IOException e) {
            throw e;
        }
        if (outcome instanceof Result.Hung<T>) {
            throw new InterruptedIOException(outcome.trouble());
        }
        throw new IOException(outcome.trouble());
    }
}
