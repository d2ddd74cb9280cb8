package dev.byoc.jdbc.internal.sqlite;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
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

    private final Path database;
    private final FileIdentity identity;
    private final SqliteConnections connections;
    private final SqliteReaders readers;
    private @Nullable Connection own;
    private volatile int frames;

    /** @param database as the host names it, for messages */
    WriteAheadLog(Path database, FileIdentity identity, SqliteConnections connections, SqliteReaders readers) {
        this.database = database;
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

    /** Copies what no transaction needs any more, beside the writer. */
    void checkpoint() throws SQLException {
        frames = checkpoint(connection(), "passive");
    }

    /** Whether the log has grown so much that the writer has to start it again from its beginning, as only the writer can. */
    boolean isLarge() {
        return frames > LARGEST_FRAMES;
    }

    /** Copies all of it, so that the writer writes from its beginning again. The file keeps its size: truncating it takes far longer. */
    void restart(Connection writer) throws SQLException {
        writer.setAutoCommit(true);
        try {
            int copied = checkpoint(writer, "restart");
            log.debug("{} pages of the log are in the database", copied);
            frames = 0;
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
