package dev.byoc.internal.run;

import dev.byoc.internal.account.Account;
import dev.byoc.internal.guard.Guard;
import dev.byoc.internal.report.Reports;
import dev.byoc.store.spi.RelayStore;
import java.time.Duration;
import java.util.Collection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends the parts of a relay, in the order in which they need each other. */
public final class Shutdown {
    private static final Logger log = LoggerFactory.getLogger(Shutdown.class);

    private static final Duration GRACE = Duration.ofSeconds(1);

    private final Drain drain;
    private final Workers workers;
    private final Collection<Account> accounts;
    private final RelayStore store;
    private final CallsUnderWay calls;
    private final Guard guard;
    private final Reports reports;

    public Shutdown(
            Drain drain,
            Workers workers,
            Collection<Account> accounts,
            RelayStore store,
            CallsUnderWay calls,
            Guard guard,
            Reports reports) {
        this.drain = drain;
        this.workers = workers;
        this.accounts = accounts;
        this.store = store;
        this.calls = calls;
        this.guard = guard;
        this.reports = reports;
    }

    /** Of a relay that has run: open entries are worked on for as long as the drain time says. */
    public void afterRunning() {
        EndedParts parts = new EndedParts();
        drain.afterRunning(parts);
        endAll(GRACE, parts);
    }

    /** Of a relay that was never started. */
    public void unstarted() {
        EndedParts parts = new EndedParts();
        drain.unstarted(parts);
        endAll(Duration.ZERO, parts);
    }

    private void endAll(Duration grace, EndedParts parts) {
        parts.end("what is told", reports::ending);
        parts.end("the workers", () -> workers.end(grace));
        parts.end("what was not begun", workers::handBackUnbegun);
        parts.end("the count of what is open", this::tellWhatIsLeft);
        for (Account account : accounts) {
            parts.end(account.id(), account.channel()::close);
        }
        parts.end("the store", store::close);
        parts.end("the calls", calls::cancelAll);
        parts.end("the listeners", reports::endTelling);
        parts.end("the code of others", guard::close);
        parts.end("the log", reports::close);
        parts.tellFailed();
    }

    private void tellWhatIsLeft() {
        int left = store.counters().open();
        if (left > 0) {
            log.warn("{} entries were still open{}", left, store.isDurable() ? ", and are kept" : ", and are lost");
        }
    }

    /** Only the drain of {@link #afterRunning}, and what listeners are told of it. */
    public void awaitDrained() {
        workers.awaitDrained();
        reports.awaitHeard();
    }
}
