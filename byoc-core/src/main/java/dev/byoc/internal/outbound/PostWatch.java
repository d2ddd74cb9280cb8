package dev.byoc.internal.outbound;

import dev.byoc.internal.runtime.Background;
import dev.byoc.internal.runtime.Deadline;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * Waits for the end of a post at Freshchat that an answer may be the echo of: it takes moments, and an attempt that was put off costs more.
 * Thread-safe.
 */
public final class PostWatch {
    /** How long an attempt waits; after it, it is put off. */
    private static final Duration LONGEST = Duration.ofSeconds(2);

    /** When an attempt that was put off looks again. */
    static final Duration PUT_OFF = Duration.ofSeconds(5);

    private static final Duration GLANCE = Duration.ofMillis(100);

    private final InstantSource storeTime;
    private final Background background;

    public PostWatch(InstantSource storeTime, Background background) {
        this.storeTime = storeTime;
        this.background = background;
    }

    /** What is said at last: something else than that, or that once it was waited for long enough. */
    <A> A until(Supplier<A> asked, A undecided) {
        A said = asked.get();
        Deadline end = new Deadline(LONGEST, storeTime);
        while (said.equals(undecided)
                && !end.isReached()
                && !Thread.currentThread().isInterrupted()) {
            background.pause(GLANCE);
            said = asked.get();
        }
        return said;
    }
}
