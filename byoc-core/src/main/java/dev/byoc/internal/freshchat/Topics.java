package dev.byoc.internal.freshchat;

import dev.byoc.freshchat.FreshchatClient;
import dev.byoc.freshchat.FreshchatException;
import dev.byoc.freshchat.Topic;
import dev.byoc.internal.account.Account;
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
public final class Topics {
    /** How long a missing topic is believed to be missing: every message and every foreign event would ask again. */
    private static final Duration BELIEVED = Duration.ofSeconds(30);

    private final FreshchatClient freshchat;
    private final Collection<Account> accounts;
    private final Clock clock;
    private final Map<String, Miss> missing = new ConcurrentHashMap<>();
    private final Map<String, String> byAccount = new ConcurrentHashMap<>();

    /** A topic that is set and cannot be used, as it does not exist or is shared: an operator has to look. */
    public static final class NoSuchTopic extends Exception {
        private static final long serialVersionUID = 1L;

        NoSuchTopic(String why) {
            super(why);
        }
    }

    private record Miss(Instant at, String why) {}

    public Topics(FreshchatClient freshchat, Collection<Account> accounts, Clock clock) {
        this.freshchat = freshchat;
        this.accounts = accounts;
        this.clock = clock;
    }

    /** The accounts that need one. */
    public List<String> accounts() {
        return accounts.stream().map(Account::id).toList();
    }

    /** The id of an account's topic, without asking; null if it is not known yet. */
    public @Nullable String known(Account account) {
        return byAccount.get(account.id());
    }

    /**
     * The id of an account's topic.
     *
     * @throws FreshchatException if Freshchat did not say
     */
    public String of(Account account) throws NoSuchTopic {
        String known = byAccount.get(account.id());
        if (known != null) {
            return known;
        }
        Miss miss = missing.get(account.id());
        Instant now = clock.instant();
        if (miss != null && now.isBefore(miss.at().plus(BELIEVED))) {
            throw new NoSuchTopic(miss.why());
        }
        Looked looked = ask();
        String id = looked.usable().get(account.id());
        if (id == null) {
            throw new NoSuchTopic(String.valueOf(looked.unusable().get(account.id())));
        }
        return id;
    }

    /**
     * Asks Freshchat anew.
     *
     * @return for each account whose topic there is not, or is shared and must not be, a sentence that says so
     * @throws FreshchatException if Freshchat did not say
     */
    public Map<String, String> look() {
        return ask().unusable();
    }

    /** @param usable ids, by account; the sentences of those without stand in the other one */
    private record Looked(Map<String, String> usable, Map<String, String> unusable) {}

    private Looked ask() {
        List<Topic> topics = freshchat.topics();
        Instant now = clock.instant();
        Map<String, String> found = new HashMap<>();
        for (Account each : accounts) {
            String id = find(each.options().topic(), topics);
            if (id != null) {
                found.put(each.id(), id);
            }
        }
        Looked looked = new Looked(new HashMap<>(), new HashMap<>());
        for (Account each : accounts) {
            String id = found.get(each.id());
            Account other = sharing(each, found);
            if (id == null || other != null) {
                String why =
                        other == null ? unknown(each, topics) : "account '" + each.id() + "': " + shared(other.id());
                looked.unusable().put(each.id(), why);
                missing.put(each.id(), new Miss(now, why));
            } else {
                looked.usable().put(each.id(), id);
                byAccount.putIfAbsent(each.id(), id);
                missing.remove(each.id());
            }
            if (other != null) {
                byAccount.remove(each.id());
            }
        }
        return looked;
    }

    private static String unknown(Account account, List<Topic> topics) {
        // The setting's value is not quoted: it may be a token in the wrong place.
        return "Freshchat has no topic of the name or id that account '" + account.id()
                + "' sets as 'topic'; there are: "
                + String.join(", ", topics.stream().map(Topic::name).toList());
    }

    /** Whose topic an account with bare ids has as well; null: no other's. */
    private @Nullable Account sharing(Account account, Map<String, String> found) {
        String topic = found.get(account.id());
        for (Account other : accounts) {
            boolean same = topic != null && topic.equals(found.get(other.id()));
            if (same && account.options().bareId() && !other.id().equals(account.id())) {
                return other;
            }
        }
        return null;
    }

    /** What is wrong with bare ids in a topic that another account has. */
    public static String shared(String other) {
        return "'bare-id' needs a topic of its own, and account '" + other
                + "' has the same one: customers of one could get answers to customers of the other";
    }

    private static @Nullable String find(String wanted, List<Topic> topics) {
        List<Named> all = topics.stream()
                .map(topic -> new Named(topic.id(), topic.enabled() ? topic.name() : null))
                .toList();
        return Named.find(wanted, all).stream().findFirst().orElse(null);
    }

    public void forget(Account account) {
        byAccount.remove(account.id());
    }

    /** Whether the topics of all accounts are known. */
    public boolean complete() {
        return byAccount.size() == accounts.size();
    }
}
