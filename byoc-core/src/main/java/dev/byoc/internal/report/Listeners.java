package dev.byoc.internal.report;

import dev.byoc.event.RelayEvent;
import dev.byoc.event.RelayListener;
import dev.byoc.internal.guard.Guard;
import dev.byoc.internal.guard.GuardedListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** All who hear what happens. Thread-safe. */
public final class Listeners {
    private final List<GuardedListener> listeners;

    public Listeners(List<RelayListener> asked, Guard guard) {
        List<GuardedListener> guarded = new ArrayList<>();
        for (RelayListener listener : asked) {
            guarded.add(new GuardedListener(listener, guarded.size() + 1, guard));
        }
        this.listeners = List.copyOf(guarded);
    }

    /** Never waits; whatever one does, the others hear it too. */
    public void tell(RelayEvent event) {
        listeners.forEach(listener -> listener.tell(event));
    }

    /** Waits while one of them is far behind, for who has nothing in hand that would be lost meanwhile. */
    void awaitRoom() {
        listeners.forEach(GuardedListener::awaitRoom);
    }

    /** Lifts the back-pressure for good, as the relay is shutting down. */
    void release() {
        listeners.forEach(GuardedListener::release);
    }

    /** Waits until each has heard all, at most so long; later events are dropped. */
    void close(Duration most) {
        each(most, GuardedListener::close);
    }

    /** Waits until each has heard all, at most so long. */
    void awaitHeard(Duration most) {
        each(most, GuardedListener::awaitHeard);
    }

    /** Whether that one has heard all within that time. */
    public boolean awaitHeard(RelayListener listener, Duration most) {
        return listeners.stream().filter(each -> each.is(listener)).allMatch(each -> each.awaitHeard(most));
    }

    private void each(Duration most, BiConsumer<GuardedListener, Duration> does) {
        long end = System.nanoTime() + most.toNanos();
        for (GuardedListener listener : listeners) {
            does.accept(listener, Duration.ofNanos(end - System.nanoTime()));
        }
    }
}
