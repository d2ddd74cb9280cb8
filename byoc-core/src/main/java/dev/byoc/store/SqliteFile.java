package dev.byoc.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * SQLite in one file, for one process. The log is written with an fsync for each commit ({@code synchronous=FULL}); checkpoints are made
 * beside the writer, as on it they would hold up who waits for a commit.
 */
final class SqliteFile implements Dialect {
    private static final int READERS = 4;

    /** 64 MB, in pages of 4 kB. */
    private static final int LARGEST_LOG_FRAMES = 16 * 1024;

    /** Below this nothing new is taken: completions still have to fit. */
    private static final long LEAST_FREE_BYTES = 64L * 1024 * 1024;

    private static final int FULL = 13;

    private final Path file;
    private final Clock clock;
    private final BlockingQueue<Connection> readers = new ArrayBlockingQueue<>(READERS);
    private @Nullable Driver driver;
    private @Nullable FileChannel lockFile;
    private @Nullable Connection checkpoints;
    private volatile @Nullable String obstacle;
    private volatile int logFrames;

    SqliteFile(Path file, Clock clock) {
        this.file = file.toAbsolutePath();
        this.clock = clock;
    }

    @Override
    public String name() {
        return "sqlite";
    }

    @Override
    public void open() {
        driver = driver();
        if (file.toString().contains("?")) {
            // What follows it would be options, and the database another file.
            throw new StoreException("cannot use " + file + ": its path holds a question mark");
        }
        try {
            Path folder = file.getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            createForOwnerOnly(file);
            lock(file.resolveSibling(file.getFileName() + ".lock"));
        } catch (IOException e) {
            throw new StoreException("cannot write " + file + ": " + why(e)
                    + ". Give JdbcStore.embedded a file in a folder that this process may write to.");
        }
    }

    private static Driver driver() {
        try {
            return Class.forName("org.sqlite.JDBC", true, SqliteFile.class.getClassLoader())
                    .asSubclass(Driver.class)
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException | LinkageError e) {
            throw new StoreException("JdbcStore.embedded needs SQLite, which is not on the class path:"
                    + " add the dependency org.xerial:sqlite-jdbc, or use another store");
        }
    }

    private static String why(IOException e) {
        String reason = e instanceof FileSystemException fault ? fault.getReason() : e.getMessage();
        return e.getClass().getSimpleName() + (reason == null ? "" : ", " + reason);
    }

    /** What customers say is in there. */
    private static void createForOwnerOnly(Path path) throws IOException {
        if (Files.exists(path)) {
            return;
        }
        if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } else {
            Files.createFile(path);
        }
    }

    /** A file of its own: closing any channel on the database's file would drop the locks that SQLite holds on it. */
    private void lock(Path path) throws IOException {
        createForOwnerOnly(path);
        FileChannel channel = FileChannel.open(path, Set.of(StandardOpenOption.WRITE));
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                lockFile = channel;
                return;
            }
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw new StoreException(file + " is open in this process already: give each relay a file of its own");
        }
        channel.close();
        throw new StoreException(file + " is in use by another process. One process works on a file;"
                + " for several hosts use JdbcStore.of with PostgreSQL.");
    }

    private Connection connect() throws SQLException {
        Driver ready = driver;
        if (ready == null) {
            throw new SQLException("not open");
        }
        Connection connection = ready.connect("jdbc:sqlite:" + file, new Properties());
        try (Statement statement = connection.createStatement()) {
            statement.execute("pragma busy_timeout = 5000");
            statement.execute("pragma journal_mode = wal");
            statement.execute("pragma synchronous = full");
            statement.execute("pragma wal_autocheckpoint = 0");
            statement.execute("pragma temp_store = memory");
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    @Override
    public void release(Connection writer) throws SQLException {
        writer.close();
    }

    @Override
    public Connection writer() throws SQLException {
        Connection connection = connect();
        connection.setAutoCommit(false);
        return connection;
    }

    @Override
    public <T> T read(Query<T> query) throws SQLException {
        Connection free = readers.poll();
        Connection connection = free == null ? connect() : free;
        boolean whole = false;
        try {
            T answer = query.ask(connection);
            whole = true;
            return answer;
        } finally {
            if (!whole || !readers.offer(connection)) {
                quietly(connection);
            }
        }
    }

    @Override
    public String lock() {
        return "";
    }

    @Override
    public String lockFree() {
        return "";
    }

    @Override
    public String now() {
        return "cast(? as integer)";
    }

    @Override
    public Long time() {
        return clock.millis();
    }

    @Override
    public boolean hasTables(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select 1 from sqlite_master where name = 'byoc_meta'")) {
            return rows.next();
        }
    }

    /** The file is this process's alone. */
    @Override
    public void lockSchema(Connection connection) {}

    @Override
    public int claimsAtOnce() {
        return 1_000;
    }

    @Override
    public long pollMillis() {
        return 0;
    }

    @Override
    public boolean isShared() {
        return false;
    }

    @Override
    public @Nullable String obstacle() {
        return obstacle;
    }

    @Override
    public void care() {
        lookAtTheDisk();
        try {
            Connection connection = checkpoints;
            if (connection == null) {
                connection = connect();
                checkpoints = connection;
            }
            logFrames = checkpoint(connection, "passive");
        } catch (SQLException e) {
            Connection broken = checkpoints;
            checkpoints = null;
            if (broken != null) {
                quietly(broken);
            }
            // The writer has to do it, or meets the same fault and says so to who waits.
            logFrames = Integer.MAX_VALUE;
        }
    }

    private void lookAtTheDisk() {
        try {
            long free = Files.getFileStore(file).getUsableSpace();
            obstacle = free < LEAST_FREE_BYTES ? "less than 64 MB are free on the disk of " + file : null;
        } catch (IOException e) {
            // Some file systems do not say. The writer meets a full disk itself.
            obstacle = null;
        }
    }

    /** Nobody but the writer can begin the log anew while it is written to. Its file keeps its size: cutting it takes far longer. */
    @Override
    public void care(Connection writer) throws SQLException {
        if (logFrames > LARGEST_LOG_FRAMES) {
            writer.setAutoCommit(true);
            try {
                checkpoint(writer, "restart");
                logFrames = 0;
            } finally {
                writer.setAutoCommit(false);
            }
        }
    }

    /** Copies the log into the database. Gives how many pages the log holds. */
    private static int checkpoint(Connection connection, String how) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("pragma wal_checkpoint(" + how + ")")) {
            return rows.next() ? rows.getInt(2) : 0;
        }
    }

    @Override
    public boolean outlastsTheTransaction(SQLException fault) {
        return false;
    }

    @Override
    public String say(SQLException fault) {
        return switch (fault.getErrorCode() & 0xff) {
            case 5, 6 -> "the database is locked by another process";
            case 8 -> "the database cannot be written to";
            case 10 -> "reading or writing the database's file failed";
            case 11, 26 -> "the file is damaged, or no database";
            case FULL -> "the disk is full";
            case 14 -> "the database's file cannot be opened";
            default -> "SQLite answered with code " + fault.getErrorCode();
        };
    }

    @Override
    public void close() {
        Connection last = checkpoints;
        if (last != null) {
            quietly(last);
        }
        for (Connection reader = readers.poll(); reader != null; reader = readers.poll()) {
            quietly(reader);
        }
        FileChannel lock = lockFile;
        if (lock != null) {
            try {
                lock.close();
            } catch (IOException e) {
                // The lock ends with the process in any case.
                lockFile = null;
            }
        }
    }

    private static void quietly(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            // Nothing hangs on it: what was to be kept is committed.
            return;
        }
    }
}
