package dev.byoc.internal.dispatch;

import dev.byoc.store.spi.Change;
import dev.byoc.store.spi.Claim;
import dev.byoc.store.spi.Journal;
import dev.byoc.store.spi.Journal.End;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * Writes how an attempt leaves its entry: again and again until the store takes it, and with its lane kept while a call of that is out.
 * Fails as {@link StoreRetry#untilStored} does. Thread-safe.
 */
final class CompletionWriter {
    private final Journal journal;
    private final KeptLanes kept;
    private final StoreRetry retry;

    CompletionWriter(Journal journal, KeptLanes kept, StoreRetry retry) {
        this.journal = journal;
        this.kept = kept;
        this.retry = retry;
    }

    /** Gives the claims that the store has handed out thereupon. */
    List<Claim> finish(Claim claim, End end, String why, Change change) {
        return write(claim, Duration.ZERO, change, all -> journal.finish(claim, end, why, all));
    }

    void release(Claim claim, Decision.Release release) {
        Change change = release.change().trace("try later", release.why());
        write(claim, release.delay(), change, all -> {
            journal.release(claim, release.delay(), release.counts(), all);
            return claim;
        });
    }

    void postpone(Claim claim, Decision.Postpone postpone) {
        Change change = postpone.change().trace("waiting", postpone.why());
        write(claim, postpone.delay(), change, all -> {
            journal.postpone(claim, postpone.delay(), all);
            return claim;
        });
    }

    private <T> T write(Claim claim, Duration delay, Change change, Function<Change, T> write) {
        return kept.storing(claim.entry().lane(), delay, change, all -> retry.untilStored(() -> write.apply(all)));
    }

    /** Everything ends: what is not stored by now is left to the next start. */
    void end() {
        retry.end();
    }

    boolean isEnded() {
        return retry.isEnded();
    }
}
