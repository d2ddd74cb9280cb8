package dev.byoc.relay;

import dev.byoc.freshchat.FreshchatClient;
import dev.byoc.freshchat.FreshchatException;
import dev.byoc.freshchat.FreshchatMessage;
import dev.byoc.http.HttpOutcome.Call;
import dev.byoc.store.Change;
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
                String id = find(link, conversation, note.text(), false);
                if (id != null) {
                    return new Step.Done(Change.NONE.posted(own.posted(id)));
                }
            }
            return post(held, link, conversation, note, false);
        } catch (FreshchatException e) {
            return Failures.ofLookUp(e);
        }
    }

    private Step post(Held held, Link link, String conversation, Work.Note note, boolean otherId) {
        held.check();
        try {
            return new Step.Done(Change.NONE.posted(own.posted(freshchat.postNote(conversation, note.text()))));
        } catch (FreshchatException e) {
            if (Failures.mayHaveBeenDone(e, Call.NOTE)) {
                Progress open = held.entry().progress().unsettled(Failures.doubt(e), conversation, null);
                return Failures.of(e, Call.NOTE, Change.NONE.progress(open).posted(OwnNotes.words(note)));
            }
            if (!e.isNotFound()) {
                return Failures.of(e, Call.NOTE, Change.NONE);
            }
            String other = otherId ? null : Settlement.otherId(link, conversation);
            return other == null
                    ? new Step.Dropped("a note for a conversation that is gone", Change.NONE)
                    : post(held, link, other, note, true);
        }
    }

    /** A note that an earlier attempt posted; null where it is not there, or the conversation is gone. */
    private @Nullable String find(Link link, String conversation, String text, boolean otherId) {
        try {
            return findIn(conversation, link.lastRef(), text);
        } catch (FreshchatException e) {
            if (!e.isNotFound()) {
                throw e;
            }
            String other = otherId ? null : Settlement.otherId(link, conversation);
            return other == null ? null : find(link, other, text, true);
        }
    }

    /**
     * By its type and words, which are the relay's own, and by its position: two notes in a row may read alike. What the lane has posted
     * before is older than this one.
     */
    private @Nullable String findIn(String conversation, @Nullable String last, String text) {
        for (FreshchatMessage message : freshchat.messages(conversation, null).messages()) {
            String id = message.id();
            if (id != null && (id.equals(last) || store.wasPosted(id))) {
                return null;
            }
            boolean same = OwnNotes.reads(message.contents(), text);
            if (same && !message.actorType().equalsIgnoreCase("user") && !message.failed()) {
                return id;
            }
        }
        return null;
    }
}
