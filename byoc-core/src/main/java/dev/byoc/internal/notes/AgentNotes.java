package dev.byoc.internal.notes;

import dev.byoc.Visible;
import dev.byoc.channel.SendResult.Reason;
import dev.byoc.event.Loss;
import dev.byoc.internal.account.Account;
import dev.byoc.internal.account.AccountOptions;
import dev.byoc.internal.task.Task;
import dev.byoc.internal.task.TaskCodec;
import dev.byoc.store.spi.Change;
import dev.byoc.store.spi.Checkpoint;
import dev.byoc.store.spi.Entry;
import dev.byoc.store.spi.NewEntry;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The private notes that tell an agent what the customer does not see. Each is a reason and what to do. */
public final class AgentNotes {
    private static final String NOT_ARRIVED = "This answer did not reach the customer";
    private static final String HALF_ARRIVED = "Only the beginning of this answer reached the customer";
    private static final String MAY_HAVE_ARRIVED = "This answer may not have reached the customer";
    private static final String NOT_AS_WRITTEN = " the customer does not see all of this answer as it was written:";

    /** How the notes begin that channels' events lead to. */
    public static final String LEFT = "The customer can no longer be reached";

    public static final String CAME_WITH = "The customer came with: ";
    public static final String FAILED_LATER = "An answer did not reach the customer";
    public static final String SESSION = "The customer's session";
    private static final String AWAY = "While the relay was away an answer was given that did not reach the customer";
    private static final String UNSURE =
            "While the relay was away an answer was given that may not have reached the customer";

    private final Map<String, Account> accounts;

    public AgentNotes(Map<String, Account> accounts) {
        this.accounts = accounts;
    }

    /** How every note begins, and nothing that an agent writes to a customer. */
    static List<String> beginnings(Account account) {
        String on = " on " + account.descriptor().displayName();
        return List.of(
                NOT_ARRIVED + on,
                HALF_ARRIVED + on,
                MAY_HAVE_ARRIVED + on,
                "On " + account.descriptor().displayName() + NOT_AS_WRITTEN,
                FAILED_LATER + on,
                LEFT + on,
                AWAY + on,
                UNSURE + on,
                CAME_WITH,
                SESSION + on);
    }

    /** A note in the customer's inbound lane. A second one with that key is not taken. */
    public NewEntry note(Account account, String customer, String key, String text) {
        return new NewEntry(
                account.inbound(customer),
                account.id() + " note:" + key,
                TaskCodec.write(new Task.Note(customer, text)));
    }

    /**
     * A reply became a dead letter: the agent is told. Nothing for anything else, above all no note about a note.
     *
     * @param last what the last attempt has changed: it, or one before it, may have made a call of unknown outcome
     */
    public Change onDeadLettered(Entry entry, String why, Change last) {
        Checkpoint changed = last.checkpoint();
        Checkpoint now = changed == null ? entry.checkpoint() : changed;
        return now.unsettled() ? mayHaveArrived(entry, why) : deadLetterNote(entry, "The reason: " + why + ".", false);
    }

    public Change refused(Entry entry, Reason reason, String detail) {
        String advice = switch (reason) {
            case REJECTED -> "The messenger refused it";
            case AUTH -> "The messenger does not accept the account's key; an administrator has to renew it";
            case RECIPIENT_GONE -> "The customer cannot be reached any more, until they write again";
            case WINDOW_CLOSED ->
                "The messenger allows answers only for a time after the customer's last message;"
                        + " wait until they write again";
            case TOO_LARGE -> "It is too large for the messenger; send less";
            case UNSUPPORTED -> "The messenger cannot show this kind of message; send it as text";
            case MISCONFIGURED -> "The messenger account is set up wrongly; an administrator has to look";
        };
        return deadLetterNote(entry, advice + (Visible.isBlank(detail) ? "." : ". Details: " + detail), false);
    }

    public Change mayHaveArrived(Entry entry, String detail) {
        return deadLetterNote(
                entry,
                "The messenger gave no clear answer (" + detail
                        + "). Ask the customer, or send it again if a second copy does no harm.",
                true);
    }

