package dev.byoc.store.spi;

import dev.byoc.Direction;
import dev.byoc.store.StoreException;
import dev.byoc.store.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The entries of both directions, in lanes that keep their order. Every method that changes something is one atomic change, and returns
 * when that is as durable as the store can make it. Thread-safe.
 *
 * <p>An entry waits in its lane until a {@link Claim} is given out for it; only the holder may {@link #keep}, {@link #finish} or
 * {@link #release}. {@link #finish} hands over the next entry of the lane at once, so that claiming costs no change of its own. An entry
 * of which a claim was out when the process ended comes back with {@link Checkpoint#unsettled}: it may have been done.
 *
 * <p>Unless said otherwise every method throws {@link StoreException} if the store is full, closed or out of reach; what it should have
 * changed may be stored all the same then, and repeating the call does no harm.
 */
public interface Journal {
    /** What became of an append. */
    record Appended(List<Boolean> fresh, List<Claim> claims) {
        public Appended {
            fresh = List.copyOf(fresh);
            claims = List.copyOf(claims);
        }
    }

    /** How an entry ends. */
    enum End {
        DONE,
        /** Kept as a dead letter. */
        DEAD,
        /** Nothing to do after all. */
        DISCARDED
    }

    /** Why the entries of a customer who is forgotten ended. */
    String FORGOTTEN = "the customer was forgotten";

    /**
     * Stores entries and changes of links together.
     *
     * @param links changes that belong to no entry, and count in any case
     * @param closed lanes in which nothing is to be started now
     * @return for each entry whether it was new; and a claim for each other lane that was idle
     * @throws StoreException if the sender has to be refused
     */
    Appended append(List<NewEntry> entries, List<LinkChange> links, PausedLanes closed);

    /**
     * Claims for lanes whose time has come: those that were given back until now, and after a restart all that are open. Those that have
     * waited longest come first.
     *
     * @param waiting only lanes that have waited so long since then
     */
    List<Claim> claimDue(int max, PausedLanes closed, Duration waiting);

    /**
     * Stores how far the entry has come, and keeps the claim; the new claim replaces it.
     *
     * @throws LostClaimException if the lane is no longer held
     */
    Claim keep(Claim claim, Change change);

    /**
     * Ends the entry.
     *
     * @param reason why, for a dead letter; holds no customer's or agent's words
     * @return claims for the lane's next entry, if there is one, and for the idle lanes of the change's entries
     * @throws LostClaimException if the lane is no longer held
     */
    List<Claim> finish(Claim claim, End end, String reason, Change change);

    /**
     * Gives the lane back until the delay has passed, as the attempt has failed; its entry stays first.
     *
     * @param counts whether the failure is the entry's own
     * @throws LostClaimException if the lane is no longer held
     */
    void release(Claim claim, Duration delay, boolean counts, Change change);

    /**
     * Gives the lane back until the delay has passed, as something else has to come first: nothing is counted, and its entry stays first.
     *
     * @throws LostClaimException if the lane is no longer held
     */
    void postpone(Claim claim, Duration delay, Change change);

    /**
     * Lets a lane go that {@link Change#keepsLane} has kept; what waits in it may be claimed once the delay has passed, by any host. Does nothing if it is not
     * kept by this host (any more): a host that ends or falls silent keeps its lanes no longer than its claims.
     */
    void letGo(Lane lane, Duration delay);

    /** Gives lanes back whose entries were not begun, as if they had never been claimed. Those no longer held are passed over. */
    void handBack(List<Claim> claims);

    /** How long the claims that are out are surely this host's: no call may outlast it. */
    Duration holdsFor();

    /** Whether this claim is still good, as far as that is known here: nothing is to be begun under one that is not. */
    boolean holds(Claim claim);

    /** Those of these lanes in which something is waiting or being done. */
    Set<Lane> busy(Collection<Lane> lanes);

    /** Whether nothing is waiting or being done in that lane. */
    default boolean isIdle(Lane lane) {
        return busy(List.of(lane)).isEmpty();
    }

    /** The body of what is being done in that lane, by whichever host, or may have been done; null: nothing is. */
    byte @Nullable [] underWay(Lane lane);

    /**
     * Since when entries of these keys are stored; those that are not, or no longer, are missing. Replays have keys of their own.
     */
    Map<String, Instant> storedAt(Direction direction, Collection<String> eventKeys);

    /** Every event key that was stored since then is still known. */
    Instant remembersSince();

    /** What time it is for entries: {@link Entry#at} is of this clock, which need not be this machine's. */
    Instant now();

    /**
     * What happened to some entries, oldest first.
     *
     * @param eventKeys entries of these keys, and their replays
     * @param id and those that this names: the store's own id, the network's of a message that was sent, or Freshchat's of one posted
     */
    List<Timeline> timeline(Set<String> eventKeys, String id);

    /**
     * What happened to the last entries of some lanes, the newest first: those that were stored last, whatever became of them since. May read all
     * entries there are, so it is for people who ask, and not for each message.
     *
     * @param lanes of one customer
     * @param max how many at most
     */
    List<Timeline> timelines(Collection<Lane> lanes, int max);

    /** Other scopes of the same database that have open entries which no relay has looked at for a while. */
    Set<String> openElsewhere();
}
