package dev.byoc.internal.catchup;

import dev.byoc.event.Health.Status;
import dev.byoc.freshchat.FreshchatMessage;
import dev.byoc.internal.account.Account;
import dev.byoc.internal.account.Owners;
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
    /** Clocks differ, and a webhook takes its time: what was written so long before a gap may have been missed in it. */
    private static final Duration MARGIN = Duration.ofMinutes(10);

    private static final String TOO_OLD = "written while no webhooks came, and too old to be sent when it was found";
    private static final String UNNAMED = "its ids do not name the customer in whose conversation it was found";
    private static final String OVERTAKEN =
            "written while no webhooks came, and found only when a later answer had been sent";

    private final InstantSource storeTime;
    private final FreshchatIntake intake;
    private final AnswerFilter filter;
    private final Gaps gaps;
    private final AgentNotes notes;
    private final Conditions conditions;
    private final Duration sentWithin;
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
        this.filter = filter;
        this.gaps = gaps;
        this.notes = notes;
        this.conditions = conditions;
        this.ids = new IdFamilies(filter, gaps);
        this.sentWithin = outboundAge.compareTo(Gaps.OLDEST) < 0 ? outboundAge : Gaps.OLDEST;
    }

    /**
     * What a webhook told and waits for the reading.
     *
     * @param entry what goes to the customer's lane; null: nothing
     * @param messageId in whose place it goes; null: of no message
     * @param written when what it tells of was, by Freshchat's clock: its place where the message is not shown
     */
    record Waiting(@Nullable NewEntry entry, @Nullable String messageId, Instant written) {
        /** The messages before that place are newer. */
        private int placeIn(Read read) {
            int shown = read.placeOf(messageId);
            return shown < 0 ? read.placeOf(written) : shown;
        }

        /** Whether it is older than all that was read. */
        boolean isBehind(Read read) {
            boolean shown = messageId != null && read.holds(messageId);
            return !shown
                    && read.cut()
                    && read.placeOf(written) == read.newestFirst().size();
        }
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

    private enum Fate {
        SENT,
        TOO_OLD,
        AMBIGUOUS
    }

    /** A message that was not known, with what is to become of it. */
    private record Missed(String id, NewEntry entry, Fate fate) {
        static List<Missed> with(Fate fate, List<Missed> all) {
            return all.stream().filter(each -> each.fate() == fate).toList();
        }
    }

    Found of(Subject subject, Read read, Gap gap, @Nullable Waiting waiting) {
        boolean sure = ids.areOfOneFamily(subject.account(), read, gap);
        int place = waiting == null ? 0 : waiting.placeIn(read);
        // An answer that is older than one that the customer has would come out of order. So it goes where the reading
        // before the later one failed.
        int end = read.toldFrom(waiting != null && read.placeOf(waiting.messageId()) == place ? place + 1 : place);
        List<FreshchatMessage> unknown = unknown(subject, read, gap, end);
        List<Missed> all = unknown.stream()
                .filter(this::isWithinBounds)
                .map(message -> missed(subject, message, read.placeOf(message.id()) >= end))
                .toList();
        int leftOut = unknown.size() - all.size();
        intake.leftOut(subject.account(), leftOut);
        // What is newer than one that waits behind this one is found once that reads the conversation.
        int barrier = read.toldBefore(place);
        List<Missed> missed =
                all.stream().filter(each -> read.placeOf(each.id()) > barrier).toList();
        List<Missed> tooOld = Missed.with(Fate.TOO_OLD, missed);
        List<Missed> ambiguous = Missed.with(Fate.AMBIGUOUS, missed);
        List<NewEntry> entries = new ArrayList<>();
        int nameless = nameless(subject, read, gap, end, entries);
        if (sure) {
            inOrder(read, missed, waiting, place, entries);
        } else if (waiting != null && waiting.entry() != null) {
            entries.add(waiting.entry());
        }
        String customer = subject.link().customer();
        if (!missed.isEmpty() && !sure) {
            entries.add(notes.unsure(subject.account(), customer, missed.size(), newest(missed)));
            unsure(subject.account());
        }
        if (sure && !tooOld.isEmpty()) {
            entries.add(notes.tooOld(subject.account(), customer, tooOld.size(), newest(tooOld)));
        }
        if (sure && !ambiguous.isEmpty()) {
            entries.add(notes.ambiguous(subject.account(), customer, ambiguous.size(), newest(ambiguous)));
        }
        if (sure && !missed.isEmpty()) {
            conditions.end(subject.account().id(), HealthKind.CATCH_UP);
        }
        List<LinkChange> links = new ArrayList<>();
        StateLine state = StateLine.in(read, subject);
        boolean stateWaits = state != null && state.place() <= barrier;
        if (state != null && !stateWaits) {
            state(state, subject, entries, links);
        }
        boolean whole = missed.size() == all.size() && !stateWaits;
        if (subject.isCurrent() && whole) {
            links.add(new LinkChange.CaughtUp(subject.account().id(), customer, gap.to()));
        }
        int sent = missed.size() - tooOld.size() - ambiguous.size();
        Count count = sure
                ? new Count(sent, tooOld.size(), nameless, ambiguous.size(), leftOut)
                : new Count(0, 0, missed.size() + nameless, 0, leftOut);
        links.add(Finding.of(subject, count, read.cut()));
        return new Found(entries, links, readAgainAt(read, all, state, barrier));
    }

    private void state(StateLine line, Subject subject, List<NewEntry> entries, List<LinkChange> links) {
        boolean young = !line.at().isBefore(storeTime.instant().minus(sentWithin));
        if (line.resolves() && young && subject.account().options().endSession()) {
            entries.add(AnswerEntries.endSession(
                    new Owners.Customer(subject.account(), subject.link().customer()),
                    subject.conversations(),
                    line.at()));
        }
        links.add(new LinkChange.State(subject.conversations().get(0), line.resolves(), line.at()));
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

    private static String newest(List<Missed> oldestFirst) {
        return oldestFirst.get(oldestFirst.size() - 1).id();
    }

    /** The oldest first, what waits in its own place. */
    private static void inOrder(
            Read read, List<Missed> missed, @Nullable Waiting waiting, int place, List<NewEntry> entries) {
        boolean hasPlace = waiting != null && waiting.messageId() != null;
        List<Missed> before = missed.stream()
                .filter(each -> !hasPlace || read.placeOf(each.id()) >= place)
                .toList();
        before.forEach(each -> entries.add(each.entry()));
        if (waiting != null && waiting.entry() != null) {
            entries.add(waiting.entry());
        }
        missed.subList(before.size(), missed.size()).forEach(each -> entries.add(each.entry()));
    }

    /** What a webhook would have told of and has not, the oldest first. */
    private List<FreshchatMessage> unknown(Subject subject, Read read, Gap gap, int end) {
        return ofTheGap(subject, read, gap, end).stream()
                .filter(message -> message.id() != null && !read.isKnown(message))
                .filter(message -> filter.whyNotIn(message, subject.account()) == null)
                .toList();
    }

    /** The oldest first. */
    private List<FreshchatMessage> ofTheGap(Subject subject, Read read, Gap gap, int end) {
        Instant begin = gap.from().minus(MARGIN);
        boolean meetsKnown = read.known() < read.newestFirst().size();
        List<FreshchatMessage> messages = new ArrayList<>();
        for (int i = Math.max(end, read.known()) - 1; i >= 0; i--) {
            FreshchatMessage message = within(read.newestFirst().get(i), subject.conversations());
            Instant written = message.createdTime();
            boolean inGap = i < read.known() && meetsKnown;
            if (inGap || (written != null && !written.isBefore(begin))) {
                messages.add(message);
            }
        }
        return messages;
    }

    /** A message as it was read in a conversation: it need not name that itself. */
    private static FreshchatMessage within(FreshchatMessage message, List<String> conversations) {
        return message.conversationIds().isEmpty() ? message.in(conversations) : message;
    }

    /** Answers without an id, which cannot be told from those that were sent: adds what is to be stored of them, and tells how many. */
    private int nameless(Subject subject, Read read, Gap gap, int end, List<NewEntry> entries) {
        int answers = 0;
        for (FreshchatMessage message : ofTheGap(subject, read, gap, end)) {
            if (message.id() == null && isWithinBounds(message)) {
                List<NewEntry> kept = intake.withoutId(
                        message,
                        new Owners.Customer(subject.account(), subject.link().customer()));
                answers += kept.isEmpty() ? 0 : 1;
                entries.addAll(kept);
            }
        }
        return answers;
    }

    /** Else it may have been relayed though the store does not know of it. */
    private boolean isWithinBounds(FreshchatMessage message) {
        return message.createdTime() == null || !message.createdTime().isBefore(gaps.knownSince());
    }

    /** @param overtaken an answer that is newer has been sent */
    private Missed missed(Subject subject, FreshchatMessage message, boolean overtaken) {
        String id = String.valueOf(message.id());
        Owners.Found owner = intake.ownerOf(message);
        if (!isOf(subject, owner)) {
            return new Missed(
                    id, AnswerEntries.ambiguous(message, owner.torn() ? Owners.TORN : UNNAMED), Fate.AMBIGUOUS);
        }
        Instant written = message.createdTime();
        boolean old = written != null && written.isBefore(storeTime.instant().minus(sentWithin));
        String uncertain = filter.whyLate(message);
        String late = overtaken ? OVERTAKEN : old ? TOO_OLD : uncertain;
        Owners.Customer customer =
                new Owners.Customer(subject.account(), subject.link().customer());
        NewEntry entry = AnswerEntries.reply(customer, message, late);
        return new Missed(id, uncertain == null ? entry : entry.doubtful(), late == null ? Fate.SENT : Fate.TOO_OLD);
    }

    /** As a webhook of it would be judged: all ids in it have to lead to this customer. */
    private static boolean isOf(Subject subject, Owners.Found owner) {
        return !owner.torn()
                && owner.customer() != null
                && owner.customer().account().id().equals(subject.account().id())
                && owner.customer().id().equals(subject.link().customer());
    }

    private void unsure(Account account) {
        conditions.begin(
                account.id(),
                HealthKind.CATCH_UP,
                Status.DEGRADED,
                "Freshchat shows messages under other ids than its webhooks name, as far as can be told: answers that no webhook told of"
                        + " cannot be told from those that were sent, so they are not sent.",
                "Their agents were told by private notes, in the conversations concerned. Answers that webhooks tell of arrive as usual.");
    }
}
