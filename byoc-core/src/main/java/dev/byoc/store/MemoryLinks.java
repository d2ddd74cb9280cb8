package dev.byoc.store;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The links of a {@link MemoryStore}, which guards them. */
final class MemoryLinks {
    private final Map<Key, Link> links = new HashMap<>();
    private final Map<String, Key> byConversation = new HashMap<>();

    private record Key(String account, String customer) {}

    @Nullable
    Link link(String account, String customer) {
        return links.get(new Key(account, customer));
    }

    @Nullable
    Link byConversation(String id) {
        Key key = byConversation.get(id);
        return key == null ? null : links.get(key);
    }

    void apply(LinkChange change) {
        if (change instanceof LinkChange.State state) {
            state(state);
        } else if (change instanceof LinkChange.OfCustomer ofCustomer) {
            Key key = new Key(ofCustomer.account(), ofCustomer.customer());
            Link old = links.getOrDefault(key, Link.of(key.account(), key.customer()));
            links.put(key, changed(old, ofCustomer));
            if (change instanceof LinkChange.Conversation conversation) {
                remember(conversation.id(), key);
                remember(conversation.number(), key);
            }
        }
    }

    private void remember(@Nullable String conversationId, Key key) {
        if (conversationId != null) {
            byConversation.put(conversationId, key);
        }
    }

    private void state(LinkChange.State state) {
        Link link = byConversation(state.anyConversationId());
        if (link == null) {
            return;
        }
        boolean current = state.anyConversationId().equals(link.conversation())
                || state.anyConversationId().equals(link.conversationNumber());
        boolean newer = link.stateAt() == null || state.at().isAfter(link.stateAt());
        if (current && newer) {
            links.put(
                    new Key(link.account(), link.customer()),
                    link.withState(state.resolved() ? state.at() : null, state.at()));
        }
    }

    private static Link changed(Link link, LinkChange.OfCustomer change) {
        if (change instanceof LinkChange.User user) {
            return link.withUser(user.userId());
        }
        if (change instanceof LinkChange.Conversation conversation) {
            return link.withConversation(conversation.id(), conversation.number(), conversation.lastRef());
        }
        if (change instanceof LinkChange.Posted posted) {
            return link.withPosted(posted.lastRef());
        }
        if (change instanceof LinkChange.Handle handle) {
            return link.withHandle(handle.handle());
        }
        if (change instanceof LinkChange.HandleSpent spent) {
            boolean current = link.handle() != null && link.handle().value().equals(spent.value());
            return current ? link.withHandle(null) : link;
        }
        if (change instanceof LinkChange.Context context) {
            return link.withContext(context.text());
        }
        return link.withProfile(((LinkChange.Profile) change).digest());
    }
}
