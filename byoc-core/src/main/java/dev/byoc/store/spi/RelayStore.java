package dev.byoc.store.spi;

import dev.byoc.Direction;
import dev.byoc.store.DeadLetter;
import dev.byoc.store.DeadLetterFilter;
import dev.byoc.store.ReplayMode;
import dev.byoc.store.ReplayResult;
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
 * The one home of the relay's state. Every method that changes something is one atomic change, and returns when that is as durable as
 * the store can make it. Thread-safe.
 *
 * <p>An entry waits in its lane until a {@link Claim} is given out for it; only the holder may {@link #keep}, {@link #finish} or
 * {@link #release}. {@link #finish} hands over the next entry of the lane at once, so that claiming costs no change of its own. An entry
 * of which a claim was out when the process ended comes back with {@link Progress#unsettled}: it may have been done.
 *
 * <p>Unless said otherwise every method throws {@link StoreException} if the store is full, closed or out of reach; what it should have
 * changed may be stored all the same then, and saying it again does no harm.
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
        /** A dead letter, which is kept. */
        DEAD,
        /** Nothing to do after all. */
        DISCARDED
    }

    /** Why what was of a customer who is forgotten ended. */
    String FORGOTTEN = "the customer was forgotten";

    /** What became of a replay, and what may be worked on now. */
    record Replayed(ReplayResult outcome, List<Claim> claims) {
        public Replayed {
            claims = List.copyOf(claims);
        }
    }

    /** What of its own settings cannot work, a sentence each; asked before it is opened, and told together with all other faults. */
    default List<String> faults() {
        return List.of();
    }

    /**
     * Makes the store ready for one relay, which calls this once, first of all.
     *
     * @param scope what tells this relay's rows from those of others in the same database
     * @throws StoreException saying what is in the way and what to do about it
     */
    void open(String scope);

    /** Whether what was stored outlives the process. */
    boolean isDurable();

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
     * Stores progress and keeps the claim; the new claim replaces it.
     *
     * @throws LostClaimException if the lane is no longer held
     */
    Claim keep(Claim claim, Change change);

    /**
     * Ends the entry.
     *
     * @param reason why, for a dead letter; holds nobody's words
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

    /** Gives lanes back whose entries were not begun, as if they had never been claimed. Those no longer held are passed over. */
    void handBack(List<Claim> claims);

    /** How long the claims that are out are surely ours: no call may outlast it. */
    Duration holdsFor();

    /** Whether this claim is still good, as far as that is known here: nothing is to be begun under one that is not. */
    boolean holds(Claim claim);

    @Nullable
    Link link(String account, String customer);

    /** The link whose conversation has this id, of either family; also one that was replaced by a newer conversation. */
    @Nullable
    Link linkByConversation(String anyConversationId);

    /** The link whose user this is, or was; of several, which have the user in common, any. */
    @Nullable
    Link linkByUser(String userId);

    /** The lane of the entry that a message on the network came from; null if no part has that id. */
    @Nullable
    Lane laneOfMessage(String account, String channelMessageId);

    /** Whether this message of Freshchat is one that the relay posted as agent or bot. */
    boolean wasPosted(String freshchatMessageId);

    /**
     * Since when entries of these keys are stored; those that are not, or no longer, are missing. Replays have keys of their own.
     */
    Map<String, Instant> storedAt(Direction direction, Collection<String> eventKeys);

    /** Since when the relay knows these messages of Freshchat as its own: in a customer's name, as agent or as bot. Others are missing. */
    Map<String, Instant> postedAt(Collection<String> freshchatMessageIds);

    /**
     * Links whose conversation is not known to be resolved and was not read for this gap, those with the latest activity first.
     *
     * @param gap as {@link LinkChange.CaughtUp} names it
     * @param activeSince only with activity since then
     */
    List<Link> notCaughtUp(Instant gap, Instant activeSince, int max);

    /** How many such links {@link #notCaughtUp} leaves out, as their last activity is older or not known. Counts rows: not for each message. */
    int inactive(Instant gap, Instant activeSince);

    /** What readings have found, the earliest first: each {@link LinkChange.WasRead#found} is given to one caller, once. */
    List<String> takeReadings();

    /** Whether nothing is waiting or being done in that lane. */
    boolean isIdle(Lane lane);

    /** The body of what is being done in that lane, by whichever host, or may have been done; null: nothing is. */
    byte @Nullable [] underWay(Lane lane);

    /** What time it is for entries: {@link Entry#at} is of this clock, which need not be this machine's. */
    Instant now();

    /** Every event key that was stored since then is still known. */
    Instant remembersSince();

    @Nullable
    String setting(String name);

    /** The value that is stored, or this one from now on. */
    String settingOrPut(String name, String value);

    void putSetting(String name, String value);

    /** What other scopes of the same database have stored under that name, by scope. */
    Map<String, String> settingElsewhere(String name);

    /** Other scopes of the same database in which something is open that no relay has looked at for a while. */
    Set<String> openElsewhere();

    /**
     * Makes sure that only one caller does something, on this host or another. A lock that is not given back ends by itself.
     *
     * @return when it ends, by this store's clock. Later than that of a lock that has ended before, so it also says whose lock it is. Null:
     *     another caller has it
     */
    @Nullable
    Instant lock(String name, Duration most);

    /**
     * Gives a lock back. One that has ended meanwhile may be another caller's, who keeps it.
     *
     * @param until what {@link #lock} has answered
     */
    void unlock(String name, Instant until);

    /**
     * Notes what a network told of a message that was sent, without waiting until it is durable.
     *
     * @param message the network's id of the message, or the key it was sent under
     */
    void noteReceipt(String account, String message, Receipt receipt);

    /** The last receipt of a message; null if none is known. */
    @Nullable
    Receipt receipt(String account, String message);

    /** What a network told of a message that was sent. */
    record Receipt(String kind, String detail) {}

    /** The newest first. */
    List<DeadLetter> deadLetters(DeadLetterFilter filter, int max);

    /** Those of them that surely have not arrived, the oldest first. */
    List<DeadLetter> replayable(DeadLetterFilter filter, int max);

    /** Replays a dead letter, as a new entry at the end of its lane. */
    Replayed replay(long deadLetter, ReplayMode mode);

    /** Discards a dead letter; its key stays known. False if there is none of that id. */
    boolean discard(long deadLetter);

    /**
     * What happened to some entries, oldest first.
     *
     * @param eventKeys entries of these keys, and their replays
     * @param id and those that this names: the store's own id, the network's of a message that was sent, or Freshchat's of one posted
     */
    List<Timeline> timeline(Set<String> eventKeys, String id);

    /**
     * Erases what is known of a customer: the link, and the content of everything in those lanes; what is open there, and
     * its dead letters, are discarded.
     *
     * @return how many entries have lost their content
     */
    int forget(String account, String customer, List<Lane> lanes);

    /**
     * What keeps it from storing anything, as far as the last attempts have shown; null: nothing does. Asks nobody, never throws.
     */
    @Nullable
    String trouble();

    /**
     * What will keep it from storing anything before long, such as a disk that fills; null: nothing is known. Does no I/O, never throws.
     */
    default @Nullable String warning() {
        return null;
    }

    /** How many entries are neither done nor dead letters; with several hosts, a moment ago. Does no I/O, never throws. */
    int openEntries();

    /**
     * What is counted of each account and direction in which there was anything, with each change and in its transaction. Of other hosts,
     * and in {@link Figures#oldestOpen}, it may be some seconds old. Does no I/O, never throws.
     */
    List<Figures> figures();

    /**
     * Notes that a webhook has come to an address, without waiting until that is durable, which may take some seconds.
     *
     * @param address an account's id, or one of Freshchat's
     */
    void noteWebhook(String address, Instant at);

    /** When the last webhook came to an address; null: none is known. Does no I/O, never throws. */
    @Nullable
    Instant lastWebhook(String address);

    @Override
    void close();

    /** What {@link #trouble()} says of a store that takes no more, as too much is open. */
    static String fullOf(int entries) {
        return "the store is full: " + entries + " entries are open";
    }
}
