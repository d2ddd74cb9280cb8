package dev.byoc.internal.guard;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** One call: under way, ended, or left behind. */
final class GuardedCall<T> {
    /** For code that was interrupted as its caller was. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    /** The one that this thread runs. */
    private static final ThreadLocal<@Nullable GuardedCall<?>> CURRENT = new ThreadLocal<>();

    final Site site;
    /** Null: it runs on a thread of the guard's. */
    private final @Nullable LentThread lent;

    private final AtomicLong http = new AtomicLong();
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile @Nullable Result<T> outcome;
    private volatile boolean abandoned;
    private volatile @Nullable Begun begun;
    private volatile @Nullable Mark hurried;
    private boolean interrupted;

    /**
     * When its code began, and on which thread.
     *
     * @param at null: it waits for what it is to do next
     */
    private record Begun(Thread thread, @Nullable Mark at) {}

    GuardedCall(Site site, @Nullable LentThread lent) {
        this.site = site;
        this.lent = lent;
    }

    /** Tells who waits for what its thread was lent for. */
    void tellLeftBehind() {
        if (lent != null) {
            lent.leftBehind(site, tooLong());
        }
    }

    String tooLong() {
        return site.name() + " did not return within " + granted().toSeconds() + " s";
    }

    /** Null: this thread runs none. */
    static @Nullable GuardedCall<?> current() {
        return CURRENT.get();
    }

    /** This thread runs it from now on. Gives what it ran before, within which it does. */
    @Nullable
    GuardedCall<?> enter() {
        GuardedCall<?> outer = CURRENT.get();
        CURRENT.set(this);
        return outer;
    }

    /** This thread runs that one again; null: none. */
    static void leave(@Nullable GuardedCall<?> outer) {
        if (outer == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(outer);
        }
    }

    @Nullable
    Result<T> await(long millis) throws InterruptedException {
        return end.await(millis, TimeUnit.MILLISECONDS) ? outcome : null;
    }

    void grant(Duration more) {
        http.addAndGet(more.toNanos());
    }

    Duration granted() {
        Duration calls = Duration.ofNanos(http.get());
        return site.most().plus(calls.compareTo(site.http()) < 0 ? site.http() : calls);
    }

    boolean isOver() {
        Mark toStop = hurried;
        if (toStop != null) {
            return toStop.ago().compareTo(GRACE) > 0;
        }
        Begun since = begun;
        return since != null && since.at() != null && since.at().ago().compareTo(granted()) > 0;
    }

    /** False: no caller waits for it any more. */
    synchronized boolean begins(Clock clock) {
        if (abandoned) {
            return false;
        }
        begun = new Begun(Thread.currentThread(), Mark.now(clock));
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return true;
    }

    /** Its time begins anew. False: it was left behind. */
    synchronized boolean nextPart(Clock clock) {
        if (!abandoned) {
            begun = new Begun(Thread.currentThread(), Mark.now(clock));
        }
        return !abandoned;
    }

    /** Its time stands still until the next part. False: it was left behind. */
    synchronized boolean restPart() {
        if (!abandoned) {
            begun = new Begun(Thread.currentThread(), null);
        }
        return !abandoned;
    }

    boolean hasBegun() {
        return begun != null;
    }

    synchronized void hurry(Clock clock) {
        if (hurried == null) {
            hurried = Mark.now(clock);
            interrupt();
        }
    }

    /** False: it had ended, or its time has begun anew. */
    synchronized boolean abandon() {
        if (outcome != null || !isOver()) {
            return false;
        }
        abandoned = true;
        interrupt();
        return true;
    }

    /** Once: code that counts interrupts, or takes the second for a reason to end badly, gets one. */
    synchronized void interrupt() {
        if (interrupted || outcome != null) {
            return;
        }
        interrupted = true;
        Begun from = begun;
        if (from != null) {
            from.thread().interrupt();
        }
    }

    boolean isAbandoned() {
        return abandoned;
    }

    /** Whether it was abandoned meanwhile. */
    synchronized boolean ended(Result<T> value) {
        outcome = value;
        end.countDown();
        return abandoned;
    }
}
