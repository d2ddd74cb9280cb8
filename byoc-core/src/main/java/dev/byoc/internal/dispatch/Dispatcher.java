package dev.byoc.internal.dispatch;

import dev.byoc.internal.breaker.Backoff;
import dev.byoc.internal.breaker.CircuitBreaker;
import dev.byoc.internal.breaker.CircuitBreakers;
import dev.byoc.internal.runtime.Background;
import dev.byoc.internal.runtime.Faults;
import dev.byoc.internal.runtime.LogContext;
import dev.byoc.internal.runtime.LogThrottle;
import dev.byoc.store.spi.Claim;
import dev.byoc.store.spi.Entry;
import dev.byoc.store.spi.Journal;
import dev.byoc.store.spi.Lane;
import dev.byoc.store.spi.PausedLanes;
import dev.byoc.store.spi.RelayStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works on the lanes: each in order, all side by side. A claim goes through the circuit breaker of its remote API to a worker, and what came
 * of the attempt is stored before the lane continues. Thread-safe.
 */
public final class Dispatcher {
    private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);

    /** How often due lanes and breakers are looked at. The clock is asked, not trusted to tick: tests move it. */
    private static final Duration TICK = Duration.ofMillis(50);

    private final Journal journal;
    private final CircuitBreakers breakers;
    private final LaneRunner runner;
    private final Completion completion;
    private final HandBack handBack;
    private final Poller poller;
    private final Background background;
    private final AtomicInteger working = new AtomicInteger();

    public Dispatcher(
            RelayStore store,
            CircuitBreakers breakers,
            Handler handler,
            Backoff backoff,
            DispatchListener listener,
            Background background,
            LogThrottle often) {
        this.journal = store.journal();
        this.breakers = breakers;
        this.background = background;
        this.handBack = new HandBack(journal, often);
        StoreRetry storeRetry = new StoreRetry(backoff, background, often);
        this.runner = new LaneRunner(
                journal,
                breakers,
                handler,
                backoff,
                storeRetry,
                new Decider(store.counters(), handler, backoff, listener, handBack),
                background);
        KeptLanes kept = new KeptLanes(journal, handler, often);
        CompletionWriter writer = new CompletionWriter(journal, kept, storeRetry);
        PoisonEntries poison = new PoisonEntries(writer, handler, listener, background, often);
        this.completion = new Completion(breakers, listener, writer, handBack, poison);
        this.poller = new Poller(journal, breakers, new DueLanes(breakers, backoff), handBack, poison, kept);
    }

    public CircuitBreaker freshchat() {
        return breakers.freshchat();
    }

    public List<CircuitBreaker> breakers() {
        return breakers.all();
    }

    /** Begins to look for due lanes. */
    public void open() {
        background.onTick(TICK, () -> poller.poll(this::take, this::startWaiting));
        background.onTick(PoisonEntries.INTERVAL, () -> poller.retryPoison(this::take));
    }

    /**
     * A remote API was asked beside the traffic, and works.
     *
     * @param name the breaker's
     * @param nothingWaits no call is left that could show it
     * @return whether that ends a pause
     */
    public boolean probed(String name, boolean nothingWaits) {
        boolean resumed = false;
        for (CircuitBreaker breaker : breakers.all()) {
            if (breaker.name().equals(name)) {
                resumed |= breaker.probed(nothingWaits);
                startWaiting(breaker);
            }
        }
        return resumed;
    }

    /** A call to Freshchat succeeded that was made for another remote API's lane. True if that ends a pause. */
    public boolean freshchatWorks(Lane lane) {
        boolean resumed = breakers.freshchat().works(lane);
        startWaiting(breakers.freshchat());
        return resumed;
    }

    /** Whether Freshchat has room for what should wait for everything else, and may be asked at all. */
    public boolean hasRoomAtFreshchat() {
        return runner.mayBegin() && breakers.freshchat().hasRoom();
    }

    /** Lanes that the store need not hand out now: what is appended to them stays there, known not to have been begun. */
    public PausedLanes paused() {
        return breakers.paused();
    }

    /** Takes over what the store has handed out. */
    public void take(List<Claim> claims) {
        List<Claim> back = new ArrayList<>();
        for (Claim claim : claims) {
            if (isAdmitted(claim, back)) {
                start(claim);
            }
        }
        handBack.giveBack(back);
    }

    /** Takes them over too, and gives the first of them if it may go at once: then this thread need not wake another one. */
    private @Nullable Claim takeFirst(List<Claim> claims) {
        if (claims.isEmpty()) {
            return null;
        }
        take(claims.subList(1, claims.size()));
        Claim first = claims.get(0);
        List<Claim> back = new ArrayList<>();
        boolean goes = isAdmitted(first, back);
        handBack.giveBack(back);
        return goes ? first : null;
    }

    /** Else it waits at its breaker, or is among those that go back. */
    private boolean isAdmitted(Claim claim, List<Claim> back) {
        try {
            CircuitBreaker breaker = breakers.of(claim.entry());
            if (breakers.isHeld() || breaker.refuses(claim)) {
                back.add(claim);
                return false;
            }
            return breaker.admit(claim);
        } catch (Throwable e) {
            // The store is asked for the time, and may be the host's.
            handBack.keep(claim, e);
            return false;
        }
    }

    /** At all breakers: what is late too, which ends though a breaker is open. */
    private void startWaiting() {
        for (CircuitBreaker breaker : breakers.all()) {
            breaker.takeLate().forEach(this::start);
            startWaiting(breaker);
        }
    }

    /** Starts what the breaker lets through now. None is started under its lock, where all who pass would wait for a thread to be woken. */
    private void startWaiting(CircuitBreaker breaker) {
        for (Claim next = breaker.poll(); next != null; next = breaker.poll()) {
            start(next);
        }
    }

    private void start(Claim first) {
        working.incrementAndGet();
        try {
            background.execute(() -> work(first));
        } catch (Throwable e) {
            // Everything ends, or the process may have no more threads.
            working.decrementAndGet();
            breakers.of(first.entry()).ended();
            handBack.keep(first, e);
        }
    }

    /** The worker that has ended a lane's entry takes its next one, if the breaker lets that through. */
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
            Faults.telling(() -> log.error(
                    "{} ended its worker with {} at {}", left, e.getClass().getName(), Faults.placeOf(e)));
            if (left != null) {
                take(completion.abandon(new Attempt(journal, left), e));
            }
        } finally {
            working.decrementAndGet();
        }
    }

    /** What is to be done next on this thread, if anything. */
    private @Nullable Claim run(Claim claim) {
        Attempt attempt = new Attempt(journal, claim);
        Entry entry = claim.entry();
        LogContext.entry(entry.account(), entry.eventKey(), entry.id());
        List<Claim> next;
        try {
            Decision decision = runner.run(attempt);
            startWaiting(breakers.of(entry));
            next = completion.store(attempt, decision);
        } finally {
            LogContext.set(null);
        }
        return takeFirst(next);
    }

    /** Whether nothing is under way and nothing could be done now. */
    public boolean isIdle() {
        // A breaker counts calls, and a worker whose call has ended may be about to hand on the lane's next entry.
        return breakers.all().stream().allMatch(CircuitBreaker::isIdle) && working.get() == 0;
    }

    /** Starts nothing more. */
    public void stop() {
        breakers.all().forEach(CircuitBreaker::end);
    }

    /** Gives back what was handed out and never begun, so that it counts as that after a restart. */
    public void handBackUnbegun() {
        completion.end();
        List<Claim> claims = new ArrayList<>();
        breakers.all().forEach(breaker -> claims.addAll(breaker.takeWaiting()));
        handBack.end(claims);
    }
}
