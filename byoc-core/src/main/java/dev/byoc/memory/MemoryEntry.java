package dev.byoc.memory;

import dev.byoc.store.DeadLetter;
import dev.byoc.store.Timeline;
import dev.byoc.store.Timeline.State;
import dev.byoc.store.spi.Change;
import dev.byoc.store.spi.Checkpoint;
import dev.byoc.store.spi.Entry;
import dev.byoc.store.spi.Lane;
import dev.byoc.store.spi.NewEntry;
import dev.byoc.store.spi.ReplayKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An entry of a {@link MemoryStore}, which guards it, and what happened to it. */
final class MemoryEntry {
    private static final int MAX_STEPS = 200;

    final long id;
    final Lane lane;
    final String eventKey;
    final Instant at;
    private byte[] body;
    private int tries;
    private int failures;
    private Checkpoint checkpoint = Checkpoint.NONE;
    private final Map<Integer, List<String>> partsDone = new HashMap<>();
    private final Set<String> channelIds = new HashSet<>();
    private @Nullable String ref;
    private State state = State.READY;
    private String reason = "";
    private final List<Timeline.Step> steps = new ArrayList<>();

    MemoryEntry(long id, NewEntry fresh, Instant at) {
        this.id = id;
        this.lane = fresh.lane();
        this.eventKey = fresh.eventKey();
        this.body = fresh.body();
        this.at = at;
        if (fresh.mayHaveArrived()) {
            checkpoint = Checkpoint.NONE.asUnsettled();
        }
        fresh.partsDone().forEach(this::taken);
        tell(at, "stored", "");
    }

    Entry value() {
        return new Entry(id, lane, eventKey, body, at, tries, failures, checkpoint, partsDone);
    }

    State state() {
        return state;
    }

    void begin() {
        state = State.STARTED;
    }

    /** Nothing was done under the last claim. */
    void notBegun(boolean unsettled) {
        state = unsettled ? State.STARTED : State.READY;
    }

    void change(Change change, Instant now) {
        if (change.checkpoint() != null) {
            checkpoint = change.checkpoint();
        }
        if (change.ref() != null) {
            ref = change.ref();
        }
        change.parts().forEach((number, ids) -> {
            taken(number, ids);
            tell(now, "part taken", number + (ids.isEmpty() ? "" : " as " + ids.get(0)));
        });
        change.traces().forEach(trace -> tell(now, trace.what(), trace.detail()));
    }

    private void taken(int number, List<String> ids) {
        partsDone.put(number, List.copyOf(ids));
        channelIds.addAll(ids);
    }

    void givenBack(int moreFailures, int moreTries) {
        failures += moreFailures;
        tries += moreTries;
        state = checkpoint.unsettled() ? State.STARTED : State.READY;
    }

    /** Ends it; only a dead letter keeps its content, for a replay. */
    void end(State end, String why, Instant now) {
        state = end;
        reason = why;
        if (end != State.DEAD) {
            erase();
        }
        tell(now, end.ending(), end == State.DONE && ref != null ? "as " + ref : why);
    }

    void erase() {
        body = new byte[0];
        checkpoint = new Checkpoint(checkpoint.unsettled(), new byte[0]);
    }

    private void tell(Instant now, String what, String detail) {
        if (steps.size() < MAX_STEPS) {
            steps.add(new Timeline.Step(now, what, detail));
        }
    }

    boolean isNamed(Set<String> eventKeys, String wanted) {
        return eventKeys.contains(ReplayKey.first(eventKey))
                || eventKeys.contains(eventKey)
                || wanted.equals(ref)
                || channelIds.contains(wanted)
                || wanted.equals(String.valueOf(id));
    }

    Timeline timeline() {
        return new Timeline(id, lane.account(), lane.direction(), eventKey, state, steps);
    }

    DeadLetter deadLetter() {
        return new DeadLetter(
                id, lane.account(), lane.direction(), lane.party(), eventKey, at, reason, checkpoint.unsettled());
    }
}
