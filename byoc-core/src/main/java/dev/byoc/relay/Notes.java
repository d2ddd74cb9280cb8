package dev.byoc.relay;

import dev.byoc.channel.SendResult.Reason;
import dev.byoc.store.Change;
import dev.byoc.store.Entry;
import dev.byoc.store.NewEntry;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The private notes that tell an agent what the customer does not see. Each is a reason and what to do. */
final class Notes {
    private final Map<String, Account> accounts;

    Notes(Map<String, Account> accounts) {
        this.accounts = accounts;
    }

    /** A note in the customer's inbound lane. A second one with that key is not taken. */
    NewEntry note(Account account, String customer, String key, String text) {
        return new NewEntry(
                account.inbound(customer),
                account.id() + " note:" + key,
                WorkCodec.write(new Work.Note(customer, text)));
    }

    /** A reply was given up: the agent is told. Nothing for anything else, above all no note about a note. */
    Change onBurial(Entry entry, String why) {
        return onBurial(entry, "The reason: " + why + ".", false);
    }

    Change refused(Entry entry, Reason reason, String detail) {
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
        return onBurial(entry, advice + (detail.isBlank() ? "." : ". Details: " + detail), false);
    }

    Change mayHaveArrived(Entry entry, String detail) {
        return onBurial(
                entry,
                "The messenger gave no clear answer (" + detail
                        + "). Ask the customer, or send it again if a second copy does no harm.",
                true);
    }

    /** One note for all that was lost of a reply: always for what the customer does not get at all, for the rest if its account wants that. */
    Change onLosses(Entry entry, List<Loss> losses) {
        Account account = accounts.get(entry.account());
        if (account == null || !(workOf(entry) instanceof Work.Reply reply)) {
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
        String text = "On "
                + account.descriptor().displayName()
                + " the customer does not see all of this answer as it was written:"
                + told;
        return Change.NONE.entry(note(account, reply.customer(), "lost:" + entry.id(), text));
    }

    /** Null where it cannot be read, as a newer version has stored it: that must not keep it from being given up. */
    private static @Nullable Work workOf(Entry entry) {
        try {
            return WorkCodec.read(entry.body());
        } catch (RuntimeException e) {
            return null;
        }
    }

    private Change onBurial(Entry entry, String reason, boolean unknown) {
        Account account = accounts.get(entry.account());
        if (account == null || !(workOf(entry) instanceof Work.Reply reply)) {
            return Change.NONE;
        }
        String done = entry.partsDone().isEmpty()
                ? "This answer did not reach the customer"
                : "Only the beginning of this answer reached the customer";
        String what = unknown ? "This answer may not have reached the customer" : done;
        String text = what + " on " + account.descriptor().displayName() + ". " + reason;
        return Change.NONE.entry(note(account, reply.customer(), String.valueOf(entry.id()), text));
    }
}
