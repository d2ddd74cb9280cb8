package dev.byoc.store;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The one home of the relay's state. Every method that changes something is one atomic change, and returns when that is as durable as
 * the store can make it. Thread-safe.
 *
 * <p>An entry waits in its lane until a {@link Claim} is given out for it; only the holder may {@link #keep}, {@link #finish} or
 * {@link #release}. {@link #finish} hands over the next entry of the lane at once, so that claiming costs no change of its own.
 */
public interface RelayStore extends AutoCloseable {
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
        /** Given up: kept as a dead letter. */
        DEAD,
        /** Nothing to do after all. */
        DROPPED
    }

    /** An entry that was given up. */
    record DeadLetter(long id, String account, Lane.Direction direction, Instant at, String reason) {}

    /** Whether what was stored outlives the process. */
    boolean isDurable();

    /**
     * Stores entries and changes of links together.
     *
     * @return for each entry whether it was new; and a claim for each lane that was idle
     * @throws StoreException if nothing was stored: the store is full or down. The sender has to be refused then.
     */
    Appended append(List<NewEntry> entries, List<LinkChange> links);

    /** Claims for lanes whose time has come: those that were released until now, and after a restart all that are open. */
    List<Claim> claimDue(int max);

    /** Stores progress and keeps the claim; the new claim replaces it. */
    Claim keep(Claim claim, Change change);

    /**
     * Ends the entry.
     *
     * @param reason why, for a dead letter; holds nobody's words
     * @return claims for the lane's next entry, if there is one, and for the idle lanes of the change's entries
     */
    List<Claim> finish(Claim claim, End end, String reason, Change change);

    /** Gives the lane back until the delay has passed; its entry stays first. */
    void release(Claim claim, Duration delay, boolean counts, Change change);

    @Nullable
    Link link(String account, String customer);

    /** The link whose conversation has this id, of either family; also one that was replaced by a newer conversation. */
    @Nullable
    Link linkByConversation(String anyConversationId);

    /** The entry that a message on the network came from: its lane and account; null if no part has that id. */
    @Nullable
    Entry entryByMessage(String account, String channelMessageId);

    /** Whether this message of Freshchat is one that the relay posted as agent or bot. */
    boolean wasPosted(String freshchatMessageId);

    /** Whether nothing is waiting or being done in that lane. */
    boolean isIdle(Lane lane);

    /** Every event key that was stored since then is still known. */
    Instant remembersSince();

    @Nullable
    String setting(String name);

    /** The value that is stored, or this one from now on. */
    String settingOrPut(String name, String value);

    void putSetting(String name, String value);

    /** The newest first. */
    List<DeadLetter> deadLetters(int max);

    /** How many entries are neither done nor given up. */
    int open();

    @Override
    void close();
}
