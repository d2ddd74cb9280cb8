package dev.byoc.jdbc.internal.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which database and which log this process has opened, compared with the files at their paths. A process keeps writing to a file that was
 * deleted, moved or replaced, and the next start would find nothing of that. Thread-safe.
 */
final class FileIdentity {
    private static final Logger log = LoggerFactory.getLogger(FileIdentity.class);

    private static final String REMEDY = " Put the same file back, or stop the relay, put a backup there and start it.";

    private final Path given;
    private final Path database;
    private final Path writeAhead;
    private volatile @Nullable Object key;
    private volatile @Nullable Object logKey;
    private volatile long bytes;
    private volatile FileTime modified = FileTime.fromMillis(0);

    /** Odd: one is under way. */
    private final AtomicInteger checkpoints = new AtomicInteger();

    private volatile @Nullable String displaced;
    private volatile boolean suspect = true;

    FileIdentity(DatabaseFile file) {
        this.given = file.given();
        this.database = file.path();
        this.writeAhead = file.writeAhead();
    }

    /** Connections to the database and to its log are open now: these are the files to compare with. */
    void remember() throws IOException {
        key = attributes(given).fileKey();
        measure();
        logKey = attributes(writeAhead).fileKey();
    }

    private static BasicFileAttributes attributes(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class);
    }

    /**
     * Compares both files with those at their paths.
     *
     * @throws DisplacedException if what is written now would not be found there
     */
    void verify() throws DisplacedException {
        Look look = look();
        displaced = look.displaced();
        if (look.displaced() != null) {
            throw new DisplacedException(look.displaced(), false);
        }
        if (!hasItsLog()) {
            throw new DisplacedException(given + "-wal was deleted or replaced while the relay works on it", true);
        }
        suspect |= look.changed();
    }

    /** What the last {@link #verify} found of the database; null: it is in its place. */
    @Nullable
    String displaced() {
        return displaced;
    }

    /** Whether the database is in its place and its log is not, which commits reach first. */
    boolean hasLostItsLog() {
        return look().displaced() == null && !hasItsLog();
    }

    /** Whether another program may have written to the database since the last {@link #accept}. True at first. */
    boolean isSuspect() {
        return suspect;
    }

    void suspect() {
        suspect = true;
    }

    /** As the database is now it is taken as this process's own work. */
    void accept() {
        measure();
        suspect = false;
    }

    /** This process is about to write to the database, which only a checkpoint does. One at a time. */
    void checkpointBegins() {
        checkpoints.getAndIncrement();
    }

    void checkpointEnds() {
        measure();
        checkpoints.getAndIncrement();
    }

    private void measure() {
        try {
            BasicFileAttributes now = attributes(database);
            bytes = now.size();
            modified = now.lastModifiedTime();
        } catch (IOException e) {
            log.debug(
                    "the attributes of the file cannot be read: {}",
                    e.getClass().getName());
        }
    }

    /**
     * What lies at the database's path.
     *
     * @param displaced why it is not what was opened; null: it is
     * @param changed another program has written to it, or has truncated it
     */
    private record Look(@Nullable String displaced, boolean changed) {}

    private Look look() {
        int before = checkpoints.get();
        long least = bytes;
        FileTime last = modified;
        try {
            BasicFileAttributes now = attributes(given);
            if (!Objects.equals(key, now.fileKey()) || now.isDirectory()) {
                return new Look(
                        "another file lies at " + given + " than the relay works on: it was replaced." + REMEDY, false);
            }
            boolean ours = before % 2 == 1 || before != checkpoints.get();
            return new Look(null, now.size() < least || (!ours && !last.equals(now.lastModifiedTime())));
        } catch (NoSuchFileException e) {
            return new Look(given + " is gone: it was deleted or moved while the relay works on it." + REMEDY, false);
        } catch (IOException e) {
            return new Look(given + " cannot be reached: " + IoFaults.say(e), false);
        }
    }

    private boolean hasItsLog() {
        try {
            return Objects.equals(logKey, attributes(writeAhead).fileKey());
        } catch (IOException e) {
            return false;
        }
    }
}
