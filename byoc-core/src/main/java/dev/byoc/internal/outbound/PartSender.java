package dev.byoc.internal.outbound;

import dev.byoc.Visible;
import dev.byoc.channel.SendResult;
import dev.byoc.channel.SendResult.Reason;
import dev.byoc.event.Loss;
import dev.byoc.internal.dispatch.Outcome;
import dev.byoc.internal.gap.Activity;
import dev.byoc.internal.notes.AgentNotes;
import dev.byoc.internal.render.Degrading;
import dev.byoc.internal.render.Rendering;
import dev.byoc.internal.task.Attachment;
import dev.byoc.message.Content;
import dev.byoc.message.Quote;
import dev.byoc.store.StoreException;
import dev.byoc.store.spi.Change;
import dev.byoc.store.spi.CustomerMap;
import dev.byoc.store.spi.Link;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Sends the parts of an answer, each call recorded, going on where an earlier attempt stopped. Thread-safe. */
public final class PartSender {
    private final CustomerMap customers;
    private final InstantSource storeTime;
    private final ChannelCall call;
    private final SendFailures failures;
    private final AgentNotes notes;

    public PartSender(
            CustomerMap customers, InstantSource storeTime, ChannelCall call, SendFailures failures, AgentNotes notes) {
        this.customers = customers;
        this.storeTime = storeTime;
        this.call = call;
        this.failures = failures;
        this.notes = notes;
    }

