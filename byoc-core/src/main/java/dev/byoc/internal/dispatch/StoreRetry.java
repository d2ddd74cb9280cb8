package dev.byoc.internal.dispatch;

import dev.byoc.internal.breaker.Backoff;
import dev.byoc.internal.runtime.Background;
import dev.byoc.internal.runtime.Faults;
import dev.byoc.internal.runtime.LogThrottle;
import dev.byoc.store.StoreException;
import dev.byoc.store.spi.LostClaimException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Repeats what completes an attempt until the store takes it: until then its lane waits, and nothing is done twice. Thread-safe. */
final class StoreRetry {
    private static final Duration INTERVAL = Duration.ofMillis(50);

    private static final int UNEXPECTED_FAILURES = 3;

    private final Backoff backoff;
    private final Background background;
    private final LogThrottle often;
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile boolean ended;

    StoreRetry(Backoff backoff, Background background, LogThrottle often) {
        this.backoff = backoff;
        this.background = background;
        this.often = often;
    }

    /**
     * Blocks until it is stored.
     *
     * @throws LostClaimException at once: the lane is another host's
     * @throws StoreException once everything ends
     * @throws RuntimeException what a store should not throw can be this entry's fault, so it is thrown on after a few attempts
     */
    <T> T untilStored(Supplier<T> write) {
        for (int attempt = 0; ; attempt++) {
            try {
                T done = write.get();
                background.forgetInterrupts();
                return done;
            } catch (LostClaimException e) {
                throw e;
            } catch (Throwable e) {
                background.forgetInterrupts();
                boolean unexpected = !(e instanceof StoreException);
                String why = unexpected ? e.getClass().getName() : String.valueOf(e.getMessage());
                Faults.telling(() -> often.log("the store did not take a completion, trying again", why));
                if (ended || Thread.currentThread().isInterrupted() || (unexpected && attempt >= UNEXPECTED_FAILURES)) {
                    throw e;
                }
                waiting.incrementAndGet();
                try {
                    background.pause(unexpected ? INTERVAL : backoff.delay(attempt));
                } finally {
                    waiting.decrementAndGet();
                }
            }
        }
    }

    /** Nothing new is begun while the store does not take what was done. */
    void awaitStore() {
        while (waiting.get() > 0 && !Thread.currentThread().isInterrupted()) {
            background.pause(INTERVAL);
        }
    }

    /** Everything ends: what is not stored by now is left to the next start. */
    void end() {
        ended = true;
    }

    boolean isEnded() {
        return ended;
    }
}
