package dev.byoc.internal.report;

import dev.byoc.store.spi.Counters;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** When a webhook last came to each address since the start: what shows whether an address that was pasted by hand works. */
public final class Arrivals {
    /**
     * What has come to one address.
     *
     * @param verified when the last one came that had proved where it is from; null: none yet
     * @param by which secrets that one has shown, where there are several; {@code ""}: there is one of each
     * @param refused when the last one came that had not; null: none yet
     */
    public record Seen(
            @Nullable Instant verified, String by, @Nullable Instant refused) {
        public static final Seen NOTHING = new Seen(null, "", null);

        /** Whether the latest was refused. */
        public boolean endedInRefusal() {
            return refused != null && (verified == null || refused.isAfter(verified));
        }
    }

    private final Clock clock;
    private final Counters counters;
    private final Map<String, Seen> seen = new ConcurrentHashMap<>();

    public Arrivals(Clock clock, Counters counters) {
        this.clock = clock;
        this.counters = counters;
    }

    /** Whether the secrets that were shown are others than the last time. */
    boolean verified(String name, String by) {
        Instant now = clock.instant();
        counters.noteWebhook(name, now);
        String before = at(name).by();
        seen.merge(name, new Seen(now, by, null), (known, fresh) -> new Seen(now, by, known.refused()));
        return !by.equals(before);
    }

    void refused(String name) {
        Instant now = clock.instant();
        seen.merge(name, new Seen(null, "", now), (before, fresh) -> new Seen(before.verified(), before.by(), now));
    }

    public Seen at(String name) {
        return seen.getOrDefault(name, Seen.NOTHING);
    }
}
