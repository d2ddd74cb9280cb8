package dev.byoc.relay;

import dev.byoc.freshchat.FreshchatMessage;
import dev.byoc.relay.ConversationReader.Read;
import dev.byoc.relay.Health.Status;
import dev.byoc.store.Link;
import dev.byoc.store.LinkChange;
import dev.byoc.store.NewEntry;
import dev.byoc.store.RelayStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Decides about messages that a reading after a gap has found and no webhook has told of: sent, told to the agent, or nothing. Thread-safe. */
final class CatchUp {
    /** Clocks differ, and a webhook takes its time: what was written so long before a gap may have been missed in it. */
    private static final Duration MARGIN = Duration.ofMinutes(10);

    private static final String CONDITION = "catch-up";

    private static final String TOO_OLD = "written while no webhooks came, and too old to be sent when it was found";
    private static final String OVERTAKEN =
            "written while no webhooks came, and found only when a later answer had been sent";

    private final RelayStore store;
    private final FreshchatIntake intake;
    private final Gaps gaps;
    private final Notes notes;
    private final Conditions conditions;
    private final Duration sentWithin;

    /** @param outboundAge older answers are not sent */
    CatchUp(
            RelayStore store,
            FreshchatIntake intake,
            Gaps gaps,
            Notes notes,
            Conditions conditions,
            Duration outboundAge) {
        this.store = store;
        this.intake = intake;
        this.gaps = gaps;
        this.notes = notes;
        this.conditions = conditions;
        this.sentWithin = outboundAge.compareTo(Gaps.OLDEST) < 0 ? outboundAge : Gaps.OLDEST;
    }

    /** Whose conversation was read. */
    record Subject(Account account, Link link, List<String> conversations) {
        boolean isCurrent() {
            return conversations.contains(String.valueOf(link.conversation()));
        }
    }

    /**
     * What a webhook told and waits for the reading.
     *
     * @param messageId in whose place it goes; null: behind everything
     */
    record Waiting(NewEntry entry, @Nullable String messageId) {}

    /**
     * What is to be stored.
     *
     * @param entries in their order
     * @param sent how many answers are among them
     * @param tooOld how many came too late: too old, or behind a later one that was sent
     * @param unsure how many were not sent, as it is not known whether they were before
     */
    record Found(List<NewEntry> entries, List<LinkChange> links, int sent, int tooOld, int unsure) {}

    /** A message that was not known, with what is to become of it. */
    private record Missed(String id, NewEntry entry, boolean late) {}

    Found of(Subject subject, Read read, Gap gap, @Nullable Waiting waiting) {
        boolean sure = isSure(subject.account(), read, gap);
        int place = placeOf(waiting == null ? null : waiting.messageId(), read);
        List<Missed> all = missed(subject, read, gap, behindTold(read, place));
        // What is newer than one that waits behind this one is found once that reads the conversation.
        int barrier = waitsBehind(read, place);
        List<Missed> missed =
                all.stream().filter(each -> placeOf(each.id(), read) > barrier).toList();
        int tooOld = (int) missed.stream().filter(Missed::late).count();
        List<NewEntry> entries = new ArrayList<>();
        if (sure) {
            inOrder(read, missed, waiting, entries);
        } else if (waiting != null) {
            entries.add(waiting.entry());
        }
        String customer = subject.link().customer();
        if (!missed.isEmpty() && !sure) {
            entries.add(notes.unsure(
                    subject.account(),
                    customer,
                    missed.size(),
                    missed.get(missed.size() - 1).id()));
            unsure(subject.account());
        } else if (tooOld > 0) {
            String newest = missed.stream()
                    .filter(Missed::late)
                    .reduce((one, later) -> later)
                    .orElseThrow()
                    .id();
            entries.add(notes.tooOld(subject.account(), customer, tooOld, newest));
        }
        if (sure && !missed.isEmpty()) {
            conditions.end(subject.account().id(), CONDITION);
        }
        List<LinkChange> links = new ArrayList<>(state(subject, read, entries));
        if (subject.isCurrent() && missed.size() == all.size()) {
            links.add(new LinkChange.CaughtUp(subject.account().id(), customer, gap.to()));
        }
        return sure
                ? new Found(entries, links, missed.size() - tooOld, tooOld, 0)
                : new Found(entries, links, 0, 0, missed.size());
    }

    /** The oldest first, what waits in its own place. */
    private static void inOrder(Read read, List<Missed> missed, @Nullable Waiting waiting, List<NewEntry> entries) {
        boolean placed = waiting == null;
        int next = 0;
        for (int i = read.newestFirst().size() - 1; i >= 0; i--) {
            String id = read.newestFirst().get(i).id();
            if (next < missed.size() && missed.get(next).id().equals(id)) {
                entries.add(missed.get(next++).entry());
            } else if (waiting != null
                    && !placed
                    && String.valueOf(waiting.messageId()).equals(id)) {
                entries.add(waiting.entry());
                placed = true;
            }
        }
        if (waiting != null && !placed) {
            entries.add(waiting.entry());
        }
    }

