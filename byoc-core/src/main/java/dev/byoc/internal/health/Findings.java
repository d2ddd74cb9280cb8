package dev.byoc.internal.health;

import dev.byoc.event.Health.Status;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What probes and calls have shown of Freshchat and of the accounts, as {@link Conditions}. Where they contradict each other (a token may
 * lack the right to what is probed, and work for all else), the calls are believed, and the contradiction is one condition that stays, in
 * place of two that take turns. Thread-safe.
 */
public final class Findings {
    private static final List<HealthKind> BY_PROBES = List.of(
            HealthKind.TOKEN,
            HealthKind.RIGHT,
            HealthKind.HOST,
            HealthKind.UNREACHABLE,
            HealthKind.KEY,
            HealthKind.IMPAIRED);
    private static final List<HealthKind> BY_CALLS =
            List.of(HealthKind.TOKEN, HealthKind.HOST, HealthKind.UNREACHABLE, HealthKind.KEY);

    private record Key(String component, HealthKind kind) {}

    private final Conditions conditions;

    /** What is a condition because of a probe, and what calls have disproved since; components and kinds. */
    private final Set<Key> found = new HashSet<>();

    private final Set<Key> disproved = new HashSet<>();

    public Findings(Conditions conditions) {
        this.conditions = conditions;
    }

    /**
     * A probe has found this; what probes found before is over, as they find one thing at a time. Not so if the API could not be asked:
     * that says nothing of keys, rights and the account.
     */
    public synchronized void found(String component, HealthKind kind, Status status, String cause, String remedy) {
        boolean wasAnswered = kind != HealthKind.UNREACHABLE;
        if (wasAnswered) {
            disproved.removeIf(each -> each.component().equals(component) && each.kind() != kind);
        }
        Key key = new Key(component, kind);
        boolean contradicts = disproved.contains(key);
        HealthKind told = contradicts ? HealthKind.PROBE : kind;
        if (contradicts) {
            conditions.begin(
                    component,
                    HealthKind.PROBE,
                    Status.DEGRADED,
                    "Messages pass, and yet the probe finds: " + cause,
                    remedy);
        } else {
            conditions.begin(component, kind, status, cause, remedy);
        }
        if (wasAnswered) {
            endOthers(component, told);
        }
        if (!contradicts) {
            found.add(key);
        }
    }

    /** A probe has found nothing wrong. */
    public synchronized void nothingFound(String component) {
        disproved.removeIf(each -> each.component().equals(component));
        endOthers(component, null);
    }

    private void endOthers(String component, @Nullable HealthKind kind) {
        for (HealthKind each : BY_PROBES) {
            if (each != kind) {
                conditions.end(component, each);
            }
        }
        if (kind != HealthKind.PROBE) {
            conditions.end(component, HealthKind.PROBE);
        }
        found.removeIf(each -> each.component().equals(component));
    }

    /** A call was refused for what the account is. */
    public void refused(String component, HealthKind kind, Status status, String cause, String remedy) {
        conditions.begin(component, kind, status, cause, remedy);
    }

    /** A call went well. */
    public void works(String component) {
        if (conditions.of(component).isEmpty()) {
            return;
        }
        synchronized (this) {
            conditions.end(component, HealthKind.MISCONFIGURED);
            for (HealthKind kind : BY_CALLS) {
                conditions.end(component, kind);
                Key key = new Key(component, kind);
                if (found.remove(key)) {
                    disproved.add(key);
                }
            }
        }
    }

    /** Calls fail: probes are believed again. */
    public synchronized void fails(String component) {
        disproved.removeIf(each -> each.component().equals(component));
    }
}
