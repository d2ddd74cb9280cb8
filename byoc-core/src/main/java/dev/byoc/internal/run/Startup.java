package dev.byoc.internal.run;

import dev.byoc.ConfigurationException;
import dev.byoc.internal.admin.AccountIdentity;
import dev.byoc.internal.admin.HealthWatch;
import dev.byoc.internal.admin.Registrations;
import dev.byoc.internal.catchup.Sweep;
import dev.byoc.internal.operations.OldRequests;
import dev.byoc.internal.report.Reports;
import dev.byoc.internal.runtime.Background;
import dev.byoc.internal.runtime.LogThrottle;
import dev.byoc.store.spi.RelayStore;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the parts of a relay, in the order in which they need each other. */
public final class Startup {
    private static final Logger log = LoggerFactory.getLogger(Startup.class);

    private final HealthWatch watch;
    private final AccountIdentity identity;
    private final Sweep sweep;
    private final Workers workers;
    private final Registrations registrations;
    private final OldRequests oldRequests;
    private final Reports reports;
    private final Background background;
    private final RelayStore store;
    private final boolean failFast;

    /** Starts these; with {@code failFast} a webhook that only an operator can register ends the start. */
    public Startup(
            HealthWatch watch,
            AccountIdentity identity,
            Sweep sweep,
            Workers workers,
            Registrations registrations,
            OldRequests oldRequests,
            Reports reports,
            Background background,
            RelayStore store,
            boolean failFast) {
        this.watch = watch;
        this.identity = identity;
        this.sweep = sweep;
        this.workers = workers;
        this.registrations = registrations;
        this.oldRequests = oldRequests;
        this.reports = reports;
        this.background = background;
        this.store = store;
        this.failFast = failFast;
    }

    public void run() {
        watch.start();
        identity.start(background);
        sweep.start(background);
        workers.start();
        registrations.start(background);
        background.every(LogThrottle.WINDOW, reports::flush);
        oldRequests.start(background);
        List<String> faults = registrations.atStart();
        if (failFast && !faults.isEmpty()) {
            throw new ConfigurationException(faults);
        }
        watch.probeFirst();
        log.info("relaying for {}; durable: {}", registrations.accounts(), store.isDurable());
        if (!store.isDurable()) {
            log.warn("the store is not durable: open entries are lost when the process ends");
        }
    }
}
