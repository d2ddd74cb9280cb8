package dev.byoc.store.spi;

import dev.byoc.store.StoreException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who is who, and in which conversation: a link for each customer of an account. Links change by the {@link LinkChange}s that an append
 * or an entry's {@link Change} carries, in the same transaction. Thread-safe.
 *
 * <p>Every method throws {@link StoreException} if the store is closed or out of reach.
 */
public interface CustomerMap {
    @Nullable
    Link link(String account, String customer);

    /** The link whose conversation has this id, of either family; also one that was replaced by a newer conversation. */
    @Nullable
    Link byConversation(String anyConversationId);

    /** The link whose user this is, or was; of several, which have the user in common, any. */
    @Nullable
    Link byUser(String userId);

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
}
