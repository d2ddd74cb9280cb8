package dev.byoc.jdbc.internal.commit;

import dev.byoc.jdbc.internal.Dialect;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the writer does at its start, between batches and at its end: takes the lease, gives lanes without a worker back, reads and stores
 * counters. Used by the writer's thread, {@link #counters}, {@link #countSoon} and {@link #countsSoon} by any.
 */
final class WriterMaintenance {
    private static final Logger log = LoggerFactory.getLogger(WriterMaintenance.class);

    static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private static final long COUNT_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long TRIAL_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Dialect dialect;
    private final String scope;
    private final String host;
    private final @Nullable HostLease lease;
    private final WriterConnection connection;
    private final ClaimRegistry held;
    private final AbandonedClaims abandoned;
    private final CachedCounters counters;
    private final WriterHealth health;

    private long nextRun = System.nanoTime();
    private long nextTrial = System.nanoTime();
    private long nextCount = System.nanoTime();
    private volatile boolean countsSoon;

    /** @param lease null: no other host works on these lanes */
    WriterMaintenance(
            Dialect dialect,
            String scope,
            String host,
            @Nullable HostLease lease,
            WriterConnection connection,
            ClaimRegistry held,
            AbandonedClaims abandoned,
            CachedCounters counters,
            WriterHealth health) {
        this.dialect = dialect;
        this.scope = scope;
        this.host = host;
        this.lease = lease;
        this.connection = connection;
        this.held = held;
        this.abandoned = abandoned;
        this.counters = counters;
        this.health = health;
    }

    CachedCounters counters() {
        return counters;
    }

    /** Reads the counters again within moments. */
    void countSoon() {
        countsSoon = true;
    }

    /** Whether they are still to be read again. */
    boolean countsSoon() {
        return countsSoon;
    }

    void start() throws SQLException {
        if (lease != null) {
            // Before anything is claimed: a claim without a lease is void.
            lease.regain(connection.get(), () -> {});
        }
        readCounters(connection.get());
    }

    /** Does what is due. Throws nothing: the writer continues. */
    void runIfDue() {
        if (System.nanoTime() - nextRun < 0) {
            return;
        }
        nextRun = System.nanoTime() + INTERVAL_NANOS;
        try {
            // Also where there is nothing to store: health has to tell that the store is back.
            Connection open = connection.get();
            if (abandoned.any() || (lease != null && lease.isLost())) {
                dialect.assure();
                reconcile(open);
            }
            if (health.needsTrial() && System.nanoTime() - nextTrial > 0) {
                tryCommit(open);
            }
            if (countsSoon || System.nanoTime() - nextCount > 0) {
                storeWebhooks(open);
                if (counters.haveChanged() || countsSoon || dialect.isShared()) {
                    readCounters(open);
                    countsSoon = false;
                }
            }
            if (dialect.maintain(open)) {
                connection.forgetRows();
            }
        } catch (Throwable e) {
            log.debug("maintenance of the writer failed with {}", e.getClass().getName());
            connection.rollBack(e instanceof SQLException fault ? fault : new SQLException(e));
        }
    }

    /** Commits a change that changes nothing, so that health reports a refusal for no longer than the database refuses. */
    private void tryCommit(Connection open) throws SQLException {
        nextTrial = System.nanoTime() + TRIAL_NANOS;
        try {
            dialect.assure();
            connection.update("update byoc_meta set value = value where name = 'version'");
            open.commit();
        } catch (SQLException e) {
            health.unconfirmed(dialect.say(e));
            throw e;
        }
        health.confirmed();
        connection.works();
    }

    /** Makes the lanes in the database agree with the claims here, after an abandoned claim, a commit of unknown outcome or a lost lease. */
    private void reconcile(Connection open) throws SQLException {
        Set<Long> settled = new HashSet<>();
        if (lease != null && lease.isLost()) {
            // Other hosts may have taken lanes over since: a claim on one of those is void.
            lease.regain(open, () -> {
                abandoned.loseTaken();
                settled.addAll(abandoned.giveBack());
            });
        } else {
            settled.addAll(abandoned.giveBack());
            open.commit();
        }
        connection.lanes().clear();
        abandoned.givenBack(settled);
        readCounters(open);
        abandoned.clear();
    }

    private void readCounters(Connection open) throws SQLException {
        nextCount = System.nanoTime() + COUNT_NANOS;
        CounterRows.read(open, dialect, scope, counters);
        open.commit();
    }

    /** Stored at intervals, not one by one: a crash may cost the times of the last seconds, which only health shows. */
    private void storeWebhooks(Connection open) throws SQLException {
        nextCount = System.nanoTime() + COUNT_NANOS;
        Map<String, Long> fresh = counters.freshWebhooks();
        if (!fresh.isEmpty()) {
            dialect.assure();
            CounterRows.webhooks(open, dialect, scope, dialect.isShared() ? host : "", fresh);
            open.commit();
            counters.stored(fresh);
        }
    }

    /** Gives all lanes back and the connection too. An entry that was begun stays marked as begun. */
    void leave() {
        try {
            Connection open = connection.get();
            dialect.assure();
            // A call may outlive the relay: where there may be other hosts, its lane is theirs once the lease has
            // ended.
            boolean keeps = dialect.isShared() && held.freeAllButKept();
            if (!keeps) {
                held.freeAll();
            }
            Set<Long> settled = abandoned.giveBack();
            abandoned.givenBack(settled);
            if (dialect.isShared() && !keeps) {
                connection.update("delete from byoc_host where id = ?", host);
            }
            open.commit();
            storeWebhooks(open);
            connection.release();
        } catch (SQLException e) {
            log.warn("the lanes of this process could not be given back: {}", dialect.say(e));
        }
    }
}
