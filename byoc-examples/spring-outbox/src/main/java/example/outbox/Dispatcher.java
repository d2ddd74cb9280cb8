package example.outbox;

import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Hands lanes that have something to do to workers: each lane to one at a time, of all hosts. */
@Component
@EnableScheduling
class Dispatcher {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    private final Outbox outbox;
    private final Lease lease;
    private final Destination freshchat;
    private final Destination viber;
    private final Batcher<Visit> finished;
    private final ExecutorService workers;
    private final Semaphore idle;
    private final Set<Long> wanted = new LinkedHashSet<>();
    private final Set<Long> busy = new HashSet<>();

    Dispatcher(RelaySettings settings, Outbox outbox, Lease lease, CustomerToFreshchat freshchat, AgentToViber viber) {
        this.outbox = outbox;
        this.lease = lease;
        this.freshchat = freshchat;
        this.viber = viber;
        this.finished = new Batcher<>("finish", outbox::finish);
        this.workers = Executors.newFixedThreadPool(settings.workers(), task -> daemon(task, "worker"));
        this.idle = new Semaphore(settings.workers());
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    @EventListener(ApplicationReadyEvent.class)
    void begin() {
        daemon(this::run, "dispatch").start();
    }

    /** Something may be open in these lanes. Those that are busy are looked at again in any case. */
    void wake(Collection<Long> lanes) {
        synchronized (wanted) {
            for (Long lane : lanes) {
                if (!busy.contains(lane)) {
                    wanted.add(lane);
                }
            }
            wanted.notifyAll();
        }
    }

    private void free(Collection<Long> lanes) {
        synchronized (wanted) {
            busy.removeAll(lanes);
        }
    }

    /** Retries, and what other hosts have left. */
    @Scheduled(fixedDelay = 500)
    void look() {
        wake(outbox.due());
    }

    @Scheduled(fixedDelay = 1, timeUnit = TimeUnit.MINUTES)
    void forget() {
        outbox.forget();
    }

    private void run() {
        while (true) {
            try {
                Set<Long> lanes = next();
                for (Visit visit : claim(lanes)) {
                    lanes.remove(visit.lane().id());
                    workers.execute(() -> work(visit));
                }
                free(lanes);
                idle.release(lanes.size());
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private List<Visit> claim(Set<Long> lanes) throws InterruptedException {
        try {
            return outbox.claim(lease.instance(), lanes);
        } catch (RuntimeException e) {
            LOG.warn("lanes cannot be claimed: {}", e.toString());
            TimeUnit.MILLISECONDS.sleep(200);
            return List.of();
        }
    }

    /** As many lanes as there are idle workers; they are busy then. */
    private Set<Long> next() throws InterruptedException {
        idle.acquire();
        int most = 1 + idle.drainPermits();
        Set<Long> next = new LinkedHashSet<>();
        synchronized (wanted) {
            while (wanted.isEmpty()) {
                wanted.wait();
            }
            for (Iterator<Long> lanes = wanted.iterator(); lanes.hasNext() && next.size() < most; lanes.remove()) {
                next.add(lanes.next());
            }
            busy.addAll(next);
        }
        idle.release(most - next.size());
        return next;
    }

    private void work(Visit visit) {
        Destination destination = visit.lane().isOfCustomer() ? freshchat : viber;
        while (visit.next() != null && lease.allowsCalls(visit.lane().owner())) {
            try {
                if (visit.doubt()) {
                    destination.settle(visit);
                    visit.settled();
                } else {
                    destination.deliver(visit);
                }
            } catch (CallFailed e) {
                if (e.kind() != CallFailed.Kind.REFUSED || visit.doubt()) {
                    LOG.info("lane {} waits: {}", visit.lane().id(), e.getMessage());
                    visit.failed(e);
                    break;
                }
                LOG.error("message {} is dead: {}", visit.next().id(), e.getMessage());
                visit.dead(e.getMessage());
            } catch (RuntimeException e) {
                LOG.error("lane {} waits", visit.lane().id(), e);
                visit.failed(new CallFailed(CallFailed.Kind.UNKNOWN, e.toString()));
                break;
            }
        }
        finish(visit);
        idle.release();
    }

    /** Until it is stored, or the lane is not ours. */
    private void finish(Visit visit) {
        Set<Long> lane = Set.of(visit.lane().id());
        finished.add(visit).whenComplete((stored, failure) -> {
            if (failure != null && lease.instance() == visit.lane().owner()) {
                LOG.warn("what was done is not stored yet: {}", failure.toString());
                CompletableFuture.delayedExecutor(500, TimeUnit.MILLISECONDS).execute(() -> finish(visit));
                return;
            }
            free(lane);
            if (visit.delay().isZero()) {
                wake(lane);
            }
        });
    }
}
