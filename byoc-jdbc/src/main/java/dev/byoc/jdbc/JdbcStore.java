package dev.byoc.jdbc;

import dev.byoc.jdbc.internal.Dialect;
import dev.byoc.jdbc.internal.SchemaScripts;
import dev.byoc.jdbc.internal.commit.CachedCounters;
import dev.byoc.jdbc.internal.postgres.PostgresServer;
import dev.byoc.jdbc.internal.sqlite.SqliteFile;
import dev.byoc.store.StoreException;
import dev.byoc.store.spi.Counters;
import dev.byoc.store.spi.CustomerMap;
import dev.byoc.store.spi.DeadLetters;
import dev.byoc.store.spi.Journal;
import dev.byoc.store.spi.Lane;
import dev.byoc.store.spi.References;
import dev.byoc.store.spi.RelayStore;
import dev.byoc.store.spi.SharedSettings;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A durable store: what {@link Journal#append} has accepted is on disk. {@link #embedded} keeps one file for one process, {@link #of} a
 * database that several hosts share.
 *
 * <p>Options are set before the engine is built, which opens the store. Thread-safe. Appending waits at most 3 seconds for its commit; then
 * it fails, the webhook is refused, and its sender retries. Completions wait for as long as the commit takes. A connection to PostgreSQL
 * counts as lost if the server does not answer the writer for 15 seconds, or a look-up for 3.
 */
public final class JdbcStore implements RelayStore {
    /** Entries that may be open at once by default. */
    public static final int MAX_OPEN = 1_000_000;

    /** How long completed entries are kept by default, and at least. */
    public static final Duration KEEP = Duration.ofDays(3);

    /** How long lanes stay with a host that does not renew its lease, by default. */
    public static final Duration LEASE = Duration.ofSeconds(45);

    /** The version of the tables that this byoc makes, and knows. */
    public static final int SCHEMA_VERSION = SchemaScripts.BUNDLED.version();

    private static final Duration LEAST_LEASE = Duration.ofSeconds(10);

    /** Longer times are mistakes, and overflow where they are added up. */
    private static final Duration LONGEST = Duration.ofDays(3_650);

    private static final Counters NOTHING_COUNTED = new CachedCounters();

    private final Database database;
    private final SchemaScripts scripts;

    private final List<String> faults = new ArrayList<>();
    private @Nullable Clock ownClock;
    private Duration keep = KEEP;
    private Duration lease = LEASE;
    private int maxOpen = MAX_OPEN;
    private boolean keepsBodies;
    private boolean migrates = true;
    private volatile @Nullable OpenStore opened;
    private volatile boolean closed;

    /** Makes the dialect of a database, given the clock to use; null: the default one. */
    interface Database {
        Dialect by(@Nullable Clock clock);
    }

    JdbcStore(Database database) {
        this(database, SchemaScripts.BUNDLED);
    }

    JdbcStore(Database database, SchemaScripts scripts) {
        this.database = database;
        this.scripts = scripts;
    }

    /**
     * SQLite in one file, for one process. Needs {@code org.xerial:sqlite-jdbc} on the class path. The file is made if it is not there, for
     * its owner alone; it must not lie on a network file system. While another file lies at the path than was opened, or the file is
     * damaged, nothing is stored, and {@link #trouble} names the cause.
     */
    public static JdbcStore embedded(Path file) {
        if (file == null) {
            return missing("JdbcStore.embedded(...) is missing: the file that keeps open entries");
        }
        return new JdbcStore(clock -> new SqliteFile(file, clock == null ? Clock.systemUTC() : clock));
    }

    /**
     * PostgreSQL 14 or later, shared by any number of hosts. The store holds one connection for writing and asks for others for moments, so
     * the source should be a pool of at least four, with a connection timeout of a few seconds. The source is not closed.
     */
    public static JdbcStore of(DataSource postgresql) {
        if (postgresql == null) {
            return missing("JdbcStore.of(...) is missing: the DataSource of the PostgreSQL database");
        }
        return new JdbcStore(clock -> new PostgresServer(postgresql, clock));
    }

    private static JdbcStore missing(String fault) {
        JdbcStore store = new JdbcStore(clock -> {
            throw new StoreException(fault);
        });
        store.faults.add(fault);
        return store;
    }

    /** How long completed entries are kept, by which repeated events are recognized and timelines are read. At least {@link #KEEP}. */
    public JdbcStore keepFor(Duration value) {
        if (isBetween(KEEP, value)) {
            keep = value;
        } else {
            faults.add("JdbcStore.keepFor: events are taken for two days, so their keys are kept for at least "
                    + KEEP.toDays() + " days, and at most " + LONGEST.toDays());
        }
        return this;
    }

    /** Keeps the content of messages for as long as their entries, not only until they are relayed. */
    public JdbcStore keepsBodies() {
        keepsBodies = true;
        return this;
    }

    /** Entries that may be open at once, at least 1; more are refused, so that the messenger sends them again. */
    public JdbcStore maxOpenEntries(int value) {
        if (value >= 1) {
            maxOpen = value;
        } else {
            faults.add("JdbcStore.maxOpenEntries: at least 1 open entry, or nothing could ever be stored");
        }
        return this;
    }

    /**
     * With several hosts: how long lanes stay with a host that does not renew its lease before others take them. No call to Freshchat or a
     * messenger outlasts it but those with files, so it bounds what a call may take: at least 10 seconds.
     */
    public JdbcStore lease(Duration value) {
        if (isBetween(LEAST_LEASE, value)) {
            lease = value;
        } else {
            faults.add("JdbcStore.lease: at least " + LEAST_LEASE.toSeconds() + " seconds, and at most "
                    + LONGEST.toDays() + " days");
        }
        return this;
    }

    private static boolean isBetween(Duration least, @Nullable Duration value) {
        return value != null && value.compareTo(least) >= 0 && value.compareTo(LONGEST) <= 0;
    }

    @Override
    public List<String> faults() {
        return List.copyOf(faults);
    }

    /**
     * Whether the store makes and changes its tables; true by default. If false, the host runs the scripts below {@code
     * dev/byoc/jdbc/schema} in the byoc-jdbc jar, in the order of their numbers, each once and in one transaction. Their names are those
     * that Flyway expects ({@code V1__byoc.sql}).
     */
    public JdbcStore migrate(boolean value) {
        migrates = value;
        return this;
    }

    /** The clock to use instead of the machine's or the database's: for tests. */
    public JdbcStore clock(Clock value) {
        if (value == null) {
            faults.add("JdbcStore.clock(...) is missing; leave it out for the machine's or the database's time");
        }
        ownClock = value;
        return this;
    }

    @Override
    public void open(String scope) {
        if (closed) {
            throw new StoreException(
                    opened == null
                            ? "this store was closed by a build that failed: make a new one"
                            : "this store was closed with its relay: make a new one");
        }
        if (!faults.isEmpty()) {
            throw new StoreException(String.join("; ", faults));
        }
        if (opened != null) {
            throw new StoreException("this store serves a relay already: give each relay a store of its own");
        }
        Opening.Options options = new Opening.Options(keep, lease, maxOpen, keepsBodies, migrates, scripts);
        opened = Opening.open(database.by(ownClock), scope, options);
    }

    private OpenStore opened() {
        OpenStore now = opened;
        if (now == null || closed) {
            throw new StoreException(closed ? "the store is closed" : "the store was not opened");
        }
        return now;
    }

    @Override
    public boolean isDurable() {
        return true;
    }

    @Override
    public Journal journal() {
        return opened().journal;
    }

    @Override
    public CustomerMap customers() {
        return opened().customers;
    }

    @Override
    public References references() {
        return opened().references;
    }

    @Override
    public DeadLetters deadLetters() {
        return opened().deadLetters;
    }

    @Override
    public SharedSettings settings() {
        return opened().settings;
    }

    @Override
    public Counters counters() {
        OpenStore now = opened;
        return now == null ? NOTHING_COUNTED : now.session.counters();
    }

    @Override
    public int forget(String account, String customer, List<Lane> lanes) {
        return opened().customers.forget(account, customer, lanes);
    }

    @Override
    public @Nullable String warning() {
        OpenStore now = opened;
        return now == null || closed ? null : now.session.dialect().warning();
    }

    @Override
    public @Nullable String trouble() {
        OpenStore now = opened;
        if (now == null || closed) {
            return closed ? "it is closed" : "it was not opened";
        }
        return now.trouble();
    }

    /** Reads the counters again within moments; {@link #hasCounted} tells when that is done. */
    public void countAnew() {
        opened().session.countSoon();
    }

    public boolean hasCounted() {
        return !opened().session.countsSoon();
    }

    /** Renews the lease and frees the lanes of hosts whose lease has expired, now. */
    void renewAndSweep() {
        opened().maintenance.renewAndSweep();
    }

    /** Ends waits that a clock set back has made too long, now. */
    void endWaits() {
        opened().maintenance.endWaits();
    }

    /** Removes what is older than {@link #keepFor}, now. */
    public void prune() {
        opened().maintenance.pruneNow();
    }

    /** The same as once a minute: removes nothing for a while after the clock has jumped. */
    void pruneAsUsual() {
        opened().maintenance.prune();
    }

    @Override
    public void close() {
        OpenStore now = opened;
        boolean isOver = closed;
        try {
            if (!isOver && now != null) {
                now.close();
            }
        } finally {
            closed = true;
        }
    }
}
