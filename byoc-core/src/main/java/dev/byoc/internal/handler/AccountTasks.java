package dev.byoc.internal.handler;

import dev.byoc.Direction;
import dev.byoc.internal.account.Account;
import dev.byoc.internal.dispatch.Attempt;
import dev.byoc.internal.dispatch.Outcome;
import dev.byoc.internal.media.Transfers;
import dev.byoc.internal.outbound.EndSessionHandler;
import dev.byoc.internal.outbound.ReplyHandler;
import dev.byoc.internal.task.Task;
import dev.byoc.store.spi.Change;
import dev.byoc.store.spi.Lane;
import java.util.Map;

/** The tasks of one configured account, in either direction. Thread-safe. */
public final class AccountTasks {
    private final Map<String, Account> accounts;
    private final Transfers transfers;
    private final InboundTasks inbound;
    private final ReplyHandler replies;
    private final EndSessionHandler sessions;

    public AccountTasks(
            Map<String, Account> accounts,
            Transfers transfers,
            InboundTasks inbound,
            ReplyHandler replies,
            EndSessionHandler sessions) {
        this.accounts = accounts;
        this.transfers = transfers;
        this.inbound = inbound;
        this.replies = replies;
        this.sessions = sessions;
    }

    Outcome handle(Attempt attempt, Task task) {
        Account account = accounts.get(attempt.entry().account());
        return account == null
                ? new Outcome.DeadLettered("its account is no longer configured", Change.NONE)
                : transfers.inTurn(task, () -> ofAccount(attempt, account, task));
    }

    private Outcome ofAccount(Attempt attempt, Account account, Task task) {
        if (task instanceof Task.Reply reply) {
            return replies.reply(attempt, account, reply);
        }
        if (task instanceof Task.EndSession end) {
            return sessions.end(account, end);
        }
        return inbound.handle(attempt, account, task);
    }

    /** As {@link dev.byoc.internal.dispatch.Handler#isOut}. */
    boolean isOut(Lane lane) {
        Account account = accounts.get(lane.account());
        if (account == null
                || lane.direction() != Direction.OUTBOUND
                || !account.channel().isAnyOut()) {
            return false;
        }
        String customer = account.customerOf(lane.party());
        return customer != null && account.channel().whyNotNow(customer) != null;
    }
}
