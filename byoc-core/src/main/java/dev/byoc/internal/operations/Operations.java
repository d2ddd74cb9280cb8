package dev.byoc.internal.operations;

import dev.byoc.event.RelayListener;
import dev.byoc.internal.account.Addresses;
import dev.byoc.internal.gap.Gaps;
import dev.byoc.internal.health.Lifecycle;
import dev.byoc.internal.report.Listeners;
import dev.byoc.internal.runtime.Durations;
import dev.byoc.store.ForgetMode;
import dev.byoc.store.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets an operator ask while the relay can answer: what it has stored until all has ended, what changes its course until the end begins.
 * After that each method throws {@link IllegalStateException}. Thread-safe.
 */
public final class Operations {
    private static final Logger log = LoggerFactory.getLogger(Operations.class);

    private final Lifecycle lifecycle;
    private final DeadLetterOperations deadLetters;
    private final TimelineReader timelines;
    private final CustomerErasure erasure;
    private final Addresses addresses;
    private final Gaps gaps;
    private final Listeners listeners;

    public Operations(
            Lifecycle lifecycle,
            DeadLetterOperations deadLetters,
            TimelineReader timelines,
            CustomerErasure erasure,
            Addresses addresses,
            Gaps gaps,
            Listeners listeners) {
        this.lifecycle = lifecycle;
        this.deadLetters = deadLetters;
        this.timelines = timelines;
        this.erasure = erasure;
        this.addresses = addresses;
        this.gaps = gaps;
        this.listeners = listeners;
    }

    public DeadLetterOperations deadLetters() {
        lifecycle.mustNotBeClosed();
        return deadLetters;
    }

    public List<Timeline> timeline(String id) {
        lifecycle.mustNotBeClosed();
        return timelines.read(id);
    }

    /** Of a customer, the newest first. */
    public List<Timeline> timelines(String account, String customer, int most) {
        lifecycle.mustNotBeClosed();
        return timelines.ofCustomer(account, customer, most);
    }

    /** Whether that listener has heard all within that time. */
    public boolean awaitHeard(RelayListener listener, Duration most) {
        return listeners.awaitHeard(listener, most);
    }

    /** How many entries have lost their content. */
    public int forget(String account, String customer, ForgetMode mode) {
        lifecycle.mustNotBeClosed();
        return erasure.forget(account, customer, mode);
    }

    /** Has answers of agents looked for that were missed since then. */
    public void catchUp(Instant since) {
        lifecycle.mustBeOpen();
        gaps.add(since);
    }

    /** Replaces the secrets in an account's addresses; the old ones count for that long. */
    public void rotateSecrets(String account, Duration oldFor) {
        lifecycle.mustBeOpen();
        if (!Durations.isAge(oldFor)) {
            throw new IllegalArgumentException("oldFor must be between zero and 3650 days");
        }
        addresses.rotate(account, oldFor);
        log.info("{}: the secrets of its webhook were replaced; the old ones count for {}", account, oldFor);
    }
}
