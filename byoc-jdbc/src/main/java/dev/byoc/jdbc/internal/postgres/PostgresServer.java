package dev.byoc.jdbc.internal.postgres;

import dev.byoc.jdbc.internal.Dialect;
import dev.byoc.store.StoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
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

/** PostgreSQL, shared by several hosts. The server's clock counts, as the hosts' clocks differ. */
public final class PostgresServer implements Dialect {
    private static final Logger log = LoggerFactory.getLogger(PostgresServer.class);

    /** Any number that no other application uses for an advisory lock. */
    private static final long SCHEMA_LOCK = 0x62796f63L;

    /** As long as a messenger waits for the answer to its webhook. */
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(3);

    /** Also how long a host that is paused in the middle of a transaction can keep others from its lanes. */
    private static final Duration WRITE_TIMEOUT = Duration.ofSeconds(15);

    /** The name of a table that is not qualified. */
    private static final Pattern TABLE = Pattern.compile("(?<![.\\w])byoc_");

    private final PostgresConnections connections;
    private final @Nullable Clock clock;
    private final Map<String, String> qualified = new ConcurrentHashMap<>();

    /** Of the tables, quoted if need be; blank: not looked for yet. */
    private volatile String schema = "";

    /**
     * A server with the default timeouts.
     *
     * @param clock null: the database's
     */
    public PostgresServer(DataSource source, @Nullable Clock clock) {
        this(source, clock, READ_TIMEOUT, WRITE_TIMEOUT);
    }

    /**
     * A server, asked later.
     *
     * @param read how long a server may not answer a reader before the connection counts as lost; write the same for the writer
     */
    public PostgresServer(DataSource source, @Nullable Clock clock, Duration read, Duration write) {
        this.connections = new PostgresConnections(source, read, write);
        this.clock = clock;
    }

    @Override
    public String name() {
        return "postgresql";
    }

    @Override
    public void open() {
        try {
            String product = connections.product();
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
            if (read(connection -> PostgresConnections.setting(connection, "synchronous_commit"))
                    .equals("off")) {
                throw new StoreException(
                        "synchronous_commit is off for this user or database: a crash of the server would"
                                + " lose messages that were acknowledged. Set it to on.");
            }
            if (read(connection -> PostgresConnections.setting(connection, "fsync"))
                    .equals("off")) {
                log.warn("the server runs with fsync off: a power cut would lose messages that were acknowledged");
            }
        } catch (SQLException e) {
            throw new StoreException("the database cannot be reached: " + say(e));
        }
    }

    /** Warns of tables in other schemas, which the host may have meant. */
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
        new PostgresProof(this, schema).check(writer, connections::borrow, host);
    }

    @Override
    public Connection writer() throws SQLException {
        return connections.borrowForWriting();
    }

    @Override
    public void release(Connection writer) throws SQLException {
        connections.returnFromWriting(writer);
    }

    @Override
    public <T> T read(Query<T> query) throws SQLException {
        return connections.read(query);
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
    public boolean hasRoundTrips() {
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

    /** A test may move its clock at any time. */
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

    /** A server that confirms a commit has stored it. */
    @Override
    public void assure() {}

    @Override
    public void noticed(SQLException fault) {}

    @Override
    public boolean hitsAll(SQLException fault) {
        return false;
    }

    @Override
    public boolean isOfTheEntry(SQLException fault) {
        return PostgresFaults.isOfTheEntry(fault);
    }

    /** The server maintains itself. */
    @Override
    public void maintain() {}

    @Override
    public boolean maintain(Connection writer) {
        return false;
    }

    @Override
    public boolean outlastsTheTransaction(SQLException fault) {
        return PostgresFaults.isReadOnly(fault);
    }

    @Override
    public String say(SQLException fault) {
        return PostgresFaults.say(fault);
    }

    /** The source is the host's. */
    @Override
    public void close() {}
}
