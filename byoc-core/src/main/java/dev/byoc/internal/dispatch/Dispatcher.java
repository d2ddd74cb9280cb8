package dev.byoc.internal.dispatch;

import dev.byoc.Direction;
import dev.byoc.event.Loss;
import dev.byoc.internal.runtime.LogThrottle;
import dev.byoc.internal.runtime.Threads;
import dev.byoc.policy.RetryPolicy;
import dev.byoc.store.StoreException;
import dev.byoc.store.spi.Change;
import dev.byoc.store.spi.Claim;
import dev.byoc.store.spi.Entry;
import dev.byoc.store.spi.LostClaimException;
import dev.byoc.store.spi.PausedLanes;
import dev.byoc.store.spi.RelayStore;
import dev.byoc.store.spi.RelayStore.End;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works on the lanes: each in order, all side by side. A claim goes through the gate of its far side to a worker, and what the worker's
 * step says is stored before the lane goes on.
 */
public final class Dispatcher {
    private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);

    /** How often due lanes and gates are looked at. The clock is asked, not trusted to tick: tests move it. */
    private static final Duration GLANCE = Duration.ofMillis(50);

    private static final int CLAIMS_A_GLANCE = 1_000;

    /** A page is claimed in one transaction, and none of its calls begins before: after a restart the first is small. */
    private static final int FIRST_CLAIMS = 32;

    private static final int OVERDUE_A_GLANCE = 100;

    /** With less left of the store's hold on our lanes nothing is begun. */
    private static final Duration LEAST_HOLD = Duration.ofSeconds(2);

    private static final Duration BACK_AT_THE_GATE = Duration.ofSeconds(1);

    private static final Duration STORE_GLANCE = Duration.ofMillis(50);

    private static final int ODD_TRIES = 3;

    private final RelayStore store;
    private final CircuitBreakers gates;
    private final Handler handler;
    private final RetryPolicy policy;
    private final RandomGenerator random;
    private final DispatchListener listener;
    private final LogThrottle often;
    private final ExecutorService workers = Threads.workers("byoc-worker");
    private final AtomicInteger working = new AtomicInteger();
    private final AtomicInteger unstored = new AtomicInteger();
    private final Queue<Claim> notBegun = new ConcurrentLinkedQueue<>();
    private final Queue<Unfinished> unfinished = new ConcurrentLinkedQueue<>();
    private volatile boolean ended;
    private volatile boolean onHold;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(Threads.daemons("byoc-clock"));

    /** An entry whose worker has ended, and which the store has not let end yet. */
    private record Unfinished(Attempt held, Throwable why, Change known) {}

    /** Used by the timer's thread alone. */
    private int claimsNext = FIRST_CLAIMS;

    /** Used by the timer's thread alone. */
    private long nextGivingUp = System.nanoTime();

    /** Whether the store was out of reach at the last look. Used by the timer's thread alone. */
    private boolean blind;

    public Dispatcher(
            RelayStore store,
            Function<Consumer<Claim>, CircuitBreakers> gates,
            Handler handler,
            RetryPolicy policy,
            RandomGenerator random,
            DispatchListener listener,
            LogThrottle often) {
        this.store = store;
        this.handler = handler;
        this.policy = policy;
        this.random = random;
        this.listener = listener;
        this.often = often;
        this.gates = gates.apply(this::start);
    }

    public CircuitBreaker freshchat() {
        return gates.freshchat();
    }

    public List<CircuitBreaker> gates() {
        return gates.all();
    }

    public void open() {
        @SuppressWarnings("unused") // glance() lets nothing out
        var scheduled = timer.scheduleWithFixedDelay(
                surely("looking for due work", this::glance), 0, GLANCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Does something of its own at intervals, on a worker. */
    public void every(Duration interval, Runnable task) {
        long millis = interval.toMillis();
        Runnable sure = surely("what is done at intervals", task);
        @SuppressWarnings("unused") // the task lets nothing out
        var scheduled = timer.scheduleWithFixedDelay(
                surely("what is done at intervals", () -> workers.execute(sure)),
                millis,
                millis,
                TimeUnit.MILLISECONDS);
    }

    /** Does something of its own at once, on a worker. */
    public void execute(Runnable task) {
        workers.execute(surely("what is done beside the lanes", task));
    }

    /**
     * Does something on a worker whenever it is due.
     *
     * @param due asked at intervals, on the timer's thread: must not wait for anything
     */
    public void whenever(Duration glance, BooleanSupplier due, Runnable task) {
        Runnable sure = surely("what is done when it is due", task);
        @SuppressWarnings("unused") // the task lets nothing out
        var scheduled = timer.scheduleWithFixedDelay(
                surely("looking for what is due", () -> {
                    if (due.getAsBoolean()) {
                        workers.execute(sure);
                    }
                }),
                glance.toMillis(),
                glance.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /** Whether Freshchat has room for what should wait for everything else, and may be asked at all. */
    public boolean hasRoomAtFreshchat() {
        return !onHold && gates.freshchat().hasRoom() && store.holdsFor().compareTo(LEAST_HOLD) >= 0;
    }

    /** An executor drops a task that has thrown once, without a word. */
    private Runnable surely(String what, Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (Throwable e) {
                telling(() -> often.log(what + " failed", e.getClass().getName() + " at " + place(e)));
            }
        };
    }

    /** What tells of a fault must not become the next one: a host's log may have no disk, or nobody any memory. */
    private static void telling(Runnable words) {
        try {
            words.run();
        } catch (Throwable ignored) {
            // There is nowhere left to tell it.
        }
    }

    /** What need not be started now: it stays in the store, known not to have been begun. */
    public PausedLanes closed() {
        return onHold ? new PausedLanes(true, gates.allBut(Direction.INBOUND).outbound()) : gates.closed();
    }

    /** Begins nothing at all, in neither direction, and dead-letters nothing, until it is released. What comes is stored. */
    public void hold(boolean value) {
        onHold = value;
    }

    /** Takes over what the store has handed out. */
    public void take(List<Claim> claims) {
        List<Claim> back = new ArrayList<>();
        for (Claim claim : claims) {
            try {
                CircuitBreaker gate = gates.of(claim.entry());
                if (needsToWait(claim, gate)) {
                    back.add(claim);
                } else {
                    gate.submit(claim);
                }
            } catch (Throwable e) {
                // The store is asked for the time, and may be the host's. No claim may be left to nobody.
                notBegun.add(claim);
                telling(() ->
                        often.log("an entry waits to be begun", e.getClass().getName()));
            }
        }
        handBack(back);
    }

    private boolean needsToWait(Claim claim, CircuitBreaker gate) {
        return onHold || (gate.isShut() && !Backoff.isOverdue(policy, claim.entry(), store.now()));
    }

    /** Takes them over too, and gives the first of them if it may go at once: then this thread need not wake another one. */
    private @Nullable Claim goOn(List<Claim> claims) {
        if (claims.isEmpty()) {
            return null;
        }
        Claim first = claims.get(0);
        CircuitBreaker gate = gates.of(first.entry());
        boolean waits;
        try {
            waits = needsToWait(first, gate);
        } catch (Throwable e) {
            waits = true;
        }
        if (waits) {
            take(claims);
            return null;
        }
        take(claims.subList(1, claims.size()));
        return gate.admit(first) ? first : null;
    }

    /** At once or later: a webhook may be waiting for its answer. */
    private void handBack(List<Claim> claims) {
        if (claims.isEmpty()) {
            return;
        }
        try {
            store.handBack(claims);
        } catch (Throwable e) {
            notBegun.addAll(claims);
            telling(() -> log.debug(
                    "{} lanes are given back once the store takes that: {}",
                    claims.size(),
                    e.getClass().getName()));
        }
    }

    private List<Claim> takeNotBegun() {
        List<Claim> claims = new ArrayList<>();
        for (Claim claim = notBegun.poll(); claim != null; claim = notBegun.poll()) {
            claims.add(claim);
        }
        return claims;
    }

    private void glance() {
        try {
            handBack(takeNotBegun());
            giveUpUnfinished();
            if (onHold) {
                return;
            }
            PausedLanes closed = gates.closed();
            take(store.claimDue(claimsNext, closed, Duration.ZERO));
            claimsNext = CLAIMS_A_GLANCE;
            if (!closed.equals(PausedLanes.NONE)) {
                takeOverdue();
            }
            gates.all().forEach(CircuitBreaker::tick);
            blind = false;
        } catch (StoreException e) {
            // Once for each outage, as it is looked for several times a second.
            if (!blind) {
                log.warn("nothing can be looked up, and nothing begun, until it can: {}", e.getMessage());
            }
            blind = true;
        }
    }

    /** What is too old ends though its far side is out of reach: whoever wrote it has to be told. */
    private void takeOverdue() {
        take(store.claimDue(OVERDUE_A_GLANCE, gates.allBut(Direction.INBOUND), policy.inboundAge()));
        take(store.claimDue(OVERDUE_A_GLANCE, gates.allBut(Direction.OUTBOUND), policy.outboundAge()));
    }

    private void start(Claim first) {
        working.incrementAndGet();
        try {
            workers.execute(() -> work(first));
        } catch (Throwable e) {
            // Everything ends, or the process may have no more threads.
            working.decrementAndGet();
            gates.of(first.entry()).leave();
            notBegun.add(first);
            if (ended) {
                // It was let through as everything ended, too late for the others' hand-back.
                handBackUnbegun();
            } else if (!(e instanceof RejectedExecutionException)) {
                often.log(
                        "an entry waits, as there is no thread for it",
                        e.getClass().getName());
            }
        }
    }

    /** The worker that has ended a lane's entry takes its next one, if the gate lets that through. */
    private void work(Claim first) {
        Claim claim = first;
        try {
            while (claim != null) {
                claim = run(claim);
            }
        } catch (Throwable e) {
            // As nothing leaves run() but what its own last resorts throw; the lane must not stay held without a
            // worker.
            Claim left = claim;
            telling(() -> log.error(
                    "{} ended its worker with {} at {}", left, e.getClass().getName(), place(e)));
            if (left != null) {
                giveUp(new Attempt(store, left), e, Change.NONE);
            }
        } finally {
            working.decrementAndGet();
        }
    }

    /** Of what code of the host has left behind in our HTTP calls, or in its store; but not that this relay is being closed. */
    private void forgetInterrupts() {
        if (!workers.isShutdown() && Thread.interrupted()) {
            log.debug("a call has left its thread interrupted");
        }
    }

    /** What is to be done next on this thread, if anything. */
    private @Nullable Claim run(Claim claim) {
        Attempt held = new Attempt(store, claim);
        Outcome step;
        try {
            awaitStore();
            if (onHold || store.holdsFor().compareTo(LEAST_HOLD) < 0 || !store.holds(claim)) {
                // Nothing may be begun, or another host may take the lane over before a call could end.
                gates.of(claim.entry()).ended();
                handBack(List.of(claim));
                return null;
            }
            held.begin();
            step = Backoff.isOverdue(policy, claim.entry(), store.now())
                    ? new Outcome.Buried(
                            "too old", handler.onDeadLettered(claim.entry(), "it waited too long", Change.NONE))
                    : handler.handle(held);
        } catch (LostClaimException e) {
            gates.of(claim.entry()).ended();
            lost(claim);
            return null;
        } catch (StoreException e) {
            // It may have failed behind a call.
            step = new Outcome.Later(null, false, "the store is out of reach", held.unknown());
        } catch (Throwable e) {
            // A fault of ours, a missing class too: it counts, so that it ends as a dead letter and not as an endless
            // loop. The text may quote anything.
            telling(() -> log.warn(
                    "{} failed with {} at {}", claim.entry(), e.getClass().getName(), place(e)));
            step = new Outcome.Later(
                    null, true, "the relay failed: " + e.getClass().getSimpleName(), held.unknown());
        }
        forgetInterrupts();
        telling(held::end);
        try {
            return goOn(apply(held, step));
        } catch (LostClaimException e) {
            lost(claim);
        } catch (StoreException e) {
            log.warn("{} is left as it was, as everything ends: {}", claim.entry(), e.getMessage());
        } catch (Throwable e) {
            telling(() -> log.warn(
                    "{} could not be completed: {} at {}",
                    claim.entry(),
                    e.getClass().getName(),
                    place(e)));
            giveUp(held, e, held.unknown());
        }
        return null;
    }

    /** Its lane must go on, whatever is wrong with this entry. */
    private void giveUp(Attempt held, Throwable why, Change known) {
        Claim claim = held.claim();
        try {
            String reason = "it could not be completed: " + why.getClass().getSimpleName();
            Change change = known.and(handler.onDeadLettered(claim.entry(), reason, known));
            List<Claim> next = stored(() -> store.finish(claim, End.DEAD, reason, change));
            telling(() -> {
                held.end();
                handler.onReleased(claim.entry().lane());
                listener.buried(claim.entry(), reason, held.timing());
            });
            take(next);
        } catch (LostClaimException e) {
            telling(() -> log.debug("{} had ended already, or is not ours", claim.entry()));
        } catch (Throwable e) {
            // Only while everything ends may it stay as it is: begun, so that the next start looks what became of it.
            if (!ended) {
                unfinished.add(new Unfinished(held, why, known));
            }
            telling(() -> often.log(
                    "an entry cannot be given up, trying again", e.getClass().getName()));
        }
    }

    /** On workers, as it may have to wait for the store. */
    private void giveUpUnfinished() {
        if (unfinished.isEmpty() || System.nanoTime() - nextGivingUp < 0) {
            return;
        }
        nextGivingUp = System.nanoTime() + STORE_GLANCE.toNanos() * 20;
        for (int left = unfinished.size(); left > 0; left--) {
            Unfinished each = unfinished.poll();
            if (each != null) {
                workers.execute(() -> giveUp(each.held(), each.why(), each.known()));
            }
        }
    }

    private void lost(Claim claim) {
        handler.onReleased(claim.entry().lane());
        log.info("{} is no longer ours: another host has taken it over, or its customer was forgotten", claim.entry());
    }

    private static Object place(Throwable e) {
        StackTraceElement[] stack = e.getStackTrace();
        return stack.length == 0 ? "an unknown place" : stack[0];
    }

    /** Gives what the store has handed out thereupon. */
    private List<Claim> apply(Attempt held, Outcome step) {
        Claim claim = held.claim();
        CircuitBreaker gate = gates.of(claim.entry());
        if (step instanceof Outcome.Delivered || step instanceof Outcome.Done) {
            if (gate.succeeded()) {
                telling(() -> listener.resumed(gate.name()));
            }
            return end(held, End.DONE, "", step);
        }
        if (step instanceof Outcome.Dropped dropped) {
            gate.ended();
            return end(held, End.DROPPED, dropped.why(), step);
        }
        if (step instanceof Outcome.Buried buried) {
            gate.ended();
            return end(held, End.DEAD, buried.why(), step);
        }
        if (step instanceof Outcome.Later later) {
            gate.ended();
            return again(held, later);
        }
        if (step instanceof Outcome.Waits waits) {
            gate.ended();
            return postponed(claim, waits.after(), waits.why(), waits.change());
        }
        if (step instanceof Outcome.Settling settling) {
            gate.answered();
            return postponed(claim, settling.after(), settling.why(), settling.change());
        }
        if (step instanceof Outcome.ServerError error) {
            return serverError(gate, held, error);
        }
        if (step instanceof Outcome.Stop stop) {
            if (!gate.isOwnFault(claim, stop.trouble())) {
                stop(gate, claim, stop);
                return List.of();
            }
            gate.ended();
            return again(held, new Outcome.Later(stop.after(), true, stop.why(), stop.change()));
        }
        return List.of();
    }

    private List<Claim> serverError(CircuitBreaker gate, Attempt held, Outcome.ServerError error) {
        Claim claim = held.claim();
        return switch (gate.serverError(claim)) {
            case FAR_SIDE -> {
                stop(gate, claim, new Outcome.Stop(Outcome.Trouble.OUT_OF_REACH, null, error.why(), error.change()));
                yield List.of();
            }
            case ENTRY -> again(held, new Outcome.Later(null, true, error.why(), error.change()));
            case NOBODY -> again(held, new Outcome.Later(null, false, error.why(), error.change()));
        };
    }

    private void stop(CircuitBreaker gate, Claim claim, Outcome.Stop stop) {
        if (gate.pause(stop.trouble(), stop.after(), stop.why())) {
            telling(() -> listener.paused(gate.name(), stop.why()));
        }
        // One probe is enough, and it is another's turn: one entry that always fails must not be all that is ever
        // tried.
        // The others go back as not begun: after a crash nobody need ask what became of them.
        List<Claim> others = gate.takeWaiting();
        if (!others.isEmpty()) {
            gate.submit(others.get(0));
            handBack(others.subList(1, others.size()));
        }
        // Not for the whole pause: it waits at the gate then, where it can go at once when a probe has shown that it
        // may.
        Duration left = gate.pauseLeft();
        postponed(claim, left.compareTo(BACK_AT_THE_GATE) < 0 ? left : BACK_AT_THE_GATE, stop.why(), stop.change());
    }

    private List<Claim> postponed(Claim claim, Duration wait, String why, Change change) {
        stored(() -> {
            store.postpone(claim, wait, change.trace("waiting", why));
            return claim;
        });
        return List.of();
    }

    private List<Claim> again(Attempt held, Outcome.Later later) {
        Claim claim = held.claim();
        Entry entry = claim.entry();
        if (later.counts() && entry.tries() + 1 >= policy.tries()) {
            Outcome.Buried buried = new Outcome.Buried(
                    "gave up after " + policy.tries() + " tries: " + later.why(),
                    later.change().and(handler.onDeadLettered(entry, later.why(), later.change())));
            return end(held, End.DEAD, buried.why(), buried);
        }
        Duration asked = later.after();
        Duration wait = asked == null
                ? Backoff.delay(policy, entry.failures(), random)
                : Backoff.spread(
                        asked.compareTo(CircuitBreaker.LONGEST_PAUSE) > 0 ? CircuitBreaker.LONGEST_PAUSE : asked,
                        random);
        telling(() -> listener.retrying(entry, wait, later.why(), held.timing()));
        stored(() -> {
            store.release(claim, wait, later.counts(), later.change().trace("try later", later.why()));
            return claim;
        });
        return List.of();
    }

    private List<Claim> end(Attempt held, End end, String why, Outcome step) {
        Claim claim = held.claim();
        Change change = withLosses(claim.entry(), step.change());
        List<Claim> next = stored(() -> store.finish(claim, end, why, change));
        gates.of(claim.entry()).forget(claim.entry().lane());
        gates.freshchat().forget(claim.entry().lane());
        handler.onReleased(claim.entry().lane());
        // Behind the commit: what follows in the lane is nobody's until it is given on.
        telling(() -> listener.ended(claim.entry(), step, why, held.timing()));
        return next;
    }

    /** A later attempt finds the same losses again, so they are written down once, when no attempt is left. */
    private Change withLosses(Entry entry, Change change) {
        Change all = change;
        for (Loss loss : listener.lossesOf(entry)) {
            all = all.trace("lost", loss.toString());
        }
        return all;
    }

    /**
     * A completion is repeated until it is stored: until then its lane waits and nothing is done twice. What a store throws beside what it may
     * throw can be this entry's fault: then it has a few tries.
     */
    private <T> T stored(Supplier<T> change) {
        for (int attempt = 0; ; attempt++) {
            try {
                T done = change.get();
                forgetInterrupts();
                return done;
            } catch (LostClaimException e) {
                throw e;
            } catch (Throwable e) {
                forgetInterrupts();
                String why = e instanceof StoreException
                        ? String.valueOf(e.getMessage())
                        : e.getClass().getName();
                telling(() -> often.log("the store did not take a completion, trying again", why));
                boolean isOdd = !(e instanceof StoreException);
                if (ended || Thread.currentThread().isInterrupted() || (isOdd && attempt >= ODD_TRIES)) {
                    throw e;
                }
                unstored.incrementAndGet();
                LockSupport.parkNanos((isOdd ? STORE_GLANCE : Backoff.delay(policy, attempt, random)).toNanos());
                unstored.decrementAndGet();
            }
        }
    }

    /** Nothing new is begun while the store does not take what was done. */
    private void awaitStore() {
        while (unstored.get() > 0 && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(STORE_GLANCE.toNanos());
        }
    }

    /** Whether nothing is under way and nothing could be done now. */
    public boolean isIdle() {
        // A gate counts calls, and a worker whose call has ended may be about to hand on the lane's next entry.
        return gates.all().stream().allMatch(CircuitBreaker::isIdle) && working.get() == 0;
    }

    /** Starts nothing more. */
    public void stop() {
        timer.shutdownNow();
        gates.all().forEach(CircuitBreaker::close);
    }

    /** Gives back what was handed out and never begun, so that it counts as that after a restart. */
    public void handBackUnbegun() {
        ended = true;
        List<Claim> claims = takeNotBegun();
        gates.all().forEach(gate -> claims.addAll(gate.takeWaiting()));
        try {
            store.handBack(claims);
        } catch (StoreException e) {
            often.log("lanes could not be given back", String.valueOf(e.getMessage()));
        }
    }

    /** Waits for what is under way, at most so long; then interrupts it. True if all of it ended. */
    public boolean awaitEnd(Duration most) {
        workers.shutdown();
        try {
            if (workers.awaitTermination(most.toMillis(), TimeUnit.MILLISECONDS)) {
                return true;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        workers.shutdownNow();
        return false;
    }
}
