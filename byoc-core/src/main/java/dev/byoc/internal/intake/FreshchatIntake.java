package dev.byoc.internal.intake;

import dev.byoc.Direction;
import dev.byoc.event.Health;
import dev.byoc.freshchat.FreshchatEvent;
import dev.byoc.freshchat.FreshchatMessage;
import dev.byoc.internal.account.Account;
import dev.byoc.internal.account.Owners;
import dev.byoc.internal.freshchat.Topics;
import dev.byoc.internal.gap.Gaps;
import dev.byoc.internal.notes.AgentNotes;
import dev.byoc.internal.report.Reports;
import dev.byoc.internal.task.FreshchatKeys;
import dev.byoc.internal.task.Task;
import dev.byoc.internal.task.TaskCodec;
import dev.byoc.store.spi.CustomerMap;
import dev.byoc.store.spi.Journal;
import dev.byoc.store.spi.LinkChange;
import dev.byoc.store.spi.NewEntry;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Decides what is to be stored of what Freshchat tells: which messages, under which keys, in which lanes. Thread-safe. */
public final class FreshchatIntake {
    private static final String NAME = Health.FRESHCHAT;

    private final Journal journal;
    private final Topics topics;
    private final Map<String, Account> accounts;
    private final Owners owners;
    private final Gaps gaps;
    private final AgentNotes notes;
    private final UnsendableAnswers unsendable;
    private final ReplayWindow times;
    private final Reports reports;
    private final Clock clock;

    public FreshchatIntake(
            Journal journal,
            CustomerMap customers,
            Topics topics,
            Map<String, Account> accounts,
            Gaps gaps,
            AgentNotes notes,
            ReplayWindow times,
            Reports reports,
            Clock clock) {
        this.journal = journal;
        this.topics = topics;
        this.accounts = accounts;
        this.owners = new Owners(customers, accounts);
        this.gaps = gaps;
        this.notes = notes;
        this.unsendable = new UnsendableAnswers(journal, notes);
        this.times = times;
        this.reports = reports;
        this.clock = clock;
    }

    /** Adds what is to be stored of an event. */
    public void sort(FreshchatEvent event, List<NewEntry> entries, List<LinkChange> links) {
        if (event instanceof FreshchatEvent.MessageCreated created) {
            sort(created.message(), entries, links);
        } else if (isTorn(event)) {
            reports.ignored(NAME, Direction.OUTBOUND, Owners.TORN);
        } else if (event instanceof FreshchatEvent.Resolved resolved && counts(resolved.at())) {
            state(resolved.conversationIds(), true, resolved.at(), links);
            endSession(resolved, entries);
        } else if (event instanceof FreshchatEvent.Reopened reopened && counts(reopened.at())) {
            state(reopened.conversationIds(), false, reopened.at(), links);
        } else if (event instanceof FreshchatEvent.Ignored ignored) {
            reports.ignored(NAME, Direction.OUTBOUND, ignored.why());
        }
    }

    private boolean isTorn(FreshchatEvent event) {
        List<String> conversations = event instanceof FreshchatEvent.Resolved resolved
                ? resolved.conversationIds()
                : event instanceof FreshchatEvent.Reopened reopened ? reopened.conversationIds() : List.of();
        return owners.of(conversations, List.of(), List.of()).torn();
    }

    /** An old resolve must not end a session that has begun since. */
    private boolean counts(@Nullable Instant at) {
        String why = times.whyNot(at);
        if (why != null) {
            reports.ignored(NAME, Direction.OUTBOUND, why);
        }
        return why == null;
    }

    private void state(List<String> conversations, boolean resolved, @Nullable Instant at, List<LinkChange> links) {
        for (String conversation : conversations) {
            links.add(new LinkChange.State(conversation, resolved, at == null ? clock.instant() : at));
        }
    }

    private void endSession(FreshchatEvent.Resolved resolved, List<NewEntry> entries) {
        List<String> conversations = resolved.conversationIds();
        Owners.Found found = owners.of(conversations, List.of(), List.of());
        Owners.Customer owner = found.customer();
        if (owner == null) {
            return;
        }
        boolean ends = owner.account().options().endSession();
        if (isUnread(found) || (ends && !journal.isIdle(FreshchatKeys.waitingRoom(conversations)))) {
            // What was said before the resolve goes before it.
            entries.add(afterReading(
                    owner,
                    conversations,
                    (ends ? "" : "read for ") + resolveKey(conversations, resolved.at()),
                    resolved.at(),
                    ends ? new Task.EndSession(owner.id()) : null));
        } else if (ends) {
            entries.add(endSession(owner, conversations, resolved.at()));
        }
    }

