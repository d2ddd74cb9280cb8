package dev.byoc.jdbc.internal.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SQLite's write-ahead log of an open database: commits reach it first, and checkpoints copy it into the database. Checkpoints run on a
 * connection of their own, as on the writer's they would delay commits. Used by the thread that maintains the store and by the writer's.
 */
final class WriteAheadLog {
    private static final Logger log = LoggerFactory.getLogger(WriteAheadLog.class);

    /** 64 MB, in pages of 4 kB. */
    private static final int LARGEST_FRAMES = 16 * 1024;

    private static final long LONGEST_BYTES = 2L * LARGEST_FRAMES * 4_096;

    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** Some 16 MB of log under load, and up to four times as much where each message has a commit of its own. */
    private static final int MANY_ROWS = 8_000;

    private static final long MANY_BYTES = 32L * 1024 * 1024;

    private final Path database;
    private final Path file;
    private final FileIdentity identity;
    private final SqliteConnections connections;
    private final SqliteReaders readers;
    private @Nullable Connection own;
    private volatile int frames;

    /** Rows that the writer's connection has changed, and how many it had at the last checkpoint. */
    private volatile long changed;

    private long changedThen;
    private volatile long bytesThen;
    private long nextCheckpoint = System.nanoTime();

    WriteAheadLog(DatabaseFile database, FileIdentity identity, SqliteConnections connections, SqliteReaders readers) {
        this.database = database.given();
        this.file = database.writeAhead();
        this.readers = readers;
        this.identity = identity;
        this.connections = connections;
    }

    /** Opens whatever lies at the path, and has it compared with what lies there later. */
    void open() throws SQLException, IOException {
        own = connections.openUnverified();
        identity.remember();
    }

    /** The connection for checkpoints. */
    Connection connection() throws SQLException {
        Connection connection = own;
        if (connection == null) {
            connection = connections.open();
            own = connection;
        }
        return connection;
    }

    /** How many rows the writer's connection has changed so far. */
    void changed(long rows) {
        changed = rows;
    }

    /**
     * Copies what no transaction needs any more, beside the writer: not often, as commits wait for the disk meanwhile, but before the log is
     * long, as the next start reads all of it.
     */
    void checkpointIfDue() throws SQLException {
        long rows = changed;
        long bytes = bytes();
        long fresh = Math.abs(rows - changedThen);
        boolean isOld = fresh > 0 && System.nanoTime() - nextCheckpoint >= 0;
        if (isOld || fresh >= MANY_ROWS || bytes - bytesThen >= MANY_BYTES) {
            frames = checkpoint(connection(), "passive");
            changedThen = rows;
            bytesThen = bytes;
            nextCheckpoint = System.nanoTime() + INTERVAL_NANOS;
        }
    }

    /** It says nothing of what is written over the beginning again. */
    private long bytes() {
        try {
            return Files.size(file);
        } catch (IOException e) {
            return 0;
        }
    }

    /** Whether the log has grown so much that the writer has to start it again from its beginning, as only the writer can. */
    boolean isLarge() {
        return frames > LARGEST_FRAMES;
    }

    /**
     * Copies all of it, so that the writer writes from its beginning again. The file keeps its size, unless it is far too long: truncating
     * it takes far longer.
     */
    void restart(Connection writer) throws SQLException {
        writer.setAutoCommit(true);
        try {
            int copied = checkpoint(writer, bytes() > LONGEST_BYTES ? "truncate" : "restart");
            log.debug("{} pages of the log are in the database", copied);
            frames = 0;
            bytesThen = bytes();
        } finally {
            writer.setAutoCommit(false);
        }
    }

    /** Gives how many pages the log holds. */
    private synchronized int checkpoint(Connection connection, String mode) throws SQLException {
        identity.checkpointBegins();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("pragma wal_checkpoint(" + mode + ")")) {
            return rows.next() ? rows.getInt(2) : 0;
        } finally {
            identity.checkpointEnds();
        }
    }

    /**
     * Begins another log after this one was deleted or replaced. What was committed to it is still readable through the open connection, and
     * goes into the database first. No connection may be in use.
     */
    void replace() throws SQLException, IOException {
        Connection old = own;
        if (old != null) {
            try (Statement statement = old.createStatement();
                    ResultSet rows = statement.executeQuery("pragma wal_checkpoint(full)")) {
                if (rows.next() && rows.getInt(2) != rows.getInt(3)) {
                    throw new SQLException("another program reads from the log", "", SqliteFaults.BUSY);
                }
            }
        }
        readers.closeIdle();
        close();
        open();
        log.warn("the log of {} was taken away; what was in it is in the database now", database);
    }

    /** The writer need not restart it: the database is not in its place. */
    void postpone() {
        frames = 0;
    }

    /** A checkpoint has failed: the writer has to make it, or meets the same fault and reports it to its callers. */
    void leaveToWriter() {
        close();
        frames = Integer.MAX_VALUE;
    }

    void close() {
        Connection connection = own;
        own = null;
        if (connection != null) {
            SqliteConnections.close(connection);
        }
    }
}
