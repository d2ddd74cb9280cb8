package dev.byoc.jdbc.internal.commit;

import dev.byoc.store.StoreException;
import dev.byoc.store.spi.Change;
import dev.byoc.store.spi.Claim;
import dev.byoc.store.spi.Lane;
import dev.byoc.store.spi.LostClaimException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One change that waits for its commit. The writer's thread executes it; its caller waits for the future.
 *
 * @param <I> what its kind needs to know
 * @param <T> what the caller is told
 */
public final class WriteJob<I, T> {
    /**
     * Executes the jobs of one kind that a batch holds: as they are executed together, one statement can serve them all. Before what it
     * does for a job it takes its input, and it ends each job once.
     */
    public interface Kind<I, R> {
        void execute(Transaction tx, List<WriteJob<I, R>> jobs) throws SQLException;

        /** What a caller is given of a result as the store closes and no entry may be begun; null: all of it, as it holds no claims. */
        default @Nullable R withoutClaims(R result) {
            return null;
        }

        /** Whether they are executed before all others: others of the batch may change what they leave behind. */
        default boolean goesFirst() {
            return false;
        }
    }

    /** Executes the change. It may throw the store's own exceptions only before its first statement that changes rows. */
    public interface Op<R> {
        R in(Transaction tx) throws SQLException;
    }

    private static final Kind<Op<List<Claim>>, List<Claim>> CLAIMING = new Kind<>() {
        @Override
        public void execute(Transaction tx, List<WriteJob<Op<List<Claim>>, List<Claim>>> jobs) throws SQLException {
            executeEach(tx, jobs);
        }

        @Override
        public List<Claim> withoutClaims(List<Claim> result) {
            return List.of();
        }
    };

    private final Kind<I, T> kind;
    private final I input;
    final List<Lane> lanes;
    public final CompletableFuture<T> future = new CompletableFuture<>();
    final CommitEffects effects = new CommitEffects();
    private @Nullable T result;
    private @Nullable RuntimeException failure;

    /**
     * A job among others of its kind.
     *
     * @param kind the same object for all jobs that can be executed together
     */
    public WriteJob(Collection<Lane> lanes, Kind<I, T> kind, I input) {
        this.lanes = List.copyOf(lanes);
        this.kind = kind;
        this.input = input;
    }

    /** A job of its own. */
    public static <R> WriteJob<Op<R>, R> of(Collection<Lane> lanes, Op<R> op) {
        return new WriteJob<>(lanes, WriteJob::executeEach, op);
    }

    /** A job of its own that gives claims. */
    public static WriteJob<Op<List<Claim>>, List<Claim>> claiming(Op<List<Claim>> op) {
        return new WriteJob<>(List.of(), CLAIMING, op);
    }

    private static <R> void executeEach(Transaction tx, List<WriteJob<Op<R>, R>> jobs) throws SQLException {
        for (WriteJob<Op<R>, R> job : jobs) {
            try {
                job.gives(job.inputIn(tx).in(tx));
            } catch (StoreException | LostClaimException e) {
                job.refuses(e);
            }
        }
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

    /** Those of one kind side by side. Their callers wait for each, so that they may change places. */
    static List<WriteJob<?, ?>> byKind(List<WriteJob<?, ?>> jobs) {
        return kinds(jobs).stream().flatMap(List::stream).toList();
    }

    private static Collection<List<WriteJob<?, ?>>> kinds(List<WriteJob<?, ?>> jobs) {
        Map<Kind<?, ?>, List<WriteJob<?, ?>>> kinds = new LinkedHashMap<>();
        for (WriteJob<?, ?> job : jobs) {
            kinds.computeIfAbsent(job.kind, none -> new ArrayList<>()).add(job);
        }
        return kinds.values().stream()
                .sorted(Comparator.comparing(same -> !same.get(0).kind.goesFirst()))
                .toList();
    }

    /** Executes jobs in a transaction, in the order of {@link #byKind}, in which their effects have to be applied too. */
    static void execute(Transaction tx, List<WriteJob<?, ?>> jobs) throws SQLException {
        for (WriteJob<?, ?> job : jobs) {
            job.effects.clear();
            job.failure = null;
        }
        for (List<WriteJob<?, ?>> same : kinds(jobs)) {
            same.get(0).executeAll(tx, same);
        }
    }

    @SuppressWarnings("unchecked") // jobs of the same kind have the same types
    private void executeAll(Transaction tx, List<? extends WriteJob<?, ?>> jobs) throws SQLException {
        kind.execute(tx, (List<WriteJob<I, T>>) jobs);
    }

    /** Its input; what the transaction does from now on it does for this job. */
    public I inputIn(Transaction tx) {
        tx.worksFor(effects);
        return input;
    }

    /** It is done, once the commit has succeeded. */
    public void gives(T value) {
        result = value;
    }

    /** It is not done, and has changed nothing. */
    public void refuses(RuntimeException why) {
        failure = why;
    }

    /** The commit has succeeded. False: its claims have no worker, as its caller no longer waits, or is given none as the store closes. */
    boolean committed(ClaimRegistry held) {
        effects.applyTo(held);
        T value = result;
        T withoutClaims = held.isClosing() && value != null ? kind.withoutClaims(value) : null;
        boolean taken = failure == null
                ? future.complete(withoutClaims == null ? value : withoutClaims)
                : future.completeExceptionally(failure);
        boolean abandoned = effects.handsOutAny() && (!taken || withoutClaims != null);
        if (abandoned) {
            effects.undo(held);
        }
        return !abandoned;
    }

    void failed(RuntimeException why) {
        future.completeExceptionally(why);
    }
}
