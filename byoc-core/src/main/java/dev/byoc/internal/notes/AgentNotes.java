package dev.byoc.internal.notes;

import dev.byoc.Visible;
import dev.byoc.channel.Inbound;
import dev.byoc.channel.SendResult;
import dev.byoc.channel.SendResult.Reason;
import dev.byoc.event.Loss;
import dev.byoc.internal.account.Account;
import dev.byoc.internal.account.AccountOptions.SentFromCode;
import dev.byoc.internal.dispatch.DeadLetterCause;
import dev.byoc.internal.render.Preface;
import dev.byoc.internal.task.Task;
import dev.byoc.internal.task.TaskCodec;
import dev.byoc.store.spi.Change;
import dev.byoc.store.spi.Checkpoint;
import dev.byoc.store.spi.Entry;
import dev.byoc.store.spi.NewEntry;
import dev.byoc.wording.Wording;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The private notes that tell an agent what the customer does not see: which answer, what happened, and what to do. In the language that
 * the account's agents have when the note is made.
 */
public final class AgentNotes {
    /**
     * How every note begins, in any language, and no answer of an agent's. It is no sentence of the catalogue: a note has to be known as
     * one when the account's language, or the host's catalogue, is another by then.
     */
    static final String MARK = "[byoc note] ";

    private final Map<String, Account> accounts;

    public AgentNotes(Map<String, Account> accounts) {
        this.accounts = accounts;
    }

    /** A note about an answer, in the customer's inbound lane. A second one with that key is not taken. */
    private static NewEntry note(Account account, String customer, String key, String text) {
        return new NewEntry(
                account.inbound(customer),
                account.id() + " note:" + key,
                TaskCodec.write(new Task.Note(customer, MARK + text)));
    }

    /** One about the customer, on which no answer depends. Listeners tell it from the others by its key. */
    private static NewEntry aboutCustomer(Account account, String customer, String key, String text) {
        return note(account, customer, "customer:" + key, text);
    }

    /** The text of a note that shows what the host's code has sent. */
    public static String sentFromCode(Account account, Wording wording, String text) {
        return MARK + wording.of(NotePhrase.SENT_FROM_CODE, messenger(account), text);
    }

    /** What the host's code has sent: agents are to see it, in the customer's inbound lane. Once for each id that the host gave. */
    public Change shown(Account account, Task.Reply reply, String words) {
        SentFromCode form = account.options().sentFromCode();
        if (!reply.isFromCode() || form instanceof SentFromCode.Hidden) {
            return Change.NONE;
        }
        return Change.NONE.entry(new NewEntry(
                account.inbound(reply.customer()),
                account.id() + " shown:" + reply.messageId(),
                TaskCodec.write(new Task.Shown(reply.customer(), words, form.agentId()))));
    }

    private static String messenger(Account account) {
        return account.descriptor().displayName();
    }

    public NewEntry left(Account account, String customer, String key) {
        return aboutCustomer(account, customer, key, account.agentWording().of(NotePhrase.LEFT, messenger(account)));
    }

    public NewEntry withdrawn(Account account, String customer, String key) {
        String text = account.agentWording().of(NotePhrase.WITHDRAWN, messenger(account));
        return aboutCustomer(account, customer, key, text);
    }

    /** A reaction, which is there or was taken back, with the head of what it is about. */
    public NewEntry reacted(Account account, Inbound.Reacted reacted, String key) {
        Wording wording = account.agentWording();
        String reaction = NoteText.withoutMarkup(Preface.shortened(reacted.reaction()));
        String words = NoteText.withoutMarkup(Preface.words(reacted.about()));
        String text;
        if (words.isEmpty()) {
            text = wording.of(reacted.removed() ? NotePhrase.UNREACTED : NotePhrase.REACTED, reaction);
        } else {
            text = wording.of(reacted.removed() ? NotePhrase.UNREACTED_TO : NotePhrase.REACTED_TO, reaction, words);
        }
        return aboutCustomer(account, reacted.customerId(), key, text);
    }

    public NewEntry sessionEnded(Account account, String customer, String key) {
        String text = account.agentWording().of(NotePhrase.SESSION_ENDED, messenger(account));
        return aboutCustomer(account, customer, key, text);
    }

