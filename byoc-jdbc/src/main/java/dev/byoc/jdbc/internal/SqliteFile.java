package dev.byoc.jdbc.internal;

import dev.byoc.store.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.HashSet;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SQLite in one file, for one process. The log is written with an fsync for each commit ({@code synchronous=FULL}); checkpoints are made
 * beside the writer, as on it they would hold up who waits for a commit.
 */
public final class SqliteFile implements Dialect {
    private static final Logger log = LoggerFactory.getLogger(SqliteFile.class);

    private static final int READERS = 4;

    /** Less than a sender of webhooks waits, so that it hears why. */
    private static final int BUSY_MILLIS = 2_500;

    /** 64 MB, in pages of 4 kB. */
    private static final int LARGEST_LOG_FRAMES = 16 * 1024;

    /** The file is looked through no more often than every twentieth of the time. */
    private static final int SHARE_OF_CHECKS = 20;

    private final Path given;
    private final Clock clock;
    private final SqliteFaults faults;
    private final FreeDisk disk;
    private final BlockingQueue<Connection> readers = new ArrayBlockingQueue<>(READERS);

    /** A user of a connection beside the writer's holds the first; to close all of them takes the second. */
    private final ReadWriteLock connections = new ReentrantReadWriteLock();

    private final Object checks = new Object();
    private @Nullable Driver driver;
    private volatile @Nullable DatabaseFile database;
    private @Nullable Connection checkpoints;
    private volatile @Nullable String displaced;
    private volatile @Nullable String damage;
    private volatile @Nullable String lostLock;
    private volatile int logFrames;

    /** Another program has written to the file, or it was not looked through yet. */
    private volatile boolean unchecked = true;

    /** The largest number that an entry had when all was well. */
    private volatile long lastEntry;

    private volatile long nextCheck = System.nanoTime();

    public SqliteFile(Path file, Clock clock) {
        this(file, clock, FreeDisk.LOW_BYTES);
    }

    /**
     * A file, opened later, that warns of a full disk.
     *
     * @param lowFreeBytes with less free on its disk it warns
     */
    public SqliteFile(Path file, Clock clock, long lowFreeBytes) {
        this.given = file.toAbsolutePath();
        this.clock = clock;
        this.faults = new SqliteFaults(given);
        this.disk = new FreeDisk(given, lowFreeBytes);
    }

    @Override
    public String name() {
        return "sqlite";
    }

