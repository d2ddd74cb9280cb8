package dev.byoc.internal.guard;

import dev.byoc.event.Health;
import dev.byoc.event.Health.Status;
import dev.byoc.http.Http;
import dev.byoc.http.HttpCall;
import dev.byoc.http.HttpResult;
import dev.byoc.internal.health.Conditions;
import dev.byoc.internal.health.HealthKind;
import dev.byoc.internal.http.OkHttp;
import dev.byoc.internal.runtime.LogThrottle;
import dev.byoc.internal.runtime.Threads;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The only way to code that is not ours: channels, their providers, the host's listener and HTTP client. Whatever such code does becomes an
 * {@link Result}: a value, any throwable, null, or that it does not return. Thread-safe.
 *
 * <p>Each call runs on a thread of its own, and who asks waits for it: a thread whose code ignores interrupts cannot be taken back, it can
 * only be left behind. It is a platform thread on every JDK, as code that spins, or waits inside {@code synchronized}, would keep the
 * carriers of all virtual threads. What it leaves at its thread, such as an interrupt, stays there.
 */
public final class Guard {
    /** For every call that has no reason to take longer. */
    public static final Duration MOST = Duration.ofSeconds(10);

    /** With so many calls that do not return a component is given no more. */
    static final int MOST_HUNG = 8;

    private static final Logger log = LoggerFactory.getLogger(Guard.class);
    static final String HOSTS_CLIENT = "the HTTP client that the host has given";
    /** How often who waits looks at the clock. */
    private static final long GLANCE_MILLIS = 50;

    /** For code that was interrupted as its caller was. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    /** The guarded call that this thread runs. */
    private static final ThreadLocal<@Nullable Call<?>> CURRENT = new ThreadLocal<>();

    private final Clock clock;
    private final Conditions conditions;
    private final LogThrottle often;
    private final ExecutorService threads;
    private final Set<Call<?>> underWay = ConcurrentHashMap.newKeySet();
    private final Map<String, Set<Call<?>>> hung = new HashMap<>();

    public Guard(Clock clock, Conditions conditions, LogThrottle often) {
        this(clock, conditions, often, Executors.newCachedThreadPool(Threads.daemons("byoc-call")));
    }

    /** @param threads one for each call */
    Guard(Clock clock, Conditions conditions, LogThrottle often, ExecutorService threads) {
        this.clock = clock;
        this.conditions = conditions;
        this.often = often;
        this.threads = threads;
    }

    /** Logs what came of a call, unless it comes of each. */
    void tell(String component, String trouble) {
        often.log(component, trouble);
    }

    /**
     * What is called.
     *
     * @param component whose code it is: an account's id, or another component of {@link Conditions}
     * @param name of the code, for people: class and method
     * @param key what must not be called twice at once; {@code ""}: nothing
     * @param most how long it may take; what our HTTP client grants its calls comes on top
     * @param http how much of that counts as granted from the start
     */
    public record Site(String component, String name, String key, Duration most, Duration http) {
        public Site(String component, String name) {
            this(component, name, "", MOST, Duration.ZERO);
        }
    }

    /** How a call ended. No text of a throwable is passed on: it may quote anything. */
    public sealed interface Result<T> {
        /** Null: it returned; else a sentence that names the code and what it did. */
        @Nullable
        String trouble();

        /** The value, or another one if there is none. */
        default T or(T other) {
            return this instanceof Returned<T> returned ? returned.value() : other;
        }

        record Returned<T>(T value) implements Result<T> {
            @Override
            public @Nullable String trouble() {
                return null;
            }
        }

        /**
         * It threw, or gave null.
         *
         * @param cause null: it gave null
         */
        record Failed<T>(String trouble, @Nullable Throwable cause) implements Result<T> {}

        /** It did not return in time: what it does may still be done. */
        record Hung<T>(String trouble) implements Result<T> {}

        /** It was not called, and will not be: too many calls have not returned, or the relay is closed. */
        record NotCalled<T>(String trouble) implements Result<T> {}
    }

