package dev.byoc.store.spi;

import dev.byoc.message.ReplyHandle;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who a customer is in Freshchat.
 *
 * @param customer the messenger's id
 * @param userId Freshchat's user
 * @param conversation the conversation that messages go to
 * @param conversationNumber its id of the other family
 * @param lastRef the last message of ours in it
 * @param handle the newest handle for answering
 * @param resolvedAt when it was resolved; null: it is open
 * @param stateAt Freshchat's time of the last resolve or reopen, or the time of the message that has opened it: an older event is late and
 *     does not count
 * @param context what brought the customer here, not yet shown to an agent
 * @param profile a digest of the profile that Freshchat was told last
 * @param activeAt when something was last relayed, to the hour; null: nothing yet
 * @param caughtUpTo the {@code upTo} of the last {@link LinkChange.CaughtUp}; null: its conversation was never read
 */
public record Link(
        String account,
        String customer,
        @Nullable String userId,
        @Nullable String conversation,
        @Nullable String conversationNumber,
        @Nullable String lastRef,
        @Nullable ReplyHandle handle,
        @Nullable Instant resolvedAt,
        @Nullable Instant stateAt,
        @Nullable String context,
        @Nullable String profile,
        @Nullable Instant activeAt,
        @Nullable Instant caughtUpTo) {
    /** A customer of whom nothing is known yet. */
    public static Link of(String account, String customer) {
        return new Link(account, customer, null, null, null, null, null, null, null, null, null, null, null);
    }

    /** The newest handle by its value; null: there is none. */
    public @Nullable String handleValue() {
        return handle == null ? null : handle.value();
    }

    /** The ids of the conversation: of one family or of both, the main one first. */
    public List<String> conversationIds() {
        if (conversation == null) {
            return conversationNumber == null ? List.of() : List.of(conversationNumber);
        }
        return conversationNumber == null ? List.of(conversation) : List.of(conversation, conversationNumber);
    }

    /** The ids that are named; where one of them leads to the conversation, its other id behind them. */
    public List<String> conversationIds(List<String> named) {
        for (String id : named) {
            if (leadsTo(id)) {
                Set<String> all = new LinkedHashSet<>(named);
                all.addAll(conversationIds());
                return List.copyOf(all);
            }
        }
        return List.copyOf(named);
    }

    /** Whether that is the conversation, by an id of either family. */
    public boolean leadsTo(String id) {
        return id.equals(conversation) || id.equals(conversationNumber);
    }

    /** Ids of Freshchat alone. */
    @Override
    public String toString() {
        return "Link[" + account + ", user=" + userId + ", conversation=" + conversation + "]";
    }
}
