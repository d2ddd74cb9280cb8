package dev.byoc.relay;

import dev.byoc.ConfigurationException;
import dev.byoc.Secret;
import dev.byoc.channel.ChannelProvider;
import dev.byoc.freshchat.FreshchatSettings;
import dev.byoc.store.MemoryStore;
import dev.byoc.store.RelayStore;
import dev.byoc.store.StoreException;
import dev.byoc.support.AddressRange;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** Collects what a relay needs. Not thread-safe. {@link #build} checks all of it and opens the store; it calls nobody else. */
public final class RelayBuilder {
    /**
     * An account as it was asked for.
     *
     * @param channel the channel's id; {@code ""} where its provider is given
     */
    record Asked(String id, String channel, @Nullable ChannelProvider provider, Map<String, String> settings) {}

    final List<Asked> asked = new ArrayList<>();
    final List<String> faults = new ArrayList<>();
    final List<AddressRange> proxies = new ArrayList<>();
    final Set<String> internalHosts = new LinkedHashSet<>();

    @Nullable
    FreshchatSettings freshchat;

    @Nullable
    URI publicUrl;

    @Nullable
    RelayStore store;

    @Nullable
    OkHttpClient httpClient;

    @Nullable
    Secret freshchatPathSecret;

    @Nullable
    Secret productEventSecret;

    @Nullable
    Secret settingsPassword;

    Clock clock = Clock.systemUTC();
    RandomGenerator random = new java.util.Random();
    RetryPolicy retry = RetryPolicy.DEFAULT;
    MediaLimits media = MediaLimits.DEFAULT;

    @Nullable
    RelayListener listener;

    Duration sendMargin = Duration.ofSeconds(30);
    Duration drain = Duration.ofSeconds(10);
    boolean stripped;
    boolean installOnStart = true;

    RelayBuilder() {}

    /** The Freshchat account. Required. */
    public RelayBuilder freshchat(FreshchatSettings settings) {
        this.freshchat = settings;
        return this;
    }

    /**
     * A channel account whose channel is found on the class path.
     *
     * @param id chosen once and for ever, as it is part of every customer's reference: lower-case letters, digits and -, at most 31
     * @param channel the channel's id, for instance as its README names it
     * @param settings the channel's settings and the core's own, such as {@code topic}
     */
    public RelayBuilder account(String id, String channel, Map<String, String> settings) {
        asked.add(new Asked(id, channel, null, new LinkedHashMap<>(settings)));
        return this;
    }

    /** A channel account whose channel is given. */
    public RelayBuilder account(String id, ChannelProvider provider, Map<String, String> settings) {
        asked.add(new Asked(id, "", provider, new LinkedHashMap<>(settings)));
        return this;
    }

    /** Where messengers and Freshchat reach this relay: https, with the path below which all of its addresses lie. Required. */
    public RelayBuilder publicUrl(URI url) {
        this.publicUrl = url;
        return this;
    }

    /** For a proxy that cuts the path of {@link #publicUrl} off before it passes a request on. */
    public RelayBuilder stripsPublicPath() {
        this.stripped = true;
        return this;
    }

    /** Where the relay keeps its state; a {@link MemoryStore} by default. The engine closes it. */
    public RelayBuilder store(RelayStore value) {
        this.store = value;
        return this;
    }

    /** The time for everything; the system's by default. */
    public RelayBuilder clock(Clock value) {
        this.clock = value;
        return this;
    }

    /** Where the spread of waits comes from. */
    public RelayBuilder random(RandomGenerator value) {
        this.random = value;
        return this;
    }

    public RelayBuilder retry(RetryPolicy value) {
        this.retry = value;
        return this;
    }

    public RelayBuilder listener(RelayListener value) {
        this.listener = value;
        return this;
    }

    /**
     * How long a channel's {@code send} may take beyond the deadlines of the HTTP calls that it makes through its context, or beyond 30
     * seconds where it makes none; 30 seconds by default. Then its thread is interrupted, once, and the outcome of the message is unknown:
     * nothing more is sent to that customer until the call has returned. Every other call of a channel, its provider or the listener has 10
     * seconds beyond its HTTP calls. Such a call shows in {@link RelayEngine#health}; with eight of them the account is down, and its channel
     * is not called until one has returned.
     */
    public RelayBuilder sendMargin(Duration value) {
        if (value.isNegative() || value.isZero()) {
            faults.add("sendMargin: longer than nothing");
        } else {
            this.sendMargin = value;
        }
        return this;
    }

    /** Your own client, for its proxy, trust and interceptors. Redirects, retries, cookies, cache and time limits stay the relay's. */
    public RelayBuilder httpClient(OkHttpClient value) {
        this.httpClient = value;
        return this;
    }

    /** How large people's files may be, how long fetching one may take, and how many go at once. */
    public RelayBuilder media(MediaLimits limits) {
        this.media = limits;
        return this;
    }

    /**
     * Lets people's files be fetched from a host that is not public, such as a media server of your own network or a test's. Whoever can
     * write to you can then make the relay fetch any address of that host, on any port. Files are otherwise fetched from public
     * addresses alone.
     *
     * @param host a name or an IP address, exactly as it stands in the addresses of the files; what it resolves to does not matter
     */
    public RelayBuilder allowInternalHost(String host) {
        if (host.matches("\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9.:_-]+")) {
            internalHosts.add(host);
        } else {
            faults.add("allowInternalHost: one name or IP address, without port or path");
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
            proxies.add(AddressRange.of(addressOrRange));
        } catch (IllegalArgumentException e) {
            faults.add("trustedProxy: " + e.getMessage());
        }
        return this;
    }

    /** The secret part of Freshchat's webhook address, where it should be other than the one made here: 16 to 128 URL-safe characters. */
    public RelayBuilder freshchatPathSecret(String value) {
        if (value.matches("[A-Za-z0-9_-]{16,128}")) {
            this.freshchatPathSecret = Secret.of(value);
        } else {
            faults.add("freshchatPathSecret must be 16 to 128 letters, digits, - and _");
        }
        return this;
    }

    /**
     * Takes product events too, from a marketplace app that passes them on to {@link RelayEngine#productEventUrl} and signs each body
     * with this secret: header {@code X-Byoc-Signature}, hex HMAC-SHA256. At least 16 characters. A message that comes both ways is
     * relayed once.
     */
    public RelayBuilder productEvents(String sharedSecret) {
        if (sharedSecret.strip().length() >= 16) {
            this.productEventSecret = Secret.of(sharedSecret);
        } else {
            faults.add("productEvents: the shared secret has to be at least 16 characters");
        }
        return this;
    }

    /**
     * Serves a page at {@link RelayEngine#settingsUrl} that shows a person the addresses to paste, how each registration ended and what is
     * wrong. Off by default. It shows the secret parts of addresses and no other secrets, and asks for the password by HTTP's basic
     * authentication, so it needs TLS before it as the webhooks do. The user's name may be any; after ten wrong passwords in a minute
     * nobody is let in until the minute is over.
     *
     * @param password at least 12 characters
     */
    public RelayBuilder settingsPage(String password) {
        if (password.strip().length() >= SettingsDoor.LEAST_CHARS) {
            this.settingsPassword = Secret.of(password);
        } else {
            faults.add("settingsPage: the password has to be at least " + SettingsDoor.LEAST_CHARS + " characters");
        }
        return this;
    }

    /** How long {@link RelayEngine#close} goes on relaying what is open; 10 seconds by default. */
    public RelayBuilder drainFor(Duration value) {
        this.drain = value;
        return this;
    }

    /** {@link RelayEngine#start} registers no webhooks; {@link RelayEngine#install} does. */
    public RelayBuilder installsByHand() {
        this.installOnStart = false;
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
        return new Assembly(this).engine();
    }
}
