package dev.byoc.internal.run;

import dev.byoc.ByocException;
import dev.byoc.internal.account.Account;
import dev.byoc.internal.catchup.Sweep;
import dev.byoc.internal.gap.Gaps;
import dev.byoc.internal.guard.Guard;
import dev.byoc.internal.report.Reports;
import dev.byoc.store.spi.RelayStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends the parts of a relay, one after the other; what one of them throws keeps none from its end. */
public final class Shutdown {
    private static final Logger log = LoggerFactory.getLogger(Shutdown.class);

    private static final Duration GRACE = Duration.ofSeconds(1);

    private final Sweep sweep;
    private final Gaps gaps;
    private final Workers workers;
    private final Collection<Account> accounts;
    private final RelayStore store;
    private final CallsUnderWay calls;
    private final Guard guard;
    private final Reports reports;

    public Shutdown(
            Sweep sweep,
            Gaps gaps,
            Workers workers,
            Collection<Account> accounts,
            RelayStore store,
            CallsUnderWay calls,
            Guard guard,
            Reports reports) {
        this.sweep = sweep;
        this.gaps = gaps;
        this.workers = workers;
        this.accounts = accounts;
        this.store = store;
        this.calls = calls;
        this.guard = guard;
        this.reports = reports;
    }

    /** Of a relay that has run: open entries are worked on for as long as the drain time says. */
    public void afterRunning() {
        List<String> failed = new ArrayList<>();
        surely("the search for missed answers", sweep::end, failed);
        surely("the time without a gap", gaps::end, failed);
        surely("what is under way", workers::awaitDrained, failed);
        endAll(GRACE, failed);
    }

    /** Of a relay that was never started. */
    public void unstarted() {
        List<String> failed = new ArrayList<>();
        surely("the search for missed answers", sweep::end, failed);
        endAll(Duration.ZERO, failed);
    }

    private void endAll(Duration grace, List<String> failed) {
        surely("what is told", reports::ending, failed);
        surely("the workers", () -> workers.end(grace), failed);
        surely("what was not begun", workers::handBackUnbegun, failed);
        surely("the count of what is open", this::tellWhatIsLeft, failed);
        for (Account account : accounts) {
            surely(account.id(), account.channel()::close, failed);
        }
        surely("the store", store::close, failed);
        surely("the calls", calls::cancelAll, failed);
        surely("the code of others", guard::close, failed);
        surely("the listeners", reports::close, failed);
        if (!failed.isEmpty()) {
            throw new IllegalStateException("closed, but not all of it ended well: " + String.join(", ", failed));
        }
    }

    /** A store of the host's may throw anything, and its text may quote anything. */
    private static void surely(String what, Runnable end, List<String> failed) {
        try {
            end.run();
        } catch (Throwable e) {
            String how = e instanceof ByocException
                    ? String.valueOf(e.getMessage())
                    : e.getClass().getName();
            log.error("while the relay was closed, {} failed: {}", what, how);
            failed.add(what + " (" + how + ")");
        }
    }

    private void tellWhatIsLeft() {
        int left = store.counters().open();
        if (left > 0) {
            log.warn("{} entries were still open{}", left, store.isDurable() ? ", and are kept" : ", and are lost");
        }
    }

    /** Only the drain of {@link #afterRunning}. */
    public void awaitDrained() {
        workers.awaitDrained();
    }
}
