package dev.byoc.jdbc.internal;

import dev.byoc.store.StoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What differs between the databases: how they are reached, how they lock, whose clock counts. The statements are the same. */
public interface Dialect {
    /** One query on one connection. */
    interface Query<T> {
        T ask(Connection connection) throws SQLException;
    }

    /** The folder of its schema scripts. */
    String name();

    /**
     * Opens the database for this process.
     *
     * @throws StoreException saying in a sentence what is in the way
     */
    void open();

    /** The writer's connection, without auto-commit. */
    Connection writer() throws SQLException;

    /** Returns that connection with its settings restored. */
    void release(Connection writer) throws SQLException;

    /** Executes a query on another connection than the writer's. */
    <T> T read(Query<T> query) throws SQLException;

    /** Executes one select on another connection than the writer's. Where connections are kept it stays prepared. */
    default <T> T select(String sql, Statements.Rows<T> reader, @Nullable Object... parameters) throws SQLException {
        return read(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql(sql))) {
                return Statements.query(statement, reader, parameters);
            }
        });
    }

    /** The clause behind a select that locks its rows, which are about to be changed. */
    String lock();

    /** The same, but skips rows that another transaction has locked. */
    String lockFree();

    /** The current time in milliseconds, as SQL with one parameter: {@link #time()}. */
    String now();

    /** What {@link #now} takes: null where the database's own clock counts. */
    @Nullable
    Long time();

    /** The same time as a number. */
    default long millis(Connection connection) throws SQLException {
        Long own = time();
        if (own != null) {
            return own;
        }
        try (PreparedStatement statement = connection.prepareStatement("select " + now())) {
            statement.setNull(1, Types.NULL);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    /**
     * Whether each statement costs a round trip, so that one takes all rows, as arrays, and may hold others that change other tables
     * ({@code with ... as (insert ...)}).
     */
    boolean hasRoundTrips();

    /** A statement with its tables where they were found at the start, wherever a connection would look for them. */
    String sql(String statement);

    /** Names of tables that begin with {@code byoc_}, where byoc's are or would be made. */
    Set<String> tables(Connection connection) throws SQLException;

    /** Where those tables are, as the start of a sentence. */
    String place();

    /** What to do about tables that byoc cannot work with, as a sentence. */
    String wayOut();

    /** Locks the schema for a migration, which may take long, until the transaction ends. */
    void lockSchema(Connection connection) throws SQLException;

    /**
     * Proves, with the tables made and the writer's connection held, that what it stores is what the others read.
     *
     * @throws StoreException saying what about the connections is in the way
     */
    void prove(Connection writer, String host) throws SQLException;

    /** The most due lanes to claim in one transaction. */
    int claimsAtOnce();

    /** Milliseconds between two polls for due lanes. */
    long pollMillis();

    /** Whether lanes are shared with other processes, so that a lease guards them. */
    boolean isShared();

    /** Why no new entry can be accepted, though the database would store it; null: nothing is in the way. */
    @Nullable
    String obstacle();

    /** What may soon be an {@link #obstacle}; null: nothing is known. */
    default @Nullable String warning() {
        return null;
    }

    /** Why nothing can be stored, not even the completion of an entry, so that no entry may be begun; null: it can. */
    @Nullable
    String outage();

    /** Verifies, before a transaction and again before its commit is relied on, that the next start will find what is written. */
    void assure() throws SQLException;

    /** A statement has met that fault. */
    void noticed(SQLException fault);

    /** Whether two transactions conflicted, so that the next attempt may succeed. */
    default boolean isConflict(SQLException fault) {
        return isSerializationFailure(fault);
    }

    /** Whether that fault has the SQLState of a deadlock or of a transaction that could not be serialized. */
    static boolean isSerializationFailure(SQLException fault) {
        return "40P01".equals(fault.getSQLState()) || "40001".equals(fault.getSQLState());
    }

    /** Whether any other change would meet that fault too at present. */
    boolean hitsAll(SQLException fault);

    /** Whether the data to store caused that fault, not the state of the database. */
    boolean isOfTheEntry(SQLException fault);

    /** Maintenance at intervals, beside the writer. */
    void maintain();

    /**
     * Maintenance at intervals, by the writer between two transactions.
     *
     * @return whether another program has changed the database since the last time, so that what is remembered of it may be wrong; false
     *     where nothing is remembered
     */
    boolean maintain(Connection writer) throws SQLException;

    /** Whether that fault lasts as long as its connection, so that a new one may succeed. */
    boolean outlastsTheTransaction(SQLException fault);

    /** What a fault means to an operator, without the data to store. */
    String say(SQLException fault);

    void close();
}
