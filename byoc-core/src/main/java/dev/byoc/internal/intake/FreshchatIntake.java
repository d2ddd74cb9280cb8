package dev.byoc.internal.intake;

import dev.byoc.Direction;
import dev.byoc.event.Health;
import dev.byoc.freshchat.FreshchatEvent;
import dev.byoc.freshchat.FreshchatMessage;
import dev.byoc.internal.account.Account;
import dev.byoc.internal.account.Owners;
import dev.byoc.internal.gap.Gaps;
import dev.byoc.internal.intake.WaitingRooms.Room;
import dev.byoc.internal.notes.AgentNotes;
import dev.byoc.internal.notes.NotePhrase;
import dev.byoc.internal.report.Reports;
import dev.byoc.store.spi.Journal;
import dev.byoc.store.spi.Link;
import dev.byoc.store.spi.LinkChange;
import dev.byoc.store.spi.NewEntry;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides what is to be stored of what Freshchat tells: which messages, under which keys, in which lanes. Thread-safe. */
public final class FreshchatIntake {
    private static final String NAME = Health.FRESHCHAT;

    private final AnswerFilter filter;
    private final Owners owners;
    private final Gaps gaps;
    private final WaitingRooms rooms;
    private final UnsendableAnswers unsendable;
    private final Reports reports;
    private final Clock clock;

    public FreshchatIntake(
            Journal journal,
            AnswerFilter filter,
            Owners owners,
            Gaps gaps,
            AgentNotes notes,
            Reports reports,
            Clock clock) {
        this.filter = filter;
        this.owners = owners;
        this.gaps = gaps;
        this.rooms = new WaitingRooms(journal);
        this.unsendable = new UnsendableAnswers(journal, notes);
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
        String why = filter.whyLate(at);
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
        String handle = owner.account().options().endSession() ? handleAt(resolved, found.link()) : null;
        Room room = rooms.of(conversations, found.link());
        if (isUnread(found) || (handle != null && room.busy())) {
            // What was said before the resolve goes before it.
            entries.add(AnswerEntries.afterReading(owner, room.lane(), resolved, handle));
        } else if (handle != null) {
            entries.add(AnswerEntries.endSession(owner, resolved, handle));
        }
    }

    /** Of the session that a resolve ends; null: there is none, or the conversation has been opened or resolved since. */
    private static @Nullable String handleAt(FreshchatEvent.Resolved resolved, @Nullable Link link) {
        if (link == null) {
            return null;
        }
        Instant at = resolved.at();
        boolean isNews = at == null || link.stateAt() == null || at.isAfter(link.stateAt());
        return isNews ? link.handleValue() : null;
    }

    /** Whether answers of before may be missing. */
    private boolean isUnread(Owners.Found found) {
        return found.link() != null && gaps.isUnread(found.link());
    }

    private void sort(FreshchatMessage told, List<NewEntry> entries, List<LinkChange> links) {
        FreshchatMessage message = unsendable.identified(told);
        List<String> conversations = message.conversationIds();
        Owners.Found found = ownerOf(message);
        Owners.Customer owner =
                conversations.isEmpty() ? owners.named(message.userIds(), message.references()) : found.customer();
        Account account = owner == null ? null : owner.account();
        String why = filter.whyNot(message, account);
        if (why != null) {
            reports.ignored(account == null ? NAME : account.id(), Direction.OUTBOUND, why);
            return;
        }
        UnsendableAnswers.Why dead = whyUnsendable(told);
        if (conversations.isEmpty() && unsendable.isKnown(message)) {
            reports.ignored(account == null ? NAME : account.id(), Direction.OUTBOUND, "a copy without a conversation");
            return;
        }
        if (found.torn()) {
            NewEntry torn = AnswerEntries.ambiguous(message, Owners.TORN);
            entries.add(dead == null ? torn : torn.doubtful());
            entries.addAll(unsendable.tornNote(owner, message));
        } else if (dead != null) {
            links.addAll(found.learnt());
            entries.addAll(unsendable.notes(owner, message, dead));
            NewEntry kept = conversations.isEmpty()
                    ? AnswerEntries.nowhere(owner, message)
                    : owner == null
                            ? AnswerEntries.ambiguous(message, dead.why())
                            : AnswerEntries.reply(owner, message, dead.why());
            entries.add(kept.doubtful());
        } else {
            Room room = rooms.of(conversations, found.link());
            if (owner != null && isUnread(found)) {
                links.addAll(found.learnt());
                entries.add(AnswerEntries.afterReading(owner, room.lane(), message));
            } else if (owner != null && !room.busy()) {
                links.addAll(found.learnt());
                entries.add(AnswerEntries.reply(owner, message, null));
            } else {
                // Earlier messages of this conversation still wait to be told whose they are: this one stays behind
                // them.
                entries.add(AnswerEntries.orphan(room.lane(), message));
            }
        }
    }

    /** Why a message is a dead letter as it comes, of which another copy may have been sent or may still come; null: it is not. */
    private UnsendableAnswers.@Nullable Why whyUnsendable(FreshchatMessage told) {
        if (told.conversationIds().isEmpty()) {
            return UnsendableAnswers.Why.NO_CONVERSATION;
        }
        if (told.id() == null) {
            return UnsendableAnswers.Why.NO_ID;
        }
        String late = filter.whyLate(told);
        return late == null ? null : new UnsendableAnswers.Why(late, NotePhrase.TIME_OF_A_COPY);
    }

    /**
     * What is to be stored of a message without an id that was read in a customer's conversation: the answer as a dead letter and its note.
     * Nothing for what is not for customers, or may be a private note, as it could not be looked up.
     */
    public List<NewEntry> withoutId(FreshchatMessage read, Owners.Customer customer) {
        FreshchatMessage message = unsendable.identified(read);
        String why = filter.whyNotIn(message, customer.account());
        if (why != null) {
            reports.ignored(customer.account().id(), Direction.OUTBOUND, why);
            return List.of();
        }
        Owners.Found found = ownerOf(message);
        boolean theirs = !found.torn() && customer.equals(found.customer());
        List<NewEntry> entries = new ArrayList<>(unsendable.notes(customer, message, UnsendableAnswers.Why.NO_ID));
        entries.add((theirs
                        ? AnswerEntries.reply(customer, message, UnsendableAnswers.Why.NO_ID.why())
                        : AnswerEntries.ambiguous(
                                message, found.torn() ? Owners.TORN : UnsendableAnswers.Why.NO_ID.why()))
                .doubtful());
        return entries;
    }

    /** Messages that a reading has found and that are not looked at. */
    public void leftOut(Account account, int messages) {
        for (int i = 0; i < messages; i++) {
            reports.ignored(account.id(), Direction.OUTBOUND, "written before what is looked at after a gap");
        }
    }

    public Owners.Found ownerOf(FreshchatMessage message) {
        return owners.of(message.conversationIds(), message.userIds(), message.references());
    }
}
