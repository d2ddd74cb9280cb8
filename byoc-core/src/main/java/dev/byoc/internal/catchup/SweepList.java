package dev.byoc.internal.catchup;

import dev.byoc.internal.gap.Gap;
import dev.byoc.store.spi.CustomerMap;
import dev.byoc.store.spi.Link;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The conversations that are still to be read for a gap, those with the latest activity first. Used by one worker at a time. */
final class SweepList {
    private static final int AT_ONCE = 50;
    private static final int DELAYS = 3;
    private static final int RETRIES = 3;

    private final CustomerMap customers;
    private final Duration activeWithin;
    private final ArrayDeque<Link> next = new ArrayDeque<>();
    private final Set<String> passedOver = new HashSet<>();

    /** Of these: those that neither were read nor could not be. */
    private final Set<String> leftToOthers = new HashSet<>();

    private final Map<String, Integer> failures = new HashMap<>();
    private final Map<String, Integer> delays = new HashMap<>();
    private final Map<String, Integer> retries = new HashMap<>();

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
                    .sorted(Comparator.comparingInt(this::setbacks))
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

    /** Whether it was put off less often than may be. */
    boolean mayDelay(Link link) {
        return delays(link) < DELAYS;
    }

    /** Puts it off, to the end. Whether all that are known were put off as often. */
    boolean delay(Link link) {
        next.addLast(link);
        int times = delays.merge(key(link), 1, Integer::sum);
        return next.stream().allMatch(each -> delays(each) >= times);
    }

    private int delays(Link link) {
        return delays.getOrDefault(key(link), 0);
    }

    /** Those that were of no use for long are behind all others. */
    private int setbacks(Link link) {
        return delays(link) + retries.getOrDefault(key(link), 0) / RETRIES;
    }

    /** It is the next one; if that is of no use, the last one: the failure may be of this conversation alone after all. */
    void again(Link link) {
        if (retries.merge(key(link), 1, Integer::sum) % RETRIES == 0) {
            next.addLast(link);
        } else {
            next.addFirst(link);
        }
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
        delays.clear();
        retries.clear();
    }
}
