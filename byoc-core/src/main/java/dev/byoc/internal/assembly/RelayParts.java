package dev.byoc.internal.assembly;

import dev.byoc.internal.account.Account;
import dev.byoc.internal.account.Secrets;
import dev.byoc.internal.admin.AccountIdentity;
import dev.byoc.internal.admin.Archive;
import dev.byoc.internal.admin.HealthWatch;
import dev.byoc.internal.admin.Probes;
import dev.byoc.internal.admin.StatusReport;
import dev.byoc.internal.admin.WebhookRegistrar;
import dev.byoc.internal.catchup.Sweep;
import dev.byoc.internal.dispatch.Dispatcher;
import dev.byoc.internal.gap.Gaps;
import dev.byoc.internal.gap.HostSilence;
import dev.byoc.internal.guard.Guard;
import dev.byoc.internal.health.Lifecycle;
import dev.byoc.internal.intake.Acceptor;
import dev.byoc.internal.report.Reports;
import dev.byoc.internal.runtime.Background;
import dev.byoc.internal.web.Router;
import dev.byoc.store.spi.RelayStore;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A relay, made and not started. */
public record RelayParts(
        Map<String, Account> accounts,
        RelayStore store,
        Dispatcher dispatcher,
        Background background,
        Acceptor acceptor,
        Router router,
        WebhookRegistrar registrar,
        StatusReport statusReport,
        Archive archive,
        Reports reports,
        Guard guard,
        Runnable cancelCalls,
        Duration drain,
        Supplier<URI> freshchatWebhook,
        @Nullable Supplier<URI> productEvents,
        @Nullable URI settings,
        AccountIdentity identity,
        Secrets secrets,
        Lifecycle lifecycle,
        boolean failFast,
        Probes probes,
        HealthWatch watch,
        Gaps gaps,
        HostSilence hostSilence,
        Sweep sweep) {}
