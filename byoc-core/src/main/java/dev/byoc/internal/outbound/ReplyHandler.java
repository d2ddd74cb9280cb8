package dev.byoc.internal.outbound;

import dev.byoc.channel.Capabilities;
import dev.byoc.channel.Inbound.Receipt;
import dev.byoc.channel.OutboundMessage;
import dev.byoc.channel.SendResult;
import dev.byoc.channel.SendResult.Reason;
import dev.byoc.event.Loss;
import dev.byoc.event.Loss.Kind;
import dev.byoc.internal.account.Account;
import dev.byoc.internal.dispatch.Attempt;
import dev.byoc.internal.dispatch.Backoff;
import dev.byoc.internal.dispatch.CircuitBreaker;
import dev.byoc.internal.dispatch.Outcome;
import dev.byoc.internal.freshchat.AgentNames;
import dev.byoc.internal.freshchat.ReplyFiles;
import dev.byoc.internal.gap.Activity;
import dev.byoc.internal.guard.GuardedChannel.NotCalledException;
import dev.byoc.internal.guard.Result;
import dev.byoc.internal.media.OutboundMedia;
import dev.byoc.internal.notes.AgentNotes;
import dev.byoc.internal.render.Degrading;
import dev.byoc.internal.render.Rendering;
import dev.byoc.internal.report.Reports;
import dev.byoc.internal.task.Task;
import dev.byoc.message.Content;
import dev.byoc.message.ReplyHandle;
import dev.byoc.store.StoreException;
import dev.byoc.store.spi.Change;
import dev.byoc.store.spi.CustomerMap;
import dev.byoc.store.spi.Doubt;
import dev.byoc.store.spi.Entry;
import dev.byoc.store.spi.Link;
import dev.byoc.store.spi.LinkChange;
import dev.byoc.store.spi.Progress;
import dev.byoc.store.spi.References;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Sends what an agent said to the customer: part by part, each recorded, going on where an earlier attempt stopped. */
public final class ReplyHandler {
    private static final int CHECKS_FOR_RECEIPT = 6;
    private static final Duration BETWEEN_CHECKS = Duration.ofSeconds(5);

    private static final Duration AFTER_HUNG_CALL = Duration.ofSeconds(5);

    private final CustomerMap customers;
    private final References references;
    private final InstantSource storeTime;
    private final ReplyFiles files;
    private final OutboundMedia media;
    private final AgentNames names;
    private final UntypedReplies untyped;
    private final PendingReplies pending;
    private final AgentNotes notes;
    private final Reports reports;
    private final Clock clock;

    public ReplyHandler(
            CustomerMap customers,
            References references,
            InstantSource storeTime,
            ReplyFiles files,
            OutboundMedia media,
            AgentNames names,
            UntypedReplies untyped,
            PendingReplies pending,
            AgentNotes notes,
            Reports reports,
            Clock clock) {
        this.customers = customers;
        this.references = references;
        this.storeTime = storeTime;
        this.files = files;
        this.media = media;
        this.names = names;
        this.untyped = untyped;
        this.pending = pending;
        this.notes = notes;
        this.reports = reports;
        this.clock = clock;
    }

    public Outcome reply(Attempt attempt, Account account, Task.Reply reply) {
        try {
            Outcome notNow = notNow(account, reply.customer());
            return notNow == null ? deliver(attempt, account, reply) : notNow;
        } catch (NotCalledException e) {
            return down(String.valueOf(e.getMessage()));
        }
    }

    /** Nothing is said to a customer beside a call for them that may still do something. */
    private static @Nullable Outcome notNow(Account account, String customer) {
        String down = account.channel().whyDown();
        if (down != null) {
            return down(down);
        }
        String why = account.channel().whyNotNow(customer);
        return why == null ? null : new Outcome.Wait(AFTER_HUNG_CALL, why, Change.NONE);
    }

    private static Outcome down(String why) {
        return new Outcome.Pause(Outcome.Trouble.OUT_OF_REACH, null, why, Change.NONE);
    }

