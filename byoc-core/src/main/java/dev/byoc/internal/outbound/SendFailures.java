package dev.byoc.internal.outbound;

import dev.byoc.Visible;
import dev.byoc.channel.SendResult;
import dev.byoc.channel.SendResult.Reason;
import dev.byoc.internal.account.Account;
import dev.byoc.internal.breaker.Backoff;
import dev.byoc.internal.breaker.CircuitBreaker;
import dev.byoc.internal.breaker.Trouble;
import dev.byoc.internal.dispatch.Outcome;
import dev.byoc.internal.notes.AgentNotes;
import dev.byoc.internal.report.Reports;
import dev.byoc.store.spi.Change;
import java.time.Duration;

/** What it means for an answer that a call has not been accepted. Thread-safe. */
public final class SendFailures {
    private static final int LOOKS_FOR_RECEIPT = 6;
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);

    private final AgentNotes notes;
    private final Reports reports;

    public SendFailures(AgentNotes notes, Reports reports) {
        this.notes = notes;
        this.reports = reports;
    }

    /** @param keys the version of the account's keys when the call began */
    Outcome of(Sending sending, SendResult result, long keys) {
        if (result instanceof SendResult.Refused refused) {
            return refused(sending, refused, keys);
        }
        if (result instanceof SendResult.TryLater later) {
            sending.nextRound();
            return later(later);
        }
        return unknown(sending, result instanceof SendResult.Unknown unknown ? unknown.detail() : "no outcome");
    }

    private Outcome refused(Sending sending, SendResult.Refused refused, long keys) {
        String why = refused.reason() + (Visible.isBlank(refused.detail()) ? "" : ": " + refused.detail());
        reports.refused(sending.account().id(), refused);
        if (isForAnotherKey(sending.account(), refused, keys)) {
            sending.nextRound();
            return new Outcome.Retry(null, Outcome.Fault.ENTRY, why, Change.NONE);
        }
        // Not kept back for a better key: the agent can act at once, and one call replays all of them.
        return new Outcome.DeadLettered(why, notes.refused(sending.entry(), refused));
    }

    private Outcome unknown(Sending sending, String detail) {
        boolean byReceipt = sending.isSettledByReceipt();
        if (byReceipt && sending.progress().now().looks() < LOOKS_FOR_RECEIPT) {
            if (sending.isUnsettled()) {
                sending.progress().unsettled(sending.progress().now().looked());
            } else {
                sending.inDoubt();
            }
            return new Outcome.Wait(BETWEEN_LOOKS, "waiting for a receipt", Change.NONE);
        }
        sending.inDoubt();
        return sending.mayRepeat()
                ? new Outcome.ServerError(detail, Change.NONE)
                : new Outcome.DeadLettered("unknown outcome: " + detail, notes.mayHaveArrived(sending.entry()));
    }

    /** What the messenger does not take now. */
    static Outcome later(SendResult.TryLater later) {
        return later.wholeAccount()
                ? new Outcome.Pause(Trouble.OUT_OF_REACH, later.after(), later.detail(), Change.NONE)
                : new Outcome.Retry(
                        Backoff.believed(later.after(), CircuitBreaker.LONGEST_PAUSE),
                        Outcome.Fault.ENTRY,
                        later.detail(),
                        Change.NONE);
    }

    /** Whether a key was refused that is not in use any more, or one that is new and may not be the whole truth yet. */
    static boolean isForAnotherKey(Account account, SendResult.Refused refused, long keys) {
        return refused.reason() == Reason.AUTH && account.keys().mayBeRightLater(keys);
    }
}