    private static String resolveKey(List<String> conversations, @Nullable Instant at) {
        return "resolve:" + conversations.get(0) + ":" + at;
    }

    public NewEntry endSession(Owners.Customer owner, List<String> conversations, @Nullable Instant at) {
        return new NewEntry(
                owner.account().outbound(owner.id()),
                resolveKey(conversations, at),
                TaskCodec.write(new Task.EndSession(owner.id())));
    }

    /** Whether answers of before may be missing. */
    private boolean isUnread(Owners.Found found) {
        return found.link() != null && gaps.isUnread(found.link());
    }

    private static NewEntry afterReading(
            Owners.Customer owner,
            List<String> conversations,
            String key,
            @Nullable Instant written,
            @Nullable Task then) {
        return new NewEntry(
                FreshchatKeys.waitingRoom(conversations),
                key,
                TaskCodec.write(new Task.AfterReading(owner.account().id(), owner.id(), conversations, written, then)));
    }

    private void sort(FreshchatMessage told, List<NewEntry> entries, List<LinkChange> links) {
        FreshchatMessage message = unsendable.identified(told, orphan(told));
        List<String> conversations = message.conversationIds();
        Owners.Found found = ownerOf(message);
        Owners.Customer owner =
                conversations.isEmpty() ? owners.named(message.userIds(), message.references()) : found.customer();
        Account account = owner == null ? null : owner.account();
        boolean systemToo =
                account == null ? anyRelaysSystem() : account.options().relaySystem();
        String why = whyNot(message, account, systemToo);
        if (why != null) {
            reports.ignored(account == null ? NAME : account.id(), Direction.OUTBOUND, why);
            return;
        }
        String key = FreshchatKeys.keyOf(String.valueOf(message.id()));
        String dead = whyUnsendable(told);
        if (conversations.isEmpty() && unsendable.isKnown(message)) {
            reports.ignored(account == null ? NAME : account.id(), Direction.OUTBOUND, "a copy without a conversation");
            return;
        }
        if (found.torn()) {
            NewEntry torn = ambiguous(message, Owners.TORN);
            entries.add(dead == null ? torn : torn.doubtful());
            if (owner != null) {
                entries.add(notes.torn(owner.account(), owner.id(), String.valueOf(message.id())));
            }
        } else if (dead != null) {
            links.addAll(found.learnt());
            entries.addAll(unsendable.notes(owner, message, dead));
            NewEntry kept = conversations.isEmpty()
                    ? nowhere(owner, message)
                    : owner == null ? ambiguous(message, dead) : reply(owner, message, dead);
            entries.add(kept.doubtful());
        } else if (owner != null && isUnread(found)) {
            links.addAll(found.learnt());
            entries.add(afterReading(owner, conversations, key, message.createdTime(), work(owner, message)));
        } else if (owner != null && journal.isIdle(FreshchatKeys.waitingRoom(conversations))) {
            links.addAll(found.learnt());
            entries.add(reply(owner, message, null));
        } else {
            // Earlier messages of this conversation still wait to be told whose they are: this one stays behind them.
            entries.add(new NewEntry(FreshchatKeys.waitingRoom(conversations), key, TaskCodec.write(orphan(message))));
        }
    }

    /**
     * An answer that does not name its conversation, under a key of its own: the same one may come with it, and is sent then. In the lane of
     * the customer whom it names, so that forgetting that customer erases it.
     */
    private static NewEntry nowhere(Owners.@Nullable Customer owner, FreshchatMessage message) {
        return new NewEntry(
                owner == null
                        ? FreshchatKeys.waitingRoom(List.of())
                        : owner.account().outbound(owner.id()),
                FreshchatKeys.nowhereKeyOf(String.valueOf(message.id())),
                TaskCodec.write(orphan(message)),
                Owners.NO_CONVERSATION);
    }

    /** Why a message is a dead letter as it comes, of which another copy may have been sent or may still come; null: it is not. */
    private @Nullable String whyUnsendable(FreshchatMessage told) {
        if (told.conversationIds().isEmpty()) {
            return Owners.NO_CONVERSATION;
        }
        return told.id() == null ? UnsendableAnswers.NO_ID : whyLate(told);
    }

    /** A message whose ids do not lead to one customer alone: a dead letter, for an operator to replay once they do. */
    public NewEntry ambiguous(FreshchatMessage message, String why) {
        return new NewEntry(
                FreshchatKeys.waitingRoom(message.conversationIds()),
                FreshchatKeys.keyOf(String.valueOf(message.id())),
                TaskCodec.write(orphan(message)),
                why);
    }

