package dev.byoc.host;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/**
 * A request's body as far as a relay takes it, for authors of hosts: the bytes as they came, and of one that is too large one more than is
 * taken, so that the relay refuses it.
 */
public final class RequestBody {
    /** What is read and thrown away of a body that is too large, so that the client sees the answer. */
    private static final int DRAINED_BYTES = 64 * 1024;

    private static final int CHUNK = 16 * 1024;

    private final byte[] bytes;
    private final boolean atEnd;

    /** A body took longer than it may. */
    public static final class TooSlowException extends IOException {
        private static final long serialVersionUID = 1L;

        TooSlowException() {
            super("the body comes too slowly");
        }
    }

    private RequestBody(byte[] bytes, boolean atEnd) {
        this.bytes = bytes;
        this.atEnd = atEnd;
    }

    /**
     * Reads it. Blocks as long as the stream does: the time is looked at after each piece, so a server has to end by itself the reading of a
     * client that sends nothing at all.
     *
     * @param declared its {@code Content-Length}, as some servers end the stream of a body that was cut as if it were whole; negative: none was
     *     sent, or the server checks that
     * @param patience how long it may take to arrive
     * @param taken how many bytes are taken: {@link dev.byoc.relay.RelayEngine#mostBodyBytes}
     * @throws TooSlowException if it takes longer: there may be more to read, so the connection has to be ended after the answer
     * @throws IOException if it did not arrive whole
     */
    public static RequestBody read(InputStream in, long declared, Duration patience, int taken) throws IOException {
        long end = System.nanoTime() + patience.toNanos();
        int most = taken + 1;
        byte[] piece = new byte[CHUNK];
        ByteArrayOutputStream all = new ByteArrayOutputStream(declared < 0 ? CHUNK : (int) Math.min(most, declared));
        int read;
        while ((read = in.read(piece, 0, Math.min(CHUNK, most - all.size()))) >= 0) {
            all.write(piece, 0, read);
            if (System.nanoTime() - end > 0) {
                throw new TooSlowException();
            }
            if (all.size() == most) {
                return new RequestBody(all.toByteArray(), isDrained(in, piece, end));
            }
        }
        if (all.size() < declared) {
            throw new EOFException("the body is shorter than it said");
        }
        return new RequestBody(all.toByteArray(), true);
    }

    private static boolean isDrained(InputStream in, byte[] piece, long end) {
        try {
            int left = DRAINED_BYTES;
            while (left > 0 && System.nanoTime() - end < 0) {
                int read = in.read(piece, 0, Math.min(piece.length, left));
                if (read < 0) {
                    return true;
                }
                left -= read;
            }
        } catch (IOException e) {
            // It is refused in any case.
        }
        return false;
    }

    /** For {@link dev.byoc.RelayRequest}. Not a copy. */
    public byte[] bytes() {
        return bytes;
    }

    /** Whether the stream is at its end. Where it is not, the body is too large, and the connection has to be ended after the answer. */
    public boolean isAtEnd() {
        return atEnd;
    }
}
