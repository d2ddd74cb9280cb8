package dev.byoc.internal.operations;

import dev.byoc.internal.dispatch.Dispatcher;
import dev.byoc.store.DeadLetter;
import dev.byoc.store.DeadLetterFilter;
import dev.byoc.store.ReplayMode;
import dev.byoc.store.ReplayResult;
import dev.byoc.store.spi.DeadLetters;
import java.time.Clock;
import java.util.List;

/** Finds, replays and discards dead letters. Thread-safe. */
public final class DeadLetterOperations {
    private static final int MOST = 1_000;

    private final DeadLetters letters;
    private final Dispatcher dispatcher;
    private final Clock clock;

    public DeadLetterOperations(DeadLetters letters, Dispatcher dispatcher, Clock clock) {
        this.letters = letters;
        this.dispatcher = dispatcher;
        this.clock = clock;
    }

    public List<DeadLetter> find(DeadLetterFilter filter) {
        return letters.find(filter, MOST);
    }

    public List<DeadLetter> replayable(DeadLetterFilter filter) {
        return letters.replayable(filter, MOST);
    }

    public ReplayResult replay(long deadLetter, ReplayMode mode) {
        DeadLetters.Replayed replayed = letters.replay(deadLetter, mode);
        dispatcher.take(replayed.claims());
        return replayed.outcome();
    }

    public List<DeadLetter> replayAll(DeadLetterFilter filter) {
        return replayable(filter).stream()
                .filter(letter -> replay(letter.id(), ReplayMode.REFUSE_DUPLICATE) == ReplayResult.REPLAYED)
                .toList();
    }

    public boolean discard(long deadLetter) {
        return letters.discard(deadLetter, "by an operator");
    }

    public int discardAll(DeadLetterFilter filter) {
        // Stores keep milliseconds: this one is the last that is covered.
        DeadLetterFilter until = filter.atMostUntil(clock.instant().plusMillis(1));
        int discarded = 0;
        List<DeadLetter> found;
        do {
            found = letters.find(until, MOST);
            discarded +=
                    (int) found.stream().filter(letter -> discard(letter.id())).count();
        } while (found.size() == MOST);
        return discarded;
    }
}
