package dev.byoc.jdbc.internal.commit;

import dev.byoc.store.StoreException;
import dev.byoc.store.spi.Change;
import dev.byoc.store.spi.Claim;
import dev.byoc.store.spi.Lane;
import dev.byoc.store.spi.LostClaimException;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** One change that waits for its commit. The writer's thread executes it; its caller waits for the future. */
public final class WriteJob<T> {
    /** Executes the change. It may throw the store's own exceptions only before its first statement that changes rows. */
    public interface Op<R> {
        R in(Transaction tx) throws SQLException;
    }

    private final Op<T> op;
    final List<Lane> lanes;
    public final CompletableFuture<T> future = new CompletableFuture<>();
    final CommitEffects effects = new CommitEffects();
    private @Nullable T result;
    private @Nullable RuntimeException failure;

    public WriteJob(Collection<Lane> lanes, Op<T> op) {
        this.lanes = List.copyOf(lanes);
        this.op = op;
    }

    /** The lanes that a change of a claim's entry touches: its own, and those of the entries that follow from it. */
    public static Collection<Lane> lanes(Claim claim, Change change) {
        Set<Lane> lanes = new LinkedHashSet<>();
        lanes.add(claim.entry().lane());
        change.entries().forEach(entry -> lanes.add(entry.lane()));
        return lanes;
    }

    /** Why a job has failed. */
    public static String why(ExecutionException e) {
        Throwable cause = e.getCause();
        return cause == null ? "it failed" : String.valueOf(cause.getMessage());
    }

    void run(Transaction tx) throws SQLException {
        effects.clear();
        failure = null;
        tx.worksFor(effects);
        try {
            result = op.in(tx);
        } catch (StoreException | LostClaimException e) {
            failure = e;
        }
    }

    /** The commit has succeeded. False: no caller waits any more, so that the claims have no worker. */
    boolean committed(ClaimRegistry held) {
        effects.applyTo(held);
        boolean taken = failure == null ? future.complete(result) : future.completeExceptionally(failure);
        boolean abandoned = !taken && effects.handsOutAny();
        if (abandoned) {
            effects.undo(held);
        }
        return !abandoned;
    }

    void failed(RuntimeException why) {
        future.completeExceptionally(why);
    }
}
