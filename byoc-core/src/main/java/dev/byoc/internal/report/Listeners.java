package dev.byoc.internal.report;

import dev.byoc.event.Health;
import dev.byoc.event.Health.Status;
import dev.byoc.event.RelayEvent;
import dev.byoc.event.RelayListener;
import dev.byoc.internal.guard.Guard;
import dev.byoc.internal.guard.GuardedListener;
import dev.byoc.internal.health.Conditions;
import dev.byoc.internal.health.HealthKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All who hear what happens. Thread-safe. */
public final class Listeners {
    private final List<GuardedListener> listeners;
    private final Conditions conditions;

    public Listeners(List<RelayListener> asked, Guard guard, Conditions conditions) {
        this.conditions = conditions;
        List<GuardedListener> guarded = new ArrayList<>();
        for (RelayListener listener : asked) {
            guarded.add(new GuardedListener(listener, guarded.size() + 1, guard, this::show));
        }
        this.listeners = List.copyOf(guarded);
    }

    /** Without a lock, as it is called under any: who has shown what is no longer so shows it again. */
    private void show() {
        String shown;
        do {
            shown = missing();
            conditions.show(
                    Health.RELAY,
                    HealthKind.LISTENER,
                    Status.DEGRADED,
                    shown.isEmpty() ? null : "Too slow for what happens, and not told of all events: " + shown + ".",
                    "Let it hand what takes time to threads of its own, and return at once.");
        } while (!shown.equals(missing()));
    }

    private String missing() {
        return listeners.stream()
                .map(GuardedListener::missing)
                .flatMap(Stream::ofNullable)
                .collect(Collectors.joining(", "));
    }

    /** Never waits; whatever one does, the others hear it too. */
    public void tell(RelayEvent event) {
        listeners.forEach(listener -> listener.tell(event));
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
