package dev.byoc.internal.catchup;

import dev.byoc.freshchat.FreshchatException;
import dev.byoc.internal.account.Account;
import dev.byoc.internal.catchup.ConversationReader.Failure;
import dev.byoc.internal.catchup.ConversationReader.Turn;
import dev.byoc.internal.dispatch.Attempt;
import dev.byoc.internal.dispatch.Outcome;
import dev.byoc.internal.freshchat.FreshchatFailures;
import dev.byoc.internal.gap.Gap;
import dev.byoc.internal.gap.Gaps;
import dev.byoc.internal.outbound.OrphanHandler;
import dev.byoc.internal.task.FreshchatKeys;
import dev.byoc.internal.task.Task;
import dev.byoc.internal.task.TaskCodec;
import dev.byoc.store.spi.Change;
import dev.byoc.store.spi.CustomerMap;
import dev.byoc.store.spi.Journal;
import dev.byoc.store.spi.Link;
import dev.byoc.store.spi.LinkChange;
import dev.byoc.store.spi.NewEntry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/**
 * After a gap in the webhooks: reads a conversation before the first event that a webhook tells of it is worked on, so that order holds.
 */
public final class ReadingHandler implements OrphanHandler.Reading {
    /** A webhook may come before Freshchat shows its message. */
    private static final Duration UNTIL_SHOWN = Duration.ofSeconds(10);

    private static final Duration BETWEEN_READS = Duration.ofSeconds(2);
    private static final Duration UNTIL_STORED = Duration.ofSeconds(1);

    /** Half a minute, by the retries' waits: what an agent says now must not be lost, or late, for what was missed. */
    private static final int FAILURES = 5;

    private static final String READ_FIRST = "its conversation was looked at first";

    private final CustomerMap customers;
    private final InstantSource storeTime;
    private final Map<String, Account> accounts;
    private final Gaps gaps;
    private final ConversationReader reader;
    private final CatchUp catchUp;
    private final ReadUpTo readUpTo = new ReadUpTo();

    public ReadingHandler(
            CustomerMap customers,
            InstantSource storeTime,
            Map<String, Account> accounts,
            Gaps gaps,
            ConversationReader reader,
            CatchUp catchUp) {
        this.customers = customers;
        this.storeTime = storeTime;
        this.accounts = accounts;
        this.gaps = gaps;
        this.reader = reader;
        this.catchUp = catchUp;
    }

    @Override
    public Outcome readFirst(Attempt attempt, Task.AfterReading work) {
        Account account = accounts.get(work.account());
        if (account == null) {
            return new Outcome.DeadLettered("its account is no longer configured", Change.NONE);
        }
        Link link = customers.link(work.account(), work.customer());
        if (link == null) {
            return new Outcome.Discarded(Journal.FORGOTTEN, Change.NONE);
        }
        Subject subject = Subject.of(account, link, work.conversations());
        Waiting waiting = waiting(attempt, account, work);
        Gap gap = gaps.current();
        if (gap == null) {
            return gaps.isPending()
                    ? new Outcome.Wait(UNTIL_STORED, "waiting for the store", Change.NONE)
                    : goesOn(waiting, Change.NONE);
        }
        boolean other = !subject.isCurrent() && work.then() != null;
        if (!gaps.isUnread(link)
                || other
                || readUpTo.covers(
                        subject.key(), gap, waiting.written(), attempt.entry().id())) {
            return goesOn(waiting, Change.NONE);
        }
        try {
            return read(attempt, subject, gap, waiting);
        } catch (FreshchatException e) {
            Failure failure = Failure.of(e);
            if (failure == Failure.GONE) {
                return goesOn(waiting, done(subject, gap));
            }
            Outcome outcome = FreshchatFailures.ofLookUp(e);
            boolean tooOften = attempt.entry().failures() >= FAILURES && !(outcome instanceof Outcome.Pause);
            // It counts as unread: the sweep may still get through.
            return failure == Failure.FOR_GOOD || tooOften
                    ? goesOn(waiting, Change.NONE.link(Finding.unreadable(subject)))
                    : outcome;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome.Wait(UNTIL_STORED, "the relay stops", Change.NONE);
        }
    }

    private Outcome read(Attempt attempt, Subject subject, Gap gap, Waiting waiting) throws InterruptedException {
        // What an earlier attempt has noted may not have been stored.
        readUpTo.note(subject.key(), gap, null, attempt.entry().id());
        Read read = reader.read(subject.conversations(), gap, Turn.AT_ONCE);
        boolean young = storeTime.instant().isBefore(attempt.entry().at().plus(UNTIL_SHOWN));
        if (waiting.isBehind(read)) {
            // All that was read is newer, and messages of then may wait behind this one.
            readUpTo.note(subject.key(), gap, read.oldest(), attempt.entry().id());
            return goesOn(waiting, Change.NONE);
        }
        boolean shown = waiting.messageId() == null || read.holds(waiting.messageId());
        if (!shown && young) {
            return new Outcome.Wait(BETWEEN_READS, "Freshchat does not show the message yet", Change.NONE);
        }
        CatchUp.Found found = catchUp.of(subject, read, gap, waiting);
        readUpTo.note(subject.key(), gap, found.readAgainAt(), attempt.entry().id());
        Change change = Change.NONE;
        for (NewEntry entry : found.entries()) {
            change = change.entry(entry);
        }
        for (LinkChange each : found.links()) {
            change = change.link(each);
        }
        return new Outcome.HandedOn(READ_FIRST, change);
    }

    private static Change done(Subject subject, Gap gap) {
        return subject.isCurrent()
                ? Change.NONE.link(new LinkChange.CaughtUp(
                        subject.account().id(), subject.link().customer(), gap.to()))
                : Change.NONE;
    }

    private static Outcome goesOn(Waiting waiting, Change change) {
        NewEntry entry = waiting.entry();
        return new Outcome.HandedOn(READ_FIRST, entry == null ? change : change.entry(entry));
    }

    /** What goes to the customer's own lane then. */
    private static Waiting waiting(Attempt attempt, Account account, Task.AfterReading work) {
        // A webhook comes soon after what it tells of.
        Instant written = work.written() == null ? attempt.entry().at() : work.written();
        Task then = work.then();
        if (then == null) {
            return new Waiting(null, null, written);
        }
        String message = then instanceof Task.Reply reply ? reply.messageId() : null;
        String key = FreshchatKeys.movedKeyOf(message == null ? attempt.entry().eventKey() : message);
        return new Waiting(
                new NewEntry(account.outbound(work.customer()), key, TaskCodec.write(then)), message, written);
    }
}
