package dev.byoc.jdbc;

import dev.byoc.Direction;
import dev.byoc.jdbc.internal.Dialect;
import dev.byoc.jdbc.internal.Migrations;
import dev.byoc.jdbc.internal.PostgresServer;
import dev.byoc.jdbc.internal.SchemaScripts;
import dev.byoc.jdbc.internal.SqliteFile;
import dev.byoc.jdbc.internal.Statements;
import dev.byoc.jdbc.internal.StoredSettings;
import dev.byoc.store.DeadLetter;
import dev.byoc.store.DeadLetterFilter;
import dev.byoc.store.ReplayMode;
import dev.byoc.store.ReplayResult;
import dev.byoc.store.StoreException;
import dev.byoc.store.Timeline;
import dev.byoc.store.Timeline.State;
import dev.byoc.store.spi.Change;
import dev.byoc.store.spi.Claim;
import dev.byoc.store.spi.Entry;
import dev.byoc.store.spi.Figures;
import dev.byoc.store.spi.Lane;
import dev.byoc.store.spi.Link;
import dev.byoc.store.spi.LinkChange;
import dev.byoc.store.spi.LostClaimException;
import dev.byoc.store.spi.NewEntry;
import dev.byoc.store.spi.PausedLanes;
import dev.byoc.store.spi.RelayStore;
import dev.byoc.store.spi.ReplayKey;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A store in a database: what {@link #append} has taken is on disk. {@link #embedded} keeps one file for one process, {@link #of} a
 * database that several hosts share.
 *
 * <p>Options are set before the engine is built, which opens the store. Thread-safe. A sender waits at most a few seconds for a commit: it is
 * refused then, and comes back. What was done is stored however long that takes. A server of PostgreSQL that is silent for 15 seconds, for
 * 3 where something is only looked up, counts as gone.
 */
public final class JdbcStore implements RelayStore {
    private static final Logger log = LoggerFactory.getLogger(JdbcStore.class);

    /** Entries that may be open at once, unless set otherwise. */
    public static final int MAX_OPEN = 1_000_000;

    /** How long what is done is kept, unless set otherwise; the least that may be set. */
    public static final Duration KEEP = Duration.ofDays(3);

    /** How long lanes stay with a host that is silent, unless set otherwise. */
    public static final Duration LEASE = Duration.ofSeconds(45);

    private static final Duration LEAST_LEASE = Duration.ofSeconds(10);

    /** Longer times are slips, and overflow where they are added up. */
    private static final Duration LONGEST = Duration.ofDays(3_650);

    private static final Duration APPEND_PATIENCE = Duration.ofSeconds(3);
    private static final long CARE_MILLIS = 200;
    private static final long LOOK_MILLIS = 1_000;
    private static final long LEAP_MILLIS = 10_000;
    private static final long PRUNE_MILLIS = 60_000;
    private static final long CLOSE_SECONDS = 5;
    private static final Duration FOR_GOOD = Duration.ofDays(1);

    private final Database database;
    private final SchemaScripts scripts;

    /** Two threads: a lease has to be renewed while something else takes long. */
    private final ScheduledExecutorService keeper = Executors.newScheduledThreadPool(2, task -> {
        Thread thread = new Thread(task, "byoc-store-keeper");
        thread.setDaemon(true);
        return thread;
    });

    private final List<String> faults = new ArrayList<>();
    private @Nullable Clock ownClock;
    private Duration keep = KEEP;
    private Duration lease = LEASE;
    private int maxOpen = MAX_OPEN;
    private boolean keepsBodies;
    private boolean migrates = true;
    private volatile @Nullable Opened opened;
    private volatile long nextPoll = System.nanoTime();

    /** Why the last look failed; null: it did not. */
    private volatile @Nullable String unreadable;

    private volatile boolean closed;

    /** What there is once the database is open. */
    private record Opened(
            String scope,
            Dialect dialect,
            GroupCommit writer,
            Entries entries,
            JdbcLinks links,
            JdbcArchive archive,
            Retention pruning,
            @Nullable HostLease lease) {
        boolean holdsNothing() {
            return lease != null && (lease.left().isNegative() || lease.left().isZero());
        }
    }

    /** How to come by the database, given the time to go by; null: the usual one. */
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

    /** How long what is done is kept, for telling repeated events and for timelines. At least {@link #KEEP}. */
    public JdbcStore keepFor(Duration value) {
        if (isBetween(KEEP, value)) {
            keep = value;
        } else {
            faults.add("JdbcStore.keepFor: events are taken for two days, so their keys are kept for at least "
                    + KEEP.toDays() + " days, and at most " + LONGEST.toDays());
        }
        return this;
    }

    /** Keeps what people said for as long as the entry is kept, not only until it is relayed. */
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
     * With several hosts: how long lanes stay with a host that is silent before others take them over. No call to Freshchat or a messenger
     * outlasts it but those with files, so it bounds what a call may take: at least 10 seconds.
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
     * dev/byoc/jdbc/schema} in the byoc-core jar, in the order of their numbers, each once and in one transaction. Their names are those
     * that Flyway expects ({@code V1__byoc.sql}).
     */
    public JdbcStore migrate(boolean value) {
        migrates = value;
        return this;
    }

    /** The time to go by instead of the machine's or the database's: for tests. */
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
        Dialect dialect = database.by(ownClock);
        String host = UUID.randomUUID().toString();
        dialect.open();
        try {
            prepare(dialect, host);
            JdbcLinks links = new JdbcLinks(dialect);
            HostLease held = dialect.isShared() ? new HostLease(dialect, host, lease) : null;
            GroupCommit writer = new GroupCommit(dialect, scope, host, held);
            Retention pruning = new Retention(dialect, scope, keep);
            pruning.open();
            Opened now = new Opened(
                    scope,
                    dialect,
                    writer,
                    new Entries(keepsBodies, links),
                    links,
                    new JdbcArchive(dialect, scope),
                    pruning,
                    held);
            writer.start();
            opened = now;
            schedule(now);
        } catch (SQLException e) {
            dialect.close();
            throw new StoreException("the database cannot be used: " + dialect.say(e));
        } catch (Throwable e) {
            // A DataSource of the host's may throw what it does not declare; the file's lock and the writer must not
            // stay behind.
            dialect.close();
            throw e;
        }
    }

    private void prepare(Dialect dialect, String host) throws SQLException {
        Connection connection = dialect.writer();
        try {
            try {
                new Migrations(dialect, migrates, scripts).ensure(connection);
                dialect.prove(connection, host);
                if (!dialect.isShared()) {
                    // Whoever held lanes is gone, as the file is ours.
                    Statements statements = new Statements(dialect);
                    var free = statements.of(
                            connection,
                            "update byoc_lane set owner = null, due = " + dialect.now() + " where owner is not null");
                    Statements.set(free, dialect.time());
                    free.executeUpdate();
                    connection.commit();
                }
            } catch (Throwable e) {
                connection.rollback();
                throw e;
            }
        } finally {
            dialect.release(connection);
        }
    }

    private void schedule(Opened now) {
        every(0, CARE_MILLIS, now.dialect()::care);
        every(PRUNE_MILLIS, () -> now.pruning().prune(now.writer()));
        HostLease held = now.lease();
        if (held != null) {
            every(lease.toMillis() / 9, () -> {
                held.renew();
                held.sweep();
            });
        }
        every(LEAP_MILLIS, () -> endWaits(now));
        every(LOOK_MILLIS, () -> lookAgain(now));
    }

    /** So that the store says that nothing can be looked up for no longer than nothing can, though no query looks. */
    private void lookAgain(Opened now) {
        try {
            if (unreadable != null) {
                log.trace("can be read again: {}", read(now.dialect()::tables));
            }
        } catch (StoreException e) {
            log.debug("still nothing can be looked up: {}", e.getMessage());
        }
    }

    /** After the clock was put back: nobody waits for a time that was never to come so late. */
    private static void endWaits(Opened now) {
        boolean heard = now.writer().offer(new WriteJob<>(List.of(), DueLanes::endWaitsFromTheFuture));
        if (!heard) {
            log.debug("too much waits to look at what waits for too long");
        }
    }

    /** The first time after one interval: what is opened has just been put in order, and its lease is fresh. */
    private void every(long millis, Runnable task) {
        every(millis, millis, task);
    }

    private void every(long firstMillis, long millis, Runnable task) {
        @SuppressWarnings("unused") // the task lets nothing out
        var scheduled = keeper.scheduleWithFixedDelay(
                () -> {
                    try {
                        task.run();
                    } catch (Throwable e) {
                        // An executor drops a task that has thrown once, without a word.
                        log.warn(
                                "looking after the store failed: {}",
                                e instanceof StoreException
                                        ? e.getMessage()
                                        : e.getClass().getName());
                    }
                },
                firstMillis,
                millis,
                TimeUnit.MILLISECONDS);
    }

    private Opened opened() {
        Opened now = opened;
        if (now == null || closed) {
            throw new StoreException(closed ? "the store is closed" : "the store was not opened");
        }
        return now;
    }

    /** Waits for a commit, however long that takes: what was done must be stored. */
    private <T> T done(WriteJob<T> job) {
        if (!opened().writer().put(job)) {
            throw new StoreException("the store is closed");
        }
        return await(job, null);
    }

    /** Waits for a commit that somebody outside waits for too. */
    private <T> T asked(WriteJob<T> job) {
        Opened now = opened();
        String obstacle = now.dialect().obstacle();
        if (obstacle != null) {
            throw new StoreException(obstacle);
        }
        if (!now.writer().offer(job)) {
            throw new StoreException("more waits to be stored than can be");
        }
        return await(job, APPEND_PATIENCE);
    }

    private static <T> T await(WriteJob<T> job, @Nullable Duration patience) {
        boolean interrupted = false;
        long end = patience == null ? Long.MAX_VALUE : System.nanoTime() + patience.toNanos();
        try {
            while (true) {
                try {
                    return patience == null
                            ? job.future.get()
                            : job.future.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    // A commit takes moments, and whoever interrupts wants its outcome kept.
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof LostClaimException lost ? lost : new StoreException(GroupCommit.why(e));
        } catch (TimeoutException e) {
            StoreException late = new StoreException("the database did not answer in time");
            if (job.future.completeExceptionally(late)) {
                throw late;
            }
            return await(job, null);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private <T> T read(Dialect.Query<T> query) {
        Opened now = opened();
        try {
            T answer = now.dialect().read(query);
            unreadable = null;
            return answer;
        } catch (SQLException e) {
            String why = "the database did not answer: " + now.dialect().say(e);
            unreadable = why;
            throw new StoreException(why);
        }
    }

    @Override
    public boolean isDurable() {
        return true;
    }

    @Override
    public Appended append(List<NewEntry> entries, List<LinkChange> links, PausedLanes shut) {
        Opened now = opened();
        if (!entries.isEmpty() && openEntries() + entries.size() > maxOpen) {
            throw new StoreException(RelayStore.fullOf(maxOpen));
        }
        WriteJob<Appended> job =
                new WriteJob<>(entries.stream().map(NewEntry::lane).toList(), tx -> {
                    for (LinkChange link : links) {
                        now.links().apply(tx, link);
                    }
                    List<Boolean> fresh = new ArrayList<>();
                    List<Claim> claims = new ArrayList<>();
                    for (NewEntry entry : entries) {
                        fresh.add(add(now, tx, entry, shut, claims, true));
                    }
                    return new Appended(fresh, claims);
                });
        return asked(job);
    }

    /** Whether it is new. Where its lane is idle it is begun, or waits for what is shut. */
    private static boolean add(
            Opened now, Transaction tx, NewEntry entry, PausedLanes shut, List<Claim> claims, boolean came)
            throws SQLException {
        LaneRow lane = tx.lane(entry.lane());
        boolean first = lane.isIdle() && entry.deadReason() == null;
        boolean starts = first && !shut.covers(entry.lane());
        State state = entry.deadReason() != null ? State.DEAD : starts ? State.STARTED : State.READY;
        Long id = now.entries().insert(tx, entry, lane, state, came);
        if (id == null) {
            return false;
        }
        for (LinkChange link : entry.links()) {
            now.links().apply(tx, link);
        }
        if (starts) {
            claims.add(tx.claim(lane, now.entries().begun(tx, id, entry)));
        } else if (first) {
            lane.waitFor(0);
        }
        return true;
    }

    @Override
    public List<Claim> claimDue(int max, PausedLanes shut, Duration waiting) {
        Opened now = opened();
        long nanos = System.nanoTime();
        boolean tooSoon = nanos - nextPoll < 0 && waiting.isZero();
        if (tooSoon) {
            return List.of();
        }
        if (!read(connection -> now.archive().isAnyDue(connection, shut, waiting))) {
            if (waiting.isZero()) {
                nextPoll = nanos + TimeUnit.MILLISECONDS.toNanos(now.dialect().pollMillis());
            }
            return List.of();
        }
        int most = Math.min(max, now.dialect().claimsAtOnce());
        return done(new WriteJob<>(List.of(), tx -> {
            List<Claim> claims = new ArrayList<>();
            for (LaneRow lane : DueLanes.lock(tx, most, shut, waiting)) {
                Entry head = now.entries().begin(tx, lane);
                if (head == null) {
                    lane.rest();
                } else {
                    claims.add(tx.claim(lane, head));
                }
            }
            return claims;
        }));
    }

    @Override
    public Claim keep(Claim claim, Change change) {
        Opened now = opened();
        return done(new WriteJob<>(List.of(claim.entry().lane()), tx -> {
            tx.held(claim);
            now.entries().keep(tx, claim.entry().id(), change);
            return new Claim(Entries.changed(claim.entry(), change), claim.token());
        }));
    }

    @Override
    public List<Claim> finish(Claim claim, End end, String reason, Change change) {
        Opened now = opened();
        State state = switch (end) {
            case DONE -> State.DONE;
            case DEAD -> State.DEAD;
            case DISCARDED -> State.DISCARDED;
        };
        return done(new WriteJob<>(GroupCommit.lanes(claim, change), tx -> {
            LaneRow lane = tx.held(claim);
            List<Claim> next = new ArrayList<>();
            if (now.entries().end(tx, claim.entry(), state, reason, change)) {
                for (NewEntry further : change.entries()) {
                    add(now, tx, further, PausedLanes.NONE, next, false);
                }
            }
            Entry head = now.entries().begin(tx, lane);
            if (head != null) {
                next.add(0, tx.claim(lane, head));
            } else {
                lane.rest();
                tx.free(lane);
            }
            return next;
        }));
    }

    @Override
    public void release(Claim claim, Duration delay, boolean counts, Change change) {
        giveBack(claim, delay, 1, counts ? 1 : 0, change);
    }

    @Override
    public void postpone(Claim claim, Duration delay, Change change) {
        giveBack(claim, delay, 0, 0, change);
    }

    private void giveBack(Claim claim, Duration delay, int failures, int tries, Change change) {
        Opened now = opened();
        boolean unused = done(new WriteJob<>(GroupCommit.lanes(claim, change), tx -> {
            LaneRow lane = tx.held(claim);
            now.entries().giveBack(tx, claim.entry(), failures, tries, change);
            lane.waitFor(delay.toMillis());
            tx.free(lane);
            for (NewEntry further : change.entries()) {
                add(
                        now,
                        tx,
                        further,
                        new PausedLanes(true, Set.of(further.lane().account())),
                        new ArrayList<>(),
                        false);
            }
            return true;
        }));
    }

    @Override
    public void handBack(List<Claim> claims) {
        Opened now = opened();
        List<Lane> lanes = claims.stream().map(claim -> claim.entry().lane()).toList();
        boolean unused = claims.isEmpty()
                || done(new WriteJob<>(lanes, tx -> {
                    Instant time = Instant.ofEpochMilli(tx.millis());
                    for (Claim claim : claims) {
                        try {
                            LaneRow lane = tx.held(claim);
                            now.entries().notBegun(tx, claim.entry());
                            // It has waited since it came, not since now.
                            lane.waitFor(Math.min(
                                    0,
                                    Duration.between(time, claim.entry().at()).toMillis()));
                            tx.free(lane);
                        } catch (LostClaimException e) {
                            log.debug("already another worker's: {}", claim.entry());
                        }
                    }
                    return true;
                }));
    }

    @Override
    public Duration holdsFor() {
        Opened now = opened;
        if (now != null && now.dialect().outage() != null) {
            return Duration.ZERO;
        }
        HostLease held = now == null ? null : now.lease();
        return held == null ? FOR_GOOD : held.left();
    }

    @Override
    public @Nullable Link link(String account, String customer) {
        Opened now = opened();
        return read(connection -> Optional.ofNullable(now.links().link(connection, now.scope(), account, customer)))
                .orElse(null);
    }

    @Override
    public @Nullable Link linkByConversation(String anyConversationId) {
        Opened now = opened();
        return read(connection ->
                        Optional.ofNullable(now.links().byConversation(connection, now.scope(), anyConversationId)))
                .orElse(null);
    }

    @Override
    public @Nullable Link linkByUser(String userId) {
        Opened now = opened();
        return read(connection -> Optional.ofNullable(now.links().byUser(connection, now.scope(), userId)))
                .orElse(null);
    }

    @Override
    public @Nullable Lane laneOfMessage(String account, String channelMessageId) {
        return opened().archive().laneOfMessage(account, channelMessageId);
    }

    @Override
    public boolean wasPosted(String freshchatMessageId) {
        return opened().archive().wasPosted(freshchatMessageId);
    }

    @Override
    public Map<String, Instant> storedAt(Direction direction, Collection<String> eventKeys) {
        return opened().archive().storedAt(direction, eventKeys);
    }

    @Override
    public Map<String, Instant> postedAt(Collection<String> freshchatMessageIds) {
        return opened().archive().postedAt(freshchatMessageIds);
    }

    @Override
    public List<String> takeReadings() {
        return done(new WriteJob<>(List.of(), JdbcReadings::take));
    }

    @Override
    public List<Link> notCaughtUp(Instant gap, Instant activeSince, int max) {
        Opened now = opened();
        return read(connection -> now.links().notCaughtUp(connection, now.scope(), gap, activeSince, max));
    }

    @Override
    public int inactive(Instant gap, Instant activeSince) {
        Opened now = opened();
        return read(connection -> now.links().inactive(connection, now.scope(), gap, activeSince));
    }

    @Override
    public boolean isIdle(Lane lane) {
        return opened().archive().isIdle(lane);
    }

    @Override
    public byte @Nullable [] underWay(Lane lane) {
        return opened().archive().underWay(lane);
    }

    @Override
    public Instant now() {
        return opened().pruning().now();
    }

    @Override
    public Instant remembersSince() {
        return opened().pruning().remembersSince();
    }

    @Override
    public @Nullable String setting(String name) {
        Opened now = opened();
        return read(connection ->
                        Optional.ofNullable(StoredSettings.read(now.dialect(), connection, now.scope(), name)))
                .orElse(null);
    }

    @Override
    public String settingOrPut(String name, String value) {
        boolean unused = done(new WriteJob<>(List.of(), tx -> JdbcSettings.putIfAbsent(tx, name, value)));
        String stored = setting(name);
        return stored == null ? value : stored;
    }

    @Override
    public void putSetting(String name, String value) {
        boolean unused = done(new WriteJob<>(List.of(), tx -> JdbcSettings.put(tx, name, value)));
    }

    @Override
    public Map<String, String> settingElsewhere(String name) {
        Opened now = opened();
        return read(connection -> StoredSettings.elsewhere(now.dialect(), connection, now.scope(), name));
    }

    @Override
    public Set<String> openElsewhere() {
        Opened now = opened();
        return read(connection -> DueLanes.openElsewhere(connection, now.dialect(), now.scope()));
    }

    @Override
    public @Nullable Instant lock(String name, Duration most) {
        return done(new WriteJob<>(List.of(), tx -> JdbcSettings.lock(tx, name, most)))
                .orElse(null);
    }

    @Override
    public void unlock(String name, Instant until) {
        boolean unused = done(new WriteJob<>(List.of(), tx -> JdbcSettings.unlock(tx, name, until)));
    }

    @Override
    public void noteReceipt(String account, String message, Receipt receipt) {
        Opened now = opened();
        boolean taken =
                now.writer().offer(new WriteJob<>(List.of(), tx -> JdbcArchive.note(tx, account, message, receipt)));
        if (!taken) {
            log.debug("a receipt was not noted: too much waits");
        }
    }

    @Override
    public @Nullable Receipt receipt(String account, String message) {
        return opened().archive().receipt(account, message);
    }

    @Override
    public List<DeadLetter> deadLetters(DeadLetterFilter filter, int max) {
        return opened().archive().deadLetters(filter, max);
    }

    @Override
    public List<DeadLetter> replayable(DeadLetterFilter filter, int max) {
        return opened().archive().replayable(filter, max);
    }

    @Override
    public Replayed replay(long deadLetter, ReplayMode mode) {
        Opened now = opened();
        JdbcArchive.Dead dead = now.archive().dead(deadLetter);
        if (dead == null) {
            return new Replayed(ReplayResult.NOT_DEAD, List.of());
        }
        if (dead.mayHaveArrived() && mode == ReplayMode.REFUSE_DUPLICATE) {
            return new Replayed(ReplayResult.MAY_HAVE_ARRIVED, List.of());
        }
        NewEntry again = new NewEntry(dead.lane(), ReplayKey.after(dead.eventKey()), dead.body());
        return done(new WriteJob<>(List.of(dead.lane()), tx -> {
            if (!now.archive().undead(tx, deadLetter, dead.lane(), State.REPLAYED, "", keepsBodies)) {
                return new Replayed(ReplayResult.NOT_DEAD, List.of());
            }
            List<Claim> claims = new ArrayList<>();
            add(now, tx, again, PausedLanes.NONE, claims, false);
            return new Replayed(ReplayResult.REPLAYED, claims);
        }));
    }

    @Override
    public boolean discard(long deadLetter) {
        Opened now = opened();
        JdbcArchive.Dead dead = now.archive().dead(deadLetter);
        return dead != null
                && done(new WriteJob<>(
                        List.of(),
                        tx -> now.archive()
                                .undead(tx, deadLetter, dead.lane(), State.DISCARDED, "by an operator", keepsBodies)));
    }

    @Override
    public List<Timeline> timeline(Set<String> eventKeys, String id) {
        return opened().archive().timeline(eventKeys, id);
    }

    @Override
    public int forget(String account, String customer, List<Lane> lanes) {
        Opened now = opened();
        return done(new WriteJob<>(lanes, tx -> {
            int bodies = 0;
            for (Lane lane : lanes) {
                LaneRow row = tx.lane(lane);
                bodies += now.entries().erase(tx, row);
                row.rest();
                tx.free(row);
            }
            now.links().forget(tx, account, customer);
            return bodies;
        }));
    }

    @Override
    public @Nullable String warning() {
        Opened now = opened;
        return now == null || closed ? null : now.dialect().warning();
    }

    @Override
    public @Nullable String trouble() {
        Opened now = opened;
        if (now == null || closed) {
            return closed ? "it is closed" : "it was not opened";
        }
        String trouble = now.dialect().obstacle();
        if (trouble == null) {
            trouble = now.writer().trouble();
        }
        if (trouble == null) {
            trouble = unreadable;
        }
        if (trouble == null && now.holdsNothing()) {
            trouble = "the lease of this host has run out: the database does not answer in time";
        }
        return trouble == null && now.writer().counters().open() >= maxOpen ? RelayStore.fullOf(maxOpen) : trouble;
    }

    @Override
    public int openEntries() {
        Opened now = opened;
        return now == null ? 0 : now.writer().counters().open();
    }

    @Override
    public List<Figures> figures() {
        Opened now = opened;
        return now == null ? List.of() : now.writer().counters().figures();
    }

    @Override
    public void noteWebhook(String address, Instant at) {
        Opened now = opened;
        if (now != null) {
            now.writer().counters().webhook(address, at.toEpochMilli());
        }
    }

    @Override
    public @Nullable Instant lastWebhook(String address) {
        Opened now = opened;
        return now == null ? null : now.writer().counters().lastWebhook(address);
    }

    /** Reads the figures anew, soon; then {@link #hasCounted}. */
    public void countAnew() {
        opened().writer().countSoon();
    }

    public boolean hasCounted() {
        return !opened().writer().countsSoon();
    }

    @Override
    public boolean holds(Claim claim) {
        return opened().writer().holds(claim);
    }

    /** Renews the lease, and takes the lanes of silent hosts from them, now. */
    void renewAndSweep() {
        HostLease held = opened().lease();
        if (held != null) {
            held.renew();
            held.sweep();
        }
    }

    /** Looks whether the clock was put back, now. */
    void endWaits() {
        endWaits(opened());
    }

    /** Removes what has been kept for long enough, now. */
    public void prune() {
        opened().pruning().pruneNow(opened().writer());
    }

    /** As once a minute: removes nothing for a while if the clock has leapt. */
    void pruneAsUsual() {
        opened().pruning().prune(opened().writer());
    }

    @Override
    public void close() {
        Opened now = opened;
        if (closed || now == null) {
            closed = true;
            keeper.shutdownNow();
            return;
        }
        keeper.shutdown();
        now.writer().close();
        closed = true;
        try {
            boolean ended = keeper.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
            log.debug("the store's keeper has ended: {}", ended);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        now.dialect().close();
    }
}
