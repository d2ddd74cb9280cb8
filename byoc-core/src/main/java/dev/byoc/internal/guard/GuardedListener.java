package dev.byoc.internal.guard;

import dev.byoc.event.Health;
import dev.byoc.event.RelayEvent;
import dev.byoc.event.RelayListener;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A listener of the host's, called through the {@link Guard} alone. */
public final class GuardedListener {
    private static final Logger log = LoggerFactory.getLogger(GuardedListener.class);

    private final RelayListener listener;
    private final Site site;
    private final Guard guard;
    private final AtomicInteger untold = new AtomicInteger();

    /**
     * A listener that can do no harm.
     *
     * @param number tells it from the relay's other listeners: each hangs for itself
     */
    public GuardedListener(RelayListener listener, int number, Guard guard) {
        this.listener = listener;
        this.site = new Site(Health.RELAY, "listener " + number + " (" + nameOf(listener.getClass()) + ")");
        this.guard = guard;
    }

    /** What follows the class that a lambda stands in is different at each start. */
    private static String nameOf(Class<?> type) {
        return type.getName().split("[$][$]", 2)[0];
    }

    /**
     * Waits until the listener has the event: so those of one message come in order. A listener that does not return costs that wait eight
     * times in all; what follows is not told, and counted.
     */
    public void tell(RelayEvent event) {
        Result<Boolean> told = guard.call(site, () -> {
            listener.on(event);
            return true;
        });
        if (told instanceof Result.NotCalled<Boolean>) {
            untold.incrementAndGet();
            return;
        }
        String trouble = told.trouble();
        if (trouble != null) {
            guard.tell(Health.RELAY, trouble);
        }
        int missed = untold.getAndSet(0);
        if (missed > 0) {
            log.warn("{} was not told of {} events, as its calls did not return", site.name(), missed);
        }
    }
}
