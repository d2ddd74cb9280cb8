package dev.byoc.internal.http;

import dev.byoc.internal.file.FileTypes;
import dev.byoc.message.MediaException;
import dev.byoc.message.MediaException.Reason;
import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/** A file on its way: what is known of it before its bytes are read, and the bytes, once. Not thread-safe. To be closed. */
public final class Fetched implements Closeable {
    private final BufferedSource source;
    private final Closeable connection;
    private final long size;
    private final @Nullable String declaredType;
    private final @Nullable String name;
    private final boolean partial;
    private final byte[] head;
    private final InputStream body;
    private @Nullable MediaException fault;

    /**
     * Begins to read.
     *
     * @param size as declared, -1 if it is not
     * @param most bytes that are taken
     */
    Fetched(
            BufferedSource source,
            Closeable connection,
            long size,
            long most,
            @Nullable String declaredType,
            @Nullable String name,
            boolean partial)
            throws MediaException {
        this.source = source;
        this.connection = connection;
        this.size = size;
        this.declaredType = FileTypes.bare(declaredType);
        this.name = name;
        this.partial = partial;
        try {
            if (size > most) {
                throw MediaException.largerThan(most);
            }
            if (!source.request(1)) {
                throw new MediaException(Reason.EMPTY);
            }
            source.request(FileTypes.HEAD_BYTES);
            this.head = source.getBuffer()
                    .snapshot((int)
                            Math.min(FileTypes.HEAD_BYTES, source.getBuffer().size()))
                    .toByteArray();
        } catch (IOException | RuntimeException e) {
            close();
            throw asFault(e);
        } catch (Error e) {
            close();
            throw e;
        }
        this.body = new Bounded(source.inputStream(), most);
    }

    /** In bytes; -1 if it is not known before all of it is read. */
    public long size() {
        return size;
    }

    /** What the server calls it, without parameters; null if nothing useful. */
    public @Nullable String declaredType() {
        return declaredType;
    }

    /** What the first bytes say it is; null if they say nothing. */
    public @Nullable String sniffedType() {
        return FileTypes.sniff(head);
    }

    /** As the server names it, not yet safe; null if it does not. */
    public @Nullable String name() {
        return name;
    }

    /** Whether these are the bytes of the range that was asked for; else they are all of them. */
    public boolean isPartial() {
        return partial;
    }

    /** The bytes. Reading more than may be ends with {@link MediaException}, as does whatever else goes wrong. */
    public InputStream body() {
        return body;
    }

    /** What ended the reading; null: nothing has. */
    public @Nullable MediaException fault() {
        return fault;
    }

    static MediaException asFault(Exception e) {
        if (e instanceof MediaException known) {
            return known;
        }
        if (e instanceof SocketTimeoutException) {
            // A server that says nothing for a while, and not the deadline of the whole, which ends in its superclass.
            return new MediaException(Reason.SILENT);
        }
        if (e instanceof InterruptedIOException) {
            return new MediaException(Reason.TIMED_OUT);
        }
        return new MediaException(Reason.CUT_OFF);
    }

    /** Gives the connection back, or ends it if bytes are left. */
    @Override
    public void close() {
        try {
            source.close();
            connection.close();
        } catch (IOException e) {
            // There is nothing left that it could tell us.
        }
    }

    private final class Bounded extends FilterInputStream {
        private final long most;
        private long left;

        Bounded(InputStream in, long most) {
            super(in);
            this.most = most;
            this.left = most;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (fault != null) {
                throw fault;
            }
            try {
                int read = super.read(bytes, offset, length);
                left -= Math.max(0, read);
                if (left < 0) {
                    throw MediaException.largerThan(most);
                }
                return read;
            } catch (IOException | RuntimeException e) {
                // A client of the host may have put a body of its own before this one.
                fault = asFault(e);
                throw fault;
            }
        }

        @Override
        public long skip(long n) throws IOException {
            long skipped = 0;
            byte[] some = new byte[8192];
            for (int read = 0; skipped < n && read >= 0; skipped += Math.max(0, read)) {
                read = read(some, 0, (int) Math.min(some.length, n - skipped));
            }
            return skipped;
        }

        @Override
        public boolean markSupported() {
            return false;
        }

        @Override
        public void close() {
            Fetched.this.close();
        }
    }
}