    /** An answer whose event names several customers: told where its conversation is. */
    public NewEntry torn(Account account, String customer, String messageId) {
        String text = NOT_ARRIVED
                + " on " + account.descriptor().displayName()
                + ". The reason: what Freshchat sent names more than one customer. Send it again, and tell an administrator.";
        return note(account, customer, "torn:" + messageId, text);
    }

    /** An answer that is a dead letter as it comes: it may be a repeat of one that was sent. */
    public NewEntry unsendable(Account account, String customer, String messageId, String why) {
        String text = MAY_HAVE_ARRIVED
                + on(account, 1)
                + " It was not sent when Freshchat told of it. The reason: " + why
                + ". Ask the customer, or send it again if a second copy does no harm.";
        return note(account, customer, "unsendable:" + messageId, text);
    }

    /** Answers of a time without webhooks that are found too late to be sent: one note for all of them. */
    public NewEntry tooOld(Account account, String customer, int answers, String newest) {
        String text = AWAY + on(account, answers)
                + " It was not sent: it was too old by then, or a later answer had been sent. Send it again if it still helps.";
        return note(account, customer, "away:" + newest, text);
    }

    /** Answers of a time without webhooks that Freshchat shows with ids that do not name this customer alone. */
    public NewEntry ambiguous(Account account, String customer, int answers, String newest) {
        String text = AWAY + on(account, answers)
                + " It was not sent: what Freshchat shows of it does not name this customer alone. Send it again, and tell an administrator.";
        return note(account, customer, "ambiguous:" + newest, text);
    }

    /** Answers of a time without webhooks of which is not known whether a webhook has told of them. */
    public NewEntry unsure(Account account, String customer, int answers, String newest) {
        String text = UNSURE + on(account, answers)
                + " Freshchat shows it under an id that cannot be compared with what was sent, so it was not sent now."
                + " Ask the customer, or send it again if a second copy does no harm.";
        return note(account, customer, "unsure:" + newest, text);
    }

    private static String on(Account account, int answers) {
        String name = " on " + account.descriptor().displayName();
        return answers == 1 ? name + "." : name + ", and " + (answers - 1) + " more.";
    }

    /** The agent who wrote it knows whether it was meant for the customer. */
    public Change withheld(Entry entry) {
        return deadLetterNote(
                entry,
                "Freshchat did not say whether it is an answer or a private note. If it was meant for the customer, send it again;"
                        + " an administrator can look at the setting '" + AccountOptions.UNTYPED_REPLIES + "'.",
                false);
    }

    /** One note for all that was lost of a reply: always for what the customer does not get at all, for the rest if its account wants that. */
    public Change onLosses(Entry entry, List<Loss> losses) {
        Account account = accounts.get(entry.account());
        if (account == null || !(workOf(entry) instanceof Task.Reply reply)) {
            return Change.NONE;
        }
        String told = losses.stream()
                .filter(loss ->
                        loss.kind() == Loss.Kind.DROPPED || account.options().noteLosses())
                .map(loss -> "\n- " + loss)
                .distinct()
                .collect(Collectors.joining());
        if (told.isEmpty()) {
            return Change.NONE;
        }
        String text = "On " + account.descriptor().displayName() + NOT_AS_WRITTEN + told;
        return Change.NONE.entry(note(account, reply.customer(), "lost:" + entry.id(), text));
    }

    /** Null where it cannot be read, as a newer version has stored it: that must not keep it from becoming a dead letter. */
    private static @Nullable Task workOf(Entry entry) {
        try {
            return TaskCodec.read(entry.body());
        } catch (RuntimeException e) {
            return null;
        }
    }

    private Change deadLetterNote(Entry entry, String reason, boolean unknown) {
        Task work = workOf(entry);
        String of = entry.account();
        if (work instanceof Task.AfterReading reading) {
            // It is in no account's lane, as it waits for Freshchat.
            of = reading.account();
            work = reading.then();
        }
        Account account = accounts.get(of);
        if (account == null || !(work instanceof Task.Reply reply)) {
            return Change.NONE;
        }
        String done = entry.partsDone().isEmpty() ? NOT_ARRIVED : HALF_ARRIVED;
        String what = unknown ? MAY_HAVE_ARRIVED : done;
        String text = what + " on " + account.descriptor().displayName() + ". " + reason;
        return Change.NONE.entry(note(account, reply.customer(), String.valueOf(entry.id()), text));
    }
}
