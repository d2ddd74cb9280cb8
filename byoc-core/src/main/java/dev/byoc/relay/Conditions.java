package dev.byoc.relay;

import dev.byoc.relay.Health.Status;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is wrong at present, by component: begun when it is noticed, ended when it has passed. Thread-safe. */
final class Conditions {
    /** Components beside the accounts, which go by their ids, and Freshchat. No account has one of these names. */
    static final String STORE = "store";

    static final String HOST = "host";
    static final String RELAY = "relay";

    private static final Logger log = LoggerFactory.getLogger(RelayEngine.class);

    /**
     * One thing that is wrong.
     *
     * @param kind which of the things that can be wrong with a component; one of a kind at a time
     * @param cause a sentence for an operator, without secrets
     * @param remedy what an operator can do; null: nothing, or the cause says it
     */
    record Condition(
            String component,
            String kind,
            Status status,
            Instant since,
            String cause,
            @Nullable String remedy) {}

    private final Clock clock;
    private final Map<String, Map<String, Condition>> byComponent = new LinkedHashMap<>();

    Conditions(Clock clock) {
        this.clock = clock;
    }

    /** Logged when it is new, or is worse or other than it was; said again, it changes nothing. */
    void begin(String component, String kind, Status status, String cause, @Nullable String remedy) {
        if (put(component, kind, status, cause, remedy)) {
            log.warn("{} is {}: {}{}", component, status, cause, remedy == null ? "" : " " + remedy);
        }
    }

    private synchronized boolean put(
            String component, String kind, Status status, String cause, @Nullable String remedy) {
        Map<String, Condition> conditions = byComponent.computeIfAbsent(component, name -> new LinkedHashMap<>());
        Condition before = conditions.get(kind);
        Instant since = before == null ? clock.instant() : before.since();
        Condition now = new Condition(component, kind, status, since, cause, remedy);
        conditions.put(kind, now);
        return !now.equals(before);
    }

    /** Does nothing if it had not begun. */
    void end(String component, String kind) {
        if (remove(component, kind)) {
            log.info("{}: {} has ended", component, kind);
        }
    }

    private synchronized boolean remove(String component, String kind) {
        Map<String, Condition> conditions = byComponent.get(component);
        return conditions != null && conditions.remove(kind) != null;
    }

    /** All that is wrong with a component, in the order in which it began. */
    synchronized List<Condition> of(String component) {
        return List.copyOf(byComponent.getOrDefault(component, Map.of()).values());
    }

    /** The worst of them, of equals the one that began first; null: nothing is known to be wrong. */
    static @Nullable Condition worst(Collection<Condition> conditions) {
        return conditions.stream()
                .min(Comparator.comparing(Condition::status).reversed().thenComparing(Condition::since))
                .orElse(null);
    }
}
