package dev.byoc.relay;

import dev.byoc.message.Content;
import dev.byoc.store.RelayStore;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Tells the relay's own notes from what agents say. Their echo carries its type as a rule, but not in every payload that Freshchat has
 * sent, and a note that reaches a customer is the worst fault there is: so messages without a type are compared with the notes that the
 * store knows, those that another host is posting among them. Thread-safe.
 */
final class OwnNotes {
    /** Enough for every note that could be under way. */
    private static final int MAX_KEPT = 1_000;

    private final RelayStore store;

    /** Given up though they may have been posted: nobody knows their ids. */
    private final Set<String> unclear = Collections.newSetFromMap(Collections.synchronizedMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MAX_KEPT;
        }
    }));

    /** Whose words a message holds. */
    enum Author {
        RELAY,
        /** A note to the same agent is being posted, and its id is not known yet. */
        PERHAPS_RELAY,
        AGENT
    }

    OwnNotes(RelayStore store) {
        this.store = store;
    }

    /** A note may have been posted, and its id is not known: it is told by its words, which nobody else writes. */
    void unclear(String text) {
        unclear.add(text);
    }

    Author authorOf(Account account, Work.Reply reply) {
        if (!reply.untyped()) {
            return Author.AGENT;
        }
        // Asked before the ids are: a note that ends in between has its id there by then.
        byte[] underWay = store.underWay(Notes.lane(account, reply.customer()));
        Work.Note note = underWay != null && WorkCodec.read(underWay) instanceof Work.Note one ? one : null;
        boolean ours = store.wasPosted(reply.messageId())
                || reply.contents().stream()
                        .anyMatch(content -> content instanceof Content.Text text
                                && (unclear.contains(text.text())
                                        || (note != null && note.text().equals(text.text()))));
        return ours ? Author.RELAY : note == null ? Author.AGENT : Author.PERHAPS_RELAY;
    }
}
