package dev.byoc.jdbc.internal.rows;

import dev.byoc.jdbc.internal.Dialect;
import dev.byoc.jdbc.internal.Statements;
import dev.byoc.jdbc.internal.commit.GroupCommit;
import dev.byoc.jdbc.internal.commit.WriteJob;
import dev.byoc.store.StoreException;
import dev.byoc.store.spi.Claim;
import dev.byoc.store.spi.Counters;
import dev.byoc.store.spi.Link;
import dev.byoc.store.spi.LostClaimException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The open database as the faces of the store use it: changes go through the one writer, look-ups through other connections. */
public final class Session {
    private static final Duration APPEND_TIMEOUT = Duration.ofSeconds(3);

    private final String scope;
    private final Dialect dialect;
    private final GroupCommit writer;
    private volatile boolean closed;

    /** Why the last look-up failed; null: it did not. */
    private volatile @Nullable String unreadable;

    public Session(String scope, Dialect dialect, GroupCommit writer) {
        this.scope = scope;
        this.dialect = dialect;
        this.writer = writer;
    }

    public String scope() {
        return scope;
    }

    public Dialect dialect() {
        return dialect;
    }

    @Nullable
    public String unreadable() {
        return unreadable;
    }

    /** As the store's {@code Journal.holds}. */
    public boolean holds(Claim claim) {
        refuseIfClosed();
        return writer.holds(claim);
    }

    public Counters counters() {
        return writer.counters();
    }

    /** A link that needs no look-up; null: it needs one. */
    @Nullable
    public Link known(String account, String customer) {
        refuseIfClosed();
        return writer.links().of(account, customer);
    }

    /** Reads the counters again within moments; {@link #countsSoon} until then. */
    public void countSoon() {
        writer.countSoon();
    }

    public boolean countsSoon() {
        return writer.countsSoon();
    }

    /** Why changes or look-ups fail, or are refused; null: they succeed, as far as is known. */
    @Nullable
    public String trouble() {
        String obstacle = dialect.obstacle();
        if (obstacle != null) {
            return obstacle;
        }
        String refusal = writer.trouble();
        return refusal == null ? unreadable : refusal;
    }

    /** Commits the changes that wait, and refuses everything from then on. */
    public void close() {
        writer.close();
        closed = true;
    }

    private void refuseIfClosed() {
        if (closed) {
            throw new StoreException("the store is closed");
        }
    }

    /** Waits for the commit without a limit: a completion must be stored. */
    public <T> T done(WriteJob<?, T> job) {
        refuseIfClosed();
        if (!writer.put(job)) {
            throw new StoreException("the store is closed");
        }
        return await(job, null);
    }

    /** Waits for the commit for a few seconds at most, as the sender of a request waits for it too. */
    public <T> T asked(WriteJob<?, T> job) {
        refuseIfClosed();
        String obstacle = dialect.obstacle();
        if (obstacle != null) {
            throw new StoreException(obstacle);
        }
        if (!writer.offer(job)) {
            throw new StoreException("the queue of changes to store is full");
        }
        return await(job, APPEND_TIMEOUT);
    }

    private static <T> T await(WriteJob<?, T> job, @Nullable Duration timeout) {
        boolean interrupted = false;
        long end = timeout == null ? Long.MAX_VALUE : System.nanoTime() + timeout.toNanos();
        try {
            while (true) {
                try {
                    return timeout == null
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

    public <T> T read(Dialect.Query<T> query) {
        return lookedUp(() -> dialect.read(query));
    }

    /** One select, which may stay prepared. */
    public <T> T select(String sql, Statements.Rows<T> reader, @Nullable Object... parameters) {
        return lookedUp(() -> dialect.select(sql, reader, parameters));
    }

    private interface LookUp<T> {
        T answer() throws SQLException;
    }

    private <T> T lookedUp(LookUp<T> lookUp) {
        refuseIfClosed();
        try {
            T answer = lookUp.answer();
            unreadable = null;
            return answer;
        } catch (SQLException e) {
            String why = "the database did not answer: " + dialect.say(e);
            unreadable = why;
            throw new StoreException(why);
        }
    }

    /** Null where the query finds nothing. */
    public <T> @Nullable T find(Dialect.Query<Optional<T>> query) {
        return read(query).orElse(null);
    }
}
