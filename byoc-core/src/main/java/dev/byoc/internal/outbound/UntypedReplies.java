package dev.byoc.internal.outbound;

import dev.byoc.event.Health.Status;
import dev.byoc.internal.account.Account;
import dev.byoc.internal.dispatch.Attempt;
import dev.byoc.internal.dispatch.Outcome;
import dev.byoc.internal.freshchat.FreshchatReach;
import dev.byoc.internal.freshchat.FreshchatReach.Asked;
import dev.byoc.internal.freshchat.TypeLookUp;
import dev.byoc.internal.freshchat.TypeLookUp.Said;
import dev.byoc.internal.health.Conditions;
import dev.byoc.internal.health.HealthKind;
import dev.byoc.internal.notes.AgentNotes;
import dev.byoc.internal.notes.NoteEchoFilter;
import dev.byoc.internal.task.Task;
import dev.byoc.store.spi.Change;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Decides about answers that came without a type: each may be an agent's private note, or one of the relay's own. Only what Freshchat
 * itself calls normal is sent, unless the account says otherwise.
 */
public final class UntypedReplies {
    /** No call that posts a note is under way for longer: after it only a note's id and words count. */
    private static final Duration LONGEST_POST = Duration.ofMinutes(1);

    /** A webhook may come before Freshchat shows its message. */
    private static final Duration UNTIL_SHOWN = Duration.ofSeconds(10);

    private static final Duration BETWEEN_READS = Duration.ofSeconds(2);

    private final InstantSource storeTime;
    private final TypeLookUp types;
    private final FreshchatReach freshchat;
    private final NoteEchoFilter own;
    private final AgentNotes notes;
    private final Conditions conditions;
    private final PostWatch posts;

    public UntypedReplies(
            InstantSource storeTime,
            TypeLookUp types,
            FreshchatReach freshchat,
            NoteEchoFilter own,
            AgentNotes notes,
            Conditions conditions,
            PostWatch posts) {
        this.storeTime = storeTime;
        this.types = types;
        this.freshchat = freshchat;
        this.own = own;
        this.notes = notes;
        this.conditions = conditions;
        this.posts = posts;
    }

    Verdict verdict(Attempt attempt, Account account, Task.Reply reply) {
        NoteEchoFilter.Author author =
                posts.until(() -> own.authorOf(account, reply), NoteEchoFilter.Author.PERHAPS_RELAY);
        if (author == NoteEchoFilter.Author.RELAY) {
            return new Verdict.Instead(new Outcome.Discarded("a note of the relay's own", Change.NONE));
        }
        Asked<Said> asked = freshchat.ask(
                attempt.claim(),
                () -> types.of(
                        reply.conversations(),
                        reply.messageId(),
                        account.options().relaySystem()));
        if (asked instanceof Asked.NotAsked<Said> later) {
            return new Verdict.Instead(later.outcome());
        }
        if (asked instanceof Asked.Failed<Said> failed && !(failed.outcome() instanceof Outcome.DeadLettered)) {
            return new Verdict.Instead(failed.outcome());
        }
        // Where Freshchat refuses to say, it does not show the message.
        Said said = asked instanceof Asked.Told<Said> told ? told.value() : new Said.NotShown();
        if (said instanceof Said.Withheld withheld) {
            return new Verdict.Instead(new Outcome.Discarded(withheld.why(), Change.NONE));
        }
        if (said instanceof Said.Open) {
            conditions.end(account.id(), HealthKind.UNTYPED_REPLIES);
            return new Verdict.Send();
        }
        if (said instanceof Said.NotShown && isYoungerThan(attempt, UNTIL_SHOWN)) {
            return new Verdict.Instead(
                    new Outcome.Wait(BETWEEN_READS, "Freshchat does not show the message yet", Change.NONE));
        }
        if (author == NoteEchoFilter.Author.PERHAPS_RELAY && isYoungerThan(attempt, LONGEST_POST)) {
            return new Verdict.Instead(
                    new Outcome.Wait(PostWatch.PUT_OFF, "a note is being posted there", Change.NONE));
        }
        // What Freshchat does not show at all may have been a note as well: sending is for what it shows without a
        // type.
        return said instanceof Said.Untyped && account.options().sendsUntyped()
                ? new Verdict.Send()
                : new Verdict.Instead(hold(attempt, account, said));
    }

    private Outcome hold(Attempt attempt, Account account, Said said) {
        String why = said instanceof Said.NotShown
                ? "a message without a type, which Freshchat does not show: it may be a private note"
                : "a message without a type, and Freshchat names none when it is asked: it may be a private note";
        conditions.begin(
                account.id(),
                HealthKind.UNTYPED_REPLIES,
                Status.DEGRADED,
                "Freshchat does not say whether some answers are private notes, so they were not sent.",
                "They are dead letters, and their agents were told. If no reading of messages ever names a type in this Freshchat"
                        + " account, set 'untyped-replies' of account '" + account.id()
                        + "' to 'send': then private notes"
                        + " that come without a type are sent too.");
        return new Outcome.DeadLettered(why + "; see the setting untyped-replies", notes.withheld(attempt.entry()));
    }

    private boolean isYoungerThan(Attempt attempt, Duration age) {
        return storeTime.instant().isBefore(attempt.entry().at().plus(age));
    }
}
