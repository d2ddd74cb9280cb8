package dev.byoc.jdbc.internal.postgres;

import dev.byoc.jdbc.internal.Dialect;
import dev.byoc.store.StoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** PostgreSQL, shared by several hosts. Its own clock counts, as the hosts' clocks differ. */
public final class PostgresServer implements Dialect {
    private static final Logger log = LoggerFactory.getLogger(PostgresServer.class);

    /** Any number that no other application uses for an advisory lock. */
    private static final long SCHEMA_LOCK = 0x62796f63L;

    /** As long as a messenger waits for the answer to its webhook. */
    private static final Duration READ_PATIENCE = Duration.ofSeconds(3);

    /** Also how long a host that is paused in the middle of a transaction can keep others from its lanes. */
    private static final Duration WRITE_PATIENCE = Duration.ofSeconds(15);

    private static final int MOST_READS = 5;

    /** The name of a table that is not qualified. */
    private static final Pattern TABLE = Pattern.compile("(?<![.\\w])byoc_");

    /** A standby, or a user or a pool that is set to read only. */
    private static final String READ_ONLY = "25006";

    private final DataSource source;
    private final @Nullable Clock clock;
    private final int readMillis;
    private final int writeMillis;
    private final Map<String, String> qualified = new ConcurrentHashMap<>();
    private volatile int usualMillis;

    /** Where the tables are, quoted if need be; blank: not looked for yet. */
    private volatile String schema = "";

    /**
     * A server with the usual patience.
     *
     * @param clock null: the database's
     */
    public PostgresServer(DataSource source, @Nullable Clock clock) {
        this(source, clock, READ_PATIENCE, WRITE_PATIENCE);
    }

    /**
     * A server, asked later.
     *
     * @param read how long a server may be silent before it counts as gone, for those who only ask; and for the one who writes
     */
    public PostgresServer(DataSource source, @Nullable Clock clock, Duration read, Duration write) {
        this.source = source;
        this.clock = clock;
        this.readMillis = (int) read.toMillis();
        this.writeMillis = (int) write.toMillis();
    }

    @Override
    public String name() {
        return "postgresql";
    }

    @Override
    public void open() {
        try {
            String product = product();
            if (!product.equals("PostgreSQL")) {
                throw new StoreException("JdbcStore.of works with PostgreSQL, and this is " + product
                        + ". For one process JdbcStore.embedded needs no server.");
            }
            schema = read(PostgresProof::schemaOf);
            if (schema.isEmpty()) {
                throw new StoreException(
                        "the search_path of the connections names no schema that is there and that this user"
                                + " may use: create it, or name another one in the address (currentSchema)");
            }
            warnOfOthers();
            if (read(connection -> setting(connection, "synchronous_commit")).equals("off")) {
                throw new StoreException(
                        "synchronous_commit is off for this user or database: a crash of the server would"
                                + " lose messages that were acknowledged. Set it to on.");
            }
            if (read(connection -> setting(connection, "fsync")).equals("off")) {
                log.warn("the server runs with fsync off: a power cut would lose messages that were acknowledged");
            }
        } catch (SQLException e) {
            throw new StoreException("the database cannot be reached: " + say(e));
        }
    }

    private String product() throws SQLException {
        try (Connection connection = connect()) {
            return connection.getMetaData().getDatabaseProductName();
        }
    }

    /** One that commits by itself. */
    private Connection connect() throws SQLException {
        Connection connection = fromPool();
        try {
            // Also ends the transaction in which a pool without auto-commit has set the schema: a rollback would undo
            // that.
            connection.setAutoCommit(true);
            return connection;
        } catch (SQLException e) {
            try (connection) {
                throw e;
            }
        }
    }

    private Connection fromPool() throws SQLException {
        try {
            return source.getConnection();
        } catch (RuntimeException e) {
            // HikariCP throws one of its own where it cannot connect at all.
            throw e.getCause() instanceof SQLException cause
                    ? cause
                    : new SQLException(e.getClass().getName(), "08001", e);
        }
    }

