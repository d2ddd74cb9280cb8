package dev.byoc.internal.notes;

import dev.byoc.internal.account.Account;
import dev.byoc.internal.account.AccountOptions.SentFromCode;
import dev.byoc.internal.freshchat.SameWords;
import dev.byoc.internal.task.Task;
import dev.byoc.internal.task.TaskCodec;
import dev.byoc.message.Content;
import dev.byoc.store.spi.Journal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells what agents are shown of a host's messages from what agents say: the customer has it already, so its echo would be a second copy.
 * Its id tells, once the relay knows that. Until then the agent does in whose name it is posted, as whom no person writes; and where
 * Freshchat names that agent otherwise than it was named, or not at all, equal words make an answer wait until the id is known. Thread-safe.
 */
public final class ShownEchoFilter {
    private final Journal journal;
    private final NoteEchoFilter own;

    /** Who wrote a message. */
    public enum Author {
        RELAY,
        /** What may be being posted, and its id is not known yet. */
        PERHAPS_RELAY,
        /** It is in the name of the agent as whom no person writes, and the relay does not know it. */
        STRANGER,
        /** It begins like a note that shows what was sent, and the relay does not know it. */
        LIKE_A_NOTE,
        AGENT
    }

    public ShownEchoFilter(Journal journal, NoteEchoFilter own) {
        this.journal = journal;
        this.own = own;
    }

    public Author authorOf(Account account, Task.Reply reply) {
        // Asked before the id is: what ends in between has its id there by then.
        Task underWay = underWay(account, reply.customer());
        if (own.wasPosted(reply.messageId())) {
            return Author.RELAY;
        }
        Author asPosted = authorOf(account, reply, underWay);
        if (asPosted != Author.AGENT) {
            return asPosted;
        }
        if (account.options().sentFromCode().isBy(reply.agentId())) {
            return Author.STRANGER;
        }
        return beginsLikeANote(account, reply) ? Author.LIKE_A_NOTE : Author.AGENT;
    }

    /** As what is being posted tells it. */
    private static Author authorOf(Account account, Task.Reply reply, @Nullable Task underWay) {
        if (underWay instanceof Task.Note note) {
            return NoteEchoFilter.reads(reply.contents(), note.text()) ? Author.RELAY : Author.AGENT;
        }
        if (!(underWay instanceof Task.Shown shown)) {
            return Author.AGENT;
        }
        boolean asNote = account.options().words().everOfAgents().stream()
                .map(wording -> AgentNotes.sentFromCode(account, wording, shown.text()))
                .anyMatch(note -> NoteEchoFilter.reads(reply.contents(), note));
        if (asNote) {
            return Author.RELAY;
        }
        if (shown.agentId() == null) {
            return Author.AGENT;
        }
        SameWords words = new SameWords(List.of(new Content.Text(shown.text())), account.agentWording());
        if (isByApplication(account, shown, reply)) {
            return words.isSaid(reply.contents(), reply.skipped()) ? Author.RELAY : Author.PERHAPS_RELAY;
        }
        return words.mayBe(reply.contents(), reply.skipped()) ? Author.PERHAPS_RELAY : Author.AGENT;
    }

    /** The setting may have named another agent when the message was sent. */
    private static boolean isByApplication(Account account, Task.Shown shown, Task.Reply reply) {
        return SentFromCode.as(shown.agentId()).isBy(reply.agentId())
                || account.options().sentFromCode().isBy(reply.agentId());
    }

    /** Freshchat may have made an open message of a note that began a conversation, and the store may have forgotten its id. */
    private static boolean beginsLikeANote(Account account, Task.Reply reply) {
        // Most answers do not, and no sentence is made for them.
        return NoteEchoFilter.hasForm(reply.contents())
                && account.options().words().everOfAgents().stream()
                        .map(wording -> AgentNotes.sentFromCode(account, wording, ""))
                        .anyMatch(begin -> NoteEchoFilter.begins(reply.contents(), begin));
    }

    /** What is being posted, or may have been. */
    private @Nullable Task underWay(Account account, String customer) {
        byte[] body = journal.underWay(account.inbound(customer));
        return body == null ? null : TaskCodec.readOrNull(body);
    }
}
