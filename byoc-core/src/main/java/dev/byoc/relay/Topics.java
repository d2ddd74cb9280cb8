package dev.byoc.relay;

import dev.byoc.freshchat.FreshchatClient;
import dev.byoc.freshchat.FreshchatException;
import dev.byoc.freshchat.Topic;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Which Freshchat topic each account's conversations appear in. Asked once and remembered, until Freshchat says that one is gone. */
final class Topics {
    /** How long a missing topic is believed to be missing: every message and every foreign event would ask again. */
    private static final Duration BELIEVED = Duration.ofSeconds(30);

    private final FreshchatClient freshchat;
    private final Collection<Account> accounts;
    private final Clock clock;
    private final Map<String, Miss> missing = new ConcurrentHashMap<>();
    private final Map<String, String> byAccount = new ConcurrentHashMap<>();

    /** A topic that is set and does not exist: a person has to look. */
    static final class NoSuchTopic extends Exception {
        private static final long serialVersionUID = 1L;

        NoSuchTopic(Account account, String known) {
            // The setting's value is not quoted: it may be a token in the wrong place.
            super("Freshchat has no topic of the name or id that account '" + account.id()
                    + "' sets as 'topic'; there are: " + known);
        }
    }

    private record Miss(Instant at, String known) {}

    Topics(FreshchatClient freshchat, Collection<Account> accounts, Clock clock) {
        this.freshchat = freshchat;
        this.accounts = accounts;
        this.clock = clock;
    }

    /** The id of an account's topic, without asking; null if it is not known yet. */
    @Nullable
    String known(Account account) {
        return byAccount.get(account.id());
    }

    /**
     * The id of an account's topic.
     *
     * @throws FreshchatException if Freshchat did not say
     */
    String of(Account account) throws NoSuchTopic {
        String known = byAccount.get(account.id());
        if (known != null) {
            return known;
        }
        Miss miss = missing.get(account.id());
        Instant now = clock.instant();
        if (miss != null && now.isBefore(miss.at().plus(BELIEVED))) {
            throw new NoSuchTopic(account, miss.known());
        }
        List<Topic> topics = freshchat.topics();
        Map<String, String> found = new HashMap<>();
        for (Account each : accounts) {
            String id = find(each.options().topic(), topics);
            if (id != null) {
                found.put(each.id(), id);
            }
        }
        byAccount.putAll(found);
        String id = found.get(account.id());
        if (id == null) {
            String names = String.join(", ", topics.stream().map(Topic::name).toList());
            missing.put(account.id(), new Miss(now, names));
            throw new NoSuchTopic(account, names);
        }
        missing.remove(account.id());
        return id;
    }

    /** An id first: a topic may be named like another one's id only on purpose. */
    private static @Nullable String find(String wanted, List<Topic> topics) {
        for (Topic topic : topics) {
            if (topic.id().equals(wanted)) {
                return topic.id();
            }
        }
        for (Topic topic : topics) {
            if (topic.enabled() && topic.name().equalsIgnoreCase(wanted)) {
                return topic.id();
            }
        }
        return null;
    }

    void forget(Account account) {
        byAccount.remove(account.id());
    }

    /** Whether the topics of all accounts are known. */
    boolean complete() {
        return byAccount.size() == accounts.size();
    }
}