    private Outcome deliver(Attempt attempt, Account account, Task.Reply reply) {
        // What was sent in part had been found to be open.
        boolean checked = reply.typed() || !attempt.entry().partsDone().isEmpty();
        Outcome instead = checked ? null : untyped.instead(attempt, account, reply);
        if (instead != null) {
            return instead;
        }
        Result<Capabilities> asked = account.channel().capabilities();
        if (!(asked instanceof Result.Returned<Capabilities> told)) {
            return new Outcome.Retry(
                    null,
                    !(asked instanceof Result.NotCalled<Capabilities>),
                    String.valueOf(asked.trouble()),
                    Change.NONE);
        }
        Capabilities can = told.value();
        ReplyFiles.Completed complete = files.completed(attempt, reply);
        if (complete.notYet() != null) {
            return complete.notYet();
        }
        OutboundMedia.Ready ready = media.ready(attempt.entry(), complete.contents(), can, () -> files.notNow(attempt));
        if (ready.notYet() != null) {
            return ready.notYet();
        }
        // What was being sent in another form is still to go in that form.
        Set<Integer> known = new HashSet<>(attempt.entry().partsDone().keySet());
        known.addAll(begun(attempt.entry().progress()));
        Rendering rendering = Rendering.of(ready.contents(), can, known);
        reply.skipped()
                .forEach(kind -> reports.lost(attempt.entry(), Loss.of(Kind.DROPPED, kind, Loss.Reason.UNREADABLE)));
        ready.losses().forEach(loss -> reports.lost(attempt.entry(), loss));
        rendering.losses().forEach(loss -> reports.lost(attempt.entry(), loss));
        SortedMap<Integer, Content> parts = rendering.parts();
        if (parts.isEmpty()) {
            return new Outcome.Discarded(
                    "nothing that a customer could see",
                    notes.onLosses(attempt.entry(), reports.lossesOf(attempt.entry())));
        }
        parts.keySet().removeAll(attempt.entry().partsDone().keySet());
        return send(attempt, account, reply, can, parts);
    }

    private Outcome send(
            Attempt attempt, Account account, Task.Reply reply, Capabilities can, SortedMap<Integer, Content> left) {
        Map<Integer, List<String>> taken = new HashMap<>();
        List<Integer> begun = begun(attempt.entry().progress());
        boolean otherwise = !begun.isEmpty();
        boolean oneByOne = false;
        boolean called = false;
        Link link = null;
        while (!left.isEmpty()) {
            // Each time: a handle may have been used for what went before.
            link = customers.link(account.id(), reply.customer());
            SortedMap<Integer, Content> now = group(left, begun, oneByOne ? 1 : can.mostPartsPerSend());
            begun = List.of();
            if (otherwise) {
                // A later attempt, of another host too, could not tell that these went together, and in these forms.
                attempt.keep(Change.NONE.progress(attempt.entry().progress().with(numbers(now))));
            }
            long keys = account.keys().version();
            called |= !awaitsReceipt(attempt.entry().progress(), can);
            SendResult result = outcome(attempt, account, reply, link, can, now);
            if (result instanceof SendResult.Refused refused && isCurable(refused)) {
                Integer one = blamed(refused, now);
                if (one == null) {
                    oneByOne = true;
                    otherwise = true;
                    continue;
                }
                if (goesOnWithout(attempt, one, left, can, refused)) {
                    otherwise = true;
                    continue;
                }
            }
            if (!(result instanceof SendResult.Accepted accepted)) {
                return failed(attempt, account, can, result, keys);
            }
            account.keys().proved(keys);
            taken = ids(attempt.entry(), now, accepted);
            left.keySet().removeAll(now.keySet());
            if (!left.isEmpty()) {
                // The next part begins a round of its own: it has its own key in any case.
                Change done = Change.NONE
                        .parts(taken)
                        .progress(attempt.entry().progress().settled());
                try {
                    attempt.keep(done);
                    taken = new HashMap<>();
                } catch (StoreException e) {
                    // It was sent: that has to be stored with whatever comes of this attempt.
                    return new Outcome.Retry(null, false, "the store is out of reach", done);
                }
            }
        }
        Change active = Activity.at(storeTime.instant(), account.id(), reply.customer(), link);
        Outcome.Delivered delivered = new Outcome.Delivered(
                messageIds(attempt.entry(), taken),
                Change.NONE
                        .parts(taken)
                        .and(active)
                        .and(notes.onLosses(attempt.entry(), reports.lossesOf(attempt.entry()))));
        return called ? delivered : new Outcome.Found(delivered);
    }

    /** Whether a receipt alone tells what became of the last call. */
    private static boolean awaitsReceipt(Progress progress, Capabilities can) {
        return progress.unsettled() && can.isConfirmedByKey() && !can.isSafeToResend();
    }

    /** What goes in the next call: what a call whose outcome is not known was made with, else the first of what is left. */
    private static SortedMap<Integer, Content> group(SortedMap<Integer, Content> left, List<Integer> begun, int most) {
        SortedMap<Integer, Content> group = new TreeMap<>(left);
        if (!begun.isEmpty() && left.keySet().containsAll(begun)) {
            group.keySet().retainAll(begun);
        } else if (left.size() > most) {
            List<Integer> numbers = List.copyOf(left.keySet());
            group.keySet().retainAll(numbers.subList(0, most));
        }
        return group;
    }

    private static String numbers(SortedMap<Integer, Content> parts) {
        return parts.keySet().stream().map(String::valueOf).collect(Collectors.joining(" "));
    }

