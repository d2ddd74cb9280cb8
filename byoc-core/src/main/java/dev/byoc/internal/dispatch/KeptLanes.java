package dev.byoc.internal.dispatch;

import dev.byoc.store.spi.Change;
import dev.byoc.store.spi.Journal;
import dev.byoc.store.spi.Lane;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Lanes with a call that may still do something though its attempt has ended. They stay this host's until it has returned: another host
 * cannot know of that call, and would send the lane's next message beside it. Thread-safe.
 */
final class KeptLanes {
    private final Journal journal;
    private final Handler handler;
    private final Set<Lane> kept = ConcurrentHashMap.newKeySet();

    KeptLanes(Journal journal, Handler handler) {
        this.journal = journal;
        this.handler = handler;
    }

    /**
     * Stores what came of an attempt of that lane, which is kept with it if it has to be.
     *
     * @param store makes the change
     */
    <T> T storing(Lane lane, Change change, Function<Change, T> store) {
        Change whole = handler.isOut(lane) ? change.keepingLane() : change;
        try {
            return store.apply(whole);
        } finally {
            // Not before, or it could be let go while it is not kept yet; and whatever has failed, it may be stored.
            if (whole.keepsLane()) {
                kept.add(lane);
            }
        }
    }

    /** Lets those go whose call has returned. One that the store does not let go now is tried again. */
    void letGo() {
        kept.removeIf(lane -> {
            boolean returned = !handler.isOut(lane);
            if (returned) {
                journal.letGo(lane);
            }
            return returned;
        });
    }
}
