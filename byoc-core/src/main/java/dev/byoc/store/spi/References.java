package dev.byoc.store.spi;

import dev.byoc.store.StoreException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Ids of messages that were sent or posted, by which they are found again: an entry's {@link Change} stores them. Thread-safe.
 *
 * <p>Every method throws {@link StoreException} if the store is closed or out of reach.
 */
public interface References {
    /** What a network told of a message that was sent. */
    record Receipt(String kind, String detail) {}

    /**
     * The entry that a message on the network came from.
     *
     * @param at when it was stored
     */
    record Sent(Lane lane, Instant at) {}

    /** What a message on the network came from; null if no part has that id. */
    @Nullable
    Sent sent(String account, String channelMessageId);

    /** Whether this message of Freshchat is one that the relay posted as agent or bot. */
    boolean wasPosted(String freshchatMessageId);

    /** Since when the relay knows these messages of Freshchat as its own: in a customer's name, as agent or as bot. Others are missing. */
    Map<String, Instant> postedAt(Collection<String> freshchatMessageIds);

    /**
     * What a network told of one message.
     *
     * @param message the network's id of the message, or the key it was sent under
     */
    record Told(String message, Receipt receipt) {}

    /** Stores what a network told of messages that were sent, in that order. It is durable on return. */
    void noteReceipts(String account, List<Told> receipts);

    /** The last receipt of a message; null if none is known. */
    @Nullable
    Receipt receipt(String account, String message);
}
