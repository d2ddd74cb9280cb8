package dev.byoc.relay;

import dev.byoc.freshchat.FreshchatClient;
import dev.byoc.freshchat.FreshchatException;
import dev.byoc.freshchat.FreshchatMessage;
import dev.byoc.message.Content;
import dev.byoc.store.Change;
import dev.byoc.store.Entry;
import dev.byoc.store.Link;
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

    Step post(Entry entry, Account account, Work.Note note) {
        Link link = store.link(account.id(), note.customer());
        String conversation = link == null ? null : link.conversation();
        if (link == null || conversation == null) {
            return new Step.Dropped("a note for a customer without conversation", Change.NONE);
        }
        try {
            if (entry.progress().unsettled()) {
                String id = find(conversation, note.text());
                if (id != null) {
                    return new Step.Done(Change.NONE.posted(id));
                }
            }
            return post(entry, link, conversation, note);
        } catch (FreshchatException e) {
            return Failures.of(e, Change.NONE);
        }
    }

    private Step post(Entry entry, Link link, String conversation, Work.Note note) {
        try {
            return new Step.Done(Change.NONE.posted(freshchat.postNote(conversation, note.text())));
        } catch (FreshchatException e) {
            if (Failures.mayHaveBeenDone(e)) {
                own.unclear(note.text());
                return Failures.of(
                        e, Change.NONE.progress(entry.progress().unsettled(Failures.timedOut(e), conversation, null)));
            }
            String other = Settlement.otherId(link, conversation);
            if (e.isNotFound() && other != null && !other.equals(conversation)) {
                return new Step.Done(Change.NONE.posted(freshchat.postNote(other, note.text())));
            }
            return e.isNotFound()
                    ? new Step.Dropped("a note for a conversation that is gone", Change.NONE)
                    : Failures.of(e, Change.NONE);
        }
    }

    /** A note that an earlier attempt posted: by its type and words, which are the relay's own. */
    private @Nullable String find(String conversation, String text) {
        for (FreshchatMessage message : freshchat.messages(conversation, null).messages()) {
            boolean same = message.contents().equals(java.util.List.of(new Content.Text(text)));
            if (same && !message.actorType().equalsIgnoreCase("user") && !message.failed()) {
                return message.id();
            }
        }
        return null;
    }
}
