package dev.byoc.internal.guard;

import dev.byoc.event.Health;
import dev.byoc.internal.health.Conditions;
import dev.byoc.internal.runtime.LogContext;
import dev.byoc.internal.runtime.LogThrottle;
import dev.byoc.internal.runtime.Threads;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The only way to code that is not ours: channels, their providers, the host's listener and HTTP client. Whatever such code does becomes an
 * {@link Result}: a value, any throwable, null, or that it does not return. Thread-safe.
 *
 * <p>Each call runs on a thread of its own, and its caller blocks on it: a thread whose code ignores interrupts cannot be reclaimed, only
 * abandoned. On a {@link LentThread}, which can be abandoned itself, it runs directly. It is a platform thread on every JDK, as code that
 * spins, or waits inside {@code synchronized}, would pin the carriers of all virtual threads. What it leaves at its thread, such as an interrupt, stays there.
 */
public final class Guard {
    static final int MOST_HUNG = HungCalls.MOST;

    private static final Logger log = LoggerFactory.getLogger(Guard.class);
    static final String HOSTS_CLIENT = "the HTTP client that the host has given";
    /** How often who waits looks at the clock. */
    private static final long GLANCE_MILLIS = 50;

    private final Clock clock;
    private final LogThrottle often;
    private final ExecutorService threads;
    private final Set<GuardedCall<?>> underWay = ConcurrentHashMap.newKeySet();
    private final HungCalls hung;
    private final LentCalls lentCalls;

    public Guard(Clock clock, Conditions conditions, LogThrottle often) {
        this(clock, conditions, often, Threads.pool("byoc-call"));
    }

    /** @param threads one for each call */
    Guard(Clock clock, Conditions conditions, LogThrottle often, ExecutorService threads) {
        this.clock = clock;
        this.hung = new HungCalls(conditions);
        this.often = often;
        this.threads = threads;
        this.lentCalls = new LentCalls(hung, threads);
    }

    /** Logs what came of a call, unless it comes of each. */
    void tell(String component, String trouble) {
        often.log(component, trouble);
    }

    /**
     * Calls it, and waits until it has ended or its time is over; then its thread is interrupted, once. Its time begins with its code: a call
     * that a busy machine has not begun yet does not hang.
     */
    public <T> Result<T> call(Site site, Callable<@Nullable T> code) {
        if (hung.isFull(site)) {
            return new Result.NotCalled<>(MOST_HUNG + " calls have not returned, no more are made");
        }
        GuardedCall<T> call = new GuardedCall<>(site, null);
        underWay.add(call);
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        Map<String, String> logged = LogContext.all();
        try {
            threads.execute(() -> run(call, code, loader, logged));
        } catch (Throwable e) {
            // The relay is closed, or the process may have no more threads.
            underWay.remove(call);
            return new Result.NotCalled<>(
                    "no thread for a call: " + e.getClass().getSimpleName());
        }
        return await(call);
    }

    /** @param logged what the caller's lines of the log carry */
    private <T> void run(
            GuardedCall<T> call,
            Callable<@Nullable T> code,
            @Nullable ClassLoader loader,
            @Nullable Map<String, String> logged) {
        if (!call.begins(clock)) {
            underWay.remove(call);
            return;
        }
        GuardedCall<?> none = call.enter();
        Thread.currentThread().setContextClassLoader(loader);
        LogContext.set(logged);
        Result<T> outcome = tried(call.site.name(), code);
        LogContext.set(null);
        GuardedCall.leave(none);
        Thread.currentThread().setContextClassLoader(null);
        underWay.remove(call);
        if (call.ended(outcome)) {
            returned(call, outcome);
        }
    }

    /**
     * Calls it, on this thread if that is a {@link LentThread}: no thread blocks on it then, and {@link LentCalls} enforces its timeout. For
     * idempotent calls: where it times out, its caller never learns the outcome.
     */
    <T> Result<T> callHere(Site site, Callable<@Nullable T> code) {
        LentThread lent = LentThread.current();
        if (lent == null || hung.isFull(site)) {
            return call(site, code);
        }
        GuardedCall<T> call = new GuardedCall<>(site, lent);
        if (!lentCalls.begins(call)) {
            return call(site, code);
        }
        Thread thread = Thread.currentThread();
        ClassLoader loader = thread.getContextClassLoader();
        Map<String, String> logged = LogContext.all();
        boolean interrupted = Thread.interrupted();
        GuardedCall<?> outer = call.enter();
        // Its code may hand the relay another request, for which this thread is not lent.
        LentThread.swap(null);
        Result<T> outcome = new Result.NotCalled<>(site.name() + " was not called");
        boolean left;
        try {
            call.begins(clock);
            outcome = tried(site.name(), code);
        } finally {
            left = call.ended(outcome);
            lentCalls.ends(call);
            LentThread.swap(lent);
            GuardedCall.leave(outer);
            LogContext.set(logged);
            thread.setContextClassLoader(loader);
            // The watch may have interrupted it a moment ago; what its owner asked of it before stays.
            boolean unused = Thread.interrupted();
            if (interrupted) {
                thread.interrupt();
            }
        }
        if (left) {
            returned(call, outcome);
            throw new LentThread.LeftBehindException();
        }
        return outcome;
    }

