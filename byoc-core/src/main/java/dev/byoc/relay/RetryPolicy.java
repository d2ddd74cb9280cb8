package dev.byoc.relay;

import dev.byoc.Direction;
import dev.byoc.store.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How often a failing message is tried, and how long between. Only failures of the message itself count; while a whole account is out of
 * reach nothing is counted, and age alone ends the waiting. What cannot work is told by {@link RelayBuilder#build}.
 *
 * @param tries attempts that may count against one message
 * @param first wait after the first failure; it doubles with each further one
 * @param cap longest wait, before the spread of up to a fifth
 * @param inboundAge a customer's message older than this is given up
 * @param outboundAge an agent's answer older than this is given up, and the agent is told
 */
public record RetryPolicy(int tries, Duration first, Duration cap, Duration inboundAge, Duration outboundAge) {
    /** Eight tries, from 1 second to 5 minutes; 72 hours in, 24 hours out. */
    public static final RetryPolicy DEFAULT = new RetryPolicy(
            8, Duration.ofSeconds(1), Duration.ofMinutes(5), Duration.ofHours(72), Duration.ofHours(24));

    private static final int MAX_DOUBLINGS = 62;

    /** Longer waits than ten years are slips, and overflow where times are added up. */
    static final Duration LONGEST = Duration.ofDays(3_650);

    /** What of it cannot work, for {@link RelayBuilder#build} to tell with all other faults. */
    List<String> faults() {
        List<String> faults = new ArrayList<>();
        if (tries < 1) {
            faults.add("retry: at least one try");
        }
        if (!isWait(first)) {
            faults.add("retry: the first wait is above zero and at most 3650 days");
        }
        if (!isWait(cap)) {
            faults.add("retry: the longest wait is above zero and at most 3650 days");
        } else if (isWait(first) && cap.compareTo(first) < 0) {
            faults.add("retry: the longest wait is not shorter than the first");
        }
        if (!isAge(inboundAge) || !isAge(outboundAge)) {
            faults.add("retry: the ages at which messages become dead letters are not negative and at most 3650 days");
        }
        return faults;
    }

    /** Null, as a configuration may have it, is none. */
    static boolean isAge(@Nullable Duration value) {
        return value != null && !value.isNegative() && value.compareTo(LONGEST) <= 0;
    }

    static boolean isWait(@Nullable Duration value) {
        return isAge(value) && !Duration.ZERO.equals(value);
    }

    /** The default with another number of tries. */
    public static RetryPolicy upTo(int tries) {
        return new RetryPolicy(tries, DEFAULT.first, DEFAULT.cap, DEFAULT.inboundAge, DEFAULT.outboundAge);
    }

    public RetryPolicy startingAt(Duration value) {
        boolean longer = isWait(value) && isWait(cap) && cap.compareTo(value) < 0;
        return new RetryPolicy(tries, value, longer ? value : cap, inboundAge, outboundAge);
    }

    public RetryPolicy cappedAt(Duration value) {
        return new RetryPolicy(tries, first, value, inboundAge, outboundAge);
    }

    public RetryPolicy givingUpAfter(Duration inbound, Duration outbound) {
        return new RetryPolicy(tries, first, cap, inbound, outbound);
    }

    /** Whether an entry is too old to be worked on. */
    boolean isOverdue(Entry entry, Instant now) {
        Duration limit = entry.lane().direction() == Direction.INBOUND ? inboundAge : outboundAge;
        return now.isAfter(entry.at().plus(limit));
    }

    /** The wait before another attempt: doubled, capped, and then spread, so that many do not come back at once. */
    Duration delay(int attemptsBefore, RandomGenerator random) {
        int doublings = Math.min(attemptsBefore, MAX_DOUBLINGS);
        long most = cap.toMillis();
        // Compared the other way round, as doubling would overflow.
        long millis = first.toMillis() > (most >> doublings) ? most : first.toMillis() << doublings;
        return spread(Duration.ofMillis(millis), random);
    }

    /** A wait that a server asked for, as far as it is believed; null: none was asked for. */
    static @Nullable Duration believed(@Nullable Duration asked, Duration most) {
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
