package dev.byoc.internal.intake;

import dev.byoc.freshchat.FreshchatMessage;
import dev.byoc.internal.account.Account;
import dev.byoc.internal.account.Owners;
import dev.byoc.internal.freshchat.Topics;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Which of Freshchat's messages are answers to customers of the accounts here. Thread-safe. */
public final class AnswerFilter {
    private final Topics topics;
    private final Map<String, Account> accounts;
    private final ReplayWindow times;

    public AnswerFilter(Topics topics, Map<String, Account> accounts, ReplayWindow times) {
        this.topics = topics;
        this.accounts = accounts;
        this.times = times;
    }

    /** Why a message is a dead letter for its time; null: it is not. */
    public @Nullable String whyLate(FreshchatMessage message) {
        return whyLate(message.createdTime());
    }

    /** Why an event of that time has no effect; null: it has. */
    @Nullable
    String whyLate(@Nullable Instant at) {
        return times.whyLate(at);
    }

    /** Why nothing is to be done about a message in a conversation of that account; null: it is an answer. */
    public @Nullable String whyNotIn(FreshchatMessage message, Account account) {
        return message.conversationIds().isEmpty() ? Owners.NO_CONVERSATION : whyNot(message, account);
    }

    /**
     * Why nothing is to be done about a message; null: it is an answer, or may be one.
     *
     * @param account that of the customer to whom its conversation leads or, where it names none, its user; null: that is not known
     */
    @Nullable
    String whyNot(FreshchatMessage message, @Nullable Account account) {
        boolean systemToo =
                account == null ? anyRelaysSystem() : account.options().relaySystem();
        String why = message.whyNotRelayed(systemToo);
        if (why != null) {
            return why;
        }
        boolean typed = message.messageType() != null;
        if (!typed && message.conversationIds().isEmpty()) {
            // It may be a private note, and there is nowhere to look that up.
            return Owners.NO_CONVERSATION;
        }
        if (message.contents().isEmpty() && message.skipped().isEmpty()) {
            return "nothing that could be shown";
        }
        if (account != null) {
            // A conversation that a link leads to is its customer's, also where the account's topic was changed since.
            boolean linked = !message.conversationIds().isEmpty();
            return linked || !isForeignTopic(message, account) ? null : "another topic";
        }
        boolean mayBeOurs = !topics.complete()
                || accounts.values().stream()
                        .anyMatch(each -> message.channelIds().contains(String.valueOf(topics.known(each))));
        if (!mayBeOurs) {
            return "a topic of no account here";
        }
        return typed ? null : whyLate(message);
    }

    /** A user may have been written to in several topics. Ids of different families say nothing of each other. */
    private boolean isForeignTopic(FreshchatMessage message, Account account) {
        String topic = topics.known(account);
        if (topic == null
                || message.channelIds().isEmpty()
                || message.channelIds().contains(topic)) {
            return false;
        }
        return message.channelIds().stream().anyMatch(id -> isUuid(id) == isUuid(topic));
    }

    private static boolean isUuid(String id) {
        try {
            return UUID.fromString(id).toString().equalsIgnoreCase(id);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private boolean anyRelaysSystem() {
        return accounts.values().stream().anyMatch(account -> account.options().relaySystem());
    }
}
