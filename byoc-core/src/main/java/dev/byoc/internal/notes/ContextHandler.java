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
import dev.byoc.store.spi.Link;
import java.util.List;
import java.util.Map;

/** Sets what a customer came with as a property of the conversation that there is. Thread-safe. */
public final class ContextHandler {
    private final CustomerMap customers;
    private final FreshchatClient freshchat;

    public ContextHandler(CustomerMap customers, FreshchatClient freshchat) {
        this.customers = customers;
        this.freshchat = freshchat;
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
