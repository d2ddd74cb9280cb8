package dev.byoc.internal.dispatch;

import dev.byoc.internal.runtime.Faults;
import dev.byoc.internal.runtime.LogThrottle;
import dev.byoc.store.StoreException;
import dev.byoc.store.spi.Change;
import dev.byoc.store.spi.Claim;
import dev.byoc.store.spi.Entry;
import dev.byoc.store.spi.Journal;
import dev.byoc.store.spi.Journal.End;
import dev.byoc.store.spi.Lane;
import dev.byoc.store.spi.LostClaimException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stores what came of an attempt, and tells of it. Thread-safe; throws nothing. */
final class Completion {
    private static final Logger log = LoggerFactory.getLogger(Completion.class);

    private final Journal journal;
    private final CircuitBreakers breakers;
    private final Handler handler;
    private final DispatchListener listener;
    private final StoreRetry storeRetry;
    private final HandBack handBack;
    private final KeptLanes kept;
    private final LogThrottle often;
    private final Queue<Unfinished> unfinished = new ConcurrentLinkedQueue<>();

    /** An entry whose attempt has ended, and which the store has not let end yet. */
    record Unfinished(Attempt attempt, Throwable cause, Change known) {}

    Completion(
            Journal journal,
            CircuitBreakers breakers,
            Handler handler,
            DispatchListener listener,
            StoreRetry storeRetry,
            HandBack handBack,
            KeptLanes kept,
            LogThrottle often) {
        this.journal = journal;
        this.breakers = breakers;
        this.handler = handler;
        this.listener = listener;
        this.storeRetry = storeRetry;
        this.handBack = handBack;
        this.kept = kept;
        this.often = often;
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
            return deadLetter(new Unfinished(attempt, e, attempt.unknown()));
        }
        return List.of();
    }

    private List<Claim> stored(Attempt attempt, Decision decision) {
        Claim claim = attempt.claim();
        Lane lane = claim.entry().lane();
        if (decision instanceof Decision.Finish finish) {
            return finish(attempt, finish);
        }
        if (decision instanceof Decision.Fault fault) {
            return deadLetter(new Unfinished(attempt, fault.cause(), fault.known()));
        }
        if (decision instanceof Decision.Release release) {
            Change change = release.change().trace("try later", release.why());
            store(lane, release.delay(), change, all -> {
                journal.release(claim, release.delay(), release.counts(), all);
                return claim;
            });
        } else if (decision instanceof Decision.Postpone postpone) {
            Change change = postpone.change().trace("waiting", postpone.why());
            store(lane, postpone.delay(), change, all -> {
                journal.postpone(claim, postpone.delay(), all);
                return claim;
            });
        } else if (decision instanceof Decision.Lost) {
            lost(claim);
        } else {
            handBack.giveBack(List.of(claim));
        }
        return List.of();
    }

    private <T> T store(Lane lane, Duration delay, Change change, Function<Change, T> write) {
        return kept.storing(lane, delay, change, all -> storeRetry.untilStored(() -> write.apply(all)));
    }

    private List<Claim> finish(Attempt attempt, Decision.Finish finish) {
        Claim claim = attempt.claim();
        Entry entry = claim.entry();
        Change change = finish.outcome().change();
        List<Claim> next = store(
                entry.lane(), Duration.ZERO, change, all -> journal.finish(claim, finish.end(), finish.why(), all));
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
    List<Claim> abandon(Claim claim, Throwable cause) {
        return deadLetter(new Unfinished(new Attempt(journal, claim), cause, Change.NONE));
    }

    /** Its lane must continue, whatever is wrong with this entry. */
    List<Claim> deadLetter(Unfinished entry) {
        Attempt attempt = entry.attempt();
        Claim claim = attempt.claim();
        try {
            String reason =
                    "it could not be completed: " + entry.cause().getClass().getSimpleName();
            Change change = entry.known().and(handler.onDeadLettered(claim.entry(), reason, entry.known()));
            List<Claim> next = store(
                    claim.entry().lane(), Duration.ZERO, change, all -> journal.finish(claim, End.DEAD, reason, all));
            Faults.telling(() -> {
                attempt.end();
                listener.deadLettered(claim.entry(), reason, attempt.timing());
            });
            return next;
        } catch (LostClaimException e) {
            Faults.telling(() -> log.debug("{} had ended already, or is not ours", claim.entry()));
        } catch (Throwable e) {
            // Only while everything ends may it stay as it is: begun, so that the next start looks what became of it.
            keep(entry);
            Faults.telling(() -> often.log(
                    "an entry cannot be dead-lettered, trying again",
                    e.getClass().getName()));
        }
        return List.of();
    }

    /** For {@link #takeUnfinished}, unless everything ends. */
    void keep(Unfinished entry) {
        if (!storeRetry.isEnded()) {
            unfinished.add(entry);
        }
    }

    /** Those that {@link #deadLetter} is to be asked for again. */
    List<Unfinished> takeUnfinished() {
        List<Unfinished> taken = new ArrayList<>();
        for (Unfinished each = unfinished.poll(); each != null; each = unfinished.poll()) {
            taken.add(each);
        }
        return taken;
    }

    /** What is not stored by now is left to the next start. */
    void end() {
        storeRetry.end();
    }
}
