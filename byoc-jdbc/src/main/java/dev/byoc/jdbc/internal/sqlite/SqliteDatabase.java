package dev.byoc.jdbc.internal.sqlite;

import dev.byoc.jdbc.internal.Dialect;
import dev.byoc.jdbc.internal.Statements;
import dev.byoc.store.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/** A database file that this process has opened, until it is closed. Thread-safe. */
final class SqliteDatabase {
    /** How long closing waits for those who read. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final DatabaseFile file;
    private final FileIdentity identity;
    private final SqliteConnections connections;
    private final SqliteReaders readers;
    private final WriteAheadLog log;
    private final IntegrityCheck integrity;

    /** A user of a connection beside the writer's holds the first; closing all of them takes the second. */
    private final ReadWriteLock use = new ReentrantReadWriteLock();

    private volatile @Nullable String lostLock;

    private volatile boolean closed;

    /** SQLite's number that differs once another connection than the writer's has changed the database. */
    private long version;

    private SqliteDatabase(
            DatabaseFile file, FileIdentity identity, SqliteConnections connections, SqliteFaults faults) {
        this.file = file;
        this.identity = identity;
        this.connections = connections;
        this.readers = new SqliteReaders(connections);
        this.log = new WriteAheadLog(file.given(), identity, connections, readers);
        this.integrity = new IntegrityCheck(file.given(), faults, identity, connections);
    }

    /** @throws StoreException saying what is in the way */
    static SqliteDatabase open(Path given, SqliteFaults faults) {
        Driver driver = SqliteConnections.driver();
        DatabaseFile file = DatabaseFile.locked(given);
        FileIdentity identity = new FileIdentity(file);
        SqliteDatabase database =
                new SqliteDatabase(file, identity, new SqliteConnections(driver, file, identity), faults);
        try {
            database.log.open();
            file.lock().markUsed();
            return database;
        } catch (SQLException e) {
            database.close();
            throw new StoreException("the database cannot be used: " + faults.say(e));
        } catch (IOException e) {
            database.close();
            throw new StoreException("cannot use " + given + ": " + e.getClass().getSimpleName());
        }
    }

    Path path() {
        return file.path();
    }

    /** A connection for the writer. A log that was deleted is replaced first. */
    Connection writer() throws SQLException {
        use.writeLock().lock();
        try {
            if (identity.hasLostItsLog()) {
                log.replace();
            }
            Connection connection = connections.open();
            connection.setAutoCommit(false);
            // Numbers of two connections cannot be compared.
            version = -1;
            return connection;
        } catch (IOException e) {
            throw new SQLException(e.getClass().getName(), e);
        } finally {
            use.writeLock().unlock();
        }
    }

    <T> T read(Dialect.Query<T> query) throws SQLException {
        return read((connection, statements) -> query.ask(connection));
    }

    <T> T select(String sql, Statements.Rows<T> reader, @Nullable Object... parameters) throws SQLException {
        return read((connection, statements) -> Statements.query(statements.of(connection, sql), reader, parameters));
    }

    private <T> T read(SqliteReaders.Question<T> question) throws SQLException {
        use.readLock().lock();
        try {
            if (closed) {
                throw new SQLException("the database was closed");
            }
            return readers.ask(question);
        } catch (SQLException e) {
            noticed(e);
            throw e;
        } finally {
            use.readLock().unlock();
        }
    }

    /** As {@link Dialect#assure}. */
    void assure() throws SQLException {
        identity.verify();
        if (identity.isSuspect()) {
            integrity.run();
        }
        String why = outage();
        if (why != null) {
            throw new DisplacedException(why, false);
        }
    }

    /** A statement has met that fault. */
    void noticed(SQLException fault) {
        if (outage() == null) {
            integrity.met(fault);
        }
    }

    /** Why nothing can be stored; null: it can. */
    @Nullable
    String outage() {
        String displaced = identity.displaced();
        if (displaced != null) {
            return displaced;
        }
        return lostLock == null ? integrity.damage() : lostLock;
    }

    /** Verifies the files and the lock, and makes a checkpoint, beside the writer. */
    void maintain() {
        use.readLock().lock();
        try {
            if (closed) {
                return;
            }
            lostLock = file.lock().retake();
            identity.verify();
            integrity.run();
            if (outage() == null) {
                integrity.passed(log.connection());
                log.checkpoint();
            }
        } catch (DisplacedException e) {
            // No page is copied into a file that is not the one at its path. The writer meets that too.
            log.postpone();
        } catch (SQLException e) {
            noticed(e);
            log.leaveToWriter();
        } finally {
            use.readLock().unlock();
        }
    }

    /** The same by the writer, for a log that has grown large. Gives whether another program has changed the database. */
    boolean maintain(Connection writer) throws SQLException {
        identity.verify();
        if (log.isLarge() && outage() == null) {
            log.restart(writer);
        }
        long before = version;
        try (Statement statement = writer.createStatement();
                ResultSet rows = statement.executeQuery("pragma data_version")) {
            rows.next();
            version = rows.getLong(1);
        }
        // Ends the transaction that the driver began for it.
        writer.commit();
        return version != before;
    }

    /**
     * Waits for those who read, as a connection that is left open leaves the log beside the database: but not for good, as one may hang on
     * a disk that does.
     */
    void close() {
        boolean alone = isAlone();
        try {
            closed = true;
            readers.close();
            log.close();
            file.close();
        } finally {
            if (alone) {
                use.writeLock().unlock();
            }
        }
    }

    private boolean isAlone() {
        try {
            return use.writeLock().tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return use.writeLock().tryLock();
        }
    }
}
