package dev.byoc.app.serve;

import dev.byoc.ByocException;
import dev.byoc.ConfigurationException;
import dev.byoc.event.Health;
import dev.byoc.relay.RelayEngine;
import dev.byoc.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The relay of this process: built until its store can be opened, and there from then on. Thread-safe. */
public final class RelayLife {
    private static final Logger log = LoggerFactory.getLogger(RelayLife.class);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final Supplier<RelayEngine> builds;
    private final CountDownLatch ending = new CountDownLatch(1);
    private volatile @Nullable RelayEngine engine;
    private volatile @Nullable Trouble trouble;

    /** Why there is no relay yet. */
    private record Trouble(String sentence, Instant since) {}

    /** @param builds a new one each time */
    public RelayLife(Supplier<RelayEngine> builds) {
        this.builds = builds;
    }

    /**
     * Blocks until it is built, trying again with growing pauses.
     *
     * @return null: the process ends before that
     * @throws ConfigurationException if the settings have faults, which no other attempt mends
     */
    @Nullable
    RelayEngine build(Duration firstPause) {
        Duration pause = firstPause;
        while (true) {
            try {
                RelayEngine built = builds.get();
                engine = built;
                trouble = null;
                return built;
            } catch (ConfigurationException e) {
                throw e;
            } catch (RuntimeException e) {
                failed(e);
            }
            try {
                if (ending.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    return null;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return null;
            }
            Duration doubled = pause.multipliedBy(2);
            pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
        }
    }

    /** What others throw may quote anything, so only sentences of byoc are told. */
    private void failed(RuntimeException e) {
        String sentence = e instanceof ByocException
                ? String.valueOf(e.getMessage())
                : e.getClass().getName();
        Trouble before = trouble;
        if (before == null || !before.sentence().equals(sentence)) {
            log.error("the relay cannot start, and it is tried again: {}", sentence);
        }
        Instant since = before == null ? Instant.now().truncatedTo(ChronoUnit.SECONDS) : before.since();
        trouble = new Trouble(sentence, since);
    }

    /** No further attempt is made. */
    void end() {
        ending.countDown();
    }

    /**
     * The relay.
     *
     * @throws StoreException if there is none yet; says why
     */
    public RelayEngine engine() {
        RelayEngine now = engine;
        if (now == null) {
            Trouble why = trouble;
            throw new StoreException("the relay is not there yet" + (why == null ? "" : ": " + why.sentence()));
        }
        return now;
    }

    /** Of the relay, or why there is none yet. */
    public Health health() {
        RelayEngine now = engine;
        if (now != null) {
            return now.health();
        }
        Trouble why = trouble;
        Health.Part part = why == null
                ? new Health.Part(Health.RELAY, Health.Status.DOWN, null, "It starts.", "Wait for it.", null)
                : new Health.Part(
                        Health.STORE,
                        Health.Status.DOWN,
                        why.since(),
                        why.sentence(),
                        "Repair what the sentence names; the start is tried again by itself, at least every minute.",
                        null);
        return new Health(List.of(part), 0, List.of(), false);
    }
}
