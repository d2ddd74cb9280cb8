package dev.byoc.internal.notes;

import dev.byoc.internal.account.Account;
import dev.byoc.internal.freshchat.SameWords;
import dev.byoc.internal.runtime.Recent;
import dev.byoc.internal.task.Task;
import dev.byoc.internal.task.TaskCodec;
import dev.byoc.message.Content;
import dev.byoc.store.spi.Journal;
import dev.byoc.store.spi.References;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/**
 * Tells the relay's own notes from what agents say. Their echo carries its type as a rule, but not in every payload that Freshchat has
 * sent, and a note that reaches a customer is the worst fault there is: so messages without a type are compared with the notes that the
 * store knows, by their ids and, where a note's id may have got lost, by its words, which only the relay writes. Thread-safe.
 */
public final class NoteEchoFilter {
    /** Enough for every note that could be under way. */
    private static final int MAX_KEPT = 1_000;

    private final Journal journal;
    private final References references;

    /** Posted here a moment ago: should the store not take that, because its customer was forgotten meanwhile. */
    private final Recent<String, Boolean> recent = new Recent<>(MAX_KEPT);

    /** Whose words a message holds. */
    public enum Author {
        RELAY,
        /** A note about the same customer is being posted, and its id is not known yet. */
        PERHAPS_RELAY,
        AGENT
    }

    public NoteEchoFilter(Journal journal, References references) {
        this.journal = journal;
        this.references = references;
    }

    /** A message was posted under that id, as agent or bot; returns it. */
    public String posted(String messageId) {
        recent.put(messageId, true);
        return messageId;
    }

    /** What the store is to keep, as an id, of a note that may have been posted under an unknown id. */
    static String words(Task.Note note) {
        return words(note.customer(), note.text());
    }

    private static String words(String customer, String text) {
        byte[] all = (customer + "\n" + SameWords.bare(text)).getBytes(StandardCharsets.UTF_8);
        return "words " + UUID.nameUUIDFromBytes(all);
    }

    /** Whether a message reads as that text. */
    static boolean reads(List<Content> message, String text) {
        return texts(message).contains(SameWords.bare(text));
    }

    private static List<String> texts(List<Content> message) {
        return message.stream()
                .filter(Content.Text.class::isInstance)
                .map(content -> SameWords.bare(((Content.Text) content).text()))
                .toList();
    }

    public Author authorOf(Account account, Task.Reply reply) {
        if (reply.typed()) {
            return Author.AGENT;
        }
        // Asked before the ids are: a note that ends in between has its id there by then.
        byte[] underWay = journal.underWay(account.inbound(reply.customer()));
        Task work = underWay == null ? null : TaskCodec.readOrNull(underWay);
        if (isKnown(reply) || (work instanceof Task.Note note && reads(reply.contents(), note.text()))) {
            return Author.RELAY;
        }
        boolean another = underWay == null || (work != null && !(work instanceof Task.Note));
        return another ? Author.AGENT : Author.PERHAPS_RELAY;
    }

    private boolean isKnown(Task.Reply reply) {
        return hasForm(reply.contents())
                || wasPosted(reply.messageId())
                || reply.contents().stream()
                        .anyMatch(content -> content instanceof Content.Text text
                                && references.wasPosted(words(reply.customer(), text.text())));
    }

    /** Whether the relay has posted a message as agent or bot. */
    boolean wasPosted(String messageId) {
        return recent.contains(messageId) || references.wasPosted(messageId);
    }

    /** A store that forgets knows neither its id nor its words after a restart; but agents begin no answer like that. */
    static boolean hasForm(List<Content> contents) {
        return begins(contents, AgentNotes.MARK);
    }

    /** Whether a message begins with that text. */
    static boolean begins(List<Content> message, String text) {
        String bare = SameWords.bare(text);
        return texts(message).stream().anyMatch(each -> each.startsWith(bare));
    }
}
