package dev.byoc.internal.inbound;

import dev.byoc.freshchat.FreshchatException;
import dev.byoc.freshchat.FreshchatMessage.Voice;
import dev.byoc.internal.account.Account;
import dev.byoc.internal.account.AccountOptions;
import dev.byoc.internal.account.AccountOptions.SentFromCode;
import dev.byoc.internal.dispatch.Attempt;
import dev.byoc.internal.dispatch.Outcome;
import dev.byoc.internal.freshchat.FreshchatFailures;
import dev.byoc.internal.freshchat.NoteAgent;
import dev.byoc.internal.notes.AgentNotes;
import dev.byoc.internal.task.Task;
import dev.byoc.message.Content;
import dev.byoc.message.Customer;
import dev.byoc.store.spi.Change;
import java.time.Duration;
import java.util.List;

/**
 * Shows agents what the host's code has sent to a customer, as the account wants it shown. A customer who has never written gets a
 * conversation by that. Thread-safe.
 */
public final class ShownHandler {
    private final PostHandler posts;
    private final NoteAgent notesBy;

    public ShownHandler(PostHandler posts, NoteAgent notesBy) {
        this.posts = posts;
        this.notesBy = notesBy;
    }

    public Outcome show(Attempt attempt, Account account, Task.Shown shown) {
        // What may have been posted is looked for as it was wanted then.
        boolean begun = attempt.entry().checkpoint().unsettled();
        SentFromCode form =
                begun ? SentFromCode.as(shown.agentId()) : account.options().sentFromCode();
        if (form instanceof SentFromCode.Hidden) {
            return new Outcome.Discarded("'" + AccountOptions.SENT_FROM_CODE + "' is off", Change.NONE);
        }
        try {
            return form instanceof SentFromCode.AsAgent agent
                    ? say(attempt, account, shown, new Voice.Agent(agent.id()), shown.text())
                    : note(attempt, account, shown, new Voice.Note(notesBy.id()));
        } catch (FreshchatException e) {
            return FreshchatFailures.ofLookUp(e);
        }
    }

    private Outcome note(Attempt attempt, Account account, Task.Shown shown, Voice.Note voice) {
        Outcome outcome = say(attempt, account, shown, voice, AgentNotes.sentFromCode(account, shown.text()));
        String author = voice.agent();
        // The agent of the notes may have gone.
        return outcome instanceof Outcome.DeadLettered dead && author != null && !author.equals(notesBy.anew())
                ? new Outcome.Retry(Duration.ZERO, Outcome.Fault.ENTRY, dead.why(), Change.NONE)
                : outcome;
    }

    private Outcome say(Attempt attempt, Account account, Task.Shown shown, Voice voice, String text) {
        Customer customer = Customer.of(shown.customer());
        List<Content> contents = List.of(new Content.Text(text));
        return posts.post(
                attempt, account, new Task.Post(customer, attempt.entry().at(), contents, null, null), voice);
    }
}
