package dev.byoc.internal.notes;

import dev.byoc.freshchat.FreshchatClient;
import dev.byoc.freshchat.FreshchatException;
import dev.byoc.freshchat.FreshchatMessage;
import dev.byoc.freshchat.MessagePage;
import dev.byoc.http.HttpOutcome;
import dev.byoc.http.HttpOutcome.Call;
import dev.byoc.internal.account.Account;
import dev.byoc.internal.checkpoint.NoteCheckpoint;
import dev.byoc.internal.checkpoint.Progress;
import dev.byoc.internal.dispatch.Attempt;
import dev.byoc.internal.dispatch.Outcome;
import dev.byoc.internal.freshchat.FreshchatFailures;
import dev.byoc.internal.freshchat.NoteAgent;
import dev.byoc.internal.freshchat.PostReconciler;
import dev.byoc.internal.freshchat.PostReconciler.Absence;
import dev.byoc.internal.task.Task;
import dev.byoc.store.spi.Change;
import dev.byoc.store.spi.CustomerMap;
import dev.byoc.store.spi.Link;
import dev.byoc.store.spi.References;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Posts private notes into customers' conversations. */
public final class NoteHandler {
    private final CustomerMap customers;
    private final References references;
    private final FreshchatClient freshchat;
    private final NoteEchoFilter own;
    private final NoteAgent agent;

    public NoteHandler(
            CustomerMap customers,
            References references,
            FreshchatClient freshchat,
            NoteEchoFilter own,
            NoteAgent agent) {
        this.customers = customers;
        this.references = references;
        this.freshchat = freshchat;
        this.own = own;
        this.agent = agent;
    }

    public Outcome post(Attempt attempt, Account account, Task.Note note) {
        Link link = customers.link(account.id(), note.customer());
        String conversation = link == null ? null : link.conversation();
        if (link == null || conversation == null) {
            return new Outcome.Discarded("a note for a customer without conversation", Change.NONE);
        }
        Progress<NoteCheckpoint> progress = Progress.ofNote(attempt);
        List<String> ids = link.conversationIds();
        try {
            if (progress.isUnsettled()) {
                // What an earlier attempt posted may come up later than it is looked for.
                attempt.keep(Change.NONE.posted(NoteEchoFilter.words(note)));
                FreshchatMessage found =
                        find(ids, link.lastRef(), attempt.entry().at(), note.text());
                if (found != null) {
                    String id = found.id();
                    return new Outcome.Found(
                            new Outcome.Done(id == null ? Change.NONE : Change.NONE.posted(own.posted(id))));
                }
                NoteCheckpoint open = progress.now();
                if (PostReconciler.absence(open.doubt(), open.looks()) instanceof Absence.TooEarly early) {
                    progress.unsettled(open.looked());
                    return progress.ended(new Outcome.Reconcile(
                            early.lookAfter(), "waiting to see whether the note arrived", Change.NONE));
                }
                // A crash from here on is an unknown outcome of the next call, and has the whole time to show again.
                progress.settled(NoteCheckpoint.NONE);
                progress.keep(Change.NONE);
            }
            return progress.ended(post(attempt, progress, ids, note, agent.id()));
        } catch (FreshchatException e) {
            return progress.ended(FreshchatFailures.ofLookUp(e));
        }
    }

    private Outcome post(
            Attempt attempt,
            Progress<NoteCheckpoint> progress,
            List<String> ids,
            Task.Note note,
            @Nullable String author) {
        for (String conversation : ids) {
            attempt.check();
            try {
                return new Outcome.Done(
                        Change.NONE.posted(own.posted(freshchat.postNote(conversation, note.text(), author))));
            } catch (FreshchatException e) {
                if (FreshchatFailures.mayHaveBeenDone(e, Call.NOTE)) {
                    progress.unsettled(new NoteCheckpoint(FreshchatFailures.doubt(e), 0));
                    return FreshchatFailures.of(e, Call.NOTE, Change.NONE.posted(NoteEchoFilter.words(note)));
                }
                if (e.outcome() == HttpOutcome.REFUSED && author != null) {
                    String other = agent.anew();
                    if (!author.equals(other)) {
                        return post(attempt, progress, ids, note, other);
                    }
                }
                if (!e.isNotFound()) {
                    return FreshchatFailures.of(e, Call.NOTE, Change.NONE);
                }
            }
        }
        return new Outcome.Discarded("a note for a conversation that is gone", Change.NONE);
    }

    /** A note that an earlier attempt posted; null where it is not there, or the conversation is gone. */
    private @Nullable FreshchatMessage find(List<String> ids, @Nullable String last, Instant since, String text) {
        for (String conversation : ids) {
            try {
                return findIn(conversation, last, since, text);
            } catch (FreshchatException e) {
                if (!e.isNotFound()) {
                    throw e;
                }
            }
        }
        return null;
    }

    /**
     * By its type and words, which are the relay's own, and by its position: two notes in a row may read alike. What the lane has posted
     * before is older than this one, and what is older than its entry is another, whatever ids the list names.
     */
    private @Nullable FreshchatMessage findIn(String conversation, @Nullable String last, Instant since, String text) {
        String link = null;
        for (int page = 0; page < PostReconciler.MOST_PAGES; page++) {
            MessagePage messages = freshchat.messages(conversation, link);
            for (FreshchatMessage message : messages.messages()) {
                String id = message.id();
                if (PostReconciler.isBefore(message, since)
                        || (id != null && (id.equals(last) || references.wasPosted(id)))) {
                    return null;
                }
                boolean same = NoteEchoFilter.reads(message.contents(), text);
                if (same && !message.actorType().equalsIgnoreCase("user") && !message.failed()) {
                    return message;
                }
            }
            link = messages.older();
            if (link == null) {
                return null;
            }
        }
        return null;
    }
}