    /** The place of a message; -1: it is not among those read, or none is asked for. */
    private static int placeOf(@Nullable String id, Read read) {
        for (int i = 0; id != null && i < read.newestFirst().size(); i++) {
            if (id.equals(read.newestFirst().get(i).id())) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isTold(Read read, int place) {
        return read.told()
                .containsKey(String.valueOf(read.newestFirst().get(place).id()));
    }

    /**
     * The place behind which nothing is sent any more: of the newest message that a webhook told of and that does not wait itself. An answer
     * that is older than one that the customer has would come out of order. So it goes where the reading before the later one failed.
     */
    private static int behindTold(Read read, int waiting) {
        int place = waiting + 1;
        while (place < read.newestFirst().size() && !isTold(read, place)) {
            place++;
        }
        return place;
    }

    /** The place of the oldest message that waits behind the one that was waiting for this reading; -1: none does. */
    private static int waitsBehind(Read read, int waiting) {
        int place = waiting - 1;
        while (place >= 0 && !isTold(read, place)) {
            place--;
        }
        return place;
    }

    /** The oldest first. */
    private List<Missed> missed(Subject subject, Read read, Gap gap, int end) {
        Instant begin = gap.from().minus(MARGIN);
        Instant known = gaps.knownSince();
        Instant oldest = store.now().minus(sentWithin);
        List<Missed> missed = new ArrayList<>();
        for (int i = Math.max(end, read.known()) - 1; i >= 0; i--) {
            FreshchatMessage message = intake.within(read.newestFirst().get(i), subject.conversations());
            String id = message.id();
            Instant written = message.createdTime();
            boolean inGap =
                    i < read.known() && read.known() < read.newestFirst().size();
            boolean fits = inGap || (written != null && !written.isBefore(begin));
            boolean couldBeTold = written == null || !written.isBefore(known);
            if (id == null || !fits || !couldBeTold || read.isKnown(message)) {
                continue;
            }
            if (intake.whyNot(message, subject.account()) != null || !isOf(subject, message)) {
                continue;
            }
            String late = i >= end ? OVERTAKEN : written != null && written.isBefore(oldest) ? TOO_OLD : null;
            missed.add(new Missed(
                    id,
                    intake.reply(
                            new Owners.Customer(
                                    subject.account(), subject.link().customer()),
                            message,
                            late),
                    late != null));
        }
        return missed;
    }

    /** As a webhook of it would be judged: all ids in it have to lead to this customer. */
    private boolean isOf(Subject subject, FreshchatMessage message) {
        Owners.Found owner = intake.ownerOf(message);
        return !owner.torn()
                && owner.customer() != null
                && owner.customer().account().id().equals(subject.account().id())
                && owner.customer().id().equals(subject.link().customer());
    }

    /**
     * Whether reading shows messages under the ids that webhooks tell: it shows one that a webhook told of, or at least one of the relay's own
     * and no answer that a webhook must have told of and did not, which is one from before the gap.
     */
    private boolean isSure(Account account, Read read, Gap gap) {
        if (!read.told().isEmpty()) {
            return true;
        }
        Instant known = gaps.knownSince();
        Instant told = gap.from().minus(Gaps.BEAT);
        boolean inBetween = false;
        boolean contradicted = false;
        for (int i = 0; i < read.newestFirst().size(); i++) {
            FreshchatMessage message = read.newestFirst().get(i);
            if (read.isKnown(message)) {
                contradicted |= inBetween;
            } else if (intake.whyNot(message, account) == null) {
                Instant written = message.createdTime();
                inBetween |= i >= read.known();
                contradicted |= written != null && !written.isBefore(known) && written.isBefore(told);
            }
        }
        return !read.posted().isEmpty() && !contradicted;
    }

    private void unsure(Account account) {
        conditions.begin(
                account.id(),
                CONDITION,
                Status.DEGRADED,
                "Freshchat shows messages under other ids than its webhooks name, as far as can be told: answers that no webhook told of"
                        + " cannot be told from those that were sent, so they are not sent.",
                "Their agents were told by private notes, in the conversations concerned. Answers that webhooks tell of arrive as usual.");
    }

    /** What the newest line about the conversation's state says, unless the customer has written since. */
    private List<LinkChange> state(Subject subject, Read read, List<NewEntry> entries) {
        for (int i = 0; i < read.known(); i++) {
            FreshchatMessage message = read.newestFirst().get(i);
            Instant at = message.createdTime();
            Instant last = subject.link().stateAt();
            boolean tells = message.resolves() || message.reopens();
            if (message.actorType().strip().toLowerCase(Locale.ROOT).equals("user")) {
                return List.of();
            }
            if (tells && (at == null || !subject.isCurrent() || (last != null && !at.isAfter(last)))) {
                return List.of();
            }
            if (tells && at != null) {
                boolean young = !at.isBefore(store.now().minus(sentWithin));
                if (message.resolves() && young && subject.account().options().endSession()) {
                    entries.add(intake.endSession(
                            new Owners.Customer(
                                    subject.account(), subject.link().customer()),
                            subject.conversations(),
                            at));
                }
                return List.of(new LinkChange.State(subject.conversations().get(0), message.resolves(), at));
            }
        }
        return List.of();
    }
}
