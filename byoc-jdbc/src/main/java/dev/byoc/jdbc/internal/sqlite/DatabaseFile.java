package dev.byoc.jdbc.internal.sqlite;

import dev.byoc.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The file of a SQLite database with the files beside it, prepared for use: locked for this process, and its owner's alone. */
final class DatabaseFile {
    private static final Logger log = LoggerFactory.getLogger(DatabaseFile.class);

    private final Path given;
    private final Path path;
    private final LockFile lock;

    private DatabaseFile(Path given, Path path) {
        this.given = given;
        this.path = path;
        this.lock = new LockFile(given, beside(".lock"));
    }

    private Path beside(String ending) {
        return path.resolveSibling(path.getFileName() + ending);
    }

    /**
     * Creates the file if it does not exist, and takes the lock.
     *
     * @throws StoreException saying what is in the way
     */
    static DatabaseFile locked(Path given) {
        if (given.toString().contains("?")) {
            // SQLite would take the rest as options, and open another file.
            throw new StoreException("cannot use " + given + ": its path holds a question mark");
        }
        try {
            Path folder = given.getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            DatabaseFile file = new DatabaseFile(given, real(given));
            file.lock.take();
            try {
                file.prepare();
                return file;
            } catch (IOException | RuntimeException e) {
                file.close();
                throw e;
            }
        } catch (IOException e) {
            throw new StoreException("cannot write " + given + ": " + IoFaults.say(e)
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

    private void prepare() throws IOException {
        boolean wasThere = Files.exists(path);
        if (lock.isMarked() && !wasThere) {
            log.warn(
                    "{} is not there, though it was at the last start: its open entries are lost, unless you stop the"
                            + " relay and put the file or a backup back",
                    given);
        }
        boolean hadContent = lock.isMarked() || (Files.exists(writeAhead()) && Files.size(writeAhead()) > 0);
        if (wasThere && Files.size(path) == 0 && hadContent) {
            // SQLite would take that for a new database, and delete the log.
            throw new StoreException(
                    "cannot use " + given + ": it is empty and was not. Put a backup in its place, or delete "
                            + given.getFileName() + " and what lies beside it under that name to begin anew.");
        }
        OwnerOnly.create(path);
        if (links() > 1) {
            throw new StoreException(
                    "cannot use " + given + ": the file has several names (hard links), and a process that"
                            + " opens it by another one works on another log. Leave it one name; for a second relay make a copy.");
        }
        if (!Files.isReadable(path) || !Files.isWritable(path)) {
            throw new StoreException("cannot use " + given + ": this process may not read and write it. Make "
                    + "it the process's own (chown), with mode 600.");
        }
        for (Path each : List.of(path, writeAhead(), beside("-shm"), lock.path())) {
            OwnerOnly.narrow(each);
        }
        OwnerOnly.warnOfFolder(path);
    }

    private int links() throws IOException {
        return path.getFileSystem().supportedFileAttributeViews().contains("unix")
                        && Files.getAttribute(path, "unix:nlink") instanceof Integer links
                ? links
                : 1;
    }

    /** Where it really is, whatever links lead there. */
    Path path() {
        return path;
    }

    /** As the host names it. */
    Path given() {
        return given;
    }

    Path writeAhead() {
        return beside("-wal");
    }

    LockFile lock() {
        return lock;
    }

    void close() {
        lock.close();
    }
}
