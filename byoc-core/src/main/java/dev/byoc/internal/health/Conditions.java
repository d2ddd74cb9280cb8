package dev.byoc.internal.health;

import dev.byoc.event.Health.Status;
import dev.byoc.event.RelayEvent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is wrong at present, by component: begun when it is noticed, ended when it has passed. A beginning, another status and an end are
 * each one line of the log, as far as a minute has not had it, and one event. Thread-safe; may be told under any lock, as it does not
 * block.
 */
public final class Conditions {
    private static final Logger log = LoggerFactory.getLogger(Conditions.class);

    /**
     * One thing that is wrong.
     *
     * @param kind which of the things that can be wrong with a component; one of a kind at a time
     * @param cause a sentence for an operator, without secrets
     * @param remedy what an operator can do, as a sentence
     */
    public record Condition(
            String component, HealthKind kind, Status status, Instant since, String cause, String remedy) {
        private String words() {
            return cause + (cause.endsWith(".") || cause.endsWith("?") ? " " : ". ") + remedy;
        }
    }

    /** What begins and ends again and again is one line a minute; if it lasts, it is told when that minute is over. */
    private static final Duration BETWEEN_LINES = Duration.ofMinutes(1);

    /**
     * A condition and the log.
     *
     * @param at when an operator last read of it, or of one like it before
     * @param said whether it was this one
     */
    private record Told(Condition condition, Instant at, boolean said) {
        boolean isDue(Instant now, Duration interval) {
            return !now.isBefore(at.plus(said ? interval : BETWEEN_LINES));
        }
    }

    private final Clock clock;
    private final Map<String, Map<HealthKind, Told>> byComponent = new LinkedHashMap<>();

    /** When a component's kind and status last had a line. */
    private final Map<List<Object>, Instant> lines = new HashMap<>();

    private volatile Consumer<RelayEvent.HealthChanged> listener = event -> {};

    /** Guarded by this. */
    private boolean closed;

    public Conditions(Clock clock) {
        this.clock = clock;
    }

    /**
     * Names who is told of changes.
     *
     * @param value told of each change in the order of the changes; must return at once
     */
    public void tellTo(Consumer<RelayEvent.HealthChanged> value) {
        listener = value;
    }

    /** Told when it is new or its status is another one; a cause in other words is kept, and not told again. */
    public void begin(String component, HealthKind kind, Status status, String cause, String remedy) {
        Told told = put(component, kind, status, cause, remedy);
        if (told != null && told.said()) {
            log.warn("{} is {}: {}", component, status, told.condition().words());
        }
    }

    /**
     * Begins it, or ends it.
     *
     * @param cause null: it is not so
     */
    public void show(String component, HealthKind kind, Status status, @Nullable String cause, String remedy) {
        if (cause == null) {
            end(component, kind);
        } else {
            begin(component, kind, status, cause, remedy);
        }
    }

    private synchronized @Nullable Told put(
            String component, HealthKind kind, Status status, String cause, String remedy) {
        if (closed) {
            return null;
        }
        Status before = statusOf(component);
        Map<HealthKind, Told> conditions = byComponent.computeIfAbsent(component, name -> new LinkedHashMap<>());
        Told known = conditions.get(kind);
        Instant now = clock.instant();
        Condition condition = new Condition(
                component, kind, status, known == null ? now : known.condition().since(), cause, remedy);
        if (known != null && known.condition().status() == status) {
            conditions.put(kind, new Told(condition, known.at(), known.said()));
            return null;
        }
        Told told = toldNow(condition, now);
        conditions.put(kind, told);
        listener.accept(
                new RelayEvent.HealthChanged(component, before, statusOf(component), kind.word(), cause, remedy, true));
        return told;
    }

    private Told toldNow(Condition condition, Instant now) {
        List<Object> line = List.of(condition.component(), condition.kind(), condition.status());
        Instant before = lines.get(line);
        if (before != null && !now.isBefore(before) && now.isBefore(before.plus(BETWEEN_LINES))) {
            return new Told(condition, before, false);
        }
        lines.put(line, now);
        return new Told(condition, now, true);
    }

    /** Does nothing if it had not begun. */
    public void end(String component, HealthKind kind) {
        Told ended = remove(component, kind);
        if (ended != null && ended.said()) {
            log.info("{}: this has ended: {}", component, ended.condition().cause());
        }
    }

    private synchronized @Nullable Told remove(String component, HealthKind kind) {
        Map<HealthKind, Told> conditions = byComponent.get(component);
        if (closed || conditions == null || !conditions.containsKey(kind)) {
            return null;
        }
        Status before = statusOf(component);
        Told told = conditions.remove(kind);
        Condition ended = told.condition();
        listener.accept(new RelayEvent.HealthChanged(
                component, before, statusOf(component), kind.word(), ended.cause(), ended.remedy(), false));
        return told;
    }

    /**
     * Says in the log what persists, if that was last said so long ago.
     *
     * @param backlog how many entries wait to be relayed
     */
    public void remind(Duration interval, int backlog) {
        for (Condition condition : untoldFor(interval)) {
            log.warn(
                    "{} is {} since {}, and {} entries wait to be relayed: {}",
                    condition.component(),
                    condition.status(),
                    condition.since(),
                    backlog,
                    condition.words());
        }
    }

    private synchronized List<Condition> untoldFor(Duration interval) {
        Instant now = clock.instant();
        List<Condition> due = new ArrayList<>();
        for (Map<HealthKind, Told> conditions : byComponent.values()) {
            conditions.replaceAll((kind, told) -> {
                if (now.isBefore(told.at())) {
                    // A clock that was put back must not silence it: it is counted anew from there.
                    return new Told(told.condition(), now, told.said());
                }
                if (!told.isDue(now, interval)) {
                    return told;
                }
                due.add(told.condition());
                lines.put(
                        List.of(
                                told.condition().component(),
                                kind,
                                told.condition().status()),
                        now);
                return new Told(told.condition(), now, true);
            });
        }
        return due;
    }

    /** Nothing changes any more: what a relay that ends meets on its way is no trouble. */
    public synchronized void close() {
        closed = true;
    }

    /** All that is wrong with a component, in the order in which it began. */
    public synchronized List<Condition> of(String component) {
        Map<HealthKind, Told> known = byComponent.get(component);
        return known == null || known.isEmpty()
                ? List.of()
                : known.values().stream().map(Told::condition).toList();
    }

    private Status statusOf(String component) {
        Condition worst = worst(of(component));
        return worst == null ? Status.UP : worst.status();
    }

    /**
     * The worst of them; of equals one that an operator has to end before a pause, which ends by itself, then the one that began first.
     * Null: nothing is known to be wrong.
     */
    public static @Nullable Condition worst(Collection<Condition> conditions) {
        return conditions.stream()
                .min(Comparator.comparing(Condition::status)
                        .reversed()
                        .thenComparing(each -> each.kind() == HealthKind.PAUSED)
                        .thenComparing(Condition::since))
                .orElse(null);
    }
}
