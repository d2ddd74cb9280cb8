package dev.byoc.policy;

import dev.byoc.internal.runtime.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * How the relay looks for answers that no webhook told it of, after a time in which webhooks may have been missed. What cannot work is told
 * by {@link dev.byoc.relay.RelayBuilder#build}.
 *
 * @param automatic whether it does so by itself; else only {@link dev.byoc.relay.RelayEngine#catchUp} does
 * @param callsPerSecond most calls to Freshchat a second for reading conversations one after another, above 0 and at most 1,000
 * @param after how long after the relay listens again: Freshchat repeats webhooks by itself
 * @param activeWithin conversations in which nothing was relayed for so long before the gap are not read for it, until an agent or the
 *     customer writes there
 * @param notBefore answers written earlier are left alone
 */
public record CatchUpPolicy(
        boolean automatic, double callsPerSecond, Duration after, Duration activeWithin, Instant notBefore) {
    /** Two calls a second, two minutes after the relay listens again, conversations of the last seven days. */
    public static final CatchUpPolicy DEFAULT =
            new CatchUpPolicy(true, 2, Duration.ofMinutes(2), Duration.ofDays(7), Instant.MIN);

    private static final double MOST_CALLS = 1_000;

    /** Reads nothing by itself. */
    public CatchUpPolicy byHand() {
        return new CatchUpPolicy(false, callsPerSecond, after, activeWithin, notBefore);
    }

    public CatchUpPolicy atMost(double calls) {
        return new CatchUpPolicy(automatic, calls, after, activeWithin, notBefore);
    }

    public CatchUpPolicy startingAfter(Duration value) {
        return new CatchUpPolicy(automatic, callsPerSecond, value, activeWithin, notBefore);
    }

    public CatchUpPolicy ofActivityWithin(Duration value) {
        return new CatchUpPolicy(automatic, callsPerSecond, after, value, notBefore);
    }

    /**
     * Leaves alone what was written before that time: for a day after a backup of the store was put back, the time of that. The backup does
     * not know what was sent since it was made, and would have it sent again.
     */
    public CatchUpPolicy notBefore(Instant value) {
        return new CatchUpPolicy(automatic, callsPerSecond, after, activeWithin, value);
    }

    /** What of it cannot work, for {@link dev.byoc.relay.RelayBuilder#build} to tell with all other faults. */
    public List<String> faults() {
        List<String> faults = new ArrayList<>();
        // Written so that NaN is one.
        if (!(callsPerSecond > 0 && callsPerSecond <= MOST_CALLS)) {
            faults.add("catchUp: above 0 and at most 1,000 calls a second");
        }
        if (!Durations.isAge(after) || !Durations.isAge(activeWithin)) {
            faults.add("catchUp: times are not negative and at most 3650 days");
        }
        if (notBefore == null) {
            faults.add("catchUp: the time before which nothing is sent is missing; leave it out for none");
        }
        return faults;
    }
}
