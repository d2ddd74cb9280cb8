package dev.byoc.internal.assembly;

import dev.byoc.Direction;
import dev.byoc.internal.account.Account;
import dev.byoc.internal.admin.AccountIdentity;
import dev.byoc.internal.catchup.ReadingHandler;
import dev.byoc.internal.dispatch.Attempt;
import dev.byoc.internal.dispatch.Handler;
import dev.byoc.internal.dispatch.Outcome;
import dev.byoc.internal.inbound.PostHandler;
import dev.byoc.internal.inbound.ProfileHandler;
import dev.byoc.internal.intake.ChannelIntake;
import dev.byoc.internal.media.InboundMedia;
import dev.byoc.internal.media.Transfers;
import dev.byoc.internal.notes.AgentNotes;
import dev.byoc.internal.notes.NoteHandler;
import dev.byoc.internal.outbound.OrphanHandler;
import dev.byoc.internal.outbound.ReceiptHandler;
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
    private final PostHandler inbound;
    private final ReplyHandler outbound;
    private final OrphanHandler orphans;
    private final ReadingHandler readings;
    private final ReceiptHandler receipts;
    private final NoteHandler notes;
    private final AgentNotes told;
    private final ProfileHandler profiles;
    private final ChannelIntake intake;
    private final Transfers transfers;
    private final InboundMedia media;

    TaskHandler(
            AccountIdentity identity,
            Map<String, Account> accounts,
            PostHandler inbound,
            ReplyHandler outbound,
            OrphanHandler orphans,
            ReadingHandler readings,
            ReceiptHandler receipts,
            NoteHandler notes,
            AgentNotes told,
            ProfileHandler profiles,
            ChannelIntake intake,
            Transfers transfers,
            InboundMedia media) {
        this.identity = identity;
        this.accounts = accounts;
        this.inbound = inbound;
        this.outbound = outbound;
        this.orphans = orphans;
        this.readings = readings;
        this.receipts = receipts;
        this.notes = notes;
        this.told = told;
        this.profiles = profiles;
        this.intake = intake;
        this.transfers = transfers;
        this.media = media;
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

    @Override
    public void onReleased(Lane lane) {
        media.forget(lane);
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
        if (work instanceof Task.Post post) {
            return transfers.inTurn(post, () -> inbound.post(attempt, account, post));
        }
        if (work instanceof Task.Profile profile) {
            return profiles.tell(account, profile);
        }
        if (work instanceof Task.Note note) {
            return notes.post(attempt, account, note);
        }
        if (work instanceof Task.Reply reply) {
            return transfers.inTurn(reply, () -> outbound.reply(attempt, account, reply));
        }
        if (work instanceof Task.EndSession end) {
            return outbound.endSession(account, end);
        }
        if (work instanceof Task.FailedReceipt receipt) {
            return receipts.failed(attempt.entry(), account, receipt);
        }
        if (work instanceof Task.RawRequest raw) {
            return intake.readAgain(account, raw);
        }
        return new Outcome.DeadLettered("work of a kind that is not known here", Change.NONE);
    }
}
