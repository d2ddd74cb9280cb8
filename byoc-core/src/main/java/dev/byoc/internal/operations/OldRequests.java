package dev.byoc.internal.operations;

import dev.byoc.internal.runtime.Background;
import dev.byoc.internal.task.Task;
import dev.byoc.store.DeadLetterFilter;
import dev.byoc.store.spi.DeadLetters;
import dev.byoc.store.spi.Journal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Erases old requests that could not be read: nothing tells whose they are, so no {@link CustomerErasure} reaches them. Thread-safe. */
public final class OldRequests {
    private static final Logger log = LoggerFactory.getLogger(OldRequests.class);

    private static final int MOST = 1_000;

    /** The time that data protection law grants for erasure; an operator who has lost messages asks sooner. */
    private static final Duration KEPT = Duration.ofDays(30);

    private static final Duration BETWEEN = Duration.ofHours(1);

    /** How often the clock is asked whether it is time. */
    private static final Duration GLANCE = Duration.ofMillis(250);

    private final Journal journal;
    private final DeadLetters letters;
    private final Clock clock;
    private volatile Instant erasedAt = Instant.MIN;

    public OldRequests(Journal journal, DeadLetters letters, Clock clock) {
        this.journal = journal;
        this.letters = letters;
        this.clock = clock;
    }

    public void start(Background background) {
        background.whenever(GLANCE, this::isDue, this::erase);
    }

    private boolean isDue() {
        Instant now = clock.instant();
        return now.isBefore(erasedAt) || !now.minus(BETWEEN).isBefore(erasedAt);
    }

    private void erase() {
        erasedAt = clock.instant();
        DeadLetterFilter old = DeadLetterFilter.ALL
                .party(Task.RawRequest.PARTY)
                .until(journal.now().minus(KEPT));
        int erased = 0;
        int some;
        do {
            some = (int) letters.find(old, MOST).stream()
                    // A customer of an account with bare ids may have the name of that lane.
                    .filter(letter -> letter.eventKey().startsWith(Task.RawRequest.keyOf(letter.account(), "")))
                    .filter(letter -> letters.discard(letter.id(), "not replayed for too long"))
                    .count();
            erased += some;
        } while (some == MOST);
        if (erased > 0) {
            log.warn(
                    "{} requests that could not be read are erased, as they were not replayed for {} days",
                    erased,
                    KEPT.toDays());
        }
    }
}
