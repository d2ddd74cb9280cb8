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
    /** One question. */
    interface Query<T> {
        T ask(Connection connection) throws SQLException;
    }

    /** The folder of its schema scripts. */
    String name();

    /** Makes the database reachable for this process, or says in a sentence what is in the way. */
    void open();

    /** A connection for the one who writes. Commits are asked for. */
    Connection writer() throws SQLException;

    /** Gives that connection back as it was. */
    void release(Connection writer) throws SQLException;

    /** Asks something, on a connection that the writer does not use. */
    <T> T read(Query<T> query) throws SQLException;

    /** Put behind a select of rows that are about to be changed. */
    String lock();

    /** The same, skipping rows that another transaction has locked. */
    String lockFree();

    /** The time of now in milliseconds, as SQL with one parameter: {@link #time()}. */
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

    /** Whether a statement may hold others that change other tables ({@code with ... as (insert ...)}). */
    boolean changesSeveralTablesAtOnce();

    /** A statement with its tables where they were found at the start, wherever a connection would look for them. */
    String sql(String statement);

    /** Names of tables that begin with {@code byoc_}, where byoc's are or would be made. */
    Set<String> tables(Connection connection) throws SQLException;

    /** Where that is, for a sentence that begins with it. */
    String place();

    /** A sentence: what to do if tables are there that byoc cannot work with. */
    String wayOut();

    /** Guards the schema while it is changed, which may take long, until the transaction ends. */
    void lockSchema(Connection connection) throws SQLException;

    /**
     * Proves, with the tables made and the writer's connection held, that what it stores is what the others read.
     *
     * @throws StoreException saying what about the connections is in the way
     */
    void prove(Connection writer, String host) throws SQLException;

    /** Lanes that are claimed at once when their time has come. */
    int claimsAtOnce();

    /** Milliseconds between two looks for due lanes. */
    long pollMillis();

    /** Whether lanes are shared with other processes, so that a lease guards them. */
    boolean isShared();

    /** Why nothing new can be taken now, however willing the database is; null: nothing is in the way. */
    @Nullable
    String obstacle();

    /** What will be an {@link #obstacle} before long; null: nothing is known. */
    default @Nullable String warning() {
        return null;
    }

    /** Why nothing at all can be stored, not even that something was done, so that nothing may be begun; null: it can. */
    @Nullable
    String outage();

    /** Before something is written, and again before the commit is relied on. Throws if it is not where the next start looks for it. */
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

    /** Whether any other change would meet that fault too, now. */
    boolean hitsAll(SQLException fault);

    /** Whether that fault is of what was to be stored, and says nothing of the database. */
    boolean isOfTheEntry(SQLException fault);

    /** Now and then, beside the writer. */
    void care();

    /** Now and then, by the writer, between two transactions. */
    void care(Connection writer) throws SQLException;

    /** Whether that fault ends only with its connection, so that a new one may do better. */
    boolean outlastsTheTransaction(SQLException fault);

    /** What a fault means, without quoting what was to be stored. */
    String say(SQLException fault);

    void close();
}
