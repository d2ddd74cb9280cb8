package dev.byoc.jdbc.internal.sqlite;

import dev.byoc.jdbc.internal.Dialect;
import dev.byoc.jdbc.internal.Statements;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * SQLite in one file, for one process. The log is written with an fsync for each commit ({@code synchronous=FULL}).
 */
public final class SqliteFile implements Dialect {
    private final Path given;
    private final Clock clock;
    private final SqliteFaults faults;
    private final FreeDisk disk;
    private volatile @Nullable SqliteDatabase opened;

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
        opened = SqliteDatabase.open(given, faults);
    }

    private SqliteDatabase database() throws SQLException {
        SqliteDatabase database = opened;
        if (database == null) {
            throw new SQLException("not open");
        }
        return database;
    }

    @Override
    public void assure() throws SQLException {
        database().assure();
    }

    @Override
    public void noticed(SQLException fault) {
        SqliteDatabase database = opened;
        if (database != null) {
            database.noticed(fault);
        }
    }

    @Override
    public void release(Connection writer) throws SQLException {
        writer.close();
    }

    @Override
    public Connection writer() throws SQLException {
        return database().writer();
    }

    @Override
    public <T> T read(Query<T> query) throws SQLException {
        return database().read(query);
    }

    @Override
    public <T> T select(String sql, Statements.Rows<T> reader, @Nullable Object... parameters) throws SQLException {
        return database().select(sql, reader, parameters);
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
    public boolean hasRoundTrips() {
        return false;
    }

    @Override
    public String sql(String statement) {
        return statement;
    }

    /** All connections are opened here, to one file. */
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
        SqliteDatabase database = opened;
        return database == null ? null : database.outage();
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
    public void maintain() {
        SqliteDatabase database = opened;
        if (database != null) {
            disk.measure(database.path());
            database.maintain();
        }
    }

    @Override
    public boolean maintain(Connection writer) throws SQLException {
        return database().maintain(writer);
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
        SqliteDatabase database = opened;
        if (database != null) {
            database.close();
        }
    }
}
