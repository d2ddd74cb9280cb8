package dev.byoc.jdbc.internal;

import dev.byoc.store.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file of a SQLite database and what lies beside it: made for its owner alone, locked for this process, and compared with what was
 * opened. A process that has a file open keeps writing to it after the file was deleted, moved or replaced, and the next start would find
 * nothing of that. Thread-safe once it is locked.
 */
final class DatabaseFile {
    private static final Logger log = LoggerFactory.getLogger(DatabaseFile.class);

    private static final String REMEDY = " Put the same file back, or stop the relay, put a backup there and start it.";

    private static final Set<PosixFilePermission> OTHERS =
            EnumSet.range(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_EXECUTE);

    private final Path given;
    private final Path file;
    private final Path writeAhead;
    private final Path lockPath;
    private @Nullable FileChannel lock;
    private volatile @Nullable Object lockKey;
    private volatile @Nullable Object key;
    private volatile @Nullable Object logKey;
    private volatile long bytes;

    /** Odd: one is under way. */
    private final AtomicInteger checkpoints = new AtomicInteger();

    private volatile FileTime changed = FileTime.fromMillis(0);

    private DatabaseFile(Path given, Path file) {
        this.given = given;
        this.file = file;
        this.writeAhead = beside(file, "-wal");
        this.lockPath = beside(file, ".lock");
    }

    private static Path beside(Path file, String ending) {
        return file.resolveSibling(file.getFileName() + ending);
    }

    /**
     * Makes the file if it is not there, and takes the lock.
     *
     * @throws StoreException saying what is in the way
     */
    static DatabaseFile locked(Path given) {
        if (given.toString().contains("?")) {
            // What follows it would be options, and the database another file.
            throw new StoreException("cannot use " + given + ": its path holds a question mark");
        }
        try {
            Path folder = given.getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            DatabaseFile file = new DatabaseFile(given, real(given));
            file.lock();
            try {
                file.prepare();
                return file;
            } catch (IOException | RuntimeException e) {
                file.close();
                throw e;
            }
        } catch (IOException e) {
            throw new StoreException("cannot write " + given + ": " + why(e)
                    + ". Give JdbcStore.embedded a file in a folder that this process may write to.");
        }
    }

    /** SQLite names the log after the path that it is given, so all names of a file have to lead to one. */
    private static Path real(Path given) throws IOException {
        if (Files.isDirectory(given)) {
            throw new StoreException(
                    "cannot use " + given + ": it is a folder. Name a file in it, such as " + given.resolve("byoc.db"));
        }
        if (Files.exists(given)) {
            return given.toRealPath();
        }
        if (Files.isSymbolicLink(given)) {
            throw new StoreException("cannot use " + given + ": it is a link to " + Files.readSymbolicLink(given)
                    + ", which is not there");
        }
        Path folder = given.getParent();
        return folder == null ? given : folder.toRealPath().resolve(given.getFileName());
    }

    private static String why(IOException e) {
        String reason = e instanceof FileSystemException fault ? fault.getReason() : e.getMessage();
        return e.getClass().getSimpleName() + (reason == null ? "" : ", " + reason);
    }

    private void prepare() throws IOException {
        boolean wasThere = Files.exists(file);
        if (Files.size(lockPath) > 0 && !wasThere) {
            log.warn(
                    "{} is not there, though it was at the last start: what was open in it is lost, unless you stop the"
                            + " relay and put the file or a backup back",
                    given);
        }
        boolean hadContent = Files.size(lockPath) > 0 || (Files.exists(writeAhead) && Files.size(writeAhead) > 0);
        if (wasThere && Files.size(file) == 0 && hadContent) {
            // SQLite would take that for a new database, and delete the log.
            throw new StoreException(
                    "cannot use " + given + ": it is empty and was not. Put a backup in its place, or delete "
                            + given.getFileName() + " and what lies beside it under that name to begin anew.");
        }
        createForOwnerOnly(file);
        if (links() > 1) {
            throw new StoreException(
                    "cannot use " + given + ": the file has several names (hard links), and a process that"
                            + " opens it by another one works on another log. Leave it one name; for a second relay make a copy.");
        }
        if (!Files.isReadable(file) || !Files.isWritable(file)) {
            throw new StoreException("cannot use " + given + ": this process may not read and write it. Make "
                    + "it the process's own (chown), with mode 600.");
        }
        for (Path each : List.of(file, writeAhead, beside(file, "-shm"), lockPath)) {
            narrow(each);
        }
        warnOfFolder();
    }

