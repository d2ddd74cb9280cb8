package dev.byoc.internal.dispatch;

import dev.byoc.internal.runtime.Faults;
import dev.byoc.internal.runtime.LogThrottle;
import dev.byoc.store.StoreException;
import dev.byoc.store.spi.Claim;
import dev.byoc.store.spi.Journal;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives claims back to the store that were not begun, so that they count as that after a restart too. Thread-safe; throws nothing. */
final class HandBack {
    private static final Logger log = LoggerFactory.getLogger(HandBack.class);

    private final Journal journal;
    private final LogThrottle often;
    private final Queue<Claim> kept = new ConcurrentLinkedQueue<>();
    private volatile boolean ended;

    HandBack(Journal journal, LogThrottle often) {
        this.journal = journal;
        this.often = often;
    }

    /** At once; or at a later tick, if the store does not take it: a webhook may be waiting for its answer. */
    void giveBack(List<Claim> claims) {
        if (claims.isEmpty()) {
            return;
        }
        try {
            journal.handBack(claims);
        } catch (Throwable e) {
            kept.addAll(claims);
            if (ended) {
                // What gives back at ticks has ended meanwhile, and has taken what was kept by then.
                end(List.of());
                return;
            }
            Faults.telling(() -> log.debug(
                    "{} lanes are given back once the store takes that: {}",
                    claims.size(),
                    e.getClass().getName()));
        }
    }

    /** At the next tick. A claim must never be left without a holder, whatever has kept it from being begun. */
    void keep(Claim claim, Throwable why) {
        kept.add(claim);
        if (ended) {
            // It was let through as everything ended, too late for the others' hand-back.
            end(List.of());
        } else if (!(why instanceof RejectedExecutionException)) {
            Faults.telling(
                    () -> often.log("an entry waits to be begun", why.getClass().getName()));
        }
    }

    /** Gives back what an earlier attempt has left. */
    void retry() {
        giveBack(takeKept());
    }

    /** For good: what the store does not take now stays claimed until the next start. */
    void end(List<Claim> claims) {
        ended = true;
        List<Claim> all = takeKept();
        all.addAll(claims);
        if (all.isEmpty()) {
            return;
        }
        try {
            journal.handBack(all);
        } catch (Throwable e) {
            String why = e instanceof StoreException
                    ? String.valueOf(e.getMessage())
                    : e.getClass().getName();
            Faults.telling(() -> often.log("lanes could not be given back", why));
        }
    }

    private List<Claim> takeKept() {
        List<Claim> claims = new ArrayList<>();
        for (Claim claim = kept.poll(); claim != null; claim = kept.poll()) {
            claims.add(claim);
        }
        return claims;
    }
}
