package dev.byoc.internal.catchup;

import dev.byoc.event.Health.Status;
import dev.byoc.freshchat.FreshchatEvent;
import dev.byoc.internal.account.Account;
import dev.byoc.internal.gap.Gap;
import dev.byoc.internal.gap.Gaps;
import dev.byoc.internal.health.Conditions;
import dev.byoc.internal.health.HealthKind;
import dev.byoc.internal.intake.AnswerEntries;
import dev.byoc.internal.intake.AnswerFilter;
import dev.byoc.internal.intake.FreshchatIntake;
import dev.byoc.internal.notes.AgentNotes;
import dev.byoc.store.spi.LinkChange;
import dev.byoc.store.spi.NewEntry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides about messages that a reading after a gap has found and no webhook has told of: sent, told to the agent, or nothing. Thread-safe. */
public final class CatchUp {
    private final InstantSource storeTime;
    private final FreshchatIntake intake;
    private final AgentNotes notes;
    private final Conditions conditions;
    private final Duration sentWithin;
    private final MissedAnswers answers;
    private final IdFamilies ids;

    /**
     * Judges by these.
     *
     * @param outboundAge older answers are not sent
     */
    public CatchUp(
            InstantSource storeTime,
            FreshchatIntake intake,
            AnswerFilter filter,
            Gaps gaps,
            AgentNotes notes,
            Conditions conditions,
            Duration outboundAge) {
        this.storeTime = storeTime;
        this.intake = intake;
        this.notes = notes;
        this.conditions = conditions;
        this.ids = new IdFamilies(filter, gaps);
        this.sentWithin = outboundAge.compareTo(Gaps.OLDEST) < 0 ? outboundAge : Gaps.OLDEST;
        this.answers = new MissedAnswers(storeTime, intake, filter, gaps, sentWithin);
    }

    /**
     * What is to be stored.
     *
     * @param entries in their order
     * @param readAgainAt answers that wait and were written before this time need not read the conversation again: what is left is newer. Null:
     *     nothing is left, or its time is not told
     */
    record Found(
            List<NewEntry> entries,
            List<LinkChange> links,
            @Nullable Instant readAgainAt) {}

    Found of(Subject subject, Read read, Gap gap, @Nullable Waiting waiting) {
        boolean sure = ids.areOfOneFamily(subject.account(), read, gap);
        int place = waiting == null ? 0 : waiting.placeIn(read);
        MissedAnswers.Found all = answers.in(subject, read, gap, end(read, waiting, place));
        intake.leftOut(subject.account(), all.leftOut());
        // What is newer than one that waits behind this one is found once that reads the conversation.
        int barrier = read.toldBefore(place);
        List<Missed> missed = all.answers().stream()
                .filter(each -> read.placeOf(each.id()) > barrier)
                .toList();
        List<NewEntry> entries = new ArrayList<>(all.nameless());
        entries.addAll(inOrder(read, sure ? missed : List.of(), waiting, place));
        if (!missed.isEmpty()) {
            tell(subject, missed, sure, entries);
        }
        List<Integer> unread = read.unreadSince(gap.from().minus(MissedAnswers.MARGIN));
        if (!unread.isEmpty()) {
            entries.add(tooLarge(subject, read, unread));
        }
        List<LinkChange> links = new ArrayList<>();
        StateLine state = StateLine.in(read, subject);
        boolean stateWaits = state != null && state.place() <= barrier;
        if (state != null && !stateWaits) {
            state(state, subject, entries, links);
        }
        boolean whole = missed.size() == all.answers().size() && !stateWaits;
        if (subject.isCurrent() && whole) {
            links.add(new LinkChange.CaughtUp(
                    subject.account().id(), subject.link().customer(), gap.to()));
        }
        links.add(Finding.of(subject, count(missed, all, sure).andUnsure(unread.size()), read.cut()));
        return new Found(entries, links, readAgainAt(read, all.answers(), state, barrier));
    }

    /**
     * The place from which on messages are older than an answer that the customer has: they would come out of order. So it is where the reading
     * before the later one failed.
     */
    private static int end(Read read, @Nullable Waiting waiting, int place) {
        boolean isShown = waiting != null && read.placeOf(waiting.messageId()) == place;
        return read.toldFrom(isShown ? place + 1 : place);
    }

