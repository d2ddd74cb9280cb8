package dev.byoc.jdbc.internal.commit;

import dev.byoc.jdbc.internal.Dialect;
import dev.byoc.store.StoreException;
import dev.byoc.store.spi.Claim;
import dev.byoc.store.spi.Lane;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits batches of jobs, each in one transaction. A batch that fails is rolled back, and its jobs are committed one by one, so that one
 * bad entry costs the others nothing. Each job ends: committed, refused, or of unknown outcome. Used by the writer's thread, {@link #holds}
 * and {@link #handOutNoMore} by any.
 */
final class BatchCommit {
    private static final Logger log = LoggerFactory.getLogger(BatchCommit.class);

    private static final int MAX_ATTEMPTS_OF_A_CONFLICT = 10;

    private final Dialect dialect;
    private final String scope;
    private final String host;
    private final WriterConnection connection;
    private final LaneSql laneSql;
    private final ClaimRegistry held;
    private final AbandonedClaims abandoned;
    private final CachedCounters counters;
    private final WriterHealth health;

    BatchCommit(
            Dialect dialect,
            String scope,
            String host,
            WriterConnection connection,
            ClaimRegistry held,
            AbandonedClaims abandoned,
            CachedCounters counters,
            WriterHealth health) {
        this.dialect = dialect;
        this.scope = scope;
        this.host = host;
        this.connection = connection;
        this.laneSql = new LaneSql(dialect);
        this.held = held;
        this.abandoned = abandoned;
        this.counters = counters;
        this.health = health;
    }

    /** Whether this process holds that claim. */
    boolean holds(Claim claim) {
        return held.isGood(claim);
    }

    /** What is committed from now on is begun by no one here. */
    void handOutNoMore() {
        held.handOutNoMore();
    }

    /** Commits a batch. Whatever is thrown meanwhile, each job is completed. */
    void commit(List<WriteJob<?, ?>> jobs) {
        health.batchBegins();
        try {
            attempt(WriteJob.byKind(jobs));
        } catch (Throwable e) {
            // First of all, as the rest may fail for the same reason.
            jobs.forEach(job -> unknown(job, e.getClass().getSimpleName()));
            log.error("storing failed with {}", e.getClass().getName());
            health.unconfirmed(e.getClass().getSimpleName());
            connection.drop(new SQLException(e));
        } finally {
            health.batchEnds();
        }
    }

    private void attempt(List<WriteJob<?, ?>> batch) {
        for (int attempt = 1; ; attempt++) {
            SQLException failed = attemptOnce(batch);
            if (failed == null) {
                return;
            }
            boolean connectionLost = !connection.isOpen();
            if (connectionLost && attempt == 1) {
                continue;
            }
            if (dialect.hitsAll(failed)) {
                refuse(batch, failed);
                return;
            }
            if (batch.size() > 1) {
                batch.forEach(job -> attempt(List.of(job)));
                return;
            }
            if (!dialect.isConflict(failed) || attempt == MAX_ATTEMPTS_OF_A_CONFLICT) {
                refuse(batch, failed);
                return;
            }
        }
    }

    private void refuse(List<WriteJob<?, ?>> batch, SQLException why) {
        if (!dialect.isOfTheEntry(why)) {
            health.refused(dialect.say(why));
        }
        batch.forEach(job -> job.failed(new StoreException("nothing was stored: " + dialect.say(why))));
    }

    /** Null: the jobs are completed. Else they were rolled back, for the reason given. */
    private @Nullable SQLException attemptOnce(List<WriteJob<?, ?>> batch) {
        Connection open;
        try {
            open = connection.get();
        } catch (SQLException e) {
            batch.forEach(job -> job.failed(new StoreException("the database cannot be reached: " + dialect.say(e))));
            return null;
        }
        LinkCache.Changes links = connection.links().new Changes();
        TransactionSql sql = new TransactionSql(open, connection.statements(), dialect);
        LockedLanes lanes = new LockedLanes(sql, scope, host, connection.lanes(), laneSql, held);
        SQLException failed = execute(batch, sql, lanes, links);
        if (failed != null) {
            connection.rollBack(failed);
            return failed;
        }
        links.commits();
        try {
            open.commit();
        } catch (SQLException e) {
            health.unconfirmed(dialect.say(e));
            connection.drop(e);
            batch.forEach(job -> unknown(job, dialect.say(e)));
            return null;
        }
        try {
            dialect.assure();
        } catch (SQLException e) {
            health.unconfirmed(dialect.say(e));
            connection.forgetRows();
            batch.forEach(job -> unknown(job, dialect.say(e)));
            return null;
        }
        health.confirmed();
        connection.works();
        lanes.committed();
        links.committed();
        batch.forEach(this::committed);
        return null;
    }

    /** Null: all statements of the batch were executed. */
    private @Nullable SQLException execute(
            List<WriteJob<?, ?>> batch, TransactionSql sql, LockedLanes lanes, LinkCache.Changes links) {
        try {
            dialect.assure();
            Transaction tx = new Transaction(sql, lanes, links, laneSql, scope, host, held, abandoned.unbegun());
            Set<Lane> wanted = new LinkedHashSet<>();
            batch.forEach(job -> wanted.addAll(job.lanes));
            lanes.lock(wanted);
            WriteJob.execute(tx, batch);
            tx.write();
            return null;
        } catch (SQLException e) {
            return e;
        } catch (Throwable e) {
            log.warn("a change failed with {}", e.getClass().getName());
            return new SQLException(e.getClass().getName(), e);
        }
    }

    /** The commit's outcome is unknown; callers retry, which is safe because inserts are idempotent by key. */
    private void unknown(WriteJob<?, ?> job, String why) {
        abandoned.unknown(job.effects);
        job.failed(new StoreException("whether it was stored is not known: " + why));
    }

    private void committed(WriteJob<?, ?> job) {
        counters.add(job.effects.counts);
        abandoned.committed(job.effects, job.committed(held));
    }
}
