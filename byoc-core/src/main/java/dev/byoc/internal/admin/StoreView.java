package dev.byoc.internal.admin;

import dev.byoc.ByocException;
import dev.byoc.event.Health;
import dev.byoc.internal.account.ReservedIds;
import dev.byoc.store.spi.Figures;
import dev.byoc.store.spi.RelayStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the store says of itself. A host's own may throw anything when it is asked, or answer null: that is its failure, to be told in health,
 * and what it said last stands. Asks for what is counted in memory; thread-safe; never throws.
 */
public final class StoreView {
    /**
     * One look.
     *
     * @param trouble why it refuses what is to be stored; null: it does not
     * @param failure what it has thrown when it was asked for the rest; null: nothing
     * @param warning as {@link RelayStore#warning}
     * @param open entries that are neither done nor dead letters
     * @param now what time it is for entries; null: it has never said
     * @param lastWebhooks by the name of an account, or of an address of Freshchat's; missing: none came
     */
    public record Seen(
            @Nullable String trouble,
            @Nullable String failure,
            @Nullable String warning,
            int open,
            List<Figures> figures,
            @Nullable Instant now,
            Map<String, Instant> lastWebhooks,
            boolean isDurable) {}

    private static final Duration LEAST_HOLD = Duration.ofSeconds(2);

    private final RelayStore store;
    private final Set<String> accounts;

    /** What was answered last, by question. */
    private final Map<String, Optional<?>> answers = new HashMap<>();

    /** Of the look that goes on, by question. */
    private final Map<String, String> failures = new TreeMap<>();

    public StoreView(RelayStore store, Collection<String> accounts) {
        this.store = store;
        this.accounts = Set.copyOf(accounts);
    }

    public synchronized Seen look() {
        failures.clear();
        String trouble = trouble();
        String warning = mayBeNull("a warning", store::warning);
        int open = asked("the number of open entries", () -> store.counters().open(), 0);
        List<Figures> figures =
                asked("its figures", () -> List.copyOf(store.counters().figures()), List.of());
        Instant now = mayBeNull("its time", () -> store.journal().now());
        boolean isDurable = asked("whether it is durable", store::isDurable, false);
        Map<String, Instant> lastWebhooks = new HashMap<>();
        for (String name : names(figures)) {
            Instant last = mayBeNull(
                    "the last webhook of " + name, () -> store.counters().lastWebhook(name));
            if (last != null) {
                lastWebhooks.put(name, last);
            }
        }
        String failure = failures.values().stream().findFirst().orElse(null);
        return new Seen(trouble, failure, warning, open, figures, now, lastWebhooks, isDurable);
    }

    /** Whether probes make sense: without a hold on the lanes no call is made, and that would look like trouble of the remote APIs. */
    boolean letsAsk() {
        try {
            return store.journal().holdsFor().compareTo(LEAST_HOLD) >= 0;
        } catch (Throwable e) {
            return false;
        }
    }

    private @Nullable String trouble() {
        try {
            return store.trouble();
        } catch (Throwable e) {
            return failure("whether it refuses", e);
        }
    }

    private Set<String> names(List<Figures> figures) {
        Set<String> names = new TreeSet<>(accounts);
        names.add(Health.FRESHCHAT);
        names.add(ReservedIds.FRESHCHAT_APP);
        figures.forEach(each -> names.add(each.account()));
        return names;
    }

    private <T> T asked(String question, Supplier<T> store, T otherwise) {
        T answer = mayBeNull(question, () -> Objects.requireNonNull(store.get()));
        return answer == null ? otherwise : answer;
    }

    @SuppressWarnings("unchecked") // a question has answers of one type
    private <T> @Nullable T mayBeNull(String question, Supplier<? extends @Nullable T> store) {
        try {
            T answer = store.get();
            answers.put(question, Optional.ofNullable(answer));
            return answer;
        } catch (Throwable e) {
            failures.put(question, failure(question, e));
            return ((Optional<T>) answers.getOrDefault(question, Optional.empty())).orElse(null);
        }
    }

    private static String failure(String question, Throwable e) {
        String how = e instanceof ByocException
                ? String.valueOf(e.getMessage())
                : e.getClass().getName();
        return "The store fails when it is asked for " + question + ": " + how + ".";
    }
}
