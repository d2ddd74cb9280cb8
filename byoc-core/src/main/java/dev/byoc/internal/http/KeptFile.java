package dev.byoc.internal.http;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A copy of a fetched file, made while that is read, so that it can be read again from the first byte: up to {@value #MOST_IN_MEMORY} bytes
 * in memory and the rest in a temporary file of {@code java.io.tmpdir} that only the process's user may read. That file has no name once it is open,
 * where the system allows it, so a process that is killed leaves none behind. Thread-safe. To be closed, which leaves the fetched file as
 * it is.
 */
public final class KeptFile implements Closeable {
    static final int MOST_IN_MEMORY = 256 * 1024;

    private static final int FIRST = 16 * 1024;

    private final Fetched file;
    private final String directory;
    private byte[] head = new byte[FIRST];
    private volatile @Nullable FileChannel rest;
    private volatile long taken;
    private volatile boolean isWhole;
    private volatile boolean isLost;

    /** Keeps what is read of that file. */
    public KeptFile(Fetched file) {
        this(file, System.getProperty("java.io.tmpdir", ""));
    }

    KeptFile(Fetched file, String directory) {
        this.file = file;
        this.directory = directory;
    }

    /** How many bytes of it were read so far. */
    public long taken() {
        return taken;
    }

    /** Whether all of it is here: then it can be read although the fetched file is closed. */
    public boolean isWhole() {
        return isWhole && !isLost;
    }

    /** Whether what was read is here: else the disk has not taken it, and the file is to be fetched anew. */
    public boolean canBeReadAgain() {
        return !isLost;
    }

    /** Its bytes from the first one: those that are kept, and behind them those that come. Closing the stream leaves all as it is. */
    public InputStream open() {
        return new InputStream() {
            private long at;

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                Objects.checkFromIndexSize(offset, length, into.length);
                int count = length == 0 ? 0 : KeptFile.this.read(at, into, offset, length);
                at += Math.max(0, count);
                return count;
            }
        };
    }

    private synchronized int read(long from, byte[] into, int offset, int length) throws IOException {
        if (from < taken) {
            return readKept(from, ByteBuffer.wrap(into, offset, (int) Math.min(length, taken - from)));
        }
        if (isWhole) {
            return -1;
        }
        int count = file.body().read(into, offset, length);
        if (count > 0) {
            keep(into, offset, count);
        }
        if (count < 0) {
            isWhole = true;
        }
        return count;
    }

    private int readKept(long from, ByteBuffer into) throws IOException {
        if (isLost) {
            throw new IOException("what was read of a file could not be kept");
        }
        if (from < MOST_IN_MEMORY) {
            int count = (int) Math.min(into.remaining(), MOST_IN_MEMORY - from);
            into.put(head, (int) from, count);
            return count;
        }
        FileChannel channel = rest;
        int count = channel == null ? -1 : channel.read(into, from - MOST_IN_MEMORY);
        if (count < 0) {
            throw new EOFException("what was read of a file is no longer kept");
        }
        return count;
    }

    private synchronized void keep(byte[] bytes, int offset, int count) {
        int inMemory = (int) Math.max(0, Math.min(count, MOST_IN_MEMORY - taken));
        if (!isLost && inMemory > 0) {
            int end = (int) taken + inMemory;
            if (end > head.length) {
                head = Arrays.copyOf(head, Math.min(MOST_IN_MEMORY, Math.max(end, 2 * head.length)));
            }
            System.arraycopy(bytes, offset, head, (int) taken, inMemory);
        }
        if (!isLost && inMemory < count) {
            try {
                write(ByteBuffer.wrap(bytes, offset + inMemory, count - inMemory), taken + inMemory - MOST_IN_MEMORY);
            } catch (IOException | RuntimeException e) {
                // A full disk, or none: the file is on its way all the same.
                lose();
            }
        }
        taken = taken + count;
    }

    private void write(ByteBuffer bytes, long at) throws IOException {
        FileChannel channel = rest;
        if (channel == null) {
            channel = temporary();
            rest = channel;
            if (isLost) {
                // Closed meanwhile, by a caller that could not wait for this.
                channel.close();
            }
        }
        for (long position = at; bytes.hasRemaining(); ) {
            position += channel.write(bytes, position);
        }
    }

    private FileChannel temporary() throws IOException {
        Path path = Files.createTempFile(Path.of(directory), "byoc-", ".part");
        try {
            return FileChannel.open(
                    path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(path);
            throw e;
        }
    }

    private void lose() {
        isLost = true;
        FileChannel channel = rest;
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                // It is not used any more.
            }
        }
    }

    /** Gives back what was kept. Does not wait for a reader. */
    @Override
    public void close() {
        lose();
    }
}
