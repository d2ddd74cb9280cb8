package dev.byoc.internal.breaker;

import dev.byoc.Direction;
import dev.byoc.policy.RetryPolicy;
import dev.byoc.store.spi.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Exponential back-off with jitter, and the end of all attempts, as a {@link RetryPolicy} sets them. As thread-safe as its random numbers. */
public final class Backoff {
    private static final int MAX_DOUBLINGS = 62;

    private final RetryPolicy policy;
    private final RandomGenerator random;

    public Backoff(RetryPolicy policy, RandomGenerator random) {
        this.policy = policy;
        this.random = random;
    }

    /** Whether an entry is too old for another attempt. */
    public boolean isLate(Entry entry, Instant now) {
        return now.isAfter(entry.at().plus(maxAge(entry.lane().direction())));
    }

    /** How old an entry may become. */
    public Duration maxAge(Direction direction) {
        return direction == Direction.INBOUND ? policy.inboundAge() : policy.outboundAge();
    }

    /** How many failures of its own an entry may have. */
    public int maxAttempts() {
        return policy.maxAttempts();
    }

    /** The delay before another attempt: doubled with each attempt before, capped, then spread, so that many do not come back at once. */
    public Duration delay(int attemptsBefore) {
        int doublings = Math.min(attemptsBefore, MAX_DOUBLINGS);
        long most = policy.maxDelay().toMillis();
        // Compared the other way round, as doubling would overflow.
        long first = policy.initialDelay().toMillis();
        long millis = first > (most >> doublings) ? most : first << doublings;
        return spread(Duration.ofMillis(millis));
    }

    /** At least the given time, and up to a fifth more. */
    public Duration spread(Duration least) {
        return least.plusMillis(random.nextLong(least.toMillis() / 5 + 1));
    }

    /** A delay that a server asked for, as far as it is believed; null: none was asked for. */
    public static @Nullable Duration believed(@Nullable Duration asked, Duration most) {
        if (asked == null || asked.isNegative() || asked.isZero()) {
            return null;
        }
        return asked.compareTo(most) > 0 ? most : asked;
    }
}
