package dev.byoc.internal.assembly;

import dev.byoc.internal.account.Account;
import dev.byoc.internal.admin.AccountIdentity;
import dev.byoc.internal.catchup.Sweep;
import dev.byoc.internal.dispatch.Dispatcher;
import dev.byoc.internal.gap.Gaps;
import dev.byoc.internal.report.Reports;
import dev.byoc.internal.run.RelayRun;
import dev.byoc.internal.run.Shutdown;
import dev.byoc.internal.run.Startup;
import dev.byoc.internal.run.Workers;
import dev.byoc.internal.runtime.Background;
import java.util.Collection;

/** Makes what starts and ends a relay. */
public final class RunRoom {
    public final RelayRun run;

    RunRoom(
            Foundations base,
            HttpClients clients,
            Background background,
            Dispatcher dispatcher,
            Sweep sweep,
            Gaps gaps,
            OperatorRoom operators,
            AccountIdentity identity,
            Collection<Account> accounts,
            Reports reports) {
        Workers workers = new Workers(dispatcher, background, clients, base.asked.drain);
        Startup startup = new Startup(
                operators.watch,
                identity,
                sweep,
                workers,
                operators.registrations,
                operators.oldRequests,
                reports,
                background,
                base.store,
                base.asked.failFast);
        Shutdown shutdown = new Shutdown(sweep, gaps, workers, accounts, base.store, clients, base.guard, reports);
        this.run = new RelayRun(base.lifecycle, startup, shutdown);
    }
}
