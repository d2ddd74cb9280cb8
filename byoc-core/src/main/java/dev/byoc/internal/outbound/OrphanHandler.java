package dev.byoc.internal.outbound;

import dev.byoc.freshchat.FreshchatException;
import dev.byoc.http.HttpOutcome;
import dev.byoc.internal.account.Account;
import dev.byoc.internal.account.Owners;
import dev.byoc.internal.dispatch.Attempt;
import dev.byoc.internal.dispatch.Outcome;
import dev.byoc.internal.freshchat.FreshchatFailures;
import dev.byoc.internal.gap.Gaps;
import dev.byoc.internal.notes.AgentNotes;
import dev.byoc.internal.notes.Answer;
import dev.byoc.internal.task.FreshchatKeys;
import dev.byoc.internal.task.Task;
import dev.byoc.internal.task.TaskCodec;
import dev.byoc.store.spi.Change;
import dev.byoc.store.spi.CustomerMap;
import dev.byoc.store.spi.Entry;
import dev.byoc.store.spi.Link;
import dev.byoc.store.spi.LinkChange;
import dev.byoc.store.spi.NewEntry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds whose conversation an agent spoke in, where no link tells: the webhook may have overtaken the answer to our own call, or a restart
 * has forgotten. It is ours only if its user carries a reference of an account in that topic; after a minute it is another system's.
 */
public final class OrphanHandler {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration BETWEEN = Duration.ofSeconds(5);
    private static final String MOVED = "handed on to its customer";

    private final CustomerMap customers;
    private final InstantSource storeTime;
    private final Owners owners;
    private final ReferenceLookUp lookUp;
    private final Gaps gaps;
    private final Reading reading;
    private final AgentNotes notes;

    /** Reads a conversation after a gap in the webhooks. */
    public interface Reading {
        Outcome readFirst(Attempt attempt, Task.AfterReading work);
    }

    public OrphanHandler(
            CustomerMap customers,
            InstantSource storeTime,
            Owners owners,
            ReferenceLookUp lookUp,
            Gaps gaps,
            Reading reading,
            AgentNotes notes) {
        this.customers = customers;
        this.storeTime = storeTime;
        this.owners = owners;
        this.lookUp = lookUp;
        this.gaps = gaps;
        this.reading = reading;
        this.notes = notes;
    }

    public Outcome adopt(Attempt attempt, Task.Orphan orphan) {
        if (orphan.conversations().isEmpty()) {
            return new Outcome.DeadLettered(Owners.NO_CONVERSATION, Change.NONE);
        }
        Owners.Found found = owners.of(orphan.conversations(), orphan.userIds(), orphan.references());
        Owners.Customer known = found.customer();
        if (found.torn()) {
            return torn(known, orphan, attempt.entry());
        }
        if (known != null) {
            return moved(attempt, orphan, known, with(Change.NONE, found.learnt()));
        }
        try {
            ReferenceLookUp.Answer answer = lookUp.of(orphan);
            if (answer instanceof ReferenceLookUp.Elsewhere) {
                return new Outcome.Discarded("a topic of no account here", Change.NONE);
            }
            if (answer instanceof ReferenceLookUp.Named named) {
                return adopted(attempt, orphan, named);
            }
        } catch (FreshchatException e) {
            if (e.outcome() != HttpOutcome.REFUSED) {
                return FreshchatFailures.ofLookUp(e);
            }
            // Freshchat takes no such id: no customer's, unless a link turns up in time.
        }
        return storeTime.instant().isAfter(attempt.entry().at().plus(PATIENCE))
                ? new Outcome.Discarded("a conversation of no account here", Change.NONE)
                : new Outcome.Wait(BETWEEN, "whose conversation this is is not known yet", Change.NONE);
    }

    private Outcome torn(Owners.@Nullable Customer known, Task.Orphan orphan, Entry entry) {
        Change told = known == null
                ? Change.NONE
                : Change.NONE.entry(
                        notes.torn(known.account(), known.id(), orphan.messageId(), Answer.of(orphan, entry)));
        return new Outcome.DeadLettered(Owners.TORN, told);
    }

    private static Change with(Change change, List<LinkChange> links) {
        Change all = change;
        for (LinkChange link : links) {
            all = all.link(link);
        }
        return all;
    }

    private Outcome adopted(Attempt attempt, Task.Orphan orphan, ReferenceLookUp.Named named) {
        Owners.Customer customer = named.customer();
        if (customer.account().options().bareId() && owners.isClaimed(named.reference())) {
            return new Outcome.DeadLettered(Owners.CLAIMED, Change.NONE);
        }
        List<String> references = new ArrayList<>(orphan.references());
        references.add(named.reference());
        if (owners.of(List.of(), orphan.userIds(), references).torn()) {
            return torn(null, orphan, attempt.entry());
        }
        String account = customer.account().id();
        List<String> ids = orphan.conversations();
        Change change = Change.NONE.link(
                new LinkChange.Seen(account, customer.id(), ids.get(0), Owners.isOne(ids) ? ids.get(1) : null));
        Link known = customers.link(account, customer.id());
        if (known == null || known.userId() == null) {
            change = change.link(
                    new LinkChange.User(account, customer.id(), named.user().id()));
        }
        return moved(attempt, orphan, customer, change);
    }

    /** To its customer's lane; behind a reading of its conversation, if answers of before may be missing. */
    private Outcome moved(Attempt attempt, Task.Orphan orphan, Owners.Customer customer, Change links) {
        Task.Reply reply = new Task.Reply(
                customer.id(),
                orphan.messageId(),
                orphan.conversations(),
                orphan.agentId(),
                orphan.typed(),
                orphan.written(),
                orphan.contents(),
                orphan.skipped(),
                null);
        Account account = customer.account();
        // Whose conversation it is has to be stored before it can be read for that customer.
        attempt.keep(links);
        Link link = customers.link(account.id(), customer.id());
        if (link != null && gaps.isUnread(link)) {
            return reading.readFirst(
                    attempt,
                    new Task.AfterReading(
                            account.id(), customer.id(), orphan.conversations(), orphan.written(), reply));
        }
        return new Outcome.HandedOn(
                MOVED,
                Change.NONE.entry(new NewEntry(
                        account.outbound(customer.id()),
                        FreshchatKeys.movedKeyOf(orphan.messageId()),
                        TaskCodec.write(reply))));
    }
}