    /** @param left the parts that were not taken yet, by number */
    Outcome send(Sending sending, SortedMap<Integer, Content> left) {
        String account = sending.account().id();
        Map<Integer, List<String>> taken = new HashMap<>();
        List<Integer> begun = sending.begun();
        boolean otherwise = !begun.isEmpty();
        boolean oneByOne = false;
        boolean called = false;
        // It stands at the head of the answer, whatever goes first.
        Quote quote = sending.entry().partsDone().isEmpty() ? sending.shownQuote() : null;
        Link link = null;
        while (!left.isEmpty()) {
            // Each time: a handle may have been used for what went before.
            link = customers.link(account, sending.customer());
            SortedMap<Integer, Content> now =
                    group(left, begun, oneByOne ? 1 : sending.can().mostPartsPerSend());
            begun = List.of();
            if (otherwise) {
                // A later attempt, of another host too, could not tell that these went together, and in these forms.
                sending.keepNext(now);
            }
            long keys = sending.account().keys().version();
            called |= !sending.awaitsReceipt();
            SendResult result = call.say(sending, link, now, quote);
            if (result instanceof SendResult.Refused refused && isCurable(sending, refused, now, left)) {
                Cure cure = cure(sending, refused, now, left);
                if (cure != Cure.NONE) {
                    oneByOne |= cure == Cure.ONE_BY_ONE;
                    otherwise = true;
                    // Refused, it was not done, as a receipt may tell of an earlier call: what goes instead was not
                    // called yet.
                    sending.progress().settled(sending.progress().now().settled());
                    continue;
                }
            }
            if (!(result instanceof SendResult.Accepted accepted)) {
                return failures.of(sending, result, keys);
            }
            sending.account().keys().proved(keys);
            taken = ids(sending, now, accepted);
            quote = null;
            left.keySet().removeAll(now.keySet());
            if (!left.isEmpty()) {
                // The next part begins a round of its own: it has its own key in any case.
                sending.progress().settled(sending.progress().now().settled());
                Change done = Change.NONE.parts(taken);
                try {
                    sending.progress().keep(done);
                    taken = new HashMap<>();
                } catch (StoreException e) {
                    // It was sent: that has to be stored with whatever comes of this attempt.
                    return new Outcome.Retry(null, Outcome.Fault.UNKNOWN, "the store is out of reach", done);
                }
            }
        }
        Outcome.Delivered delivered = new Outcome.Delivered(
                messageIds(sending, taken),
                Change.NONE
                        .parts(taken)
                        .and(Activity.at(storeTime.instant(), account, sending.customer(), link))
                        .and(notes.onLosses(sending.entry(), sending.losses()))
                        .and(notes.shown(sending.account(), sending.reply(), sending.words())));
        return called ? delivered : new Outcome.Found(delivered);
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

    private static Map<Integer, List<String>> ids(
            Sending sending, SortedMap<Integer, Content> sent, SendResult.Accepted accepted) {
        Map<Integer, List<String>> ids = new HashMap<>();
        sent.keySet().forEach(number -> ids.put(number, List.of()));
        // Which id is which part's is the network's business; a receipt for any of them leads to this reply.
        List<String> known = new ArrayList<>(accepted.ids());
        known.add(sending.keyOf(sent).toString());
        ids.put(sent.firstKey(), known);
        return ids;
    }

    /** Of all parts, those that earlier attempts have sent too. */
    private static List<String> messageIds(Sending sending, Map<Integer, List<String>> taken) {
        SortedMap<Integer, List<String>> all = new TreeMap<>(sending.entry().partsDone());
        all.putAll(taken);
        return all.values().stream().flatMap(List::stream).toList();
    }

    /** Whether something else may be taken instead. What is rejected without a reason that is known may be so for a file, and costs no words. */
    private static boolean isCurable(
            Sending sending,
            SendResult.Refused refused,
            SortedMap<Integer, Content> now,
            SortedMap<Integer, Content> left) {
        return switch (refused.reason()) {
            case UNSUPPORTED, TOO_LARGE -> true;
            case REJECTED ->
                now.values().stream().anyMatch(part -> Attachment.of(part) != null)
                        && (left.size() > 1
                                || !sending.entry().partsDone().isEmpty()
                                || now.values().stream().anyMatch(PartSender::hasCaption));
            default -> false;
        };
    }

    private static boolean hasCaption(Content part) {
        Attachment file = Attachment.of(part);
        return file != null && file.caption() != null && !Visible.isBlank(file.caption());
    }

    /** What is done about a refused call. */
    private enum Cure {
        /** One of several parts is to blame, and which is not known. */
        ONE_BY_ONE,
        /** The refused part goes in another form, or is left out. */
        WITHOUT,
        /** Nothing of the answer would be left. */
        NONE
    }

    private static Cure cure(
            Sending sending,
            SendResult.Refused refused,
            SortedMap<Integer, Content> now,
            SortedMap<Integer, Content> left) {
        Integer index = refused.part();
        if (now.size() == 1) {
            index = 0;
        } else if (index == null || index < 0 || index >= now.size()) {
            return Cure.ONE_BY_ONE;
        }
        Content part = List.copyOf(now.values()).get(index);
        if (refused.reason() == Reason.REJECTED && Attachment.of(part) == null) {
            return Cure.NONE;
        }
        return goesOnWithout(sending, List.copyOf(now.keySet()).get(index), left, refused) ? Cure.WITHOUT : Cure.NONE;
    }

    /** Puts a refused part's next form in its place, or leaves it out; false: nothing of the answer would be left. */
    private static boolean goesOnWithout(
            Sending sending, int number, SortedMap<Integer, Content> left, SendResult.Refused refused) {
        Content part = left.get(number);
        if (part == null) {
            return false;
        }
        String name = Degrading.nameOf(part);
        SortedMap<Integer, Content> instead = part instanceof Content.Text
                ? new TreeMap<>()
                : Rendering.instead(
                        number,
                        part,
                        sending.can(),
                        sending.account().options().numbersPieces(),
                        sending.account().customerWording());
        if (!instead.isEmpty()) {
            sending.lost(number, Loss.refused(name, refused.detail()));
        } else if (left.size() > 1 || !sending.entry().partsDone().isEmpty()) {
            sending.lost(number, Loss.leftOut(name, refused.detail()));
        } else {
            return false;
        }
        left.remove(number);
        left.putAll(instead);
        return true;
    }
}
