package dev.byoc.internal.outbound;

import dev.byoc.Visible;
import dev.byoc.internal.account.Account;
import dev.byoc.internal.dispatch.Outcome;
import dev.byoc.internal.notes.AgentNotes;
import dev.byoc.internal.task.Task;
import dev.byoc.store.spi.Change;
import dev.byoc.store.spi.Entry;
import dev.byoc.store.spi.Lane;
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
        Lane sentIn = references.laneOfMessage(account.id(), receipt.messageId());
        String customer = sentIn == null ? null : account.customerOf(sentIn.party());
        if (customer != null) {
            String text = AgentNotes.FAILED_LATER + " on "
                    + account.descriptor().displayName()
                    + ": the messenger had taken it, and then reported that it failed"
                    + (Visible.isBlank(receipt.detail()) ? "." : " (" + receipt.detail() + ").");
            return new Outcome.Discarded(
                    "told the agent that a message failed",
                    Change.NONE.entry(notes.note(account, customer, "failed:" + receipt.messageId(), text)));
        }
        return storeTime.instant().isAfter(entry.at().plus(PATIENCE))
                ? new Outcome.Discarded("a receipt for a message of another system", Change.NONE)
                : new Outcome.Wait(BETWEEN, "the message is not known yet", Change.NONE);
    }
}
