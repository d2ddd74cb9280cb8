package dev.byoc.internal.handler;

import dev.byoc.internal.account.Account;
import dev.byoc.internal.dispatch.Attempt;
import dev.byoc.internal.dispatch.Outcome;
import dev.byoc.internal.inbound.PostHandler;
import dev.byoc.internal.inbound.ProfileHandler;
import dev.byoc.internal.inbound.ShownHandler;
import dev.byoc.internal.intake.ChannelIntake;
import dev.byoc.internal.notes.ContextHandler;
import dev.byoc.internal.notes.NoteHandler;
import dev.byoc.internal.outbound.ReceiptHandler;
import dev.byoc.internal.task.Task;
import dev.byoc.store.spi.Change;

/** The tasks of one account that are done at Freshchat or here: what a messenger has told. Thread-safe. */
public final class InboundTasks {
    private final PostHandler posts;
    private final ShownHandler shows;
    private final ProfileHandler profiles;
    private final ContextHandler contexts;
    private final NoteHandler notes;
    private final ReceiptHandler receipts;
    private final ChannelIntake intake;

    public InboundTasks(
            PostHandler posts,
            ShownHandler shows,
            ProfileHandler profiles,
            ContextHandler contexts,
            NoteHandler notes,
            ReceiptHandler receipts,
            ChannelIntake intake) {
        this.posts = posts;
        this.shows = shows;
        this.profiles = profiles;
        this.contexts = contexts;
        this.notes = notes;
        this.receipts = receipts;
        this.intake = intake;
    }

    Outcome handle(Attempt attempt, Account account, Task task) {
        if (task instanceof Task.Post post) {
            return posts.post(attempt, account, post);
        }
        if (task instanceof Task.Shown shown) {
            return shows.show(attempt, account, shown);
        }
        if (task instanceof Task.Profile profile) {
            return profiles.tell(account, profile);
        }
        if (task instanceof Task.BlankProfile blank) {
            return profiles.blank(account, blank);
        }
        if (task instanceof Task.Joined joined) {
            return contexts.joined(attempt.entry(), account, joined);
        }
        if (task instanceof Task.Context context) {
            return contexts.tell(account, context);
        }
        if (task instanceof Task.Note note) {
            return notes.post(attempt, account, note);
        }
        if (task instanceof Task.FailedReceipt receipt) {
            return receipts.failed(attempt.entry(), account, receipt);
        }
        if (task instanceof Task.RawRequest raw) {
            return intake.readAgain(account, raw);
        }
        return new Outcome.DeadLettered("work of a kind that is not known here", Change.NONE);
    }
}
