package dev.byoc.relay;

import dev.byoc.store.Change;
import dev.byoc.store.Entry;
import dev.byoc.store.Lane;
import dev.byoc.store.RelayStore;
import java.time.Duration;

/** Tells the agent that an answer which the network had taken has failed. The receipt may come before the call has returned. */
final class ReceiptFlow {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration BETWEEN = Duration.ofSeconds(3);

    private final RelayStore store;
    private final Notes notes;

    ReceiptFlow(RelayStore store, Notes notes) {
        this.store = store;
        this.notes = notes;
    }

    Step failed(Entry entry, Account account, Work.FailedReceipt receipt) {
        Lane sentIn = store.laneOfMessage(account.id(), receipt.messageId());
        String customer = sentIn == null ? null : account.customerOf(sentIn.party());
        if (customer != null) {
            String text = Notes.FAILED_LATER + " on "
                    + account.descriptor().displayName()
                    + ": the messenger had taken it, and then reported that it failed"
                    + (receipt.detail().isBlank() ? "." : " (" + receipt.detail() + ").");
            return new Step.Dropped(
                    "told the agent that a message failed",
                    Change.NONE.entry(notes.note(account, customer, "failed:" + receipt.messageId(), text)));
        }
        return store.now().isAfter(entry.at().plus(PATIENCE))
                ? new Step.Dropped("a receipt for a message of another system", Change.NONE)
                : new Step.Waits(BETWEEN, "the message is not known yet", Change.NONE);
    }
}
