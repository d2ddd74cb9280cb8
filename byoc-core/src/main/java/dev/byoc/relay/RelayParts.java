package dev.byoc.relay;

import dev.byoc.store.RelayStore;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A relay, made and not started. */
record RelayParts(
        Map<String, Account> accounts,
        RelayStore store,
        Lanes lanes,
        Acceptor acceptor,
        Router router,
        Installation installation,
        Overview overview,
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
        Sweep sweep) {}
