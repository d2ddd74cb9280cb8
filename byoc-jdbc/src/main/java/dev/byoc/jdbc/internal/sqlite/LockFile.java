package dev.byoc.jdbc.internal.sqlite;

import dev.byoc.store.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lock by which one process at a time uses a database, in a file of its own: closing any channel on the database's file would drop the
 * locks that SQLite holds on it. Taken and closed by one thread, verified by another.
 */
final class LockFile {
    private static final Logger log = LoggerFactory.getLogger(LockFile.class);

    private final Path database;
    private final Path path;
    private @Nullable FileChannel lock;
    private volatile @Nullable Object key;

    /** @param database as the host names it, for messages */
    LockFile(Path database, Path path) {
        this.database = database;
        this.path = path;
    }

    Path path() {
        return path;
    }

    /** @throws StoreException if this or another process holds it */
    void take() throws IOException {
        OwnerOnly.create(path);
        FileChannel channel = FileChannel.open(path, Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE));
        boolean held = false;
        try {
            FileLock taken = channel.tryLock();
            held = taken != null;
        } catch (OverlappingFileLockException e) {
            throw new StoreException(database + " is open in this process already: give each relay a file of its own");
        } finally {
            if (!held) {
                channel.close();
            }
        }
        if (!held) {
            throw new StoreException(database + " is in use by another process. One process works on a file;"
                    + " for several hosts use JdbcStore.of with PostgreSQL.");
        }
        lock = channel;
        key = keyOfPath();
    }

    private @Nullable Object keyOfPath() throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    }

    /** Takes the lock again if its file was removed; null: this process holds it. */
    @Nullable
    String retake() {
        try {
            if (Objects.equals(key, keyOfPath())) {
                return null;
            }
        } catch (IOException e) {
            log.debug("the lock file cannot be read: {}", e.getClass().getName());
        }
        FileChannel before = lock;
        try {
            take();
            markUsed();
            if (before != null) {
                before.close();
            }
            return null;
        } catch (IOException | StoreException e) {
            return path + " was removed, and cannot be taken again: "
                    + (e instanceof StoreException
                            ? e.getMessage()
                            : e.getClass().getSimpleName());
        }
    }

    /** The database holds its tables: the next start may expect them. */
    void markUsed() throws IOException {
        FileChannel channel = lock;
        if (channel != null && channel.size() == 0) {
            int written = channel.write(ByteBuffer.wrap("byoc\n".getBytes(StandardCharsets.UTF_8)));
            log.debug("{} bytes mark the file as used", written);
        }
    }

    /** Whether an earlier start, or this one, has marked it. */
    boolean isMarked() throws IOException {
        return Files.size(path) > 0;
    }

    void close() {
        FileChannel channel = lock;
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                // The lock ends with the process in any case.
                lock = null;
            }
        }
    }
}
