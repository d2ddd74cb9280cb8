package dev.byoc.internal.inbound;

import dev.byoc.internal.account.Account;
import dev.byoc.internal.dispatch.Outcome;
import dev.byoc.internal.freshchat.Groups;
import dev.byoc.internal.freshchat.Topics;
import dev.byoc.internal.report.Reports;
import dev.byoc.store.spi.Change;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The topics and groups that conversations go to, and what to do while an account has no topic. Thread-safe. */
public final class AccountTopics {
    private static final Duration RETRY = Duration.ofMinutes(1);

    private final Topics topics;
    private final Groups groups;
    private final Reports reports;
    private final Set<String> missing = ConcurrentHashMap.newKeySet();

    public AccountTopics(Topics topics, Groups groups, Reports reports) {
        this.topics = topics;
        this.groups = groups;
        this.reports = reports;
    }

    String of(Account account) throws Topics.NoSuchTopic {
        return topics.of(account);
    }

    /** As {@link Groups#of}. */
    @Nullable
    String group(Account account) {
        return groups.of(account);
    }

    /** Which group there is, as Freshchat has refused a conversation in this one; the same: it is there. */
    @Nullable
    String groupInPlaceOf(@Nullable String group, Account account) {
        return group == null ? null : groups.anew(account);
    }

    /** An operator has to fix that. It delays this account alone, and loses none of its messages. */
    Outcome missing(Account account, String why) {
        missing.add(account.id());
        reports.topicMissing(account.id(), why);
        return new Outcome.Wait(RETRY, why, Change.NONE);
    }

    /** Freshchat has said that there is no such topic. */
    Outcome gone(Account account, String why) {
        topics.forget(account);
        return missing(account, "Freshchat does not know the topic of account '" + account.id() + "': " + why);
    }

    /** A message of that account has arrived. */
    void works(Account account) {
        if (missing.remove(account.id())) {
            reports.topicFound(account.id());
        }
    }
}
