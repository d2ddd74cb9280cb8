package dev.byoc.internal.outbound;

import dev.byoc.channel.Inbound.Receipt;
import dev.byoc.channel.OutboundMessage;
import dev.byoc.channel.SendResult;
import dev.byoc.channel.SendResult.Reason;
import dev.byoc.internal.freshchat.ShownAgents;
import dev.byoc.internal.notes.NotePhrase;
import dev.byoc.message.Content;
import dev.byoc.message.Quote;
import dev.byoc.message.ReplyHandle;
import dev.byoc.store.spi.Change;
import dev.byoc.store.spi.Link;
import dev.byoc.store.spi.LinkChange;
import dev.byoc.store.spi.References;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** Says parts of an answer to a customer: by a request that waits for an answer, or by a call. Thread-safe. */
public final class ChannelCall {
    private final References references;
    private final PendingReplies pending;
    private final ShownAgents agents;
    private final Clock clock;

    public ChannelCall(References references, PendingReplies pending, ShownAgents agents, Clock clock) {
        this.references = references;
        this.pending = pending;
        this.agents = agents;
        this.clock = clock;
    }

    /**
     * What became of these parts: by a receipt of an earlier call, or by saying them now.
     *
     * @param quote what the first of them answers, for the messenger to show
     */
    SendResult say(Sending sending, @Nullable Link link, SortedMap<Integer, Content> parts, @Nullable Quote quote) {
        boolean mayRepeat = sending.mayRepeat();
        if (sending.isUnsettled() && !sending.can().isConfirmedByKey() && !mayRepeat) {
            return new SendResult.Unknown("the relay stopped while it was being sent");
        }
        if (sending.awaitsReceipt()) {
            return byReceipt(sending, parts);
        }
        sending.attempt().check();
        // Nothing is stored before, as for a call: the network waits for its answer and not for the relay's disk.
        if (pending.answer(sending.account().id(), sending.customer(), List.copyOf(parts.values()))) {
            return new SendResult.Accepted(List.of());
        }
        sending.attempt().notCalled();
        return call(sending, link, parts, quote);
    }

    private SendResult byReceipt(Sending sending, SortedMap<Integer, Content> parts) {
        String key = sending.keyOf(parts).toString();
        References.Receipt receipt = references.receipt(sending.account().id(), key);
        if (receipt == null) {
            return new SendResult.Unknown("no receipt came");
        }
        return receipt.kind().equals(Receipt.Status.FAILED.name())
                ? new SendResult.Refused(Reason.REJECTED, receipt.detail())
                        .told(sending.account().agentWording().of(NotePhrase.REPORTED_FAILED))
                : new SendResult.Accepted(List.of());
    }

    private SendResult call(
            Sending sending, @Nullable Link link, SortedMap<Integer, Content> parts, @Nullable Quote quote) {
        ReplyHandle handle = link == null ? null : link.handle();
        if (handle != null && !handle.liveAt(clock.instant())) {
            handle = null;
        }
        if (handle == null && sending.can().needsHandle()) {
            return new SendResult.Refused(Reason.WINDOW_CLOSED, "");
        }
        String account = sending.account().id();
        if (handle != null && handle.once()) {
            // Before the call: a handle that may have been used must never be used again.
            sending.attempt()
                    .keep(Change.NONE.link(new LinkChange.HandleSpent(account, sending.customer(), handle.value())));
        }
        ShownAgents.Shown agent =
                agents.of(sending.attempt(), sending.account(), sending.reply().agentId());
        OutboundMessage message = OutboundMessage.builder(
                        sending.customer(), new ArrayList<>(parts.values()), sending.keyOf(parts))
                .handle(handle)
                .resend(sending.isUnsettled())
                .quote(quote)
                .agentName(agent.name())
                .agentAvatar(agent.avatar())
                .build();
        sending.attempt().check();
        return sending.account().channel().send(message);
    }
}