    /** What customers say is in there. */
    private static void createForOwnerOnly(Path path) throws IOException {
        if (Files.exists(path)) {
            return;
        }
        if (isPosix(path)) {
            Files.createFile(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } else {
            Files.createFile(path);
        }
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private int links() throws IOException {
        return file.getFileSystem().supportedFileAttributeViews().contains("unix")
                        && Files.getAttribute(file, "unix:nlink") instanceof Integer links
                ? links
                : 1;
    }

    /** One that was made by hand, or by an unpacked backup, may be open to others. */
    private static void narrow(Path path) throws IOException {
        if (!isPosix(path) || !Files.exists(path)) {
            return;
        }
        Set<PosixFilePermission> mode = EnumSet.noneOf(PosixFilePermission.class);
        mode.addAll(Files.getPosixFilePermissions(path));
        String before = PosixFilePermissions.toString(mode);
        if (mode.removeAll(OTHERS)) {
            try {
                Files.setPosixFilePermissions(path, mode);
            } catch (IOException e) {
                throw new StoreException("cannot use " + path + ": others may read or change it (" + before
                        + "), and this process may not forbid it: " + why(e) + ". Set its mode to 600.");
            }
            log.warn(
                    "others could read or change {} ({}): its mode is {} now",
                    path,
                    before,
                    PosixFilePermissions.toString(mode));
        }
    }

    private void warnOfFolder() throws IOException {
        Path folder = file.getParent();
        if (folder != null && isPosix(folder)) {
            boolean open = Files.getPosixFilePermissions(folder).contains(PosixFilePermission.OTHERS_WRITE);
            boolean sticky = file.getFileSystem().supportedFileAttributeViews().contains("unix")
                    && Files.getAttribute(folder, "unix:mode") instanceof Integer mode
                    && (mode & 01000) != 0;
            if (open && !sticky) {
                log.warn("any user of this machine can replace {}: its folder is open to all for writing", file);
            }
        }
    }

    /** A file of its own: closing any channel on the database's file would drop the locks that SQLite holds on it. */
    private void lock() throws IOException {
        createForOwnerOnly(lockPath);
        FileChannel channel = FileChannel.open(lockPath, Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE));
        boolean held = false;
        try {
            FileLock taken = channel.tryLock();
            held = taken != null;
        } catch (OverlappingFileLockException e) {
            throw new StoreException(given + " is open in this process already: give each relay a file of its own");
        } finally {
            if (!held) {
                channel.close();
            }
        }
        if (!held) {
            throw new StoreException(given + " is in use by another process. One process works on a file;"
                    + " for several hosts use JdbcStore.of with PostgreSQL.");
        }
        lock = channel;
        lockKey = keyOf(lockPath);
    }

    private static @Nullable Object keyOf(Path path) throws IOException {
        return attributes(path).fileKey();
    }

    private static BasicFileAttributes attributes(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class);
    }

    /** Where it really is, whatever links lead there. */
    Path path() {
        return file;
    }

    /** As the host names it. */
    Path given() {
        return given;
    }

    /** A database is in there: the next start may expect one. */
    void holdsDatabase() throws IOException {
        FileChannel channel = lock;
        if (channel != null && channel.size() == 0) {
            int written = channel.write(ByteBuffer.wrap("byoc\n".getBytes(StandardCharsets.UTF_8)));
            log.debug("{} bytes mark the file as used", written);
        }
    }

    /** Connections to it and to its log are open now: these are the files that count. */
    void remember() throws IOException {
        key = keyOf(given);
        adopt();
        logKey = keyOf(writeAhead);
    }

    /**
     * What a look at its path has shown.
     *
     * @param displaced why what is written to the file that was opened is not found there; null: it is
     * @param changed another program has written to it, or has cut it
     */
    record Look(@Nullable String displaced, boolean changed) {}

    Look look() {
        int before = checkpoints.get();
        long least = bytes;
        FileTime last = changed;
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
            return new Look(given + " cannot be reached: " + why(e), false);
        }
    }

    /** Whether the log that is open is the one at its path: commits are in there before they are in the database. */
    boolean hasItsLog() {
        try {
            return Objects.equals(logKey, keyOf(writeAhead));
        } catch (IOException e) {
            return false;
        }
    }

    /** This process is about to write to it, until {@link #checkpointEnds}: only a checkpoint does. One at a time. */
    void checkpointBegins() {
        checkpoints.getAndIncrement();
    }

    void checkpointEnds() {
        adopt();
        checkpoints.getAndIncrement();
    }

    /** As it is now it counts as right. */
    void adopt() {
        try {
            BasicFileAttributes now = attributes(file);
            bytes = now.size();
            changed = now.lastModifiedTime();
        } catch (IOException e) {
            log.debug("the file cannot be looked at: {}", e.getClass().getName());
        }
    }

    /** Takes the lock anew if its file was removed; null: this process has it. */
    @Nullable
    String lockLost() {
        try {
            if (Objects.equals(lockKey, attributes(lockPath).fileKey())) {
                return null;
            }
        } catch (IOException e) {
            log.debug("the lock's file is gone: {}", e.getClass().getName());
        }
        FileChannel before = lock;
        try {
            lock();
            holdsDatabase();
            if (before != null) {
                before.close();
            }
            return null;
        } catch (IOException | StoreException e) {
            return lockPath + " was removed, and cannot be had again: "
                    + (e instanceof StoreException
                            ? e.getMessage()
                            : e.getClass().getSimpleName());
        }
    }

    long freeBytes() throws IOException {
        return Files.getFileStore(file).getUsableSpace();
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
