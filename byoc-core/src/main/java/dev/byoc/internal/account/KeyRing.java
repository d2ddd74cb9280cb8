package dev.byoc.internal.account;

import dev.byoc.ByocException;
import dev.byoc.ConfigurationException;
import dev.byoc.Secret;
import dev.byoc.event.Health.Status;
import dev.byoc.internal.guard.Guard;
import dev.byoc.internal.guard.Result;
import dev.byoc.internal.guard.Site;
import dev.byoc.internal.health.Conditions;
import dev.byoc.internal.health.HealthKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The secrets of one component whose sources are asked again while the relay runs: when the remote API has refused one, and at each probe.
 * What a source does wrong changes nothing that is in use. Thread-safe.
 */
public final class KeyRing {
    private static final Logger log = LoggerFactory.getLogger(KeyRing.class);

    private static final String REMEDY =
            "What was in use before stays in use. Look at what the source reads; it is asked again at each"
                    + " probe, and whenever a key is refused.";

    /** Told that other values are in use. */
    public interface Listener {
        void keysChanged(String component);
    }

    /** What the values that the sources give are for. */
    interface Holder {
        /**
         * Takes them, by the names of their settings.
         *
         * @return whether they are others than those in use
         * @throws ConfigurationException if they cannot be used; nothing has changed then
         */
        boolean take(Map<String, String> values);
    }

    private final String component;
    private final Map<String, Supplier<String>> sources;
    private final Holder holder;
    private final Guard guard;
    private final Conditions conditions;
    private final ReentrantLock asking = new ReentrantLock();
    private final List<Listener> changed = new ArrayList<>();
    private volatile long asked;
    private final AtomicLong version = new AtomicLong();

    /** Whether a call has been accepted since the values in use were taken. */
    private volatile boolean proved = true;

    /**
     * The keys of one component.
     *
     * @param component an account's id, or {@code freshchat}
     * @param sources by the names of the settings; empty: nothing ever changes
     */
    public KeyRing(
            String component,
            Map<String, Supplier<String>> sources,
            Holder holder,
            Guard guard,
            Conditions conditions) {
        this.component = component;
        this.sources = Map.copyOf(sources);
        this.holder = holder;
        this.guard = guard;
        this.conditions = conditions;
    }

    /** Names who is told; before the relay starts. */
    public void tell(Listener listener) {
        changed.add(listener);
    }

    /** Counts the changes: what was refused under an earlier version may be accepted under this one. */
    public long version() {
        return version.get();
    }

    /** A call that was begun under that version was accepted. */
    public void proved(long begun) {
        if (version.get() == begun) {
            proved = true;
        }
    }

    /**
     * A call that was begun under that version was refused for its key: asks the sources.
     *
     * @return whether a later call may fare better: other values are in use, or those in use are new and nothing shows yet that they work
     */
    public boolean mayBeRightLater(long before) {
        if (version.get() == before) {
            ask();
        }
        return version.get() != before || !proved;
    }

    /** Asks every source. Who comes while they are being asked waits for that answer. Never throws. */
    public void ask() {
        if (sources.isEmpty()) {
            return;
        }
        long before = asked;
        asking.lock();
        try {
            if (asked == before) {
                askAll();
                asked = before + 1;
            }
        } finally {
            asking.unlock();
        }
    }

    private void askAll() {
        List<String> faults = new ArrayList<>();
        Map<String, String> values = new LinkedHashMap<>();
        sources.forEach((name, source) -> {
            Result<String> given = given(component, name, source, guard);
            String trouble = troubleOf(given);
            if (trouble == null) {
                values.put(name, given.or(""));
            } else {
                faults.add("'" + name + "': its source " + trouble);
            }
        });
        try {
            if (!values.isEmpty() && holder.take(values)) {
                proved = false;
                version.incrementAndGet();
                log.info("{}: a source has given another value, which is in use from now on", component);
                changed.forEach(listener -> listener.keysChanged(component));
            }
        } catch (ConfigurationException e) {
            faults.addAll(e.faults());
        }
        if (faults.isEmpty()) {
            conditions.end(component, HealthKind.KEY_SOURCE);
        } else {
            conditions.begin(
                    component, HealthKind.KEY_SOURCE, Status.DEGRADED, String.join("; ", faults) + ".", REMEDY);
        }
    }

    /** Asks one source, unless an earlier call of it has not returned. */
    public static Result<String> given(String component, String name, Supplier<String> source, Guard guard) {
        Site site = new Site(component, "the source of '" + name + "'", "source " + name, Site.MOST, Duration.ZERO);
        return guard.isOut(component, site.key())
                ? new Result.NotCalled<>("has not returned since it was asked before")
                : guard.call(site, source::get);
    }

    /** What a source did wrong, as the rest of a sentence about it; null: nothing. */
    public static @Nullable String troubleOf(Result<String> given) {
        if (given instanceof Result.Returned<String> returned) {
            return Secret.trimmed(returned.value()).isEmpty() ? "gave nothing" : null;
        }
        if (given instanceof Result.Failed<String> failed) {
            Throwable cause = failed.cause();
            return cause == null
                    ? "gave nothing"
                    : "failed: "
                            + (cause instanceof ByocException
                                    ? cause.getMessage()
                                    : cause.getClass().getSimpleName());
        }
        return given instanceof Result.Hung<String>
                ? "did not answer within " + Site.MOST.toSeconds() + " s"
                : String.valueOf(given.trouble());
    }
}
