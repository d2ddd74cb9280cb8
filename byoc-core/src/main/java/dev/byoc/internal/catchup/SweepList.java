package dev.byoc.internal.catchup;

import dev.byoc.internal.gap.Gap;
import dev.byoc.store.spi.CustomerMap;
import dev.byoc.store.spi.Link;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The conversations that are still to be read for a gap, those with the latest activity first. Used by one worker at a time. */
final class SweepList {
    private static final int AT_ONCE = 50;

    private final CustomerMap customers;
    private final Duration activeWithin;
    private final ArrayDeque<Link> next = new ArrayDeque<>();
    private final Set<String> passedOver = new HashSet<>();

    /** Of these: those that neither were read nor could not be. */
    private final Set<String> leftToOthers = new HashSet<>();

    private final Map<String, Integer> failures = new HashMap<>();

    /** @param activeWithin before the gap: older conversations are not read */
    SweepList(CustomerMap customers, Duration activeWithin) {
        this.customers = customers;
        this.activeWithin = activeWithin;
    }

    /** Null: there is none left. */
    @Nullable
    Link next(Gap gap) {
        if (next.isEmpty()) {
            customers.notCaughtUp(gap.to(), oldest(gap), AT_ONCE + passedOver.size()).stream()
                    .filter(link -> !passedOver.contains(key(link)))
                    .forEach(next::add);
        }
        return next.poll();
    }

    /** How many are not read, as nothing has happened there for so long. */
    int inactive(Gap gap) {
        return customers.inactive(gap.to(), oldest(gap));
    }

    private Instant oldest(Gap gap) {
        return gap.from().minus(activeWithin);
    }

    private static String key(Link link) {
        return link.account() + " " + link.customer();
    }

    void passOver(Link link) {
        passedOver.add(key(link));
    }

    void leaveToOthers(Link link) {
        passOver(link);
        leftToOthers.add(key(link));
    }

    int leftToOthers() {
        return leftToOthers.size();
    }

    /** How often that is. */
    int failed(Link link) {
        return failures.merge(key(link), 1, Integer::sum);
    }

    /** It is the last one of those that are known. */
    void later(Link link) {
        next.addLast(link);
    }

    /** It is the next one. */
    void again(Link link) {
        next.addFirst(link);
    }

    /** Another host may have read some of them meanwhile. */
    void reread() {
        next.clear();
    }

    void clear() {
        next.clear();
        passedOver.clear();
        leftToOthers.clear();
        failures.clear();
    }
}