    /** The parts of a call whose outcome is not known; none if they are those that any attempt would send first. */
    private static List<Integer> begun(Progress progress) {
        String parts = progress.target();
        return parts == null || !progress.unsettled()
                ? List.of()
                : Stream.of(parts.split(" ", -1)).map(Integer::valueOf).toList();
    }

    private static Map<Integer, List<String>> ids(
            Entry entry, SortedMap<Integer, Content> sent, SendResult.Accepted accepted) {
        Map<Integer, List<String>> ids = new HashMap<>();
        sent.keySet().forEach(number -> ids.put(number, List.of()));
        // Which id is which part's is the network's business; a receipt for any of them leads to this reply.
        List<String> known = new ArrayList<>(accepted.ids());
        known.add(keyOf(entry, sent).toString());
        ids.put(sent.firstKey(), known);
        return ids;
    }

    /** Of all parts, those that earlier attempts have sent too. */
    private static List<String> messageIds(Entry entry, Map<Integer, List<String>> taken) {
        SortedMap<Integer, List<String>> all = new TreeMap<>(entry.partsDone());
        all.putAll(taken);
        return all.values().stream().flatMap(List::stream).toList();
    }

    /** Whether something else may be taken instead. */
    private static boolean isCurable(SendResult.Refused refused) {
        return refused.reason() == Reason.UNSUPPORTED || refused.reason() == Reason.TOO_LARGE;
    }

    /** The number of the part that was refused; null: it is one of several. */
    private static @Nullable Integer blamed(SendResult.Refused refused, SortedMap<Integer, Content> now) {
        if (now.size() == 1) {
            return now.firstKey();
        }
        Integer index = refused.part();
        return index == null || index < 0 || index >= now.size()
                ? null
                : List.copyOf(now.keySet()).get(index);
    }

    /** Puts a refused part's next form in its place, or leaves it out; false: nothing of the answer would be left. */
    private boolean goesOnWithout(
            Attempt attempt,
            int number,
            SortedMap<Integer, Content> left,
            Capabilities can,
            SendResult.Refused refused) {
        Content part = left.get(number);
        if (part == null) {
            return false;
        }
        String name = Degrading.nameOf(part);
        SortedMap<Integer, Content> instead =
                part instanceof Content.Text ? new TreeMap<>() : Rendering.instead(number, part, can);
        if (!instead.isEmpty()) {
            reports.lost(attempt.entry(), Loss.refused(name, refused.detail()));
        } else if (left.size() > 1 || !attempt.entry().partsDone().isEmpty()) {
            reports.lost(attempt.entry(), Loss.leftOut(name, refused.detail()));
        } else {
            return false;
        }
        left.remove(number);
        left.putAll(instead);
        return true;
    }

    /** By a request that waits for an answer, by a receipt of an earlier call, or by a call. */
    private SendResult outcome(
            Attempt attempt,
            Account account,
            Task.Reply reply,
            @Nullable Link link,
            Capabilities can,
            SortedMap<Integer, Content> parts) {
        Progress progress = attempt.entry().progress();
        if (progress.unsettled() && !can.isSafeToResend() && !can.isConfirmedByKey() && !resends(account)) {
            return new SendResult.Unknown("the relay stopped while it was being sent");
        }
        if (awaitsReceipt(progress, can)) {
            References.Receipt receipt = references.receipt(
                    account.id(), keyOf(attempt.entry(), parts).toString());
            if (receipt == null) {
                return new SendResult.Unknown("no receipt came");
            }
            return receipt.kind().equals(Receipt.Status.FAILED.name())
                    ? new SendResult.Refused(Reason.REJECTED, receipt.detail())
                    : new SendResult.Accepted(List.of());
        }
        attempt.check();
        // Nothing is stored before, as for a call: the network waits for its answer and not for the relay's disk.
        if (pending.answer(account.id(), reply.customer(), List.copyOf(parts.values()))) {
            return new SendResult.Accepted(List.of());
        }
        attempt.notCalled();
        return call(attempt, account, reply, link, can, parts);
    }

    private SendResult call(
            Attempt attempt,
            Account account,
            Task.Reply reply,
            @Nullable Link link,
            Capabilities can,
            SortedMap<Integer, Content> parts) {
        ReplyHandle handle = link == null ? null : link.handle();
        if (handle != null && !handle.liveAt(clock.instant())) {
            handle = null;
        }
        if (handle == null && can.needsHandle()) {
            return new SendResult.Refused(Reason.WINDOW_CLOSED, "");
        }
        if (handle != null && handle.once()) {
            // Before the call: a handle that may have been used must never be used again.
            attempt.keep(Change.NONE.link(new LinkChange.HandleSpent(account.id(), reply.customer(), handle.value())));
        }
        Progress progress = attempt.entry().progress();
        OutboundMessage message = OutboundMessage.builder(
                        reply.customer(), new ArrayList<>(parts.values()), keyOf(attempt.entry(), parts))
                .handle(handle)
                .resend(progress.unsettled())
                .agentName(account.options().agentNames() ? names.of(attempt, reply.agentId()) : null)
                .build();
        attempt.check();
        return account.channel().send(message);
    }