    @Override
    public void open() {
        driver = driver();
        DatabaseFile file = DatabaseFile.locked(given);
        database = file;
        try {
            checkpoints = connect(file);
            file.remember();
            file.holdsDatabase();
        } catch (SQLException e) {
            close();
            throw new StoreException("the database cannot be used: " + say(e));
        } catch (IOException e) {
            close();
            throw new StoreException("cannot use " + given + ": " + e.getClass().getSimpleName());
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

    private DatabaseFile file() throws SQLException {
        DatabaseFile open = database;
        if (open == null) {
            throw new SQLException("not open");
        }
        return open;
    }

    private Connection connect(DatabaseFile file) throws SQLException {
        Driver ready = driver;
        if (ready == null) {
            throw new SQLException("not open");
        }
        Properties options = new Properties();
        // To read and write, and not to make: one that is made anew because it was moved away would be empty.
        options.setProperty("open_mode", "2");
        options.setProperty("busy_timeout", String.valueOf(BUSY_MILLIS));
        // Else the driver asks for the last row's number behind each change; statements here return what is wanted.
        options.setProperty("jdbc.get_generated_keys", "false");
        Connection connection = ready.connect("jdbc:sqlite:" + file.path(), options);
        try (Statement statement = connection.createStatement()) {
            String mode = text(statement, "pragma journal_mode = wal");
            if (!"wal".equals(mode)) {
                throw new DisplacedException(
                        given + " cannot have a log beside it (journal_mode is " + mode
                                + "): it has to be on a disk of this machine, in a folder that may be written to",
                        true);
            }
            statement.execute("pragma synchronous = full");
            statement.execute("pragma wal_autocheckpoint = 0");
            statement.execute("pragma temp_store = memory");
            // Opens the log, which is compared with the one at its path from now on.
            statement.execute("select 1 from sqlite_master limit 1");
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private static String text(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? String.valueOf(rows.getString(1)) : "";
        }
    }

    /** Not by a path where something else lies now, be it the database or its log. */
    private Connection connectAgain() throws SQLException {
        lookAtThePlace();
        return connect(file());
    }

    private void lookAtThePlace() throws SQLException {
        DatabaseFile file = file();
        DatabaseFile.Look look = file.look();
        displaced = look.displaced();
        if (look.displaced() != null) {
            throw new DisplacedException(look.displaced(), false);
        }
        if (!file.hasItsLog()) {
            throw new DisplacedException(given + "-wal was deleted or replaced while the relay works on it", true);
        }
        unchecked |= look.changed();
    }

    @Override
    public void assure() throws SQLException {
        lookAtThePlace();
        if (unchecked) {
            check();
        }
        String why = outage();
        if (why != null) {
            throw new DisplacedException(why, false);
        }
    }

    @Override
    public void noticed(SQLException fault) {
        if (faults.isDamage(fault) && outage() == null) {
            damage = say(fault);
            log.warn("nothing is stored any more: {}", damage);
        }
    }

    @Override
    public void release(Connection writer) throws SQLException {
        writer.close();
    }

    @Override
    public Connection writer() throws SQLException {
        connections.writeLock().lock();
        try {
            DatabaseFile file = file();
            if (file.look().displaced() == null && !file.hasItsLog()) {
                beginNewLog(file);
            }
            Connection connection = connectAgain();
            connection.setAutoCommit(false);
            return connection;
        } catch (IOException e) {
            throw new SQLException(e.getClass().getName(), e);
        } finally {
            connections.writeLock().unlock();
        }
    }

    /** What was committed to the log that is gone is still in the one that is open: it goes into the database. */
    private void beginNewLog(DatabaseFile file) throws SQLException, IOException {
        Connection old = checkpoints;
        if (old != null) {
            try (Statement statement = old.createStatement();
                    ResultSet rows = statement.executeQuery("pragma wal_checkpoint(full)")) {
                if (rows.next() && rows.getInt(2) != rows.getInt(3)) {
                    throw new SQLException("another program reads from the log", "", SqliteFaults.BUSY);
                }
            }
        }
        closeConnections();
        checkpoints = connect(file);
        file.remember();
        log.warn("the log of {} was taken away; what was in it is in the database now", given);
    }

    @Override
    public <T> T read(Query<T> query) throws SQLException {
        connections.readLock().lock();
        try {
            Connection free = readers.poll();
            Connection connection = free == null ? connectAgain() : free;
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
        } catch (SQLException e) {
            noticed(e);
            throw e;
        } finally {
            connections.readLock().unlock();
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
    public boolean changesSeveralTablesAtOnce() {
        return false;
    }

    @Override
    public String sql(String statement) {
        return statement;
    }

    /** All connections are made here, to one file. */
    @Override
    public void prove(Connection writer, String host) {}

    @Override
    public Set<String> tables(Connection connection) throws SQLException {
        Set<String> names = new HashSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select lower(name) from sqlite_master"
                        + " where type in ('table', 'view') and name like 'byoc\\_%' escape '\\'")) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }

    @Override
    public String place() {
        return given.toString();
    }

    @Override
    public String wayOut() {
        return "Move the file away or name another one in JdbcStore.embedded(...), and a new one is made.";
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
    public @Nullable String outage() {
        if (displaced != null) {
            return displaced;
        }
        return lostLock == null ? damage : lostLock;
    }

    @Override
    public @Nullable String obstacle() {
        String outage = outage();
        return outage == null ? disk.obstacle() : outage;
    }

    @Override
    public @Nullable String warning() {
        return disk.warning();
    }

    @Override
    public void care() {
        connections.readLock().lock();
        try {
            DatabaseFile file = file();
            disk.look(file);
            lostLock = file.lockLost();
            lookAtThePlace();
            check();
            if (outage() == null) {
                checkpointBeside(file);
            }
        } catch (DisplacedException e) {
            // Not a page is copied into a file that is not the one at its path. The writer finds out too.
            logFrames = 0;
        } catch (SQLException e) {
            noticed(e);
            Connection broken = checkpoints;
            checkpoints = null;
            if (broken != null) {
                quietly(broken);
            }
            // The writer has to do it, or meets the same fault and says so to who waits.
            logFrames = Integer.MAX_VALUE;
        } finally {
            connections.readLock().unlock();
        }
    }

    private void checkpointBeside(DatabaseFile file) throws SQLException {
        Connection connection = checkpoints;
        if (connection == null) {
            connection = connectAgain();
            checkpoints = connection;
        }
        try (Statement statement = connection.createStatement()) {
            lastEntry = lastEntry(statement);
        }
        logFrames = checkpoint(file, connection, "passive");
    }

    /** Only the writer can restart the log while it is written to. Its file keeps its size: cutting it takes far longer. */
    @Override
    public void care(Connection writer) throws SQLException {
        lookAtThePlace();
        if (logFrames > LARGEST_LOG_FRAMES && outage() == null) {
            writer.setAutoCommit(true);
            try {
                int frames = checkpoint(file(), writer, "restart");
                log.debug("{} pages of the log are in the database", frames);
                logFrames = 0;
            } finally {
                writer.setAutoCommit(false);
            }
        }
    }

    /** Copies the log into the database. Gives how many pages the log holds. */
    private synchronized int checkpoint(DatabaseFile file, Connection connection, String how) throws SQLException {
        file.checkpointBegins();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("pragma wal_checkpoint(" + how + ")")) {
            return rows.next() ? rows.getInt(2) : 0;
        } finally {
            file.checkpointEnds();
        }
    }

    /** Looks through the file if there is a reason to: the whole of it if damage was met. */
    private void check() throws SQLException {
        synchronized (checks) {
            boolean due = System.nanoTime() - nextCheck >= 0;
            if (!due || (!unchecked && damage == null)) {
                return;
            }
            long before = System.nanoTime();
            file().adopt();
            unchecked = false;
            String found = fault(damage == null ? "pragma quick_check(1)" : "pragma integrity_check(1)");
            if (found == null && damage != null) {
                log.info("{} is whole again", given);
            } else if (found != null && damage == null) {
                log.warn("nothing is stored any more: {}", found);
            }
            damage = found;
            long taken = System.nanoTime() - before;
            nextCheck = System.nanoTime() + SHARE_OF_CHECKS * taken;
        }
    }

    /** Null: there is none. */
    private @Nullable String fault(String check) throws SQLException {
        try (Connection fresh = connectAgain();
                Statement statement = fresh.createStatement()) {
            if (!text(statement, check).equals("ok")) {
                return faults.damaged();
            }
            return lastEntry(statement) < lastEntry
                    ? "an older copy was written over " + given
                            + " while the relay works on it. Stop the relay, delete " + given.getFileName()
                            + "-wal and -shm, put the backup there and start it."
                    : null;
        } catch (SQLException e) {
            unchecked = true;
            lookAtThePlace();
            return say(e);
        }
    }

    private static long lastEntry(Statement statement) throws SQLException {
        boolean any = !text(statement, "select 1 from sqlite_master where name = 'sqlite_sequence'")
                .isEmpty();
        String last = any ? text(statement, "select seq from sqlite_sequence where name = 'byoc_entry'") : "";
        return last.isEmpty() ? 0 : Long.parseLong(last);
    }

    @Override
    public boolean outlastsTheTransaction(SQLException fault) {
        return fault instanceof DisplacedException displacement && displacement.needsNewConnections();
    }

    @Override
    public boolean isConflict(SQLException fault) {
        return Dialect.super.isConflict(fault) || faults.isStaleRead(fault);
    }

    @Override
    public boolean hitsAll(SQLException fault) {
        return faults.isLocked(fault) ? !isConflict(fault) : faults.isOfTheFile(fault);
    }

    @Override
    public boolean isOfTheEntry(SQLException fault) {
        return faults.isOfTheEntry(fault);
    }

    @Override
    public String say(SQLException fault) {
        return faults.say(fault);
    }

    @Override
    public void close() {
        closeConnections();
        DatabaseFile file = database;
        if (file != null) {
            file.close();
        }
    }

    private void closeConnections() {
        Connection last = checkpoints;
        checkpoints = null;
        for (Connection reader = readers.poll(); reader != null; reader = readers.poll()) {
            quietly(reader);
        }
        if (last != null) {
            quietly(last);
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
