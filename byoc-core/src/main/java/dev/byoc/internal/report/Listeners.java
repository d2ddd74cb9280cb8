package dev.byoc.internal.report;

import dev.byoc.event.RelayEvent;
import dev.byoc.event.RelayListener;
import dev.byoc.internal.guard.Guard;
import dev.byoc.internal.guard.GuardedListener;
import java.util.ArrayList;
import java.util.List;

/** All who hear what happens, in the order in which the host named them. Thread-safe. */
public final class Listeners {
    private final List<GuardedListener> listeners;

    public Listeners(List<RelayListener> asked, Guard guard) {
        List<GuardedListener> guarded = new ArrayList<>();
        for (RelayListener listener : asked) {
            guarded.add(new GuardedListener(listener, guarded.size() + 1, guard));
        }
        this.listeners = List.copyOf(guarded);
    }

    /** Waits until each has the event, or has had its time; whatever one does, the next one hears it too. */
    void tell(RelayEvent event) {
        listeners.forEach(listener -> listener.tell(event));
    }
}
