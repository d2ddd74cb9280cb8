package dev.byoc.internal.notes;

import dev.byoc.freshchat.FreshchatClient;
import dev.byoc.freshchat.FreshchatException;
import dev.byoc.http.HttpOutcome.Call;
import dev.byoc.internal.account.Account;
import dev.byoc.internal.dispatch.Outcome;
import dev.byoc.internal.freshchat.FreshchatFailures;
import dev.byoc.internal.task.Task;
import dev.byoc.store.spi.Change;
import dev.byoc.store.spi.CustomerMap;
import dev.byoc.store.spi.Entry;
import dev.byoc.store.spi.Link;
import dev.byoc.store.spi.LinkChange;
import dev.byoc.store.spi.NewEntry;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells what a customer came with: to the agent, and as a property of the conversation. Thread-safe. */
public final class ContextHandler {
    /** What is kept for the first message: what came last is of most use, and a note shows no more. */
    private static final int MOST_CHARS = 1_000;

    private final CustomerMap customers;
    private final FreshchatClient freshchat;
    private final AgentNotes notes;

    public ContextHandler(CustomerMap customers, FreshchatClient freshchat, AgentNotes notes) {
        this.customers = customers;
        this.freshchat = freshchat;
        this.notes = notes;
    }

    /** Makes nothing for a customer who has said nothing yet: then it is kept, and told with the first message. */
    public Outcome joined(Entry entry, Account account, Task.Joined joined) {
        String customer = joined.customer();
        Link link = customers.link(account.id(), customer);
        // No call was made, which must not count as one that went well.
        if (link == null || link.conversation() == null) {
            String kept = link == null ? null : link.context();
            return new Outcome.HandedOn(
                    "told with the customer's first message",
                    Change.NONE.link(new LinkChange.Context(account.id(), customer, behind(kept, joined.text()))));
        }
        Change told = Change.NONE;
        for (NewEntry each : notes.context(account, customer, "joined:" + entry.id(), joined.text())) {
            told = told.entry(each);
        }
        return new Outcome.HandedOn("told by a note", told);
    }

    /** A line each, and each once: some messengers tell of every opening. */
    private static String behind(@Nullable String kept, String text) {
        if (kept == null) {
            return text;
        }
        boolean known = ("\n" + kept + "\n").contains("\n" + text + "\n");
        String all = known ? kept : kept + "\n" + text;
        return all.length() > MOST_CHARS ? text : all;
    }

    public Outcome tell(Account account, Task.Context context) {
        Map<String, String> properties = account.options().contextProperties(context.text());
        Link link = customers.link(account.id(), context.customer());
        if (properties.isEmpty() || link == null) {
            return new Outcome.Discarded(
                    "a context that is not to be told, or of a customer who is not known", Change.NONE);
        }
        return tell(link.conversationIds(), properties);
    }

    private Outcome tell(List<String> ids, Map<String, String> properties) {
        for (String conversation : ids) {
            try {
                return freshchat.updateConversationProperties(conversation, properties)
                        ? new Outcome.Done(Change.NONE)
                        : new Outcome.Discarded(
                                "a context for a conversation that is resolved, or whose properties are not told",
                                Change.NONE);
            } catch (FreshchatException e) {
                if (!e.isNotFound()) {
                    Outcome failed = FreshchatFailures.of(e, Call.UPDATE, Change.NONE);
                    // The agent has the note: no dead letter for it.
                    return failed instanceof Outcome.DeadLettered dead
                            ? new Outcome.Discarded(dead.why(), Change.NONE)
                            : failed;
                }
            }
        }
        return new Outcome.Discarded("a context for a conversation that is gone", Change.NONE);
    }
}
