package dev.byoc.relay;

import dev.byoc.freshchat.FreshchatClient;
import dev.byoc.freshchat.FreshchatException;
import dev.byoc.freshchat.FreshchatUser;
import dev.byoc.store.Change;
import dev.byoc.store.Entry;
import dev.byoc.store.Link;
import dev.byoc.store.LinkChange;
import dev.byoc.store.NewEntry;
import dev.byoc.store.RelayStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds whose conversation an agent spoke in, where no link tells: the webhook may have overtaken the answer to our own call, or a restart
 * has forgotten. It is ours only if its user carries a reference of an account in that topic; after a minute it is somebody else's.
 */
final class OrphanFlow {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration BETWEEN = Duration.ofSeconds(5);

    private final RelayStore store;
    private final FreshchatClient freshchat;
    private final Topics topics;
    private final Map<String, Account> accounts;

    OrphanFlow(RelayStore store, FreshchatClient freshchat, Topics topics, Map<String, Account> accounts) {
        this.store = store;
        this.freshchat = freshchat;
        this.topics = topics;
        this.accounts = accounts;
    }

    Step adopt(Entry entry, Work.Orphan orphan) {
        Link link = store.linkByConversation(orphan.conversation());
        Account account = link == null ? null : accounts.get(link.account());
        if (link != null && account != null) {
            return new Step.Dropped("", moved(orphan, account, link.customer(), Change.NONE));
        }
        try {
            Step found = byReference(orphan);
            if (found != null) {
                return found;
            }
        } catch (FreshchatException e) {
            Step failed = Failures.of(e, Change.NONE);
            return failed instanceof Step.Buried buried ? new Step.Dropped(buried.why(), Change.NONE) : failed;
        }
        return store.now().isAfter(entry.at().plus(PATIENCE))
                ? new Step.Dropped("a conversation of nobody here", Change.NONE)
                : new Step.Later(BETWEEN, false, "whose conversation this is is not known yet", Change.NONE);
    }

    private @Nullable Step byReference(Work.Orphan orphan) {
        boolean anyTopic = false;
        for (Account account : accounts.values()) {
            anyTopic |= isIn(account, orphan);
        }
        if (!anyTopic) {
            return new Step.Dropped("a topic of nobody here", Change.NONE);
        }
        FreshchatUser user = orphan.userId() == null ? null : freshchat.user(orphan.userId());
        String reference = user == null ? null : user.referenceId();
        if (user == null || reference == null) {
            return null;
        }
        // A bare id fits every account that has them: those with a prefix are asked first.
        List<Account> candidates = new ArrayList<>(accounts.values());
        candidates.sort(Comparator.comparing(account -> account.options().bareId()));
        for (Account account : candidates) {
            String customer = account.customerOf(reference);
            if (customer != null && isIn(account, orphan)) {
                Change link = linkOf(account, customer, user.id(), orphan.conversation());
                return new Step.Dropped("", moved(orphan, account, customer, link));
            }
        }
        return null;
    }

    /** An account whose topic is missing has no conversations; that is its own trouble and must not hold up the others. */
    private boolean isIn(Account account, Work.Orphan orphan) {
        try {
            return orphan.channelIds().contains(topics.of(account));
        } catch (Topics.NoSuchTopic e) {
            return false;
        }
    }

    /** Learnt on the way: this is the customer's conversation, unless a newer one is known. */
    private Change linkOf(Account account, String customer, String user, String conversation) {
        Link known = store.link(account.id(), customer);
        return known != null && known.conversation() != null
                ? Change.NONE
                : Change.NONE
                        .link(new LinkChange.User(account.id(), customer, user))
                        .link(new LinkChange.Conversation(account.id(), customer, conversation, null, null));
    }

    private static Change moved(Work.Orphan orphan, Account account, String customer, Change change) {
        Work.Reply reply = new Work.Reply(
                customer,
                orphan.messageId(),
                orphan.conversation(),
                orphan.agentId(),
                orphan.typed(),
                orphan.contents(),
                orphan.skipped());
        return change.entry(
                new NewEntry(account.outbound(customer), "adopted:" + orphan.messageId(), WorkCodec.write(reply)));
    }
}
