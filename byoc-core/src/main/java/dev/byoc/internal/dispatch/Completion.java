package dev.byoc.internal.dispatch;

import dev.byoc.internal.breaker.CircuitBreakers;
import dev.byoc.internal.runtime.Faults;
import dev.byoc.store.StoreException;
import dev.byoc.store.spi.Change;
import dev.byoc.store.spi.Claim;
import dev.byoc.store.spi.Entry;
import dev.byoc.store.spi.LostClaimException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stores what came of an attempt, and tells of it. Thread-safe; throws nothing. */
final class Completion {
    private static final Logger log = LoggerFactory.getLogger(Completion.class);

    private final CircuitBreakers breakers;
    private final DispatchListener listener;
    private final CompletionWriter writer;
    private final HandBack handBack;
    private final PoisonEntries poison;

    Completion(
            CircuitBreakers breakers,
            DispatchListener listener,
            CompletionWriter writer,
            HandBack handBack,
            PoisonEntries poison) {
        this.breakers = breakers;
        this.listener = listener;
        this.writer = writer;
        this.handBack = handBack;
        this.poison = poison;
    }

    /** Gives the claims that the store has handed out thereupon. */
    List<Claim> store(Attempt attempt, Decision decision) {
        try {
            return stored(attempt, decision);
        } catch (LostClaimException e) {
            lost(attempt.claim());
        } catch (StoreException e) {
            Faults.telling(
                    () -> log.warn("{} is left as it was, as everything ends: {}", attempt.entry(), e.getMessage()));
        } catch (Throwable e) {
            Faults.telling(() -> log.warn(
                    "{} could not be completed: {} at {}",
                    attempt.entry(),
                    e.getClass().getName(),
                    Faults.placeOf(e)));
            return poison.deadLetter(new PoisonEntries.Poison(attempt, e, attempt.unknown()));
        }
        return List.of();
    }

    private List<Claim> stored(Attempt attempt, Decision decision) {
        Claim claim = attempt.claim();
        if (decision instanceof Decision.Finish finish) {
            return finish(attempt, finish);
        }
        if (decision instanceof Decision.Fault fault) {
            return poison.deadLetter(new PoisonEntries.Poison(attempt, fault.cause(), fault.known()));
        }
        if (decision instanceof Decision.Release release) {
            writer.release(claim, release);
        } else if (decision instanceof Decision.Postpone postpone) {
            writer.postpone(claim, postpone);
        } else if (decision instanceof Decision.Lost) {
            lost(claim);
        } else {
            handBack.giveBack(List.of(claim));
        }
        return List.of();
    }

    private List<Claim> finish(Attempt attempt, Decision.Finish finish) {
        Claim claim = attempt.claim();
        Entry entry = claim.entry();
        List<Claim> next = writer.finish(
                claim, finish.end(), finish.why(), finish.outcome().change());
        // The commit has handed out what follows in the lane: nothing may keep it from being passed on.
        Faults.telling(() -> {
            breakers.of(entry).forget(entry.lane());
            breakers.freshchat().forget(entry.lane());
        });
        Faults.telling(() -> listener.ended(entry, finish.outcome(), finish.why(), attempt.timing()));
        return next;
    }

    private void lost(Claim claim) {
        Faults.telling(() -> log.info(
                "{} is no longer ours: another host has taken it over, or its customer was forgotten", claim.entry()));
    }

    /** An entry whose worker has failed beside its attempt. The claims as {@link #store} gives them. */
    List<Claim> abandon(Attempt attempt, Throwable cause) {
        return poison.deadLetter(new PoisonEntries.Poison(attempt, cause, Change.NONE));
    }

    /** What is not stored by now is left to the next start. */
    void end() {
        writer.end();
    }
}
