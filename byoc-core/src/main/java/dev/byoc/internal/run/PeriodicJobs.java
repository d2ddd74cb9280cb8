package dev.byoc.internal.run;

import dev.byoc.internal.admin.AccountIdentity;
import dev.byoc.internal.admin.Registrations;
import dev.byoc.internal.catchup.Sweep;
import dev.byoc.internal.operations.OldRequests;
import dev.byoc.internal.report.Reports;
import dev.byoc.internal.runtime.Background;
import dev.byoc.internal.runtime.LogThrottle;

/** What is done at intervals while a relay runs, beside the work on lanes. Ends with the timer of the background. */
public final class PeriodicJobs {
    private final Background background;
    private final AccountIdentity identity;
    private final Sweep sweep;
    private final Registrations registrations;
    private final OldRequests oldRequests;
    private final Reports reports;

    public PeriodicJobs(
            Background background,
            AccountIdentity identity,
            Sweep sweep,
            Registrations registrations,
            OldRequests oldRequests,
            Reports reports) {
        this.background = background;
        this.identity = identity;
        this.sweep = sweep;
        this.registrations = registrations;
        this.oldRequests = oldRequests;
        this.reports = reports;
    }

    /** The comparison of accounts first: no message may go before it. */
    void start() {
        identity.start(background);
        sweep.start(background);
        registrations.start(background);
        oldRequests.start(background);
        background.every(LogThrottle.WINDOW, reports::flush);
    }
}
