package dev.byoc.jdbc;

import dev.byoc.jdbc.internal.Dialect;
import dev.byoc.jdbc.internal.commit.GroupCommit;
import dev.byoc.jdbc.internal.commit.WriteJob;
import dev.byoc.store.StoreException;
import dev.byoc.store.spi.Claim;
import dev.byoc.store.spi.LostClaimException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The open database as the store's faces use it: changes go through the one writer, look-ups through connections of their own. */
final class Session {
    private static final Duration APPEND_PATIENCE = Duration.ofSeconds(3);

    private final String scope;
    private final Dialect dialect;
    private final GroupCommit writer;
    private volatile boolean closed;

    /** Why the last look-up failed; null: it did not. */
    private volatile @Nullable String unreadable;

    Session(String scope, Dialect dialect, GroupCommit writer) {
        this.scope = scope;
        this.dialect = dialect;
        this.writer = writer;
    }

    String scope() {
        return scope;
    }

    Dialect dialect() {
        return dialect;
    }

    @Nullable
    String unreadable() {
        return unreadable;
    }

    /** As the store's {@code Journal.holds}. */
    boolean holds(Claim claim) {
        refuseIfClosed();
        return writer.holds(claim);
    }

    /** Refuses everything from now on. */
    void close() {
        closed = true;
    }

    private void refuseIfClosed() {
        if (closed) {
            throw new StoreException("the store is closed");
        }
    }

    /** Waits for a commit, however long that takes: what was done must be stored. */
    <T> T done(WriteJob<T> job) {
        refuseIfClosed();
        if (!writer.put(job)) {
            throw new StoreException("the store is closed");
        }
        return await(job, null);
    }

    /** Waits for a commit for which the sender of a request waits too: a few seconds at most. */
    <T> T asked(WriteJob<T> job) {
        refuseIfClosed();
        String obstacle = dialect.obstacle();
        if (obstacle != null) {
            throw new StoreException(obstacle);
        }
        if (!writer.offer(job)) {
            throw new StoreException("more waits to be stored than can be");
        }
        return await(job, APPEND_PATIENCE);
    }

    /** Does not wait for the commit. False if too many changes wait already. */
    boolean offered(WriteJob<?> job) {
        refuseIfClosed();
        return writer.offer(job);
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
                    // A commit takes moments, and its outcome must be known.
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof LostClaimException lost ? lost : new StoreException(WriteJob.why(e));
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

    <T> T read(Dialect.Query<T> query) {
        refuseIfClosed();
        try {
            T answer = dialect.read(query);
            unreadable = null;
            return answer;
        } catch (SQLException e) {
            String why = "the database did not answer: " + dialect.say(e);
            unreadable = why;
            throw new StoreException(why);
        }
    }

    /** Null where the query finds nothing. */
    <T> @Nullable T find(Dialect.Query<Optional<T>> query) {
        return read(query).orElse(null);
    }
}
