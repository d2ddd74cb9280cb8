package dev.byoc.internal.guard;

import dev.byoc.event.Health;
import dev.byoc.event.MeasuringListener;
import dev.byoc.event.RelayEvent;
import dev.byoc.event.RelayListener;
import dev.byoc.internal.runtime.Threads;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
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

    private static final long PAUSE_NANOS = 100_000_000;

    private final RelayListener listener;
    private final Site site;
    private final Guard guard;
    private final Runnable changed;
    private final boolean measures;
    private final WaitingEvents waiting = new WaitingEvents();
    private final ThreadFactory names;
    private volatile @Nullable Thread teller;
    private final AtomicInteger untold = new AtomicInteger();

    /**
     * A listener that can do no harm.
     *
     * @param number tells it from the relay's other listeners: each hangs for itself
     * @param changed called when it begins to miss events, and when it has caught up
     */
    public GuardedListener(RelayListener listener, int number, Guard guard, Runnable changed) {
        this.listener = listener;
        this.site = new Site(Health.RELAY, "listener " + number + " (" + nameOf(listener.getClass()) + ")");
        this.guard = guard;
        this.changed = changed;
        this.measures = listener instanceof MeasuringListener;
        this.names = Threads.daemons("byoc-events-" + number);
    }

    /** What follows the class that a lambda stands in is different at each start. */
    private static String nameOf(Class<?> type) {
        return type.getName().split("[$][$]", 2)[0];
    }

    /**
     * Tells it soon, behind what it is to be told already. A call that does not return is left behind, and the next event is told. With too
     * many of such calls, or too many events that wait, events are not told any more, and counted. Never waits, and so holds up no message.
     */
    public void tell(RelayEvent event) {
        if (event instanceof RelayEvent.Measured && !measures) {
            return;
        }
        if (!waiting.add(event)) {
            misses(1);
        } else if (teller == null) {
            begin();
        }
    }

    private synchronized void begin() {
        if (teller != null) {
            return;
        }
        try {
            Thread made = names.newThread(this::tellAll);
            teller = made;
            made.start();
        } catch (Throwable e) {
            // The process may have no more threads: the next event begins again.
            teller = null;
        }
    }

    /** What it is called in health, while it misses events; null: it has heard all, or will. */
    public @Nullable String missing() {
        return untold.get() == 0 ? null : site.name();
    }

    private void tellAll() {
        try {
            while (waiting.awaitOne()) {
                tellSome();
            }
        } finally {
            teller = null;
        }
    }

    private void tellSome() {
        try {
            Result<Boolean> told = guard.call(site, this::tellWaiting);
            if (told instanceof Result.NotCalled<Boolean>) {
                notTold();
            } else if (told.trouble() != null) {
                guard.tell(Health.RELAY, told.trouble());
            }
        } catch (Throwable e) {
            // As the host's log may fail: what waits is told next time.
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private void notTold() {
        if (guard.isClosed() || guard.whyFull(site) != null) {
            misses(waiting.clear());
        } else {
            // There may be no thread for it just now.
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** All that waits, and what comes soon: each with the time of a call of its own. */
    private Boolean tellWaiting() throws InterruptedException {
        do {
            while (guard.nextPart()) {
                RelayEvent event = waiting.take();
                if (event == null) {
                    tellMissed();
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
        Result<Boolean> told = Guard.tried(site.name(), () -> {
            listener.on(event);
            return true;
        });
        String trouble = told.trouble();
        if (told instanceof Result.NotCalled<Boolean>) {
            misses(1);
        } else if (trouble != null) {
            guard.tell(Health.RELAY, trouble);
        }
    }

    private void misses(int number) {
        if (untold.getAndAdd(number) == 0 && number > 0) {
            changed.run();
        }
    }

    /** Once it has heard all others: while it is behind, each event could be followed by one that is left out. */
    private void tellMissed() {
        int missed = untold.getAndSet(0);
        if (missed > 0) {
            log.warn("{} was not told of {} events, as its calls did not return or take too long", site.name(), missed);
            changed.run();
        }
    }

    public boolean is(RelayListener other) {
        return listener == other;
    }

    /** Waits until it has heard all that it was told, at most so long, and not for itself. False: it has not heard all. */
    public boolean awaitHeard(Duration most) {
        GuardedCall<?> current = GuardedCall.current();
        boolean itself = current != null && current.site.equals(site);
        try {
            return waiting.awaitNone(itself ? Duration.ZERO : most);
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
