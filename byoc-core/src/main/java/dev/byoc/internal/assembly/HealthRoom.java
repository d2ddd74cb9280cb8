package dev.byoc.internal.assembly;

import dev.byoc.internal.account.Account;
import dev.byoc.internal.admin.HealthService;
import dev.byoc.internal.admin.HealthWatch;
import dev.byoc.internal.admin.SilenceWatch;
import dev.byoc.internal.admin.StatusReport;
import dev.byoc.internal.breaker.CircuitBreakers;
import dev.byoc.internal.gap.Gaps;
import dev.byoc.internal.gap.HostSilence;
import java.util.Map;

/** Makes what knows how the relay is, and tells. */
final class HealthRoom {
    final HealthWatch watch;
    final StatusReport status;
    final HealthService health;

    HealthRoom(
            Foundations base,
            CircuitBreakers breakers,
            ReportRoom told,
            OwnAddress own,
            ProbeRoom probing,
            Gaps gaps,
            Map<String, Account> accounts) {
        this.watch = new HealthWatch(
                probing.store,
                breakers,
                new SilenceWatch(accounts.values(), told.arrivals, base.conditions, base.clock),
                told.refusals,
                base.conditions,
                probing.probes,
                base.asked.probeEvery,
                base.clock);
        this.status = new StatusReport(accounts.values(), breakers, base.conditions, base.lifecycle, own.probe, watch);
        this.health = new HealthService(
                base.lifecycle,
                status,
                probing.probes,
                own.check,
                probing.rights,
                new HostSilence(gaps, base.clock),
                told.reports);
    }
}
