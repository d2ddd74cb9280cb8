package dev.byoc.internal.assembly;

import dev.byoc.internal.account.Addresses;
import dev.byoc.internal.admin.HealthService;
import dev.byoc.internal.admin.Registrations;
import dev.byoc.internal.intake.HostMessages;
import dev.byoc.internal.operations.Operations;
import dev.byoc.internal.run.RelayRun;
import dev.byoc.internal.web.Entrance;

/**
 * A relay, made and not started, as its front door leads to it.
 *
 * @param scope under which the store keeps its state
 */
public record RelayParts(
        String scope,
        RelayRun run,
        Entrance entrance,
        HostMessages hostMessages,
        Addresses addresses,
        HealthService health,
        Registrations registrations,
        Operations operations) {}