    /** What a customer came with: as a note, and where the account wants that as a property of the conversation that there is. */
    public List<NewEntry> context(Account account, String customer, String key, String context) {
        NewEntry note = cameWith(account, customer, key, context);
        return account.options().contextProperties(context).isEmpty()
                ? List.of(note)
                : List.of(
                        note,
                        new NewEntry(
                                account.profile(customer),
                                account.id() + " context:" + key,
                                TaskCodec.write(new Task.Context(customer, context))));
    }

    /** The note alone: the conversation was made with the property. */
    public NewEntry cameWith(Account account, String customer, String key, String context) {
        String text = account.agentWording().of(NotePhrase.CAME_WITH, NoteText.of(context));
        return aboutCustomer(account, customer, key, text);
    }

    /**
     * The messenger had taken an answer, and has reported since that it failed.
     *
     * @param given when the answer was stored: its words are erased by then
     */
    public NewEntry failedLater(Account account, String customer, String messageId, Instant given) {
        String text = account.agentWording().of(NotePhrase.FAILED_LATER, messenger(account), given);
        return note(account, customer, "failed:" + messageId, text);
    }

    /**
     * A reply became a dead letter: the agent is told. Nothing for anything else, above all no note about a note.
     *
     * @param last what the last attempt has changed: it, or one before it, may have made a call of unknown outcome
     */
    public Change onDeadLettered(Entry entry, DeadLetterCause cause, Change last) {
        Checkpoint changed = last.checkpoint();
        Checkpoint now = changed == null ? entry.checkpoint() : changed;
        boolean unsure = now.unsettled();
        NotePhrase why = switch (cause) {
            case EXPIRED -> unsure ? NotePhrase.EXPIRED_UNSURE : NotePhrase.EXPIRED;
            case EXHAUSTED -> unsure ? NotePhrase.EXHAUSTED_UNSURE : NotePhrase.EXHAUSTED;
            case FAULT -> unsure ? NotePhrase.FAULT_UNSURE : NotePhrase.FAULT;
        };
        return deadLetterNote(entry, null, why, unsure);
    }

    public Change refused(Entry entry, SendResult.Refused refused) {
        String own = refused.forAgent();
        return deadLetterNote(entry, own == null || Visible.isBlank(own) ? null : own, why(refused.reason()), false);
    }

    private static NotePhrase why(Reason reason) {
        return switch (reason) {
            case REJECTED -> NotePhrase.REJECTED;
            case AUTH -> NotePhrase.AUTH;
            case RECIPIENT_GONE -> NotePhrase.RECIPIENT_GONE;
            case WINDOW_CLOSED -> NotePhrase.WINDOW_CLOSED;
            case TOO_LARGE -> NotePhrase.TOO_LARGE;
            case UNSUPPORTED -> NotePhrase.UNSUPPORTED;
            case MISCONFIGURED -> NotePhrase.MISCONFIGURED;
        };
    }

    public Change mayHaveArrived(Entry entry) {
        return deadLetterNote(entry, null, NotePhrase.NO_CLEAR_ANSWER, true);
    }

    /** The agent who wrote it knows whether it was meant for the customer. */
    public Change withheld(Entry entry) {
        return deadLetterNote(entry, null, NotePhrase.UNTYPED, false);
    }

    /** It was written as the agent in whose name the host's messages are shown. */
    public Change writtenAsApplication(Entry entry) {
        return deadLetterNote(entry, null, NotePhrase.WRITTEN_AS_APPLICATION, false);
    }

    /** It begins like a note that shows what the host's code has sent, and came as an open message. */
    public Change likeANote(Entry entry) {
        return deadLetterNote(entry, null, NotePhrase.LIKE_A_NOTE, false);
    }

    /** An answer whose event names several customers: told where its conversation is. */
    public NewEntry torn(Account account, String customer, String messageId, Answer answer) {
        Wording wording = account.agentWording();
        String text = about(NotePhrase.NOT_ARRIVED, account, answer) + " " + wording.of(NotePhrase.SEVERAL_CUSTOMERS);
        return note(account, customer, "torn:" + messageId, text);
    }

    /** An answer that is a dead letter as it comes: it may be a repeat of one that was sent. */
    public NewEntry unsendable(Account account, String customer, String messageId, Answer answer, NotePhrase why) {
        String text = about(NotePhrase.MAY_HAVE_ARRIVED, account, answer) + unsure(account, why);
        return note(account, customer, "unsendable:" + messageId, text);
    }

    /**
     * Answers of a time without webhooks that are found too late to be sent: one note for all of them.
     *
     * @param id of the newest
     */
    public NewEntry tooOld(Account account, String customer, int answers, String id, Answer newest) {
        String text =
                missed(account, answers, newest) + " " + account.agentWording().of(NotePhrase.FOUND_TOO_LATE);
        return note(account, customer, "away:" + id, text);
    }

