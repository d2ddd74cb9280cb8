package dev.byoc.relay;

import dev.byoc.relay.Health.Status;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What probes and calls have shown of Freshchat and of the accounts, as {@link Conditions}. Where they contradict each other (a token may
 * lack the right to what is probed, and work for all else), the calls are believed, and the contradiction is one condition that stays, in
 * place of two that take turns. Thread-safe.
 */
final class Findings {
    /** Kinds of Freshchat's conditions. */
    static final String TOKEN = "token";

    static final String RIGHT = "right";
    static final String HOST = "host";
    static final String UNREACHABLE = "unreachable";

    /** Kinds of an account's, beside {@link #UNREACHABLE}. */
    static final String KEY = "key";

    static final String IMPAIRED = "impaired";

    /** What only calls show, and only a call that goes well disproves: a probe asks for other things. */
    static final String MISCONFIGURED = "misconfigured";

    /** The probe finds what calls disprove. */
    static final String PROBE = "probe";

    private static final List<String> BY_PROBES = List.of(TOKEN, RIGHT, HOST, UNREACHABLE, KEY, IMPAIRED);
    private static final List<String> BY_CALLS = List.of(TOKEN, HOST, UNREACHABLE, KEY);

    private final Conditions conditions;

    /** What is a condition because of a probe, and what calls have disproved since; components and kinds. */
    private final Set<List<String>> found = new HashSet<>();

    private final Set<List<String>> disproved = new HashSet<>();

    Findings(Conditions conditions) {
        this.conditions = conditions;
    }

    /**
     * A probe has found this; what probes found before is over, as they find one thing at a time. Not so if the API could not be asked:
     * that says nothing of keys, rights and the account.
     */
    synchronized void found(String component, String kind, Status status, String cause, String remedy) {
        boolean wasAnswered = !kind.equals(UNREACHABLE);
        if (wasAnswered) {
            disproved.removeIf(
                    each -> each.get(0).equals(component) && !each.get(1).equals(kind));
        }
        List<String> key = List.of(component, kind);
        boolean contradicts = disproved.contains(key);
        String told = contradicts ? PROBE : kind;
        if (contradicts) {
            conditions.begin(
                    component, PROBE, Status.DEGRADED, "Messages pass, and yet the probe finds: " + cause, remedy);
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
    synchronized void nothingFound(String component) {
        disproved.removeIf(each -> each.get(0).equals(component));
        endOthers(component, "");
    }

    private void endOthers(String component, String kind) {
        for (String each : BY_PROBES) {
            if (!each.equals(kind)) {
                conditions.end(component, each);
            }
        }
        if (!kind.equals(PROBE)) {
            conditions.end(component, PROBE);
        }
        found.removeIf(each -> each.get(0).equals(component));
    }

    /** A call was refused for what the account is. */
    void refused(String component, String kind, Status status, String cause, String remedy) {
        conditions.begin(component, kind, status, cause, remedy);
    }

    /** A call went well. */
    void works(String component) {
        if (conditions.of(component).isEmpty()) {
            return;
        }
        synchronized (this) {
            conditions.end(component, MISCONFIGURED);
            for (String kind : BY_CALLS) {
                conditions.end(component, kind);
                List<String> key = List.of(component, kind);
                if (found.remove(key)) {
                    disproved.add(key);
                }
            }
        }
    }

    /** Calls fail: probes are believed again. */
    synchronized void fails(String component) {
        disproved.removeIf(each -> each.get(0).equals(component));
    }
}
