package dev.byoc.internal.catchup;

import dev.byoc.internal.gap.Gap;
import dev.byoc.internal.gap.Gaps;
import dev.byoc.internal.report.Reports;
import dev.byoc.internal.runtime.Background;
import dev.byoc.policy.CatchUpPolicy;
import dev.byoc.store.StoreException;
import dev.byoc.store.spi.CustomerMap;
import dev.byoc.store.spi.Link;
import dev.byoc.store.spi.SharedSettings;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * After a gap in the webhooks: reads the conversations that may hold answers without a webhook, those with the latest activity first,
 * behind the live traffic and slowly. What was read is kept in the links, so that another host or a later process continues from there. One
 * host at a time does this; should two, each answer is stored once all the same.
 */
public final class Sweep {
    private static final Duration GLANCE = Duration.ofMillis(100);

    private static final Logger log = LoggerFactory.getLogger(Sweep.class);

    /** While webhooks are still refused, sweeps follow each other no faster. */
    private static final Duration BETWEEN_SWEEPS = Duration.ofMinutes(10);

    private final Gaps gaps;
    private final SweepReading reading;
    private final SweepThrottle throttle;
    private final SweepLock lock;
    private final SweepList list;
    private final ClosingEvents events;
    private final Duration longestWait;
    private final AtomicBoolean working = new AtomicBoolean();

    /** Used by the one worker that sweeps. */
    private @Nullable Gap gap;

    public Sweep(
            CustomerMap customers,
            SharedSettings settings,
            Gaps gaps,
            SweepReading reading,
            SweepThrottle throttle,
            Reports reports,
            CatchUpPolicy policy,
            Clock clock) {
        this.gaps = gaps;
        this.reading = reading;
        this.throttle = throttle;
        this.lock = new SweepLock(settings, clock);
        this.list = new SweepList(customers, policy.activeWithin());
        this.events = new ClosingEvents(customers, reports, clock);
        this.longestWait = policy.after().compareTo(BETWEEN_SWEEPS) > 0 ? policy.after() : BETWEEN_SWEEPS;
    }

    /** Webhooks are taken from now on; conversations are read where some were missed. */
    public void start(Background background) {
        gaps.start();
        background.every(Gaps.BEAT, gaps::beat);
        background.whenever(GLANCE, this::isDue, this::work);
    }

    /** Whether {@link #work} has something to do now. Does no I/O. */
    private boolean isDue() {
        return !working.get()
                && throttle.isRested()
                && (gaps.isPending() || events.isDue() || events.isFurtherDue() || hasToSweep());
    }

    private boolean hasToSweep() {
        return throttle.isRested() && throttle.allows() && gaps.due(longestWait) != null;
    }

    /** Does what may be done now; nothing while another worker does, however long the store takes. */
    private void work() {
        if (!working.compareAndSet(false, true)) {
            return;
        }
        try {
            gaps.store();
            events.tell();
            // Without need no lock is taken: a process that dies with it leaves the next one waiting.
            if (hasToSweep()) {
                sweep();
            }
            if (events.isFurtherDue()) {
                tellFurther();
            }
        } catch (StoreException e) {
            log.debug("the store does not let conversations be read after a gap: {}", e.getMessage());
            throttle.rest(null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            working.set(false);
            if (throttle.isEnded()) {
                giveBack();
            }
        }
    }

    /** Reads nothing more, and leaves the rest to another host at once. A worker that still reads does so when it is done. */
    public void end() {
        throttle.end();
        giveBack();
    }

    private void giveBack() {
        if (!working.compareAndSet(false, true)) {
            return;
        }
        try {
            lock.release();
        } catch (StoreException e) {
            log.debug("the lock of the search for missed answers ends by itself: {}", e.getMessage());
        } finally {
            working.set(false);
        }
    }

    private void sweep() throws InterruptedException {
        while (throttle.allows() && holdsLock()) {
            Gap now = gap == null ? begin() : gap;
            if (now == null) {
                lock.release();
                return;
            }
            Link link = list.next(now);
            if (link == null) {
                finish(now);
                return;
            }
            if (reading.read(list, link, now, throttle::awaitTurn) instanceof SweepReading.Step.Rest rest) {
                throttle.rest(rest.asked());
                return;
            }
        }
    }

    private @Nullable Gap begin() {
        Gap due = gaps.due(longestWait);
        if (due != null) {
            gap = due;
            log.info("webhooks may have been missed since {}: reading conversations", due.from());
        }
        return due;
    }

    private void forget() {
        gap = null;
        list.clear();
    }

    /** A lock is not renewed but taken anew, so that another host may have its turn. */
    private boolean holdsLock() {
        if (lock.isHeld()) {
            return true;
        }
        if (!lock.takes()) {
            throttle.rest(Duration.ofSeconds(10));
            return false;
        }
        // Another host may have read some of them meanwhile, or all.
        list.reread();
        if (gap != null && gaps.reloaded(gap)) {
            forget();
        }
        return true;
    }

    private void finish(Gap now) {
        int inactive = list.inactive(now);
        gaps.swept(now, BETWEEN_SWEEPS);
        events.due(new ClosingEvents.Search(now.from(), list.leftToOthers(), inactive));
        forget();
        events.tell();
        lock.release();
    }

    /**
     * What the sweep has left alone is read once something comes there, and what was found may not have been told when a process ended. Where
     * there is something to sweep, that tells.
     */
    private void tellFurther() {
        Gap last = gaps.swept();
        if (last != null) {
            lock.alone(() -> events.tellFurther(last.from()));
        }
        events.further();
    }
}
