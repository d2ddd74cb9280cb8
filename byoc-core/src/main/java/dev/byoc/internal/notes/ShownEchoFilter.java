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
        /** What reads like it is being posted, and its id is not known yet. */
        PERHAPS_RELAY,
        /** It is in the name of the agent as whom no person writes, and the relay does not know it. */
        STRANGER,
        AGENT
    }

    public ShownEchoFilter(Journal journal, NoteEchoFilter own) {
        this.journal = journal;
        this.own = own;
    }

    public Author authorOf(Account account, Task.Reply reply) {
        SentFromCode form = account.options().sentFromCode();
        // Asked before the id is: what ends in between has its id there by then.
        Task.Shown underWay = underWay(account, reply.customer());
        if (own.wasPosted(reply.messageId()) || NoteEchoFilter.hasForm(reply.contents())) {
            return Author.RELAY;
        }
        boolean same = underWay != null
                && (underWay.agentId() != null || form.agentId() != null)
                && new SameWords(List.of(new Content.Text(underWay.text())), account.agentWording())
                        .mayBe(reply.contents(), reply.skipped());
        if (form.isBy(reply.agentId())) {
            return same ? Author.RELAY : Author.STRANGER;
        }
        return same ? Author.PERHAPS_RELAY : Author.AGENT;
    }

    /** What is being shown, or may have been. */
    private Task.@Nullable Shown underWay(Account account, String customer) {
        byte[] body = journal.underWay(account.inbound(customer));
        return body != null && TaskCodec.readOrNull(body) instanceof Task.Shown shown ? shown : null;
    }
}
