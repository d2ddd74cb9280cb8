package dev.byoc.policy;

import dev.byoc.internal.runtime.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How often a failing message is tried, and how long between. Only failures of the message itself count; while a whole account is out of
 * reach nothing is counted, and age alone ends the waiting. What cannot work is told by {@link dev.byoc.relay.RelayBuilder#build}.
 *
 * @param maxAttempts attempts that may count against one message
 * @param initialDelay wait after the first failure; it doubles with each further one
 * @param maxDelay longest wait, before the spread of up to a fifth
 * @param inboundAge a customer's message older than this becomes a dead letter
 * @param outboundAge an agent's answer older than this becomes a dead letter, and the agent is told
 */
public record RetryPolicy(
        int maxAttempts, Duration initialDelay, Duration maxDelay, Duration inboundAge, Duration outboundAge) {
    /** Eight attempts, from 1 second to 5 minutes; 72 hours in, 24 hours out. */
    public static final RetryPolicy DEFAULT = new RetryPolicy(
            8, Duration.ofSeconds(1), Duration.ofMinutes(5), Duration.ofHours(72), Duration.ofHours(24));

    /** What of it cannot work, for {@link dev.byoc.relay.RelayBuilder#build} to tell with all other faults. */
    public List<String> faults() {
        List<String> faults = new ArrayList<>();
        if (maxAttempts < 1) {
            faults.add("retry: at least one attempt");
        }
        if (!Durations.isWait(initialDelay)) {
            faults.add("retry: the first wait is above zero and at most 3650 days");
        }
        if (!Durations.isWait(maxDelay)) {
            faults.add("retry: the longest wait is above zero and at most 3650 days");
        } else if (Durations.isWait(initialDelay) && maxDelay.compareTo(initialDelay) < 0) {
            faults.add("retry: the longest wait is not shorter than the first");
        }
        if (!Durations.isAge(inboundAge) || !Durations.isAge(outboundAge)) {
            faults.add("retry: the ages at which messages become dead letters are not negative and at most 3650 days");
        }
        return faults;
    }

    /** The default with another number of attempts. */
    public static RetryPolicy upTo(int maxAttempts) {
        return new RetryPolicy(
                maxAttempts, DEFAULT.initialDelay, DEFAULT.maxDelay, DEFAULT.inboundAge, DEFAULT.outboundAge);
    }

    public RetryPolicy startingAt(Duration value) {
        boolean longer = Durations.isWait(value) && Durations.isWait(maxDelay) && maxDelay.compareTo(value) < 0;
        return new RetryPolicy(maxAttempts, value, longer ? value : maxDelay, inboundAge, outboundAge);
    }

    public RetryPolicy cappedAt(Duration value) {
        return new RetryPolicy(maxAttempts, initialDelay, value, inboundAge, outboundAge);
    }

    public RetryPolicy expiringAfter(Duration inbound, Duration outbound) {
        return new RetryPolicy(maxAttempts, initialDelay, maxDelay, inbound, outbound);
    }
}
