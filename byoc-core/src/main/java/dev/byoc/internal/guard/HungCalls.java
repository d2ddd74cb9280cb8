package dev.byoc.internal.guard;

import dev.byoc.event.Health;
import dev.byoc.event.Health.Status;
import dev.byoc.internal.health.Conditions;
import dev.byoc.internal.health.HealthKind;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The calls that were left behind and have not returned, by component, and what health tells of them. Thread-safe. */
final class HungCalls {
    /** With so many of them a component is given no more. */
    static final int MOST = 8;

    private final Conditions conditions;
    private final Map<String, Set<GuardedCall<?>>> calls = new HashMap<>();

    HungCalls(Conditions conditions) {
        this.conditions = conditions;
    }

    /**
     * Leaves a call behind. One that had not begun is never made, and is none of these. False: it has ended, or begun another part, at this very
     * moment.
     */
    synchronized boolean takes(GuardedCall<?> call) {
        if (!call.abandon()) {
            return false;
        }
        if (call.hasBegun()) {
            calls.computeIfAbsent(call.site.component(), none -> new LinkedHashSet<>())
                    .add(call);
            tell(call.site.component());
        }
        return true;
    }

    synchronized void returned(GuardedCall<?> call) {
        Set<GuardedCall<?>> out = calls.get(call.site.component());
        if (out != null && out.remove(call) && out.isEmpty()) {
            calls.remove(call.site.component());
        }
        tell(call.site.component());
    }

    private Set<GuardedCall<?>> of(String component) {
        return calls.getOrDefault(component, Set.of());
    }

    private void tell(String component) {
        Set<GuardedCall<?>> out = of(component);
        if (out.isEmpty()) {
            conditions.end(component, HealthKind.HUNG_CALLS);
            return;
        }
        boolean down = isDown(component) && !component.equals(Health.RELAY);
        String full = down ? "" : names(out.stream().filter(call -> isFull(call.site)));
        conditions.begin(
                component,
                HealthKind.HUNG_CALLS,
                down ? Status.DOWN : Status.DEGRADED,
                out.size() + " calls have not returned in their time: " + names(out.stream())
                        + (down ? ". No more are made." : full.isEmpty() ? "." : ". No more are made of " + full + "."),
                "Take a thread dump: it names what the threads byoc-call wait for.");
    }

    private static String names(Stream<GuardedCall<?>> calls) {
        return String.join(
                ", ", new TreeSet<>(calls.map(call -> call.site.name()).toList()));
    }

    /** A component is one piece of code; but the relay's own has code of several, such as each listener, and one holds up no other. */
    synchronized boolean isFull(Site site) {
        if (calls.isEmpty()) {
            return false;
        }
        if (!site.component().equals(Health.RELAY)) {
            return isDown(site.component());
        }
        return of(site.component()).stream()
                        .filter(call -> call.site.name().equals(site.name()))
                        .count()
                >= MOST;
    }

    synchronized boolean isDown(String component) {
        return of(component).size() >= MOST;
    }

    synchronized boolean isAny(String component) {
        return calls.containsKey(component);
    }

    /** Any with that key. */
    synchronized boolean isAny(String component, String key) {
        return of(component).stream().anyMatch(call -> call.site.key().equals(key));
    }
}
