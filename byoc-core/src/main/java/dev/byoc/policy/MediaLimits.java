package dev.byoc.policy;

import dev.byoc.internal.runtime.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How much is spent on people's files. Immutable: each method returns a changed copy. What cannot work is told by
 * {@link dev.byoc.relay.RelayBuilder#build}.
 */
public final class MediaLimits {
    /** 25 MB a file, 2 minutes, 8 at once, asked for again for 1 minute. */
    public static final MediaLimits DEFAULT =
            new MediaLimits(25L * 1024 * 1024, Duration.ofMinutes(2), 8, Duration.ofMinutes(1));

    private final long maxBytes;
    private final Duration deadline;
    private final int atOnce;
    private final Duration retryFor;

    private MediaLimits(long maxBytes, Duration deadline, int atOnce, Duration retryFor) {
        this.maxBytes = maxBytes;
        this.deadline = deadline;
        this.atOnce = atOnce;
        this.retryFor = retryFor;
    }

    public List<String> faults() {
        List<String> faults = new ArrayList<>();
        if (maxBytes < 1) {
            faults.add("media: maxBytes has to be above zero");
        }
        if (!Durations.isWait(deadline)) {
            faults.add("media: the deadline is above zero and at most 3650 days");
        }
        if (atOnce < 1) {
            faults.add("media: atOnce has to be above zero");
        }
        if (!Durations.isWait(retryFor)) {
            faults.add("media: retryFor is above zero and at most 3650 days");
        }
        return faults;
    }

    /** The largest file that is fetched. Of a larger one the reader is told, with its address where that is public. */
    public MediaLimits maxBytes(long bytes) {
        return new MediaLimits(bytes, deadline, atOnce, retryFor);
    }

    /** How long fetching one may take, from the name's look-up to the last byte handed on. */
    public MediaLimits deadline(Duration whole) {
        return new MediaLimits(maxBytes, whole, atOnce, retryFor);
    }

    /** How many messages with files are worked on at once, both directions together; texts do not wait for them. */
    public MediaLimits atOnce(int messages) {
        return new MediaLimits(maxBytes, deadline, messages, retryFor);
    }

    /**
     * How long a file whose server does not answer, or fails, is asked for again before a line takes its place. What the same person says
     * after it waits for as long, so that the order holds. Time in which Freshchat does not answer either is not counted.
     */
    public MediaLimits retryFor(Duration whole) {
        return new MediaLimits(maxBytes, deadline, atOnce, whole);
    }

    public long maxBytes() {
        return maxBytes;
    }

    public Duration deadline() {
        return deadline;
    }

    public int atOnce() {
        return atOnce;
    }

    public Duration retryFor() {
        return retryFor;
    }

    @Override
    public String toString() {
        return "MediaLimits[" + maxBytes + " bytes, " + deadline + ", " + atOnce + " at once, asked for again for "
                + retryFor + "]";
    }
}