    /**
     * Calls it, and waits until it has ended or its time is over; then its thread is interrupted, once. Its time begins with its code: a call
     * that a busy machine has not begun yet does not hang.
     */
    public <T> Result<T> call(Site site, Callable<@Nullable T> code) {
        if (isFull(site)) {
            return new Result.NotCalled<>(MOST_HUNG + " calls have not returned, no more are made");
        }
        Call<T> call = new Call<>(site);
        underWay.add(call);
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        try {
            threads.execute(() -> run(call, code, loader));
        } catch (Throwable e) {
            // The relay is closed, or the process may have no more threads.
            underWay.remove(call);
            return new Result.NotCalled<>(
                    "no thread for a call: " + e.getClass().getSimpleName());
        }
        return await(call);
    }

    private <T> void run(Call<T> call, Callable<@Nullable T> code, @Nullable ClassLoader loader) {
        if (!call.begins(clock)) {
            underWay.remove(call);
            return;
        }
        CURRENT.set(call);
        Thread.currentThread().setContextClassLoader(loader);
        Result<T> outcome = tried(call.site.name(), code);
        CURRENT.remove();
        Thread.currentThread().setContextClassLoader(null);
        underWay.remove(call);
        if (call.ended(outcome)) {
            returned(call, outcome);
        }
    }

