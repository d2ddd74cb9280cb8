package dev.byoc.memory;

import dev.byoc.store.DeadLetter;
import dev.byoc.store.DeadLetterFilter;
import dev.byoc.store.ReplayMode;
import dev.byoc.store.ReplayResult;
import dev.byoc.store.Timeline.State;
import dev.byoc.store.spi.DeadLetters;
import dev.byoc.store.spi.Entry;
import dev.byoc.store.spi.NewEntry;
import dev.byoc.store.spi.PausedLanes;
import dev.byoc.store.spi.ReplayKey;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The dead letters of a {@link MemoryStore}, whose one lock guards them. */
final class MemoryDeadLetters implements DeadLetters {
    private final Object lock;
    private final Clock clock;
    private final EndedEntries ended;
    private final MemoryJournal journal;

    MemoryDeadLetters(Object lock, Clock clock, EndedEntries ended, MemoryJournal journal) {
        this.lock = lock;
        this.clock = clock;
        this.ended = ended;
        this.journal = journal;
    }

    @Override
    public List<DeadLetter> find(DeadLetterFilter filter, int max) {
        synchronized (lock) {
            List<DeadLetter> newestFirst = new ArrayList<>(ended.dead(filter));
            Collections.reverse(newestFirst);
            return newestFirst.stream().limit(max).toList();
        }
    }

    @Override
    public List<DeadLetter> replayable(DeadLetterFilter filter, int max) {
        synchronized (lock) {
            return ended.dead(filter).stream()
                    .filter(letter -> !letter.mayHaveArrived())
                    .limit(max)
                    .toList();
        }
    }

    @Override
    public Replayed replay(long deadLetter, ReplayMode mode) {
        synchronized (lock) {
            MemoryEntry dead = ended.dead(deadLetter);
            if (dead == null) {
                return new Replayed(ReplayResult.NOT_DEAD, List.of());
            }
            if (dead.deadLetter().mayHaveArrived() && mode == ReplayMode.REFUSE_DUPLICATE) {
                return new Replayed(ReplayResult.MAY_HAVE_ARRIVED, List.of());
            }
            Entry last = dead.value();
            NewEntry again = new NewEntry(last.lane(), ReplayKey.after(last.eventKey()), last.body())
                    .partsDone(last.partsDone());
            ended.undead(dead, State.REPLAYED, "", clock.instant());
            return new Replayed(ReplayResult.REPLAYED, journal.follow(again, PausedLanes.NONE));
        }
    }

    @Override
    public boolean discard(long deadLetter, String why) {
        synchronized (lock) {
            MemoryEntry dead = ended.dead(deadLetter);
            if (dead != null) {
                ended.undead(dead, State.DISCARDED, why, clock.instant());
            }
            return dead != null;
        }
    }
}
