package dev.byoc.relay;

import dev.byoc.relay.Guard.Outcome;
import dev.byoc.relay.Guard.Site;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The host's listener, called through the {@link Guard} alone. */
final class GuardedListener {
    private static final Logger log = LoggerFactory.getLogger(RelayEngine.class);
    private static final Site SITE = new Site(Conditions.RELAY, "the listener");

    private final @Nullable RelayListener listener;
    private final Guard guard;
    private final AtomicInteger untold = new AtomicInteger();

    /** @param listener null: nobody listens */
    GuardedListener(@Nullable RelayListener listener, Guard guard) {
        this.listener = listener;
        this.guard = guard;
    }

    /**
     * Waits until the listener has the event: so those of one message come in order. A listener that does not return costs that wait eight
     * times in all; what follows is not told, and counted.
     */
    void tell(RelayEvent event) {
        RelayListener hears = listener;
        if (hears == null) {
            return;
        }
        Outcome<Boolean> told = guard.call(SITE, () -> {
            hears.on(event);
            return true;
        });
        if (told instanceof Outcome.NotCalled<Boolean>) {
            untold.incrementAndGet();
            return;
        }
        String trouble = told.trouble();
        if (trouble != null) {
            guard.tell(Conditions.RELAY, trouble);
        }
        int missed = untold.getAndSet(0);
        if (missed > 0) {
            log.warn("the listener was not told of {} events, as its calls did not return", missed);
        }
    }
}
