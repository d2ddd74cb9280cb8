package dev.byoc.internal.dispatch;

import dev.byoc.internal.runtime.Background;
import dev.byoc.internal.runtime.Faults;
import dev.byoc.internal.runtime.LogThrottle;
import dev.byoc.store.spi.Change;
import dev.byoc.store.spi.Claim;
import dev.byoc.store.spi.Journal.End;
import dev.byoc.store.spi.LostClaimException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Dead-letters entries that cannot be completed: their lanes must continue, whatever is wrong with them. One that the store does not let end
 * is tried again. Thread-safe.
 */
final class PoisonEntries {
    private static final Logger log = LoggerFactory.getLogger(PoisonEntries.class);

    /** Between two calls of {@link #retry}. */
    static final Duration INTERVAL = Duration.ofMillis(500);

    private final CompletionWriter writer;
    private final Handler handler;
    private final DispatchListener listener;
    private final Background background;
    private final LogThrottle often;
    private final Queue<Poison> kept = new ConcurrentLinkedQueue<>();

    /**
     * An entry whose attempt has ended, and which the store has not let end yet.
     *
     * @param known what that attempt has changed
     */
    record Poison(Attempt attempt, Throwable cause, Change known) {}

    PoisonEntries(
            CompletionWriter writer,
            Handler handler,
            DispatchListener listener,
            Background background,
            LogThrottle often) {
        this.writer = writer;
        this.handler = handler;
        this.listener = listener;
        this.background = background;
        this.often = often;
    }

    /** Gives the claims that the store has handed out thereupon. Throws nothing. */
    List<Claim> deadLetter(Poison entry) {
        Attempt attempt = entry.attempt();
        Claim claim = attempt.claim();
        try {
            String reason =
                    "it could not be completed: " + entry.cause().getClass().getSimpleName();
            Change change =
                    entry.known().and(handler.onDeadLettered(claim.entry(), DeadLetterCause.FAULT, entry.known()));
            List<Claim> following = writer.finish(claim, End.DEAD, reason, change);
            Faults.telling(() -> {
                attempt.end();
                listener.deadLettered(claim.entry(), reason, attempt.timing());
            });
            return following;
        } catch (LostClaimException e) {
            Faults.telling(() -> log.debug("{} had ended already, or is not ours", claim.entry()));
        } catch (Throwable e) {
            // Only while everything ends may it stay as it is: begun, so that the next start looks what became of it.
            keep(entry);
            Faults.telling(() -> often.log(
                    "an entry cannot be dead-lettered, trying again",
                    e.getClass().getName()));
        }
        return List.of();
    }

    /** For {@link #retry}, unless everything ends. */
    private void keep(Poison entry) {
        if (!writer.isEnded()) {
            kept.add(entry);
        }
    }

    /**
     * Tries those again that could not be dead-lettered: on workers, as it may have to wait for the store. Called by the timer's thread alone.
     *
     * @param take is given the claims that the store hands out thereupon
     */
    void retry(Consumer<List<Claim>> take) {
        // Those that fail meanwhile are for the next time.
        for (int left = kept.size(); left > 0; left--) {
            Poison entry = kept.remove();
            try {
                background.execute(() -> take.accept(deadLetter(entry)));
            } catch (Throwable e) {
                // There are no more threads, or everything ends. The others are still in the queue.
                keep(entry);
                throw e;
            }
        }
    }
}
