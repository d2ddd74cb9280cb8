package dev.byoc.internal.outbound;

import dev.byoc.Visible;
import dev.byoc.internal.account.Account;
import dev.byoc.internal.dispatch.Outcome;
import dev.byoc.internal.notes.AgentNotes;
import dev.byoc.internal.task.Task;
import dev.byoc.store.spi.Change;
import dev.byoc.store.spi.Entry;
import dev.byoc.store.spi.References;
import java.time.Duration;
import java.time.InstantSource;

/** Tells the agent that an answer which the network had taken has failed. The receipt may come before the call has returned. */
public final class ReceiptHandler {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration BETWEEN = Duration.ofSeconds(3);

    private final References references;
    private final InstantSource storeTime;
    private final AgentNotes notes;

    public ReceiptHandler(References references, InstantSource storeTime, AgentNotes notes) {
        this.references = references;
        this.storeTime = storeTime;
        this.notes = notes;
    }

    public Outcome failed(Entry entry, Account account, Task.FailedReceipt receipt) {
        References.Sent sent = references.sent(account.id(), receipt.messageId());
        String customer = sent == null ? null : account.customerOf(sent.lane().party());
        if (sent != null && customer != null) {
            Change told = Change.NONE.entry(notes.failedLater(account, customer, receipt.messageId(), sent.at()));
            // The network's own words are for an operator.
            return new Outcome.Discarded(
                    "told the agent that a message failed",
                    Visible.isBlank(receipt.detail()) ? told : told.trace("failed", receipt.detail()));
        }
        return storeTime.instant().isAfter(entry.at().plus(PATIENCE))
                ? new Outcome.Discarded("a receipt for a message of another system", Change.NONE)
                : new Outcome.Wait(BETWEEN, "the message is not known yet", Change.NONE);
    }
}
