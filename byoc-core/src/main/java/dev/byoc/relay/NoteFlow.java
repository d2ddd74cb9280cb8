package dev.byoc.relay;

import dev.byoc.freshchat.FreshchatClient;
import dev.byoc.freshchat.FreshchatException;
import dev.byoc.freshchat.FreshchatMessage;
import dev.byoc.store.Change;
import dev.byoc.store.Entry;
import dev.byoc.store.Link;
import dev.byoc.store.Progress;
import dev.byoc.store.RelayStore;
import org.jspecify.annotations.Nullable;

/** Posts private notes into customers' conversations. */
final class NoteFlow {
    private final RelayStore store;
    private final FreshchatClient freshchat;
    private final OwnNotes own;

    NoteFlow(RelayStore store, FreshchatClient freshchat, OwnNotes own) {
        this.store = store;
        this.freshchat = freshchat;
        this.own = own;
    }

    Step post(Held held, Account account, Work.Note note) {
        Link link = store.link(account.id(), note.customer());
        String conversation = link == null ? null : link.conversation();
        if (link == null || conversation == null) {
            return new Step.Dropped("a note for a customer without conversation", Change.NONE);
        }
        try {
            if (held.entry().progress().unsettled()) {
                // What an earlier attempt posted may come up later than it is looked for.
                held.keep(Change.NONE.posted(OwnNotes.words(note)));
                String id = find(conversation, note.text());
                if (id != null) {
                    return new Step.Done(Change.NONE.posted(own.posted(id)));
                }
            }
            return post(held.entry(), link, conversation, note);
        } catch (FreshchatException e) {
            return Failures.of(e, Change.NONE);
        }
    }

    private Step post(Entry entry, Link link, String conversation, Work.Note note) {
        try {
            return posted(conversation, note);
        } catch (FreshchatException e) {
            if (Failures.mayHaveBeenDone(e)) {
                Progress open = entry.progress().unsettled(Failures.timedOut(e), conversation, null);
                return Failures.of(e, Change.NONE.progress(open).posted(OwnNotes.words(note)));
            }
            String other = Settlement.otherId(link, conversation);
            if (e.isNotFound() && other != null && !other.equals(conversation)) {
                return posted(other, note);
            }
            return e.isNotFound()
                    ? new Step.Dropped("a note for a conversation that is gone", Change.NONE)
                    : Failures.of(e, Change.NONE);
        }
    }

    private Step posted(String conversation, Work.Note note) {
        return new Step.Done(Change.NONE.posted(own.posted(freshchat.postNote(conversation, note.text()))));
    }

    /** A note that an earlier attempt posted: by its type and words, which are the relay's own. */
    private @Nullable String find(String conversation, String text) {
        for (FreshchatMessage message : freshchat.messages(conversation, null).messages()) {
            boolean same = OwnNotes.reads(message.contents(), text);
            if (same && !message.actorType().equalsIgnoreCase("user") && !message.failed()) {
                return message.id();
            }
        }
        return null;
    }
}
