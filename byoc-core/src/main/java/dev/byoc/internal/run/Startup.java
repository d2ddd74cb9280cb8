package dev.byoc.internal.run;

import dev.byoc.ConfigurationException;
import dev.byoc.internal.admin.HealthWatch;
import dev.byoc.internal.admin.Registrations;
import dev.byoc.internal.runtime.Background;
import dev.byoc.store.spi.RelayStore;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the parts of a relay, in the order in which they need each other. */
public final class Startup {
    private static final Logger log = LoggerFactory.getLogger(Startup.class);

    private final Background background;
    private final HealthWatch watch;
    private final PeriodicJobs jobs;
    private final Workers workers;
    private final Registrations registrations;
    private final RelayStore store;
    private final boolean failFast;

    /** Starts these; with {@code failFast} a webhook that only an operator can register ends the start. */
    public Startup(
            Background background,
            HealthWatch watch,
            PeriodicJobs jobs,
            Workers workers,
            Registrations registrations,
            RelayStore store,
            boolean failFast) {
        this.background = background;
        this.watch = watch;
        this.jobs = jobs;
        this.workers = workers;
        this.registrations = registrations;
        this.store = store;
        this.failFast = failFast;
    }

    public void run() {
        watch.start(background);
        jobs.start();
        workers.start();
        List<String> faults = registrations.atStart();
        if (failFast && !faults.isEmpty()) {
            throw new ConfigurationException(faults);
        }
        watch.probeFirst(background);
        log.info("relaying for {}; durable: {}", registrations.accounts(), store.isDurable());
        if (!store.isDurable()) {
            log.warn("the store is not durable: open entries are lost when the process ends");
        }
    }
}
