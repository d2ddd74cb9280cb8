package dev.byoc.spring.internal;

import dev.byoc.ByocException;
import dev.byoc.ConfigurationException;
import dev.byoc.event.Health;
import dev.byoc.relay.RelayEngine;
import dev.byoc.spring.Relay;
import dev.byoc.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.SmartLifecycle;

/**
 * The relay that the starter makes, and its life: built with the application's beans, started in the background once the web server listens,
 * drained and closed after the web server has answered its last request. Faults of the settings stop the application; whatever else fails
 * is tried again for as long as the application runs. Thread-safe.
 */
final class ManagedRelay implements Relay, SmartLifecycle, DisposableBean {
    /** After the web server listens, and before it is told to end its last requests: between Spring Boot's two phases. */
    static final int PHASE = Integer.MAX_VALUE - 1_536;

    private static final Logger log = LoggerFactory.getLogger(ManagedRelay.class);

    private final Supplier<RelayEngine> builds;
    private final Duration firstPause;
    private final Duration longestPause;
    private @Nullable RelayEngine engine;
    private @Nullable Trouble trouble;
    private @Nullable ScheduledExecutorService thread;

    /** Why there is no relay. */
    private record Trouble(String sentence, Instant since) {}

    /**
     * Builds it.
     *
     * @param builds a new one each time
     * @throws ConfigurationException if the settings have faults; what else fails is tried again by {@link #start}
     */
    ManagedRelay(Supplier<RelayEngine> builds) {
        this(builds, Duration.ofSeconds(1), Duration.ofMinutes(1));
    }

    /** The same with other pauses between attempts: the first, and the longest of those that double. */
    ManagedRelay(Supplier<RelayEngine> builds, Duration firstPause, Duration longestPause) {
        this.builds = builds;
        this.firstPause = firstPause;
        this.longestPause = longestPause;
        try {
            engine = builds.get();
        } catch (ConfigurationException e) {
            throw e;
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    @Override
    public synchronized RelayEngine engine() {
        RelayEngine now = engine;
        if (now == null) {
            Trouble why = trouble;
            throw new StoreException(
                    why == null
                            ? "the relay is not running: the application stops"
                            : "the relay waits for its start: " + why.sentence());
        }
        return now;
    }

    /** Null: there is none now. */
    synchronized @Nullable RelayEngine engineOrNull() {
        return engine;
    }

    @Override
    public Health health() {
        RelayEngine now;
        Trouble why;
        synchronized (this) {
            now = engine;
            why = trouble;
        }
        return now != null
                ? now.health()
                : Absence.health(
                        why == null ? "It is stopped." : why.sentence(),
                        why == null ? null : why.since(),
                        "Repair what the sentence names; the start is tried again by itself, at least every minute.");
    }

    @Override
    public synchronized void start() {
        if (thread != null) {
            return;
        }
        ScheduledThreadPoolExecutor made = new ScheduledThreadPoolExecutor(1, task -> {
            Thread starter = new Thread(task, "byoc-start");
            starter.setDaemon(true);
            return starter;
        });
        made.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        thread = made;
        made.execute(() -> attempt(made, firstPause));
    }

    private void attempt(ScheduledExecutorService on, Duration pause) {
        RelayEngine made = null;
        try {
            made = engineOrNull();
            if (made == null) {
                made = builds.get();
                if (!keep(made, on)) {
                    made.close();
                    return;
                }
            }
            made.start();
            log.info("the relay is started");
        } catch (Throwable e) {
            if (giveUp(made, on)) {
                failed(e);
                schedule(on, pause);
            }
        }
    }

    /** False: the application has stopped meanwhile. */
    private synchronized boolean keep(RelayEngine made, ScheduledExecutorService on) {
        if (thread != on) {
            return false;
        }
        engine = made;
        return true;
    }

    /** A relay whose start has failed is closed already. False: the application has stopped, and that is why. */
    private synchronized boolean giveUp(@Nullable RelayEngine made, ScheduledExecutorService on) {
        if (thread != on) {
            return false;
        }
        if (engine == made) {
            engine = null;
        }
        return true;
    }

    private synchronized void schedule(ScheduledExecutorService on, Duration pause) {
        Duration doubled = pause.multipliedBy(2);
        Duration next = doubled.compareTo(longestPause) > 0 ? longestPause : doubled;
        if (thread == on) {
            ScheduledFuture<?> unused = on.schedule(() -> attempt(on, next), pause.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** What others throw may quote anything, so only sentences of byoc are told. */
    private synchronized void failed(Throwable e) {
        String sentence = e instanceof ByocException
                ? String.valueOf(e.getMessage())
                : e.getClass().getName();
        Trouble before = trouble;
        Instant since = before == null ? Instant.now().truncatedTo(ChronoUnit.SECONDS) : before.since();
        if (before == null || !before.sentence().equals(sentence)) {
            log.error("the relay cannot start, webhooks are answered 503, and it is tried again: {}", sentence);
        }
        trouble = new Trouble(sentence, since);
    }

    @Override
    public void stop() {
        RelayEngine ending;
        synchronized (this) {
            if (thread != null) {
                thread.shutdownNow();
                thread = null;
            }
            ending = engine;
            trouble = null;
        }
        if (ending == null) {
            return;
        }
        try {
            // Requests are answered 503 by it from now on, until it is gone.
            ending.close();
        } catch (RuntimeException e) {
            log.error(
                    "closing the relay failed: {}",
                    e instanceof ByocException ? e.getMessage() : e.getClass().getName());
        } finally {
            synchronized (this) {
                engine = null;
            }
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return thread != null;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    /** Where the application failed before the start. */
    @Override
    public void destroy() {
        stop();
    }

    /** What there is to say of a relay that is not there. */
    static final class Absence {
        private Absence() {}

        static Health health(String sentence, @Nullable Instant since, String remedy) {
            Health.Part part = new Health.Part(Health.RELAY, Health.Status.DOWN, since, sentence, remedy, null);
            return new Health(List.of(part), 0, List.of(), false);
        }
    }
}
