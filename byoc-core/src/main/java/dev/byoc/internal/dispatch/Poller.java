package dev.byoc.internal.dispatch;

import dev.byoc.internal.breaker.CircuitBreakers;
import dev.byoc.store.StoreException;
import dev.byoc.store.spi.Claim;
import dev.byoc.store.spi.Journal;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Polls the store for what is due by now, and retries what it has not taken before. Used by the timer's thread alone. */
final class Poller {
    private static final Logger log = LoggerFactory.getLogger(Poller.class);

    private final Journal journal;
    private final CircuitBreakers breakers;
    private final DueLanes due;
    private final HandBack handBack;
    private final PoisonEntries poison;
    private final KeptLanes kept;

    /** Whether the store was out of reach at the last tick. */
    private boolean blind;

    Poller(
            Journal journal,
            CircuitBreakers breakers,
            DueLanes due,
            HandBack handBack,
            PoisonEntries poison,
            KeptLanes kept) {
        this.journal = journal;
        this.breakers = breakers;
        this.due = due;
        this.handBack = handBack;
        this.poison = poison;
        this.kept = kept;
    }

    /** Tries again to end the entries that the store did not let end. */
    void retryPoison(Consumer<List<Claim>> take) {
        poison.retry(take);
    }

    /**
     * One tick.
     *
     * @param take is given the claims that the store hands out
     * @param startWaiting starts what may go by now of what waits at the breakers
     */
    void poll(Consumer<List<Claim>> take, Runnable startWaiting) {
        try {
            handBack.retry();
            kept.letGo();
            if (breakers.isHeld()) {
                return;
            }
            for (DueLanes.Query query : due.queries()) {
                take.accept(journal.claimDue(query.most(), query.except(), query.minAge()));
            }
            due.started();
            startWaiting.run();
            blind = false;
        } catch (StoreException e) {
            // Once for each outage, as it is looked for several times a second.
            if (!blind) {
                log.warn("nothing can be looked up, and nothing begun, until it can: {}", e.getMessage());
            }
            blind = true;
        }
    }
}
