package dev.byoc.relay;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** When a webhook last came to each address since the start: what tells a person whether an address that was pasted by hand works. */
final class Arrivals {
    /**
     * What has come to one address.
     *
     * @param verified when the last one came that had proved where it is from; null: none yet
     * @param refused when the last one came that had not; null: none yet
     */
    record Seen(@Nullable Instant verified, @Nullable Instant refused) {
        static final Seen NOTHING = new Seen(null, null);

        /** Whether the latest was refused. */
        boolean endedInRefusal() {
            return refused != null && (verified == null || refused.isAfter(verified));
        }
    }

    private final Clock clock;
    private final Map<String, Seen> seen = new ConcurrentHashMap<>();

    Arrivals(Clock clock) {
        this.clock = clock;
    }

    void verified(String name) {
        Instant now = clock.instant();
        seen.merge(name, new Seen(now, null), (before, fresh) -> new Seen(now, before.refused()));
    }

    void refused(String name) {
        Instant now = clock.instant();
        seen.merge(name, new Seen(null, now), (before, fresh) -> new Seen(before.verified(), now));
    }

    Seen at(String name) {
        return seen.getOrDefault(name, Seen.NOTHING);
    }
}
