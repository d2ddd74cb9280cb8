package dev.byoc.relay;

import dev.byoc.ConfigurationException;
import dev.byoc.Secret;
import dev.byoc.channel.ChannelProvider;
import dev.byoc.event.RelayEventListener;
import dev.byoc.event.RelayListener;
import dev.byoc.freshchat.FreshchatSettings;
import dev.byoc.internal.account.AccountOptions;
import dev.byoc.internal.assembly.Assembly;
import dev.byoc.internal.assembly.RelayRooms;
import dev.byoc.internal.config.RelayConfig;
import dev.byoc.internal.runtime.Durations;
import dev.byoc.internal.web.SettingsEndpoint;
import dev.byoc.memory.MemoryStore;
import dev.byoc.policy.CatchUpPolicy;
import dev.byoc.policy.MediaLimits;
import dev.byoc.policy.RetryPolicy;
import dev.byoc.store.StoreException;
import dev.byoc.store.spi.RelayStore;
import dev.byoc.support.AddressRange;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * Collects what a relay needs. Not thread-safe. {@link #build} checks all of it, and names every fault at once; null, as of a variable that
 * is not set, is one. Then it opens the store; it makes no remote call.
 */
public final class RelayBuilder {
    private static final int LEAST_SHARED_CHARS = 16;

    private final RelayConfig config = new RelayConfig();

    /** One that was asked for nothing yet. */
    public RelayBuilder() {}

    /** The Freshchat account, not yet built, so that its faults are told together with all others. This or the other one is required. */
    public RelayBuilder freshchat(FreshchatSettings.Builder settings) {
        config.unbuiltFreshchat = settings;
        config.freshchat = null;
        return this;
    }

    /** The Freshchat account. */
    public RelayBuilder freshchat(FreshchatSettings settings) {
        config.freshchat = settings;
        config.unbuiltFreshchat = null;
        return this;
    }

    /**
     * A channel account whose channel is found on the class path.
     *
     * @param id chosen once and for ever, as it is part of every customer's reference: lower-case letters, digits and -, at most 31
     * @param channel the channel's id, for instance as its guide names it
     * @param settings the channel's settings and the core's own, such as {@code topic}; their names in relaxed form ({@code takeOver} is
     *     {@code take-over}); what is null is missing
     */
    public RelayBuilder account(String id, String channel, Map<String, String> settings) {
        return asks(id, channel, null, settings);
    }

    /** A channel account whose channel is given. */
    public RelayBuilder account(String id, ChannelProvider provider, Map<String, String> settings) {
        return asks(id, null, provider, settings);
    }

    /**
     * A channel account whose channel is found on the class path.
     *
     * @param namesAndValues name, value, name, value, ... of settings; a value that is null, as of a variable that is not set, is missing
     */
    public RelayBuilder account(String id, String channel, @Nullable String... namesAndValues) {
        return asks(id, channel, null, pairs(namesAndValues));
    }

    /** A channel account whose channel is given; its settings as name, value, name, value, ... */
    public RelayBuilder account(String id, ChannelProvider provider, @Nullable String... namesAndValues) {
        return asks(id, null, provider, pairs(namesAndValues));
    }

    /**
     * Where a secret of an account comes from, in place of a value in {@code account(...)}: asked by {@link #build}, and again whenever the
     * messenger refuses the key and at each probe, so that a new one needs no restart. A {@link dev.byoc.SecretFile}, or any code of yours,
     * which has 10 seconds. What it does wrong is told in {@link RelayEngine#health}, and changes nothing.
     *
     * @param setting the name of a secret among the channel's settings, in relaxed form
     */
    public RelayBuilder secret(String account, String setting, Supplier<String> source) {
        config.sourced.add(new RelayConfig.Sourced(account, setting, source));
        return this;
    }

    /**
     * How long a secret that its source has replaced still counts, where the channel verifies with previous ones too: what is under way was
     * signed with it. A day by default; zero: not at all.
     */
    public RelayBuilder oldSecretsFor(Duration value) {
        if (Durations.isAge(value)) {
            config.oldSecretsFor = value;
        } else {
            config.faults.add(
                    "oldSecretsFor(...) is missing or not between zero and 3650 days: how long replaced secrets count");
        }
        return this;
    }

    private RelayBuilder asks(
            String id,
            @Nullable String channel,
            @Nullable ChannelProvider provider,
            @Nullable Map<String, String> given) {
        config.asked.add(
                new RelayConfig.Asked(id, channel, provider, given == null ? Map.of() : new LinkedHashMap<>(given)));
        return this;
    }

    private Map<String, String> pairs(@Nullable String @Nullable ... namesAndValues) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (int i = 0; namesAndValues != null && i < namesAndValues.length; i += 2) {
            String name = Secret.trimmed(namesAndValues[i]);
            String value = i + 1 < namesAndValues.length ? namesAndValues[i + 1] : null;
            if (settings.put(name, Secret.trimmed(value)) != null) {
                config.faults.add("account(...): a setting is named twice");
            }
        }
        return settings;
    }

    /**
     * Where messengers and Freshchat reach this relay: https, with the path below which all of its addresses lie. Required. Http is taken
     * for this machine alone ({@code localhost}, {@code 127.0.0.1}); see {@link #allowPlainHttp}.
     */
    public RelayBuilder publicUrl(String url) {
        config.publicUrl = url;
        return this;
    }

    /** The same, of an address that was read already. */
    public RelayBuilder publicUrl(URI url) {
        config.publicUrl = url == null ? null : url.toString();
        return this;
    }

    /**
     * Takes a {@link #publicUrl} with http for any host: for a private network without TLS, such as between containers of a test. The
     * secret parts of addresses can be read on the way then, and messengers call no such address.
     */
    public RelayBuilder allowPlainHttp() {
        config.plainHttp = true;
        return this;
    }

    /** For a proxy that cuts the path of {@link #publicUrl} off before it passes a request on. */
    public RelayBuilder stripsPublicPath() {
        config.stripped = true;
        return this;
    }

    /** Where the relay keeps its state; a {@link MemoryStore} by default. The engine closes it. */
    public RelayBuilder store(RelayStore value) {
        if (value == null) {
            config.faults.add(
                    "store(...) is missing: where the state is kept; leave it out for a MemoryStore, which forgets");
        }
        config.store = value;
        return this;
    }

    private <T> T orMissing(@Nullable T value, T before, String fault) {
        if (value == null) {
            config.faults.add(fault);
        }
        return value == null ? before : value;
    }

    /** The time for everything; the system's by default. */
    public RelayBuilder clock(Clock value) {
        config.clock = orMissing(
                value, config.clock, "clock(...) is missing: the time to go by; leave it out for the system's");
        return this;
    }

    /** Where the spread of waits comes from. */
    public RelayBuilder random(RandomGenerator value) {
        config.random = orMissing(
                value,
                config.random,
                "random(...) is missing: where the spread of waits comes from; leave it out for one of the relay's own");
        return this;
    }

    public RelayBuilder retry(RetryPolicy value) {
        config.retry = orMissing(
                value, config.retry, "retry(...) is missing: how often to try; leave it out for RetryPolicy.DEFAULT");
        return this;
    }

    /** How the relay looks for agents' answers of a time in which webhooks may have been missed, as while it was down. */
    public RelayBuilder catchUp(CatchUpPolicy value) {
        config.catchUp = orMissing(
                value,
                config.catchUp,
                "catchUp(...) is missing: how to look for missed answers; leave it out for CatchUpPolicy.DEFAULT");
        return this;
    }

    /**
     * Adds a listener; there may be several, told in this order. The same object twice is told once. It is told until the
     * engine is closed: a listener that wants to hear no more ignores events.
     *
     * @param value a lambda for all events, or a {@link RelayEventListener} with a method for each kind
     */
    public RelayBuilder listener(RelayListener value) {
        if (value == null) {
            config.faults.add("listener(...) is missing: an object that is told what happens; leave it out for none");
        } else if (config.listeners.stream().noneMatch(each -> each == value)) {
            config.listeners.add(value);
        }
        return this;
    }

    /**
     * How long a channel's {@code send} may take beyond the deadlines of the HTTP calls that it makes through its context, or beyond 30
     * seconds where it makes none; 30 seconds by default. Then its thread is interrupted, once, and the outcome of the message is unknown:
     * nothing more is sent to that customer until the call has returned. Every other call of a channel, its provider or a listener has 10
     * seconds beyond its HTTP calls. Such a call shows in {@link RelayEngine#health}; with eight of them the account is down, and its channel
     * is not called until one has returned.
     */
    public RelayBuilder sendMargin(Duration value) {
        if (Durations.isWait(value)) {
            config.sendMargin = value;
        } else {
            config.faults.add("sendMargin(...) is missing or not above zero and at most 3650 days");
        }
        return this;
    }

    /** Your own client, for its proxy, trust and interceptors. Redirects, retries, cookies, cache and time limits stay the relay's. */
    public RelayBuilder httpClient(OkHttpClient value) {
        if (value == null) {
            config.faults.add("httpClient(...) is missing: your own client; leave it out for a plain one");
        }
        config.httpClient = value;
        return this;
    }

    /** How large people's files may be, how long fetching one may take, and how many go at once. */
    public RelayBuilder media(MediaLimits limits) {
        config.media = orMissing(
                limits,
                config.media,
                "media(...) is missing: how much is spent on files; leave it out for MediaLimits.DEFAULT");
        return this;
    }

    /**
     * Lets people's files be fetched from a host that is not public, such as a media server of your own network or a test's. Customers can
     * then make the relay fetch any address of that host, on any port. Files are otherwise fetched from public
     * addresses alone.
     *
     * @param host a name or an IP address, exactly as it stands in the addresses of the files; what it resolves to does not matter
     */
    public RelayBuilder allowInternalHost(String host) {
        String name = Secret.trimmed(host);
        if (name.matches("\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9.:_-]+")) {
            config.internalHosts.add(name);
        } else {
            config.faults.add(
                    "allowInternalHost(...) is missing or none: one name or IP address, without port or path");
        }
        return this;
    }

    /**
     * A proxy whose {@code X-Forwarded-For} is believed.
     *
     * @param addressOrRange {@code 192.0.2.7} or {@code 192.0.2.0/24}
     */
    public RelayBuilder trustedProxy(String addressOrRange) {
        try {
            config.proxies.add(AddressRange.of(Secret.trimmed(addressOrRange)));
        } catch (IllegalArgumentException e) {
            config.faults.add("trustedProxy(...) is missing or " + e.getMessage());
        }
        return this;
    }

    /**
     * The secret part of Freshchat's webhook address, where it should be other than the one made here: 16 to 128 URL-safe characters. Given
     * several times, as while it is being replaced, the first one is the address's, and each of them counts.
     */
    public RelayBuilder freshchatPathSecret(String value) {
        Secret secret = secret(
                value,
                AccountOptions::isPathSecret,
                "freshchatPathSecret(...) is missing or " + AccountOptions.NO_PATH_SECRET);
        if (secret != null && !config.freshchatPathSecrets.contains(secret)) {
            config.freshchatPathSecrets.add(secret);
        }
        return this;
    }

    /**
     * Takes product events too, from a marketplace app that passes them on to {@link RelayEngine#productEventUrl} and signs each body
     * with this secret: header {@code X-Byoc-Signature}, hex HMAC-SHA256. At least 16 characters. A message that comes both ways is
     * relayed once.
     */
    public RelayBuilder productEvents(String sharedSecret) {
        config.productEventSecret = secret(
                sharedSecret,
                secret -> secret.isText() && secret.reveal().length() >= LEAST_SHARED_CHARS,
                "productEvents(...) is missing or none: a shared secret of at least " + LEAST_SHARED_CHARS
                        + " characters, without control characters");
        return this;
    }

    /**
     * Serves a page at {@link RelayEngine#settingsUrl} that shows an administrator the addresses to paste, how each registration ended and what is
     * wrong. Off by default. It shows the secret parts of addresses and no other secrets, and asks for the password by HTTP's basic
     * authentication, so it needs TLS before it as the webhooks do. The user's name may be any; after ten wrong passwords in a minute
     * every request is refused until the minute is over.
     *
     * @param password at least 12 characters
     */
    public RelayBuilder settingsPage(String password) {
        config.settingsPassword = secret(
                password,
                secret -> secret.reveal().chars().noneMatch(Character::isISOControl)
                        && secret.reveal().length() >= SettingsEndpoint.LEAST_CHARS,
                "settingsPage(...) is missing or none: a password of at least " + SettingsEndpoint.LEAST_CHARS
                        + " characters, without control characters");
        return this;
    }

    private @Nullable Secret secret(@Nullable String value, Predicate<Secret> fits, String fault) {
        Secret secret = Secret.trimmed(value).isEmpty() ? null : Secret.of(value);
        if (secret == null || !fits.test(secret)) {
            config.faults.add(fault);
            return null;
        }
        return secret;
    }

    /**
     * How often the relay asks Freshchat, its topics, every messenger that can be asked, and its own public address whether all is well; every 5 minutes by default,
     * and first at the start. What it finds shows in {@link RelayEngine#health}. {@link Duration#ZERO}: never by itself, {@link
     * RelayEngine#probe} still does.
     */
    public RelayBuilder probeEvery(Duration value) {
        if (Durations.isAge(value) && (value.isZero() || value.compareTo(Duration.ofSeconds(1)) >= 0)) {
            config.probeEvery = value;
        } else {
            config.faults.add(
                    "probeEvery(...) is missing, or neither zero, for never, nor between one second and 3650 days");
        }
        return this;
    }

    /** How long {@link RelayEngine#close} still relays open entries; 10 seconds by default. */
    public RelayBuilder drainFor(Duration value) {
        if (Durations.isAge(value)) {
            config.drain = value;
        } else {
            config.faults.add(
                    "drainFor(...) is missing or not between zero and 3650 days: how long closing still relays");
        }
        return this;
    }

    /** Whether {@link RelayEngine#start} registers the webhooks; true by default. If false, {@link RelayEngine#install} does. */
    public RelayBuilder registerWebhooks(boolean value) {
        config.installOnStart = value;
        return this;
    }

    /**
     * {@link RelayEngine#start} throws if a webhook could not be registered and only an operator can repair that, and closes the relay:
     * for deploys that are to fail then. Otherwise the other accounts work meanwhile.
     */
    public RelayBuilder failFast() {
        config.failFast = true;
        return this;
    }

    /**
     * Checks everything, opens the store and makes the engine.
     *
     * @throws ConfigurationException listing every fault of the settings; the store is closed, and another build needs a new one
     * @throws StoreException if the settings have no fault, but the store cannot be used; its sentence says why. Where it is only out of
     *     reach, another build may do better later, with a new store
     */
    public RelayEngine build() {
        RelayRooms rooms = new Assembly(config).rooms();
        return new RelayEngine(rooms.entry(), rooms.operators(), rooms.running());
    }
}
