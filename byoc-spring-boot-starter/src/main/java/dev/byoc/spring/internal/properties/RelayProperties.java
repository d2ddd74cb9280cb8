package dev.byoc.spring.internal.properties;

import dev.byoc.ConfigurationException;
import dev.byoc.channel.ChannelProvider;
import dev.byoc.freshchat.FreshchatSettings;
import dev.byoc.host.JdkHttpHost;
import dev.byoc.policy.CatchUpPolicy;
import dev.byoc.policy.MediaLimits;
import dev.byoc.policy.RetryPolicy;
import dev.byoc.relay.RelayBuilder;
import dev.byoc.store.spi.RelayStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Puts what the properties say into a builder, and says all of their faults at once. Used by one thread at a time. */
public final class RelayProperties {
    private final GivenProperties given;
    private final Values values;
    private final List<Fault> found;
    private final List<Fault> faults;

    /** Of what was given, with what else was found to be wrong with it. */
    public RelayProperties(GivenProperties given, List<Fault> found) {
        this.given = given;
        this.values = new Values(given);
        this.found = List.copyOf(found);
        this.faults = new ArrayList<>(given.faults());
    }

    /**
     * Puts all of it into a builder.
     *
     * @param providers channels that are beans, by their ids: these go before those of the class path
     * @param sources the application's {@code DataSource} beans
     */
    public void putInto(RelayBuilder builder, Map<String, ChannelProvider> providers, DataSources sources) {
        RelayStore store = new StoreReader(given, values, faults).read(sources);
        if (store != null) {
            builder.store(store);
        }
        builder.freshchat(freshchat());
        if (!given.text("public-url").isEmpty()) {
            builder.publicUrl(given.text("public-url"));
        }
        if (values.flag("allow-plain-http", false)) {
            builder.allowPlainHttp();
        }
        AccountReader accounts = new AccountReader(given);
        for (AccountReader.Account account : accounts.read()) {
            ChannelProvider provider = providers.get(account.channel());
            if (provider != null) {
                builder.account(account.id(), provider, account.settings());
            } else {
                builder.account(account.id(), account.channel(), account.settings());
            }
        }
        faults.addAll(accounts.faults());
        builder.retry(retry()).media(media()).catchUp(catchUp());
        wording(builder);
        values.duration("request-timeout", unused -> {});
        values.duration("send-margin", builder::sendMargin);
        values.duration("probe-every", builder::probeEvery);
        values.duration("drain-for", builder::drainFor);
        values.duration("old-secrets-for", builder::oldSecretsFor);
        builder.registerWebhooks(values.flag("register-webhooks", true));
        given.list("freshchat.path-secret").forEach(builder::freshchatPathSecret);
        text("product-events", builder::productEvents);
        text("settings-page", builder::settingsPage);
        given.list("trusted-proxies").forEach(builder::trustedProxy);
        given.list("allow-internal-hosts").forEach(builder::allowInternalHost);
    }

    /** How long a request's body may take to arrive; what cannot be read counts as not given, and is a fault of the relay. */
    public static Duration requestTimeout(GivenProperties given) {
        return new Values(given).duration("request-timeout", Duration.ofSeconds(JdkHttpHost.REQUEST_SECONDS));
    }

    private FreshchatSettings.Builder freshchat() {
        FreshchatSettings.Builder freshchat = FreshchatSettings.builder()
                .url(given.text("freshchat.url"))
                .token(given.text("freshchat.token"))
                .scope(given.text("freshchat.scope"))
                .noteAgent(given.text("freshchat.note-agent"))
                .trustHost(given.text("freshchat.trust-host"));
        given.list("freshchat.webhook-key").forEach(freshchat::webhookKey);
        return freshchat;
    }

    private void text(String name, Consumer<String> setter) {
        String text = given.text(name);
        if (!text.isEmpty()) {
            setter.accept(text);
        }
    }

    private RetryPolicy retry() {
        RetryPolicy usual = RetryPolicy.DEFAULT;
        return new RetryPolicy(
                values.number("retry.max-attempts", usual.maxAttempts()),
                values.duration("retry.initial-delay", usual.initialDelay()),
                values.duration("retry.max-delay", usual.maxDelay()),
                values.duration("retry.inbound-age", usual.inboundAge()),
                values.duration("retry.outbound-age", usual.outboundAge()));
    }

    private MediaLimits media() {
        MediaLimits usual = MediaLimits.DEFAULT;
        return usual.maxBytes(values.bytes("media.max-bytes", usual.maxBytes()))
                .deadline(values.duration("media.deadline", usual.deadline()))
                .atOnce(values.number("media.at-once", usual.atOnce()))
                .retryFor(values.duration("media.retry-for", usual.retryFor()));
    }

    private CatchUpPolicy catchUp() {
        CatchUpPolicy usual = CatchUpPolicy.DEFAULT;
        return new CatchUpPolicy(
                values.flag("catch-up.automatic", usual.automatic()),
                values.decimal("catch-up.calls-per-second", usual.callsPerSecond()),
                values.duration("catch-up.after", usual.after()),
                values.duration("catch-up.active-within", usual.activeWithin()),
                values.instant("catch-up.not-before", usual.notBefore()));
    }

    private void wording(RelayBuilder builder) {
        Map<String, Map<String, String>> byLanguage = new LinkedHashMap<>();
        given.below("", "wording.").forEach((path, sentence) -> {
            int dot = path.indexOf('.');
            byLanguage
                    .computeIfAbsent(path.substring(0, dot), unseen -> new LinkedHashMap<>())
                    .put(path.substring(dot + 1), sentence);
        });
        byLanguage.forEach(builder::wording);
    }

    /**
     * All that is wrong with the properties, by their names: with what core has found, and without what only follows from other faults.
     *
     * @param core what core has found
     * @throws ConfigurationException if there is anything
     */
    public void refuse(List<String> core) {
        Map<String, String> byProperty = new LinkedHashMap<>();
        for (Fault fault : faults) {
            byProperty.putIfAbsent(fault.property(), fault.sentence());
        }
        values.faults().forEach(fault -> byProperty.putIfAbsent(fault.property(), fault.sentence()));
        new CoreFaults(given).of(core).forEach(fault -> byProperty.putIfAbsent(fault.property(), fault.sentence()));
        found.forEach(fault -> byProperty.putIfAbsent(fault.property(), fault.sentence()));
        if (!byProperty.isEmpty()) {
            throw new ConfigurationException(List.copyOf(byProperty.values()));
        }
    }

    /** Whether there are faults already, of which core does not know. */
    public boolean isFaulty() {
        return !found.isEmpty() || !faults.isEmpty() || !values.faults().isEmpty();
    }
}