    /** Answers of a time without webhooks that Freshchat shows with ids that do not name this customer alone. */
    public NewEntry ambiguous(Account account, String customer, int answers, String id, Answer newest) {
        String text =
                missed(account, answers, newest) + " " + account.agentWording().of(NotePhrase.FOUND_UNNAMED);
        return note(account, customer, "ambiguous:" + id, text);
    }

    /** Answers of a time without webhooks of which is not known whether a webhook has told of them. */
    public NewEntry unsure(Account account, String customer, int answers, String id, Answer newest) {
        String what = answers == 1
                ? about(NotePhrase.MISSED_UNSURE, account, newest)
                : about(NotePhrase.MISSED_UNSURE_SEVERAL, account, answers, newest);
        return note(account, customer, "unsure:" + id, what + unsure(account, NotePhrase.FOUND_INCOMPARABLE));
    }

    /**
     * Messages of a time without webhooks that are too large to be read, so that it is not known whether they are answers.
     *
     * @param before the id of the message before them
     */
    public NewEntry tooLargeToRead(Account account, String customer, int messages, String before) {
        String text = account.agentWording().of(NotePhrase.TOO_LARGE_TO_READ, messenger(account), messages);
        return note(account, customer, "unread:" + messages + ":" + before, text);
    }

    private static String missed(Account account, int answers, Answer newest) {
        return answers == 1
                ? about(NotePhrase.MISSED, account, newest)
                : about(NotePhrase.MISSED_SEVERAL, account, answers, newest);
    }

    private static String about(NotePhrase what, Account account, Answer answer) {
        Wording wording = account.agentWording();
        return wording.of(what, messenger(account), answer.shown(wording));
    }

    private static String about(NotePhrase what, Account account, int answers, Answer newest) {
        Wording wording = account.agentWording();
        return wording.of(what, messenger(account), answers, newest.shown(wording));
    }

    private static String unsure(Account account, NotePhrase why) {
        Wording wording = account.agentWording();
        return " " + wording.of(why) + " " + wording.of(NotePhrase.ASK_OR_SEND_AGAIN);
    }

    /** One note for all that was lost of a reply: always for what the customer does not get at all, for the rest if its account wants that. */
    public Change onLosses(Entry entry, List<Loss> losses) {
        Account account = accounts.get(entry.account());
        if (account == null || !(TaskCodec.readOrNull(entry.body()) instanceof Task.Reply reply)) {
            return Change.NONE;
        }
        String told = losses.stream()
                .filter(loss ->
                        loss.kind() == Loss.Kind.DROPPED || account.options().noteLosses())
                .distinct()
                .map(loss -> "\n- " + LossLine.of(loss, account.agentWording()))
                .collect(Collectors.joining());
        if (told.isEmpty()) {
            return Change.NONE;
        }
        boolean leftOut = losses.stream().anyMatch(loss -> loss.kind() == Loss.Kind.DROPPED);
        String advice = leftOut ? "\n" + account.agentWording().of(NotePhrase.SEND_LEFT_OUT) : "";
        String text = about(NotePhrase.NOT_AS_WRITTEN, account, Answer.of(reply, entry)) + told + advice;
        return Change.NONE.entry(note(account, reply.customer(), "lost:" + entry.id(), text));
    }

    /** @param own the channel's sentences in place of those for {@code why} */
    private Change deadLetterNote(Entry entry, @Nullable String own, NotePhrase why, boolean unknown) {
        // What cannot be read becomes a dead letter all the same.
        Task work = TaskCodec.readOrNull(entry.body());
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
        NotePhrase done = entry.partsDone().isEmpty() ? NotePhrase.NOT_ARRIVED : NotePhrase.BEGINNING_ARRIVED;
        String what = about(unknown ? NotePhrase.MAY_HAVE_ARRIVED : done, account, Answer.of(reply, entry));
        String reason = " " + (own == null ? account.agentWording().of(why) : NoteText.of(own));
        String rest = done == NotePhrase.BEGINNING_ARRIVED
                ? " " + account.agentWording().of(NotePhrase.SEND_THE_REST)
                : "";
        String text = what + (unknown ? unsure(account, why) : reason + rest);
        return Change.NONE.entry(note(account, reply.customer(), String.valueOf(entry.id()), text));
    }
}