    /** The oldest first, what waits in its own place. */
    private static List<NewEntry> inOrder(Read read, List<Missed> missed, @Nullable Waiting waiting, int place) {
        boolean hasPlace = waiting != null && waiting.messageId() != null;
        List<Missed> before = missed.stream()
                .filter(each -> !hasPlace || read.placeOf(each.id()) >= place)
                .toList();
        List<NewEntry> entries = new ArrayList<>();
        before.forEach(each -> entries.add(each.entry()));
        if (waiting != null && waiting.entry() != null) {
            entries.add(waiting.entry());
        }
        missed.subList(before.size(), missed.size()).forEach(each -> entries.add(each.entry()));
        return entries;
    }

    /** Tells the agents of what is not sent, and in health whether answers can be told from each other. */
    private void tell(Subject subject, List<Missed> missed, boolean sure, List<NewEntry> entries) {
        Account account = subject.account();
        String customer = subject.link().customer();
        if (!sure) {
            Missed newest = newest(missed);
            entries.add(notes.unsure(account, customer, missed.size(), newest.id(), newest.answer()));
            conditions.begin(
                    account.id(),
                    HealthKind.CATCH_UP,
                    Status.DEGRADED,
                    "Freshchat shows messages under other ids than its webhooks name, as far as can be told: answers that no webhook told of"
                            + " cannot be told from those that were sent, so they are not sent.",
                    "Their agents were told by private notes, in the conversations concerned. Answers that webhooks tell of arrive as usual.");
            return;
        }
        List<Missed> late = Missed.with(Missed.Fate.LATE, missed);
        if (!late.isEmpty()) {
            Missed newest = newest(late);
            entries.add(notes.tooOld(account, customer, late.size(), newest.id(), newest.answer()));
        }
        List<Missed> ambiguous = Missed.with(Missed.Fate.AMBIGUOUS, missed);
        if (!ambiguous.isEmpty()) {
            Missed newest = newest(ambiguous);
            entries.add(notes.ambiguous(account, customer, ambiguous.size(), newest.id(), newest.answer()));
        }
        conditions.end(account.id(), HealthKind.CATCH_UP);
    }

    /** What a message is that cannot be read, its author alone knows. It is named by the one before it, as it is the next time. */
    private NewEntry tooLarge(Subject subject, Read read, List<Integer> unread) {
        int oldest = unread.get(unread.size() - 1);
        String before = oldest < read.newestFirst().size()
                ? read.newestFirst().get(oldest).id()
                : null;
        return notes.tooLargeToRead(
                subject.account(), subject.link().customer(), unread.size(), before == null ? subject.name() : before);
    }

    private static Missed newest(List<Missed> oldestFirst) {
        return oldestFirst.get(oldestFirst.size() - 1);
    }

    private void state(StateLine line, Subject subject, List<NewEntry> entries, List<LinkChange> links) {
        boolean young = !line.at().isBefore(storeTime.instant().minus(sentWithin));
        String handle = subject.link().handleValue();
        if (line.resolves()
                && young
                && handle != null
                && subject.account().options().endSession()) {
            FreshchatEvent.Resolved resolved = new FreshchatEvent.Resolved(subject.conversations(), line.at(), null);
            entries.add(AnswerEntries.endSession(subject.customer(), resolved, handle));
        }
        links.add(new LinkChange.State(subject.conversations().get(0), line.resolves(), line.at()));
    }

    private static Count count(List<Missed> missed, MissedAnswers.Found all, boolean sure) {
        if (!sure) {
            return new Count(0, 0, missed.size() + all.namelessCount(), 0, all.leftOut());
        }
        int late = Missed.with(Missed.Fate.LATE, missed).size();
        int ambiguous = Missed.with(Missed.Fate.AMBIGUOUS, missed).size();
        return new Count(missed.size() - late - ambiguous, late, all.namelessCount(), ambiguous, all.leftOut());
    }

    /** The newest answer that waits and is older than what is left: those before it find nothing that is to go before them. */
    private static @Nullable Instant readAgainAt(Read read, List<Missed> all, @Nullable StateLine state, int barrier) {
        int oldest = Math.max(
                state == null || state.place() > barrier ? -1 : state.place(),
                all.stream()
                        .mapToInt(each -> read.placeOf(each.id()))
                        .filter(place -> place <= barrier)
                        .max()
                        .orElse(-1));
        return oldest < 0 ? null : read.newestFirst().get(read.toldFrom(oldest)).createdTime();
    }
}