    /** Tables elsewhere that may have been meant. */
    private void warnOfOthers() throws SQLException {
        if (!read(this::tables).contains("byoc_meta")) {
            List<String> others = read(PostgresProof::otherSchemas);
            if (!others.isEmpty()) {
                log.warn(
                        "byoc makes its tables in schema {}, and there are some in {}: to use those, name that schema"
                                + " in the address (currentSchema)",
                        schema,
                        others);
            }
        }
    }

    @Override
    public void prove(Connection writer, String host) throws SQLException {
        new PostgresProof(this, schema).check(writer, this::connect, host);
    }

    private static String setting(Connection connection, String name) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("show " + name)) {
            return rows.next() ? rows.getString(1) : "";
        }
    }

    @Override
    public Connection writer() throws SQLException {
        Connection connection = connect();
        try {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            usualMillis = connection.getNetworkTimeout();
            connection.setNetworkTimeout(Runnable::run, writeMillis);
            if (setting(connection, "transaction_read_only").equals("on")) {
                throw new SQLException("read only", READ_ONLY);
            }
            try (Statement statement = connection.createStatement()) {
                statement.execute("set idle_in_transaction_session_timeout = " + writeMillis);
            }
            connection.commit();
            return connection;
        } catch (SQLException e) {
            abort(connection);
            try (connection) {
                throw e;
            }
        }
    }

    /** Its pool must not hand it out again. */
    private static void abort(Connection connection) {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            log.debug("a connection could not be broken off: {}", e.getClass().getName());
        }
    }

    @Override
    public void release(Connection writer) throws SQLException {
        try (writer;
                Statement statement = writer.createStatement()) {
            statement.execute("reset idle_in_transaction_session_timeout");
            writer.commit();
            writer.setNetworkTimeout(Runnable::run, usualMillis);
        }
    }

    /** What PostgreSQL has to do again it does again: the pool may have set transactions to be serializable. */
    @Override
    public <T> T read(Query<T> query) throws SQLException {
        for (int attempt = 1; ; attempt++) {
            try {
                return readOnce(query);
            } catch (SQLException e) {
                if (!isConflict(e) || attempt == MOST_READS) {
                    throw e;
                }
            }
        }
    }

    private <T> T readOnce(Query<T> query) throws SQLException {
        try (Connection connection = connect()) {
            int usual = connection.getNetworkTimeout();
            connection.setNetworkTimeout(Runnable::run, readMillis);
            try {
                return query.ask(connection);
            } catch (SQLException e) {
                if (outlastsTheTransaction(e)) {
                    abort(connection);
                }
                throw e;
            } finally {
                restore(connection, usual);
            }
        }
    }

    /** The pool may hand it to others. */
    private static void restore(Connection connection, int usual) {
        try {
            connection.setNetworkTimeout(Runnable::run, usual);
        } catch (SQLException e) {
            log.debug(
                    "a broken connection goes back to its pool: {}",
                    e.getClass().getName());
        }
    }

    @Override
    public String lock() {
        return " for update";
    }

    @Override
    public String lockFree() {
        return " for update skip locked";
    }

    /** In a select of its own, so that an index can be searched with it. */
    @Override
    public String now() {
        return "(select coalesce(cast(? as bigint), floor(extract(epoch from clock_timestamp()) * 1000)::bigint))";
    }

    @Override
    public @Nullable Long time() {
        return clock == null ? null : clock.millis();
    }

    @Override
    public boolean changesSeveralTablesAtOnce() {
        return true;
    }

    @Override
    public String sql(String statement) {
        return qualified.computeIfAbsent(
                statement, plain -> TABLE.matcher(plain).replaceAll(Matcher.quoteReplacement(schema + ".") + "byoc_"));
    }

    @Override
    public Set<String> tables(Connection connection) throws SQLException {
        Set<String> names = new HashSet<>();
        try (PreparedStatement statement = connection.prepareStatement("select relname from pg_class"
                + " where relnamespace = to_regnamespace(?) and relkind in ('r', 'p', 'v', 'm', 'f')"
                + " and relname like 'byoc\\_%'")) {
            statement.setString(1, schema);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    names.add(rows.getString(1));
                }
            }
        }
        return names;
    }

    @Override
    public String place() {
        return "schema " + schema + " of the database";
    }

    @Override
    public String wayOut() {
        return "Drop these tables, or name another schema in the address (currentSchema), and new ones are made.";
    }

    @Override
    public void lockSchema(Connection connection) throws SQLException {
        connection.setNetworkTimeout(Runnable::run, 0);
        try (Statement statement = connection.createStatement()) {
            statement.execute("set local statement_timeout = 0");
            statement.execute("set local lock_timeout = 0");
            statement.execute("set local search_path = " + schema);
            statement.execute("select pg_advisory_xact_lock(" + SCHEMA_LOCK + ")");
        }
    }

    @Override
    public int claimsAtOnce() {
        return 200;
    }

    /** A clock that a test moves may be moved at any time. */
    @Override
    public long pollMillis() {
        return clock == null ? 500 : 0;
    }

    @Override
    public boolean isShared() {
        return true;
    }

    @Override
    public @Nullable String obstacle() {
        return null;
    }

    @Override
    public @Nullable String outage() {
        return null;
    }

    /** A server that answers a commit has it. */
    @Override
    public void assure() {}

    @Override
    public void noticed(SQLException fault) {}

    @Override
    public boolean hitsAll(SQLException fault) {
        return false;
    }

    /** Data exceptions, constraints, and limits of one row. */
    @Override
    public boolean isOfTheEntry(SQLException fault) {
        String state = fault.getSQLState() == null ? "" : fault.getSQLState();
        return state.startsWith("22") || state.startsWith("23") || state.startsWith("54");
    }

    /** The server looks after itself. */
    @Override
    public void care() {}

    @Override
    public void care(Connection writer) {}

    @Override
    public boolean outlastsTheTransaction(SQLException fault) {
        return READ_ONLY.equals(fault.getSQLState());
    }

    @Override
    public String say(SQLException fault) {
        String state = fault.getSQLState() == null ? "" : fault.getSQLState();
        return meaning(state, fault instanceof SQLTransientConnectionException)
                + (state.isEmpty() ? "" : " (SQLState " + state + ")");
    }

    private static String meaning(String state, boolean unreachable) {
        if (state.equals(READ_ONLY)) {
            return "this server only reads, as a standby does, or the user or the pool is set to: connect to the primary"
                    + " (targetServerType=primary)";
        }
        if (state.equals("42501")) {
            return "the user may not do that: grant it select, insert, update and delete on the byoc_ tables, and create on"
                    + " their schema to make tables, or run the schema scripts and say migrate(false)";
        }
        switch (state) {
            case "42P01" -> {
                return "the byoc_ tables are not where they were at the start";
            }
            case "3F000" -> {
                return "the schema does not exist: create it, or name another one in the address (currentSchema)";
            }
            case "57014" -> {
                return "the statement_timeout of the user or the pool has ended a statement: set a longer one, or none";
            }
            case "55P03" -> {
                return "a lock was not had within the lock_timeout of the user or the pool";
            }
            default -> {}
        }
        return switch (state.length() < 2 ? "" : state.substring(0, 2)) {
            case "08" -> "no connection to the server";
            case "28" -> "the server does not accept the user or the password";
            case "3D" -> "there is no database of that name";
            case "53" -> "the server is out of disk, memory or connections";
            case "57" -> "the server is starting, stopping or was told to end this";
            default -> unreachable ? "no connection could be had" : "PostgreSQL refused";
        };
    }

    /** The source is the host's. */
    @Override
    public void close() {}
}
