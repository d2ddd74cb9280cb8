package dev.byoc.internal.guard;

import dev.byoc.event.Health;
import dev.byoc.event.RelayEvent;
import dev.byoc.event.RelayListener;
import dev.byoc.internal.runtime.Threads;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A listener of the host's, called through the {@link Guard} alone: one event after the other, in the order in which they were told, on a
 * thread that stays as long as there are events. Thread-safe.
 */
public final class GuardedListener {
    private static final Logger log = LoggerFactory.getLogger(GuardedListener.class);

    /** How long the thread stays when nothing is told: to begin one for each event costs more than most listeners do. */
    private static final long LINGER_MILLIS = 1_000;

    /** For so long it does not ask for more, so that of a busy relay it hears many events at once, and is not woken for each. */
    private static final long NAP_NANOS = 1_000_000;

    private final RelayListener listener;
    private final Site site;
    private final Guard guard;
    private final WaitingEvents waiting = new WaitingEvents();
    private final Thread teller;
    private boolean begun;
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
        this.teller = Threads.daemons("byoc-events-" + number).newThread(this::tellAll);
    }

    /** What follows the class that a lambda stands in is different at each start. */
    private static String nameOf(Class<?> type) {
        return type.getName().split("[$][$]", 2)[0];
    }

    /**
     * Tells it behind what it is to be told already, and waits while that are too many. A call that does not return is left behind, and the
     * next event is told; with too many of such calls events are not told any more, and counted. Code that is not ours never waits: it may be
     * this listener.
     */
    public void tell(RelayEvent event) {
        if (GuardedCall.current() == null) {
            waiting.awaitRoom();
        }
        add(event);
    }

    /** The same without waiting, for who holds a lock. */
    public void add(RelayEvent event) {
        if (waiting.add(event)) {
            begin();
        }
    }

    private synchronized void begin() {
        if (!begun) {
            begun = true;
            teller.start();
        }
    }

    private void tellAll() {
        while (waiting.awaitOne()) {
            Result<Boolean> told = guard.call(site, this::tellWaiting);
            if (told instanceof Result.NotCalled<Boolean>) {
                untold.addAndGet(waiting.clear());
            } else if (told.trouble() != null) {
                guard.tell(Health.RELAY, told.trouble());
            }
        }
    }

    /** All that waits, and what comes soon: each with the time of a call of its own. */
    private Boolean tellWaiting() throws InterruptedException {
        do {
            while (guard.nextPart()) {
                RelayEvent event = waiting.take();
                if (event == null) {
                    break;
                }
                tellNow(event);
            }
        } while (guard.restPart() && mayComeMore());
        return true;
    }

    private boolean mayComeMore() throws InterruptedException {
        LockSupport.parkNanos(NAP_NANOS);
        return waiting.awaitOne(LINGER_MILLIS);
    }

    private void tellNow(RelayEvent event) {
        String trouble = Guard.tried(site.name(), () -> {
                    listener.on(event);
                    return true;
                })
                .trouble();
        if (trouble != null) {
            guard.tell(Health.RELAY, trouble);
        }
        int missed = untold.getAndSet(0);
        if (missed > 0) {
            log.warn("{} was not told of {} events, as its calls did not return", site.name(), missed);
        }
    }

    public boolean is(RelayListener other) {
        return listener == other;
    }

    /**
     * Waits until it has heard all that it was told, at most so long. Code that is not ours never waits: it may be this listener. False: it
     * has not heard all.
     */
    public boolean awaitHeard(Duration most) {
        try {
            return waiting.awaitNone(GuardedCall.current() == null ? most : Duration.ZERO);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Takes no more events, and waits until it has heard those that it has, at most so long. */
    public void close(Duration most) {
        waiting.close();
        awaitHeard(most);
        int left = waiting.clear();
        if (left > 0) {
            log.warn("{} was not told of {} events, as the relay ended first", site.name(), left);
        }
    }
}