    /** One of several things that a guarded call does, on its own thread: what it throws must not hide what came before. */
    static <T> Result<T> tried(String name, Callable<@Nullable T> code) {
        Call<?> current = CURRENT.get();
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

    private static void forgetInterrupt(String name) {
        if (Thread.interrupted()) {
            log.debug("{} has left its thread interrupted", name);
        }
    }

    private <T> Result<T> await(Call<T> call) {
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
                if (call.isOver(clock)) {
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
    private <T> @Nullable Result<T> abandon(Call<T> call) {
        synchronized (hung) {
            if (!call.abandon()) {
                return null;
            }
            if (!call.hasBegun()) {
                return new Result.NotCalled<>(call.site.name() + " was not called, as its caller has ended");
            }
            hung.computeIfAbsent(call.site.component(), none -> new LinkedHashSet<>())
                    .add(call);
            tell(call.site.component());
        }
        return new Result.Hung<>(
                call.site.name() + " did not return within " + call.granted().toSeconds() + " s");
    }

    /** What was left behind has come back after all: its result is discarded. */
    private void returned(Call<?> call, Result<?> outcome) {
        synchronized (hung) {
            Set<Call<?>> calls = hung.get(call.site.component());
            if (calls != null && calls.remove(call) && calls.isEmpty()) {
                hung.remove(call.site.component());
            }
            tell(call.site.component());
        }
        String how = outcome.trouble();
        log.info("{} has returned late{}", call.site.name(), how == null ? "" : ": " + how);
        if (outcome instanceof Result.Returned<?> late && late.value() instanceof AutoCloseable open) {
            tried("close", () -> {
                open.close();
                return true;
            });
        }
    }

    private void tell(String component) {
        Set<Call<?>> calls = hung.getOrDefault(component, Set.of());
        if (calls.isEmpty()) {
            conditions.end(component, HealthKind.HUNG_CALLS);
            return;
        }
        boolean down = calls.size() >= MOST_HUNG && !component.equals(Health.RELAY);
        String full = down ? "" : names(calls.stream().filter(call -> isFull(call.site)));
        conditions.begin(
                component,
                HealthKind.HUNG_CALLS,
                down ? Status.DOWN : Status.DEGRADED,
                calls.size() + " calls have not returned in their time: " + names(calls.stream())
                        + (down ? ". No more are made." : full.isEmpty() ? "." : ". No more are made of " + full + "."),
                "Take a thread dump: it names what the threads byoc-call wait for.");
    }

    private static String names(Stream<Call<?>> calls) {
        return String.join(
                ", ", new TreeSet<>(calls.map(call -> call.site.name()).toList()));
    }

    /** A component is one piece of code; but the relay's own has code of several, such as each listener, and one holds up no other. */
    private boolean isFull(Site site) {
        if (!site.component().equals(Health.RELAY)) {
            return isDown(site.component());
        }
        synchronized (hung) {
            return hung.getOrDefault(site.component(), Set.of()).stream()
                            .filter(call -> call.site.name().equals(site.name()))
                            .count()
                    >= MOST_HUNG;
        }
    }

    /** Why no call is made there; null: calls are made. */
    @Nullable
    String whyFull(Site site) {
        return isFull(site) ? MOST_HUNG + " calls of " + site.name() + " have not returned" : null;
    }

    private boolean isDown(String component) {
        synchronized (hung) {
            return hung.getOrDefault(component, Set.of()).size() >= MOST_HUNG;
        }
    }

    /** Whether any call of that component was left behind and has not returned. */
    boolean isAnyOut(String component) {
        synchronized (hung) {
            return hung.containsKey(component);
        }
    }

    /** Whether a call with that key was left behind and has not returned. */
    public boolean isOut(String component, String key) {
        synchronized (hung) {
            return hung.getOrDefault(component, Set.of()).stream()
                    .anyMatch(call -> call.site.key().equals(key));
        }
    }

    /** Why no call is made at all; null: calls are made. */
    @Nullable
    String whyDown(String component) {
        return isDown(component) ? MOST_HUNG + " calls of the channel have not returned" : null;
    }

    /** The same client, whose deadlines are granted to the calls that use it. */
    public Http granting(Http http) {
        return call -> {
            grant(call);
            return http.call(call);
        };
    }

    /** The same client, whose code is in part the host's: interceptors, name look-up, proxies. */
    public Http running(Http http, String component) {
        return call -> {
            Duration deadline = call.deadline() == null ? OkHttp.DEADLINE : call.deadline();
            Result<HttpResult> outcome =
                    Guard.this.call(new Site(component, HOSTS_CLIENT, "", MOST, deadline), () -> http.call(call));
            String trouble = String.valueOf(outcome.trouble());
            if (outcome instanceof Result.NotCalled<HttpResult>) {
                return new HttpResult.NotSent(trouble);
            }
            HttpResult.NoAnswer.How how = outcome instanceof Result.Hung<HttpResult>
                    ? HttpResult.NoAnswer.How.TIMED_OUT
                    : HttpResult.NoAnswer.How.BROKEN;
            return outcome.or(new HttpResult.NoAnswer(trouble, how));
        };
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
        Call<?> current = CURRENT.get();
        return current != null && current.isAbandoned() ? Duration.ZERO : most;
    }

    private static void grant(HttpCall call) {
        Call<?> current = CURRENT.get();
        if (current != null) {
            Duration deadline = call.deadline();
            current.grant(deadline == null ? OkHttp.DEADLINE : deadline);
        }
    }

    /** Calls nothing more; what has not returned is interrupted, unless it was before. */
    public void close() {
        threads.shutdown();
        underWay.forEach(Call::interrupt);
    }

    /** One call: under way, ended, or left behind. */
    private static final class Call<T> {
        private final Site site;
        private final AtomicLong http = new AtomicLong();
        private final CountDownLatch end = new CountDownLatch(1);
        private volatile @Nullable Result<T> outcome;
        private volatile boolean abandoned;
        private volatile @Nullable Begun begun;
        private volatile @Nullable Mark hurried;
        private boolean interrupted;

        /** When its code began, and on which thread. */
        private record Begun(Thread thread, Mark at) {}

        private record Mark(Instant at, long nanos) {
            static Mark now(Clock clock) {
                return new Mark(clock.instant(), System.nanoTime());
            }

            /** By the machine's monotonic time; and by the clock, as the machine may have been stopped for a while. */
            boolean isLongerAgo(Duration most, Clock clock) {
                Duration machine = Duration.ofNanos(System.nanoTime() - nanos);
                Duration told = Duration.between(at, clock.instant());
                return (machine.compareTo(told) < 0 ? told : machine).compareTo(most) > 0;
            }
        }

        Call(Site site) {
            this.site = site;
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

        boolean isOver(Clock clock) {
            Mark toStop = hurried;
            if (toStop != null) {
                return toStop.isLongerAgo(GRACE, clock);
            }
            Begun since = begun;
            return since != null && since.at().isLongerAgo(granted(), clock);
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

        boolean hasBegun() {
            return begun != null;
        }

        synchronized void hurry(Clock clock) {
            if (hurried == null) {
                hurried = Mark.now(clock);
                interrupt();
            }
        }

        /** False: it had ended. */
        synchronized boolean abandon() {
            if (outcome != null) {
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
}
