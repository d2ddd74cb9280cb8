package dev.byoc.internal.outbound;

import dev.byoc.channel.SendResult;
import dev.byoc.internal.account.Account;
import dev.byoc.internal.dispatch.Outcome;
import dev.byoc.internal.report.Reports;
import dev.byoc.internal.task.Task;
import dev.byoc.message.ReplyHandle;
import dev.byoc.store.spi.Change;
import dev.byoc.store.spi.CustomerMap;
import dev.byoc.store.spi.Link;
import dev.byoc.store.spi.LinkChange;

/** Ends the network's session after an agent has resolved, behind the answers that still wait; not one that has begun since. Thread-safe. */
public final class EndSessionHandler {
    private final CustomerMap customers;
    private final Reports reports;

    public EndSessionHandler(CustomerMap customers, Reports reports) {
        this.customers = customers;
        this.reports = reports;
    }

    public Outcome end(Account account, Task.EndSession task) {
        Link link = customers.link(account.id(), task.customer());
        ReplyHandle handle = link == null ? null : link.handle();
        if (!account.channel().endsSessions() || handle == null) {
            return new Outcome.Discarded("no session to end", Change.NONE);
        }
        return !handle.value().equals(task.handle())
                ? new Outcome.Discarded("the customer has written again since", Change.NONE)
                : ChannelReach.through(account, task.customer(), () -> end(account, task.customer(), handle));
    }

    private Outcome end(Account account, String customer, ReplyHandle handle) {
        long keys = account.keys().version();
        SendResult result = account.channel().endSession(customer, handle);
        if (result instanceof SendResult.Accepted) {
            return new Outcome.Done(
                    Change.NONE.link(new LinkChange.HandleSpent(account.id(), customer, handle.value())));
        }
        if (result instanceof SendResult.TryLater later) {
            return SendFailures.later(later);
        }
        if (result instanceof SendResult.Refused refused) {
            reports.refused(account.id(), refused);
            String why = "the session was not ended: " + refused.detail();
            return SendFailures.isForAnotherKey(account, refused, keys)
                    ? new Outcome.Retry(null, Outcome.Fault.ENTRY, why, Change.NONE)
                    : new Outcome.Discarded(why, Change.NONE);
        }
        return new Outcome.Discarded("the session was not ended: no clear answer", Change.NONE);
    }
}
