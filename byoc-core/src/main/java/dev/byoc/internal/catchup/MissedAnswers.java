package dev.byoc.internal.catchup;

import dev.byoc.freshchat.FreshchatMessage;
import dev.byoc.internal.account.Owners;
import dev.byoc.internal.gap.Gap;
import dev.byoc.internal.gap.Gaps;
import dev.byoc.internal.intake.AnswerEntries;
import dev.byoc.internal.intake.AnswerFilter;
import dev.byoc.internal.intake.FreshchatIntake;
import dev.byoc.internal.notes.Answer;
import dev.byoc.store.spi.NewEntry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the answers of a gap that no webhook told of, and judges each as its webhook would have been: whose it is, and whether it is late. */
final class MissedAnswers {
    /** Clocks differ, and a webhook takes its time: what was written so long before a gap may have been missed in it. */
    static final Duration MARGIN = Duration.ofMinutes(10);

    private static final String TOO_OLD = "written while no webhooks came, and too old to be sent when it was found";
    private static final String UNNAMED = "its ids do not name the customer in whose conversation it was found";
    private static final String OVERTAKEN =
            "written while no webhooks came, and found only when a later answer had been sent";

    private final InstantSource storeTime;
    private final FreshchatIntake intake;
    private final AnswerFilter filter;
    private final Gaps gaps;
    private final Duration sentWithin;

    MissedAnswers(
            InstantSource storeTime, FreshchatIntake intake, AnswerFilter filter, Gaps gaps, Duration sentWithin) {
        this.storeTime = storeTime;
        this.intake = intake;
        this.filter = filter;
        this.gaps = gaps;
        this.sentWithin = sentWithin;
    }

    /**
     * What was found of one conversation.
     *
     * @param answers the oldest first
     * @param leftOut how many were so old that they may have been relayed though the store does not know of it
     * @param nameless what is to be stored of answers without an id, which cannot be told from those that were sent
     * @param namelessCount how many these are
     */
    record Found(List<Missed> answers, int leftOut, List<NewEntry> nameless, int namelessCount) {}

    /** @param end messages from that place on are older than an answer that was sent */
    Found in(Subject subject, Read read, Gap gap, int end) {
        List<FreshchatMessage> all = ofTheGap(subject, read, gap, end);
        // What a webhook would have told of and has not.
        List<FreshchatMessage> unknown = all.stream()
                .filter(message -> message.id() != null && !read.isKnown(message))
                .filter(message -> filter.whyNotIn(message, subject.account()) == null)
                .toList();
        List<Missed> answers = unknown.stream()
                .filter(this::isWithinBounds)
                .map(message -> judged(subject, message, read.placeOf(message.id()) >= end))
                .toList();
        List<NewEntry> nameless = new ArrayList<>();
        int count = 0;
        for (FreshchatMessage message : all) {
            if (message.id() == null && isWithinBounds(message)) {
                List<NewEntry> kept = intake.withoutId(message, subject.customer());
                count += kept.isEmpty() ? 0 : 1;
                nameless.addAll(kept);
            }
        }
        return new Found(answers, unknown.size() - answers.size(), nameless, count);
    }

    /** The oldest first. */
    private static List<FreshchatMessage> ofTheGap(Subject subject, Read read, Gap gap, int end) {
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

    /** Else it may have been relayed though the store does not know of it. */
    private boolean isWithinBounds(FreshchatMessage message) {
        return message.createdTime() == null || !message.createdTime().isBefore(gaps.knownSince());
    }

    private Missed judged(Subject subject, FreshchatMessage message, boolean overtaken) {
        String id = String.valueOf(message.id());
        Answer answer = Answer.of(message);
        Owners.Found owner = intake.ownerOf(message);
        if (!isOf(subject, owner)) {
            return new Missed(
                    id,
                    AnswerEntries.ambiguous(message, owner.torn() ? Owners.TORN : UNNAMED),
                    Missed.Fate.AMBIGUOUS,
                    answer);
        }
        // What may be the echo of a host's message is never sent, late or not; what it is shows once the relay knows
        // all that it has posted.
        boolean held = subject.account().options().sentFromCode().isBy(message.actorId());
        String uncertain = held ? null : filter.whyLate(message);
        String late = held ? null : whyLate(message, overtaken, uncertain);
        NewEntry entry = AnswerEntries.reply(subject.customer(), message, late);
        return new Missed(
                id,
                uncertain == null ? entry : entry.doubtful(),
                late == null ? Missed.Fate.SENT : Missed.Fate.LATE,
                answer);
    }

    /**
     * Why it comes too late to be sent; null: it does not.
     *
     * @param overtaken an answer that is newer has been sent
     * @param uncertain as the intake would have judged it
     */
    private @Nullable String whyLate(FreshchatMessage message, boolean overtaken, @Nullable String uncertain) {
        if (overtaken) {
            return OVERTAKEN;
        }
        Instant written = message.createdTime();
        boolean old = written != null && written.isBefore(storeTime.instant().minus(sentWithin));
        return old ? TOO_OLD : uncertain;
    }

    /** As a webhook of it would be judged: all ids in it have to lead to this customer. */
    private static boolean isOf(Subject subject, Owners.Found owner) {
        return !owner.torn()
                && owner.customer() != null
                && owner.customer().account().id().equals(subject.account().id())
                && owner.customer().id().equals(subject.link().customer());
    }
}
