package dev.byoc.relay;

import dev.byoc.store.Change;
import dev.byoc.store.Entry;
import dev.byoc.store.Lane;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Leads an entry to the flow that knows its kind of work. Thread-safe. */
final class Flow implements Handler {
    private final AccountIdentity identity;
    private final Map<String, Account> accounts;
    private final InboundFlow inbound;
    private final OutboundFlow outbound;
    private final OrphanFlow orphans;
    private final ReadingFlow readings;
    private final ReceiptFlow receipts;
    private final NoteFlow notes;
    private final Notes told;
    private final ProfileFlow profiles;
    private final Intake intake;
    private final Transfers transfers;
    private final InboundMedia media;

    Flow(
            AccountIdentity identity,
            Map<String, Account> accounts,
            InboundFlow inbound,
            OutboundFlow outbound,
            OrphanFlow orphans,
            ReadingFlow readings,
            ReceiptFlow receipts,
            NoteFlow notes,
            Notes told,
            ProfileFlow profiles,
            Intake intake,
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
    public Step handle(Held held) {
        Step first = identity.before(held.entry());
        return first == null ? work(held) : first;
    }

    @Override
    public Change onDeadLettered(Entry entry, String reason, Change last) {
        return told.onBurial(entry, reason, last);
    }

    @Override
    public void onReleased(Lane lane) {
        media.forget(lane);
    }

    private Step work(Held held) {
        Work work = WorkCodec.read(held.entry().body());
        if (work instanceof Work.Orphan orphan) {
            return orphans.adopt(held.entry(), orphan);
        }
        if (work instanceof Work.AfterReading reading) {
            return readings.readFirst(held, reading);
        }
        @Nullable Account account = accounts.get(held.entry().account());
        if (account == null) {
            return new Step.Buried("its account is no longer configured", Change.NONE);
        }
        if (work instanceof Work.Post post) {
            return transfers.inTurn(post, () -> inbound.post(held, account, post));
        }
        if (work instanceof Work.Profile profile) {
            return profiles.tell(account, profile);
        }
        if (work instanceof Work.Note note) {
            return notes.post(held, account, note);
        }
        if (work instanceof Work.Reply reply) {
            return transfers.inTurn(reply, () -> outbound.reply(held, account, reply));
        }
        if (work instanceof Work.EndSession end) {
            return outbound.endSession(account, end);
        }
        if (work instanceof Work.FailedReceipt receipt) {
            return receipts.failed(held.entry(), account, receipt);
        }
        if (work instanceof Work.RawRequest raw) {
            return intake.readAgain(account, raw);
        }
        return new Step.Buried("work of a kind that is not known here", Change.NONE);
    }
}