    /** Whether a doubled answer is thought better than one that may be missing. */
    private static boolean resends(Account account) {
        return account.options().resendUnknown();
    }

    /** The same for the same parts in the same round, whatever process sends them. */
    private static UUID keyOf(Entry entry, SortedMap<Integer, Content> parts) {
        String name =
                entry.eventKey() + " " + numbers(parts) + " " + entry.progress().round();
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }

    /** @param keys the version of the account's keys when the call began */
    private Outcome failed(Attempt attempt, Account account, Capabilities can, SendResult result, long keys) {
        Entry entry = attempt.entry();
        if (result instanceof SendResult.Refused refused) {
            String why = refused.reason() + (refused.detail().isBlank() ? "" : ": " + refused.detail());
            reports.refused(account.id(), refused);
            if (isForAnotherKey(account, refused, keys)) {
                return new Outcome.Retry(
                        null, true, why, Change.NONE.progress(entry.progress().nextRound()));
            }
            // Not kept back for a better key: the agent can act at once, and one call replays all of them.
            return new Outcome.DeadLettered(why, notes.refused(entry, refused.reason(), refused.detail()));
        }
        if (result instanceof SendResult.TryLater later) {
            Change next = Change.NONE.progress(entry.progress().nextRound());
            return later.wholeAccount()
                    ? new Outcome.Pause(Outcome.Trouble.OUT_OF_REACH, later.after(), later.detail(), next)
                    : new Outcome.Retry(asked(later), true, later.detail(), next);
        }
        String detail = result instanceof SendResult.Unknown unknown ? unknown.detail() : "no outcome";
        if (can.isConfirmedByKey() && !can.isSafeToResend() && entry.progress().checks() < CHECKS_FOR_RECEIPT) {
            Progress waiting = entry.progress().unsettled() ? entry.progress().checked() : unsettled(entry);
            return new Outcome.Wait(BETWEEN_CHECKS, "waiting for a receipt", Change.NONE.progress(waiting));
        }
        if (can.isSafeToResend() || resends(account)) {
            return new Outcome.ServerError(detail, Change.NONE.progress(unsettled(entry)));
        }
        return new Outcome.DeadLettered(
                "unknown outcome: " + detail,
                notes.mayHaveArrived(entry, detail).progress(unsettled(entry)));
    }

    /** Whether a key was refused that is not in use any more, or one that is new and may not be the whole truth yet. */
    private static boolean isForAnotherKey(Account account, SendResult.Refused refused, long keys) {
        return refused.reason() == Reason.AUTH && account.keys().mayBeRightLater(keys);
    }

    private static Progress unsettled(Entry entry) {
        return entry.progress().unsettled(Doubt.BROKE_OFF, entry.progress().target(), null);
    }

    private static @Nullable Duration asked(SendResult.TryLater later) {
        return Backoff.believed(later.after(), CircuitBreaker.LONGEST_PAUSE);
    }

    /** Ends the network's session after an agent has resolved, behind the answers that still wait. */
    public Outcome endSession(Account account, Task.EndSession end) {
        Link link = customers.link(account.id(), end.customer());
        ReplyHandle handle = link == null ? null : link.handle();
        if (!account.channel().endsSessions() || handle == null) {
            return new Outcome.Discarded("no session to end", Change.NONE);
        }
        Outcome notNow = notNow(account, end.customer());
        if (notNow != null) {
            return notNow;
        }
        long keys = account.keys().version();
        SendResult result;
        try {
            result = account.channel().endSession(end.customer(), handle);
        } catch (NotCalledException e) {
            return down(String.valueOf(e.getMessage()));
        }
        if (result instanceof SendResult.Accepted) {
            return new Outcome.Done(
                    Change.NONE.link(new LinkChange.HandleSpent(account.id(), end.customer(), handle.value())));
        }
        if (result instanceof SendResult.TryLater later) {
            return later.wholeAccount()
                    ? new Outcome.Pause(Outcome.Trouble.OUT_OF_REACH, later.after(), later.detail(), Change.NONE)
                    : new Outcome.Retry(asked(later), true, later.detail(), Change.NONE);
        }
        if (result instanceof SendResult.Refused refused) {
            reports.refused(account.id(), refused);
            if (isForAnotherKey(account, refused, keys)) {
                return new Outcome.Retry(null, true, "the session was not ended: " + refused.detail(), Change.NONE);
            }
            return new Outcome.Discarded("the session was not ended: " + refused.detail(), Change.NONE);
        }
        return new Outcome.Discarded("the session was not ended: no clear answer", Change.NONE);
    }
}
