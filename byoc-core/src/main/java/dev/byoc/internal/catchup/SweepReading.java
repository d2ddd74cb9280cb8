package dev.byoc.internal.catchup;

import dev.byoc.freshchat.FreshchatException;
import dev.byoc.internal.account.Account;
import dev.byoc.internal.catchup.ConversationReader.Failure;
import dev.byoc.internal.gap.Gap;
import dev.byoc.internal.intake.Acceptor;
import dev.byoc.internal.intake.WaitingRooms;
import dev.byoc.store.spi.CustomerMap;
import dev.byoc.store.spi.Link;
import dev.byoc.store.spi.LinkChange;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads one conversation for a gap. Thread-safe. */
public final class SweepReading {
    private static final Logger log = LoggerFactory.getLogger(SweepReading.class);

    private static final int TRIES = 3;

    /** A webhook's message has its conversation read within that, if Freshchat can be read at all. */
    private static final Duration UNTIL_READ = Duration.ofSeconds(10);

    private final WaitingRooms rooms;
    private final CustomerMap customers;
    private final Map<String, Account> accounts;
    private final ConversationReader reader;
    private final CatchUp catchUp;
    private final Acceptor acceptor;

    public SweepReading(
            WaitingRooms rooms,
            CustomerMap customers,
            Map<String, Account> accounts,
            ConversationReader reader,
            CatchUp catchUp,
            Acceptor acceptor) {
        this.rooms = rooms;
        this.customers = customers;
        this.accounts = accounts;
        this.reader = reader;
        this.catchUp = catchUp;
        this.acceptor = acceptor;
    }

    /** How the sweep continues. */
    sealed interface Step {
        /** With the next conversation. */
        record Next() implements Step {}

        /**
         * After a rest, as Freshchat is in trouble.
         *
         * @param asked how long it asks for; null: it does not say
         */
        record Rest(@Nullable Duration asked) implements Step {}
    }

    /** Reads the conversation of a customer on that list, and stores what is to be done about it. */
    Step read(SweepList list, Link listed, Gap now, ConversationReader.Turn turn) throws InterruptedException {
        Link link = customers.link(listed.account(), listed.customer());
        Account account = accounts.get(listed.account());
        List<String> conversations = link == null ? List.of() : link.conversationIds();
        if (link == null || account == null || isDone(link, now) || conversations.isEmpty()) {
            // Of no account here, forgotten meanwhile, or read before an answer that came.
            if (link != null && account == null) {
                list.leaveToOthers(listed);
            } else {
                list.passOver(listed);
            }
            return new Step.Next();
        }
        if (rooms.of(conversations, link).busy() && list.mayDelay(link)) {
            // What a webhook has told reads the conversation itself; what that leaves is for the sweep.
            return list.delay(link) ? new Step.Rest(UNTIL_READ) : new Step.Next();
        }
        try {
            Read read = reader.read(conversations, now, turn);
            found(list, new Subject(account, link, conversations), read, now);
            return new Step.Next();
        } catch (FreshchatException e) {
            return failed(list, account, link, now, e);
        }
    }

    /** Read for this gap, or forgotten. */
    private static boolean isDone(@Nullable Link link, Gap now) {
        return link == null || (link.caughtUpTo() != null && !link.caughtUpTo().isBefore(now.to()));
    }

    private void found(SweepList list, Subject subject, Read read, Gap now) {
        CatchUp.Found found = catchUp.of(subject, read, now, null);
        Link link = subject.link();
        boolean waits = rooms.of(subject.conversations(), link).busy();
        if (waits || isDone(customers.link(link.account(), link.customer()), now)) {
            // What a webhook has told meanwhile reads the conversation itself and keeps the order, or has done so; or
            // it was forgotten.
            if (waits) {
                list.leaveToOthers(link);
            } else {
                list.passOver(link);
            }
            return;
        }
        acceptor.accept(found.entries(), found.links());
    }

    private void change(LinkChange change) {
        acceptor.accept(List.of(), List.of(change));
    }

    private Step failed(SweepList list, Account account, Link link, Gap now, FreshchatException e) {
        Failure failure = Failure.of(e);
        if (failure == Failure.GONE) {
            change(new LinkChange.CaughtUp(link.account(), link.customer(), now.to()));
            return new Step.Next();
        }
        boolean itsOwn = failure == Failure.PERHAPS_ITS_OWN && list.failed(link) >= TRIES;
        if (failure == Failure.FOR_GOOD || itsOwn) {
            list.passOver(link);
            change(Finding.unreadable(new Subject(account, link, link.conversationIds())));
            return new Step.Next();
        }
        list.again(link);
        log.info("reading conversations after a gap rests: {}", e.getMessage());
        return new Step.Rest(e.retryAfter());
    }
}
