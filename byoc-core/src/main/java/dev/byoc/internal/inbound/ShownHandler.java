package dev.byoc.internal.inbound;

import dev.byoc.freshchat.FreshchatException;
import dev.byoc.freshchat.FreshchatMessage.Voice;
import dev.byoc.internal.account.Account;
import dev.byoc.internal.account.AccountOptions;
import dev.byoc.internal.account.AccountOptions.SentFromCode;
import dev.byoc.internal.dispatch.Attempt;
import dev.byoc.internal.dispatch.Outcome;
import dev.byoc.internal.freshchat.FreshchatDirectory;
import dev.byoc.internal.freshchat.FreshchatFailures;
import dev.byoc.internal.freshchat.NoteAgent;
import dev.byoc.internal.notes.AgentNotes;
import dev.byoc.internal.task.Task;
import dev.byoc.message.Content;
import dev.byoc.message.Customer;
import dev.byoc.store.spi.Change;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows agents what the host's code has sent to a customer, as the account wants it shown. A customer who has never written gets a
 * conversation by that. Thread-safe.
 */
public final class ShownHandler {
    private static final Logger log = LoggerFactory.getLogger(ShownHandler.class);

    private final PostHandler posts;
    private final NoteAgent notesBy;
    private final FreshchatDirectory directory;

    public ShownHandler(PostHandler posts, NoteAgent notesBy, FreshchatDirectory directory) {
        this.posts = posts;
        this.notesBy = notesBy;
        this.directory = directory;
    }

    /** In the form that it was to have when it was sent: in another one, what may have been posted would not be found. */
    public Outcome show(Attempt attempt, Account account, Task.Shown shown) {
        boolean begun = attempt.entry().checkpoint().unsettled();
        if (!begun && account.options().sentFromCode() instanceof SentFromCode.Hidden) {
            return new Outcome.Discarded("'" + AccountOptions.SENT_FROM_CODE + "' is off", Change.NONE);
        }
        String agent = shown.agentId();
        try {
            if (agent == null) {
                return note(attempt, account, shown);
            }
            // What was begun while there was no such agent is a note.
            if (begun && !directory.isActiveAgent(agent)) {
                return inPlaceOf(agent, attempt, account, shown);
            }
            Outcome outcome = say(attempt, account, shown, new Voice.Agent(agent), shown.text());
            return outcome instanceof Outcome.DeadLettered && !directory.isActiveAgent(agent)
                    ? inPlaceOf(agent, attempt, account, shown)
                    : outcome;
        } catch (FreshchatException e) {
            return FreshchatFailures.ofLookUp(e);
        }
    }

    private Outcome inPlaceOf(String agent, Attempt attempt, Account account, Task.Shown shown) {
        log.warn(
                "{}: Freshchat has no active agent {}, whom '{}' sets: what the application sends is shown by notes",
                account.id(),
                agent,
                AccountOptions.SENT_FROM_CODE);
        return note(attempt, account, shown);
    }

    private Outcome note(Attempt attempt, Account account, Task.Shown shown) {
        String author = notesBy.id();
        Outcome outcome = note(attempt, account, shown, author);
        if (!(outcome instanceof Outcome.DeadLettered) || author == null) {
            return outcome;
        }
        // The agent of the notes may have gone.
        String other = notesBy.anew();
        return author.equals(other) ? outcome : note(attempt, account, shown, other);
    }

    private Outcome note(Attempt attempt, Account account, Task.Shown shown, @Nullable String author) {
        String text = AgentNotes.sentFromCode(account, account.agentWording(), shown.text());
        return say(attempt, account, shown, new Voice.Note(author), text);
    }

    private Outcome say(Attempt attempt, Account account, Task.Shown shown, Voice voice, String text) {
        Customer customer = Customer.of(shown.customer());
        List<Content> contents = List.of(new Content.Text(text));
        return posts.post(
                attempt, account, new Task.Post(customer, attempt.entry().at(), contents, null, null), voice);
    }
}
