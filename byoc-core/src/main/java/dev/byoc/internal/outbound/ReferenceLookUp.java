package dev.byoc.internal.outbound;

import dev.byoc.freshchat.FreshchatClient;
import dev.byoc.freshchat.FreshchatException;
import dev.byoc.freshchat.FreshchatUser;
import dev.byoc.internal.account.Account;
import dev.byoc.internal.account.Owners;
import dev.byoc.internal.freshchat.Topics;
import dev.byoc.internal.task.Task;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Asks Freshchat whose conversation an agent spoke in: its user carries the reference of a customer, and its topic is that account's. Thread-safe. */
public final class ReferenceLookUp {
    /** What Freshchat tells. */
    sealed interface Answer {}

    /** It is that customer's. */
    record Named(Owners.Customer customer, FreshchatUser user, String reference) implements Answer {}

    /** It is in a topic of no account here. */
    record Elsewhere() implements Answer {}

    /** Its user carries no reference of an account in that topic, or not yet. */
    record Unknown() implements Answer {}

    private final FreshchatClient freshchat;
    private final Topics topics;

    /** A bare id fits every account that has them: those with a prefix come first. */
    private final List<Account> candidates;

    public ReferenceLookUp(FreshchatClient freshchat, Topics topics, Map<String, Account> accounts) {
        this.freshchat = freshchat;
        this.topics = topics;
        this.candidates = accounts.values().stream()
                .sorted(Comparator.comparing(account -> account.options().bareId()))
                .toList();
    }

    /** @throws FreshchatException if Freshchat does not tell */
    Answer of(Task.Orphan orphan) {
        List<Account> inTopic =
                candidates.stream().filter(account -> isIn(account, orphan)).toList();
        if (inTopic.isEmpty()) {
            return new Elsewhere();
        }
        FreshchatUser user = orphan.userIds().isEmpty()
                ? null
                : freshchat.user(orphan.userIds().get(0));
        String reference = user == null ? null : user.referenceId();
        if (user == null || reference == null) {
            return new Unknown();
        }
        for (Account account : inTopic) {
            String customer = account.customerOf(reference);
            if (customer != null) {
                return new Named(new Owners.Customer(account, customer), user, reference);
            }
        }
        return new Unknown();
    }

    /** An account whose topic is missing has no conversations; that is its own trouble and must not hold up the others. */
    private boolean isIn(Account account, Task.Orphan orphan) {
        try {
            return orphan.channelIds().contains(topics.of(account));
        } catch (Topics.NoSuchTopic e) {
            return false;
        }
    }
}
