package dev.byoc.internal.admin;

import dev.byoc.event.Finding;
import dev.byoc.event.Health;
import dev.byoc.internal.address.PublicAddressCheck;
import dev.byoc.internal.gap.HostSilence;
import dev.byoc.internal.health.Lifecycle;
import dev.byoc.internal.report.Reports;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a host asks about the relay's health, and tells of its own. Thread-safe. */
public final class HealthService {
    private final Lifecycle lifecycle;
    private final StatusReport status;
    private final Probes probes;
    private final PublicAddressCheck publicAddress;
    private final FreshchatRights rights;
    private final HostSilence hostSilence;
    private final Reports reports;

    public HealthService(
            Lifecycle lifecycle,
            StatusReport status,
            Probes probes,
            PublicAddressCheck publicAddress,
            FreshchatRights rights,
            HostSilence hostSilence,
            Reports reports) {
        this.lifecycle = lifecycle;
        this.status = status;
        this.probes = probes;
        this.publicAddress = publicAddress;
        this.rights = rights;
        this.hostSilence = hostSilence;
        this.reports = reports;
    }

    public Health health() {
        return status.health();
    }

    /** As it is once the remote APIs are asked; of a relay that ends none is asked any more. */
    public Health probe() {
        if (lifecycle.refusal() == null) {
            probes.run();
        }
        return health();
    }

    /**
     * What is wrong with the public address, the worst first.
     *
     * @throws IllegalStateException if the relay ends
     */
    public List<Finding> checkPublicUrl() {
        lifecycle.mustBeOpen();
        return publicAddress.run();
    }

    /**
     * Which rights Freshchat's token lacks, the worst first.
     *
     * @throws IllegalStateException if the relay ends
     */
    public List<Finding> checkFreshchat() {
        lifecycle.mustBeOpen();
        return rights.check();
    }

    /** What the host says of the web server before the relay. */
    public void hostIs(Health.Status said, @Nullable String cause, @Nullable String remedy) {
        hostSilence.reported(said == Health.Status.UP);
        reports.host(said, cause, remedy);
    }
}