    /**
     * What is to be stored of a message without an id that was read in a customer's conversation: the answer as a dead letter and its note.
     * Nothing for what is not for customers, or may be a private note, as it could not be looked up.
     */
    public List<NewEntry> withoutId(FreshchatMessage read, Owners.Customer customer) {
        FreshchatMessage message = unsendable.identified(read, orphan(read));
        String why = whyNot(message, customer.account());
        if (why != null) {
            reports.ignored(customer.account().id(), Direction.OUTBOUND, why);
            return List.of();
        }
        Owners.Found found = ownerOf(message);
        boolean theirs = !found.torn() && customer.equals(found.customer());
        List<NewEntry> entries = new ArrayList<>(unsendable.notes(customer, message, UnsendableAnswers.NO_ID));
        entries.add((theirs
                        ? reply(customer, message, UnsendableAnswers.NO_ID)
                        : ambiguous(message, found.torn() ? Owners.TORN : UnsendableAnswers.NO_ID))
                .doubtful());
        return entries;
    }

    /** Messages that a reading has found and that are not looked at. */
    public void leftOut(Account account, int messages) {
        for (int i = 0; i < messages; i++) {
            reports.ignored(account.id(), Direction.OUTBOUND, "written before what is looked at after a gap");
        }
    }

    /** Why a message is a dead letter for its time; null: it is not. */
    public @Nullable String whyLate(FreshchatMessage message) {
        return times.whyNot(message.createdTime());
    }

    private static Task.Orphan orphan(FreshchatMessage message) {
        return new Task.Orphan(
                String.valueOf(message.id()),
                message.conversationIds(),
                message.channelIds(),
                message.userIds(),
                message.references(),
                message.actorId(),
                message.messageType() != null,
                message.createdTime(),
                message.contents(),
                message.skipped());
    }

    private static Task.Reply work(Owners.Customer owner, FreshchatMessage message) {
        return new Task.Reply(
                owner.id(),
                String.valueOf(message.id()),
                message.conversationIds(),
                message.actorId(),
                message.messageType() != null,
                message.contents(),
                message.skipped());
    }

    /**
     * An agent's answer, in its customer's lane.
     *
     * @param dead why it is a dead letter from the start; null: it is not
     */
    public NewEntry reply(Owners.Customer owner, FreshchatMessage message, @Nullable String dead) {
        return new NewEntry(
                owner.account().outbound(owner.id()),
                FreshchatKeys.keyOf(String.valueOf(message.id())),
                TaskCodec.write(work(owner, message)),
                dead);
    }

    /** A message as it was read in a conversation: it need not name that itself. */
    public FreshchatMessage within(FreshchatMessage message, List<String> conversations) {
        return message.conversationIds().isEmpty() ? message.in(conversations) : message;
    }

    public Owners.Found ownerOf(FreshchatMessage message) {
        return owners.of(message.conversationIds(), message.userIds(), message.references());
    }

    /** Why nothing is to be done about a message in a conversation of that account. */
    public @Nullable String whyNot(FreshchatMessage message, Account account) {
        return message.conversationIds().isEmpty()
                ? Owners.NO_CONVERSATION
                : whyNot(message, account, account.options().relaySystem());
    }

    private @Nullable String whyNot(FreshchatMessage message, @Nullable Account account, boolean systemToo) {
        String why = message.whyNotRelayed(systemToo);
        if (why != null) {
            return why;
        }
        boolean typed = message.messageType() != null;
        if (!typed && message.conversationIds().isEmpty()) {
            // It may be a private note, and there is nowhere to look that up.
            return Owners.NO_CONVERSATION;
        }
        if (message.contents().isEmpty() && message.skipped().isEmpty()) {
            return "nothing that could be shown";
        }
        if (account != null) {
            return isForeignTopic(message, account) ? "another topic" : null;
        }
        boolean mayBeOurs = !topics.complete()
                || accounts.values().stream()
                        .anyMatch(each -> message.channelIds().contains(String.valueOf(topics.known(each))));
        if (!mayBeOurs) {
            return "a topic of no account here";
        }
        return typed ? null : whyLate(message);
    }

    /** In a conversation of ours the topic is ours too, unless a topic id of the same family says otherwise. */
    private boolean isForeignTopic(FreshchatMessage message, Account account) {
        String topic = topics.known(account);
        if (topic == null
                || message.channelIds().isEmpty()
                || message.channelIds().contains(topic)) {
            return false;
        }
        return message.channelIds().stream().anyMatch(id -> isUuid(id) == isUuid(topic));
    }

    private static boolean isUuid(String id) {
        try {
            return UUID.fromString(id).toString().equalsIgnoreCase(id);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private boolean anyRelaysSystem() {
        return accounts.values().stream().anyMatch(account -> account.options().relaySystem());
    }
}
