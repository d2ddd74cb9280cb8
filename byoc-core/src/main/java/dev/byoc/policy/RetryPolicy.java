package dev.byoc.policy;

import dev.byoc.internal.runtime.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How often a failing message is tried, and how long between. Only failures of the message itself count; while a whole account is out of
 * reach nothing is counted, and age alone ends the waiting. What cannot work is told by {@link dev.byoc.relay.RelayBuilder#build}.
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

    /** What of it cannot work, for {@link dev.byoc.relay.RelayBuilder#build} to tell with all other faults. */
    public List<String> faults() {
        List<String> faults = new ArrayList<>();
        if (tries < 1) {
            faults.add("retry: at least one try");
        }
        if (!Durations.isWait(first)) {
            faults.add("retry: the first wait is above zero and at most 3650 days");
        }
        if (!Durations.isWait(cap)) {
            faults.add("retry: the longest wait is above zero and at most 3650 days");
        } else if (Durations.isWait(first) && cap.compareTo(first) < 0) {
            faults.add("retry: the longest wait is not shorter than the first");
        }
        if (!Durations.isAge(inboundAge) || !Durations.isAge(outboundAge)) {
            faults.add("retry: the ages at which messages become dead letters are not negative and at most 3650 days");
        }
        return faults;
    }

    /** The default with another number of tries. */
    public static RetryPolicy upTo(int tries) {
        return new RetryPolicy(tries, DEFAULT.first, DEFAULT.cap, DEFAULT.inboundAge, DEFAULT.outboundAge);
    }

    public RetryPolicy startingAt(Duration value) {
        boolean longer = Durations.isWait(value) && Durations.isWait(cap) && cap.compareTo(value) < 0;
        return new RetryPolicy(tries, value, longer ? value : cap, inboundAge, outboundAge);
    }

    public RetryPolicy cappedAt(Duration value) {
        return new RetryPolicy(tries, first, value, inboundAge, outboundAge);
    }

    public RetryPolicy givingUpAfter(Duration inbound, Duration outbound) {
        return new RetryPolicy(tries, first, cap, inbound, outbound);
    }
}
