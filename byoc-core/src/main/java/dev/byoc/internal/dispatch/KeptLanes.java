package dev.byoc.internal.dispatch;

import dev.byoc.internal.runtime.Faults;
import dev.byoc.internal.runtime.LogThrottle;
import dev.byoc.store.spi.Change;
import dev.byoc.store.spi.Journal;
import dev.byoc.store.spi.Lane;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Lanes with a call that may still do something though its attempt has ended. They stay this host's until it has returned, as another host
 * cannot know of that call, and would send the lane's next message beside it; but no longer than {@link #MOST}: a call that never returns
 * must not hold the lane's next messages for ever. Thread-safe.
 */
final class KeptLanes {
    /** After that, what waits is worked on as without a kept lane: put off by this host, and told to agents once it is too old. */
    static final Duration MOST = Duration.ofMinutes(15);

    private final Journal journal;
    private final Handler handler;
    private final LogThrottle often;
    private final Map<Lane, Kept> lanes = new ConcurrentHashMap<>();

    /**
     * A lane whose call is out.
     *
     * @param dueAt before which what was put off in it is not to be attempted
     * @param isOver it was let go before that call has returned: it is not kept anew
     */
    private record Kept(Instant since, Instant dueAt, boolean isOver) {}

    KeptLanes(Journal journal, Handler handler, LogThrottle often) {
        this.journal = journal;
        this.handler = handler;
        this.often = often;
    }

    /**
     * Stores what came of an attempt of that lane, which is kept with it if it has to be.
     *
     * @param delay for which its entry is put off
     * @param store makes the change
     */
    <T> T storing(Lane lane, Duration delay, Change change, Function<Change, T> store) {
        Kept known = lanes.get(lane);
        if (!handler.isOut(lane) || (known != null && known.isOver())) {
            return store.apply(change);
        }
        Instant now = journal.now();
        Instant since = known == null ? now : known.since();
        try {
            return store.apply(change.keepingLane());
        } finally {
            // Not before, or it could be let go while it is not kept yet; and whatever has failed, it may be stored.
            lanes.put(lane, new Kept(since, now.plus(delay), false));
        }
    }

    /** Lets those go whose call has returned, or has not for too long. One that the store does not let go now is tried again. */
    void letGo() {
        for (Lane lane : List.copyOf(lanes.keySet())) {
            try {
                letGo(lane);
            } catch (Throwable e) {
                // The other lanes, and what else is due, do not wait for this one.
                Faults.telling(
                        () -> often.log("a lane is let go later", e.getClass().getName()));
            }
        }
    }

    private void letGo(Lane lane) {
        Kept kept = lanes.get(lane);
        if (kept == null) {
            return;
        }
        boolean returned = !handler.isOut(lane);
        boolean tooLong = !kept.isOver() && !journal.now().isBefore(kept.since().plus(MOST));
        if (!returned && !tooLong) {
            return;
        }
        // First out of the map: an attempt that ends meanwhile puts it there anew.
        lanes.remove(lane, kept);
        try {
            if (!kept.isOver()) {
                Duration left = Duration.between(journal.now(), kept.dueAt());
                journal.letGo(lane, left.isNegative() ? Duration.ZERO : left);
            }
        } catch (Throwable e) {
            lanes.putIfAbsent(lane, kept);
            throw e;
        }
        if (!returned) {
            lanes.put(lane, new Kept(kept.since(), kept.dueAt(), true));
        }
    }
}
