package dev.byoc.internal.assembly;

import dev.byoc.Direction;
import dev.byoc.internal.account.Account;
import dev.byoc.internal.admin.AccountIdentity;
import dev.byoc.internal.catchup.ReadingHandler;
import dev.byoc.internal.dispatch.Attempt;
import dev.byoc.internal.dispatch.Handler;
import dev.byoc.internal.dispatch.Outcome;
import dev.byoc.internal.media.Transfers;
import dev.byoc.internal.notes.AgentNotes;
import dev.byoc.internal.outbound.EndSessionHandler;
import dev.byoc.internal.outbound.OrphanHandler;
import dev.byoc.internal.outbound.ReplyHandler;
import dev.byoc.internal.task.Task;
import dev.byoc.internal.task.TaskCodec;
import dev.byoc.store.spi.Change;
import dev.byoc.store.spi.Entry;
import dev.byoc.store.spi.Lane;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads an entry's task and calls the handler of its kind. Thread-safe. */
final class TaskHandler implements Handler {
    private final AccountIdentity identity;
    private final Map<String, Account> accounts;
    private final OrphanHandler orphans;
    private final ReadingHandler readings;
    private final InboundTasks inbound;
    private final ReplyHandler replies;
    private final EndSessionHandler sessions;
    private final Transfers transfers;
    private final AgentNotes told;

    TaskHandler(
            AccountIdentity identity,
            Map<String, Account> accounts,
            OrphanHandler orphans,
            ReadingHandler readings,
            InboundTasks inbound,
            ReplyHandler replies,
            EndSessionHandler sessions,
            Transfers transfers,
            AgentNotes told) {
        this.identity = identity;
        this.accounts = accounts;
        this.orphans = orphans;
        this.readings = readings;
        this.inbound = inbound;
        this.replies = replies;
        this.sessions = sessions;
        this.transfers = transfers;
        this.told = told;
    }

    @Override
    public Outcome handle(Attempt attempt) {
        Outcome first = identity.before(attempt.entry());
        return first == null ? work(attempt) : first;
    }

    @Override
    public Change onDeadLettered(Entry entry, String reason, Change last) {
        return told.onDeadLettered(entry, reason, last);
    }

    @Override
    public boolean isOut(Lane lane) {
        Account account = accounts.get(lane.account());
        if (account == null
                || lane.direction() != Direction.OUTBOUND
                || !account.channel().isAnyOut()) {
            return false;
        }
        String customer = account.customerOf(lane.party());
        return customer != null && account.channel().whyNotNow(customer) != null;
    }

    private Outcome work(Attempt attempt) {
        Task work = TaskCodec.read(attempt.entry().body());
        if (work instanceof Task.Orphan orphan) {
            return orphans.adopt(attempt, orphan);
        }
        if (work instanceof Task.AfterReading reading) {
            return readings.readFirst(attempt, reading);
        }
        @Nullable Account account = accounts.get(attempt.entry().account());
        if (account == null) {
            return new Outcome.DeadLettered("its account is no longer configured", Change.NONE);
        }
        return transfers.inTurn(work, () -> ofAccount(attempt, account, work));
    }

    private Outcome ofAccount(Attempt attempt, Account account, Task work) {
        if (work instanceof Task.Reply reply) {
            return replies.reply(attempt, account, reply);
        }
        if (work instanceof Task.EndSession end) {
            return sessions.end(account, end);
        }
        return inbound.handle(attempt, account, work);
    }
}
