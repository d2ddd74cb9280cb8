package dev.byoc.internal.dispatch;

import dev.byoc.Direction;
import dev.byoc.policy.RetryPolicy;
import dev.byoc.store.spi.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Exponential back-off with jitter, and the end of all waiting, as a {@link RetryPolicy} has them. */
public final class Backoff {
    private static final int MAX_DOUBLINGS = 62;

    private Backoff() {}

    /** Whether an entry is too old to be worked on. */
    public static boolean isOverdue(RetryPolicy policy, Entry entry, Instant now) {
        Duration limit = entry.lane().direction() == Direction.INBOUND ? policy.inboundAge() : policy.outboundAge();
        return now.isAfter(entry.at().plus(limit));
    }

    /** The wait before another attempt: doubled, capped, and then spread, so that many do not come back at once. */
    public static Duration delay(RetryPolicy policy, int attemptsBefore, RandomGenerator random) {
        int doublings = Math.min(attemptsBefore, MAX_DOUBLINGS);
        long most = policy.cap().toMillis();
        // Compared the other way round, as doubling would overflow.
        long first = policy.first().toMillis();
        long millis = first > (most >> doublings) ? most : first << doublings;
        return spread(Duration.ofMillis(millis), random);
    }

    /** A wait that a server asked for, as far as it is believed; null: none was asked for. */
    public static @Nullable Duration believed(@Nullable Duration asked, Duration most) {
        if (asked == null || asked.isNegative() || asked.isZero()) {
            return null;
        }
        return asked.compareTo(most) > 0 ? most : asked;
    }

    /** At least the given time, and up to a fifth more. */
    static Duration spread(Duration least, RandomGenerator random) {
        return least.plusMillis(random.nextLong(least.toMillis() / 5 + 1));
    }
}