    /** One of several things that a guarded call does, on its own thread: what it throws must not hide what came before. */
    static <T> Result<T> tried(String name, Callable<@Nullable T> code) {
        GuardedCall<?> current = GuardedCall.current();
        if (current != null && current.isAbandoned()) {
            return new Result.NotCalled<>(name + " was not called, as its time was over");
        }
        try {
            T value = code.call();
            return value == null ? new Result.Failed<>(name + " gave null", null) : new Result.Returned<>(value);
        } catch (Throwable e) {
            return new Result.Failed<>(name + " threw " + e.getClass().getSimpleName(), e);
        } finally {
            forgetInterrupt(name);
        }
    }

    /** A guarded call that does several things, one after the other, begins the next one: its time begins anew. False: it was left behind. */
    boolean nextPart() {
        GuardedCall<?> current = GuardedCall.current();
        return current != null && current.nextPart(clock);
    }

    /** It waits for what it is to do next, which takes no time of its own. False: it was left behind. */
    boolean restPart() {
        GuardedCall<?> current = GuardedCall.current();
        return current != null && current.restPart();
    }

    private static void forgetInterrupt(String name) {
        if (Thread.interrupted()) {
            log.debug("{} has left its thread interrupted", name);
        }
    }

    private <T> Result<T> await(GuardedCall<T> call) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    Result<T> ended = call.await(GLANCE_MILLIS);
                    if (ended != null) {
                        return ended;
                    }
                } catch (InterruptedException e) {
                    // Who waits is to stop: so is what it waits for, and its answer may still count.
                    interrupted = true;
                    call.hurry(clock);
                }
                if (call.isOver()) {
                    Result<T> left = abandon(call);
                    if (left != null) {
                        return left;
                    }
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Null: it has ended at this very moment. */
    private <T> @Nullable Result<T> abandon(GuardedCall<T> call) {
        if (!hung.takes(call)) {
            return null;
        }
        if (!call.hasBegun()) {
            return new Result.NotCalled<>(call.site.name() + " was not called, as its caller has ended");
        }
        return new Result.Hung<>(call.tooLong());
    }

    /** What was left behind has come back after all: its result is discarded. */
    private void returned(GuardedCall<?> call, Result<?> outcome) {
        hung.returned(call);
        String how = outcome.trouble();
        log.info("{} has returned late{}", call.site.name(), how == null ? "" : ": " + how);
        if (outcome instanceof Result.Returned<?> late && late.value() instanceof AutoCloseable open) {
            tried("close", () -> {
                open.close();
                return true;
            });
        }
    }

    /** Why no call is made there; null: calls are made. */
    @Nullable
    String whyFull(Site site) {
        return hung.isFull(site) ? MOST_HUNG + " calls of " + site.name() + " have not returned" : null;
    }

    boolean isClosed() {
        return threads.isShutdown();
    }

    /** Whether any call of that component was left behind and has not returned. */
    boolean isAnyOut(String component) {
        return hung.isAny(component);
    }

    /** Whether a call with that key was left behind and has not returned. */
    public boolean isOut(String component, String key) {
        return hung.isAny(component, key);
    }

    /** Why no call is made at all; null: calls are made. */
    @Nullable
    String whyDown(String component) {
        return hung.isDown(component) ? MOST_HUNG + " calls of the channel have not returned" : null;
    }

    /** Has such a client do what is no call, such as to end those that are under way. */
    public void running(Runnable code) {
        Result<Boolean> outcome = call(new Site(Health.RELAY, HOSTS_CLIENT), () -> {
            code.run();
            return true;
        });
        String trouble = outcome.trouble();
        if (trouble != null) {
            tell(Health.RELAY, trouble);
        }
    }

    /**
     * How long a request may take that is sent from this thread: no time where its call was left behind, as what that does is done beside its
     * repetition then.
     */
    public static Duration left(Duration most) {
        GuardedCall<?> current = GuardedCall.current();
        return current != null && current.isAbandoned() ? Duration.ZERO : most;
    }

    /** Calls nothing more; what has not returned is interrupted, unless it was before. */
    public void close() {
        threads.shutdown();
        underWay.forEach(GuardedCall::interrupt);
        lentCalls.close();
    }
}
