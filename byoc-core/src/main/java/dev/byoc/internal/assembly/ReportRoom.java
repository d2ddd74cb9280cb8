package dev.byoc.internal.assembly;

import dev.byoc.internal.health.Findings;
import dev.byoc.internal.report.Arrivals;
import dev.byoc.internal.report.Listeners;
import dev.byoc.internal.report.RefusedWebhooks;
import dev.byoc.internal.report.Reports;

/** Makes what tells the host, the log and its own statistics what happens. */
final class ReportRoom {
    final Arrivals arrivals;
    final RefusedWebhooks refusals;
    final Findings findings;
    final Reports reports;
    private final Foundations base;
    final Listeners listeners;

    ReportRoom(Foundations base) {
        this.base = base;
        this.arrivals = new Arrivals(base.clock, base.store.counters());
        this.refusals = new RefusedWebhooks(base.conditions, base.clock);
        this.findings = new Findings(base.conditions);
        this.listeners = new Listeners(base.asked.listeners, base.guard, base.conditions);
        this.reports = new Reports(listeners, arrivals, refusals, base.conditions, findings, base.often);
    }

    /** Listeners hear of changes of health from now on. */
    void tellOfHealth() {
        base.conditions.tellTo(listeners::tell);
    }
}
