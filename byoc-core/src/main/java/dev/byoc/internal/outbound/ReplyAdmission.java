package dev.byoc.internal.outbound;

import dev.byoc.internal.account.Account;
import dev.byoc.internal.dispatch.Attempt;
import dev.byoc.internal.dispatch.Outcome;
import dev.byoc.internal.notes.AgentNotes;
import dev.byoc.internal.notes.ShownEchoFilter;
import dev.byoc.internal.notes.ShownEchoFilter.Author;
import dev.byoc.internal.task.Task;
import dev.byoc.store.spi.Change;

/**
 * Decides whether what Freshchat has told of is an answer to the customer: neither something that the relay itself has posted there, nor a
 * private note. Thread-safe.
 */
public final class ReplyAdmission {
    private final ShownEchoFilter shown;
    private final PostWatch posts;
    private final UntypedReplies untyped;
    private final AgentNotes notes;

    public ReplyAdmission(ShownEchoFilter shown, PostWatch posts, UntypedReplies untyped, AgentNotes notes) {
        this.shown = shown;
        this.posts = posts;
        this.untyped = untyped;
        this.notes = notes;
    }

    Verdict verdict(Attempt attempt, Account account, Task.Reply reply) {
        Author author = reply.isFromCode()
                ? Author.AGENT
                : posts.until(() -> shown.authorOf(account, reply), Author.PERHAPS_RELAY);
        return switch (author) {
            case RELAY -> new Verdict.Instead(new Outcome.Discarded("a message of the relay's own", Change.NONE));
            case PERHAPS_RELAY ->
                new Verdict.Instead(new Outcome.Wait(
                        PostWatch.PUT_OFF, "what reads the same is being shown to agents there", Change.NONE));
            case STRANGER -> {
                // That agent may be the one who writes the relay's notes too.
                Verdict open = ofType(attempt, account, reply);
                yield open instanceof Verdict.Send ? new Verdict.Instead(held(attempt)) : open;
            }
            // Of one without a type is known by how it begins that it is a note.
            case LIKE_A_NOTE ->
                reply.typed()
                        ? new Verdict.Instead(new Outcome.DeadLettered(
                                "an open message that begins like a note about what the application has sent",
                                notes.likeANote(attempt.entry())))
                        : ofType(attempt, account, reply);
            case AGENT -> ofType(attempt, account, reply);
        };
    }

    private Verdict ofType(Attempt attempt, Account account, Task.Reply reply) {
        return reply.typed() ? new Verdict.Send() : untyped.verdict(attempt, account, reply);
    }

    private Outcome held(Attempt attempt) {
        return new Outcome.DeadLettered(
                "written as the agent in whose name messages of the application are shown",
                notes.writtenAsApplication(attempt.entry()));
    }
}
