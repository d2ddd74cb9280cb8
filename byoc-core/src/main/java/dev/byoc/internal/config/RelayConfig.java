package dev.byoc.internal.config;

import dev.byoc.Secret;
import dev.byoc.channel.ChannelProvider;
import dev.byoc.event.RelayListener;
import dev.byoc.freshchat.FreshchatSettings;
import dev.byoc.internal.account.AccountOptions;
import dev.byoc.internal.runtime.Durations;
import dev.byoc.internal.web.SettingsEndpoint;
import dev.byoc.policy.CatchUpPolicy;
import dev.byoc.policy.MediaLimits;
import dev.byoc.policy.RetryPolicy;
import dev.byoc.store.spi.RelayStore;
import dev.byoc.support.AddressRange;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * What a builder was asked for, and the faults in it that can be seen at once. Only its own methods change it. Used by one thread.
 */
public final class RelayConfig {
    private static final int LEAST_SHARED_CHARS = 16;

    /**
     * An account as it was asked for; null is what was null, and is told when the relay is built.
     *
     * @param faults of what cannot be among the settings
     */
    public record Asked(
            @Nullable String id,
            @Nullable String channel,
            @Nullable ChannelProvider provider,
            Map<String, String> settings,
            List<String> faults) {}

    /** A secret of an account, of which the value may change. */
    public record Sourced(
            @Nullable String account,
            @Nullable String setting,
            @Nullable Supplier<String> source) {}

    public final List<Asked> asked = new ArrayList<>();
    public final List<Sourced> sourced = new ArrayList<>();
    public final List<String> faults = new ArrayList<>();
    public final List<AddressRange> proxies = new ArrayList<>();
    public final List<RelayListener> listeners = new ArrayList<>();
    public final Set<String> internalHosts = new LinkedHashSet<>();
    public final HostWording wording = new HostWording();
    public final List<Secret> freshchatPathSecrets = new ArrayList<>();

    /** How its settings are called, where they were read from texts; null: as options of the builder. */
    public @Nullable NameStyle names;

    /** Where it is null, {@link #unbuiltFreshchat} may be there. */
    public @Nullable FreshchatSettings freshchat;

    public FreshchatSettings.@Nullable Builder unbuiltFreshchat;
    public @Nullable String publicUrl;
    public @Nullable RelayStore store;
    public @Nullable OkHttpClient httpClient;
    public @Nullable Secret productEventSecret;
    public @Nullable Secret settingsPassword;
    public Clock clock = Clock.systemUTC();
    public RandomGenerator random = new java.util.Random();
    public RetryPolicy retry = RetryPolicy.DEFAULT;
    public MediaLimits media = MediaLimits.DEFAULT;
    public CatchUpPolicy catchUp = CatchUpPolicy.DEFAULT;
    public Duration sendMargin = Duration.ofSeconds(30);
    public Duration probeEvery = Duration.ofMinutes(5);
    public Duration drain = Duration.ofSeconds(10);
    public Duration oldSecretsFor = Duration.ofDays(1);
    public boolean plainHttp;
    public boolean stripped;
    public boolean installOnStart = true;
    public boolean failFast;

    /** All faults of a build, as they are told to who has asked. */
    public List<String> told(List<String> all) {
        return names == null ? all : names.told(all, faults);
    }

    /** The last one of either kind counts. */
    public void freshchat(@Nullable FreshchatSettings settings, FreshchatSettings.@Nullable Builder unbuilt) {
        freshchat = settings;
        unbuiltFreshchat = unbuilt;
    }

    /** A channel account, of which the channel is named or given. */
    public void account(
            @Nullable String id,
            @Nullable String channel,
            @Nullable ChannelProvider provider,
            @Nullable Map<String, String> settings,
            List<String> found) {
        Map<String, String> taken = settings == null ? Map.of() : new LinkedHashMap<>(settings);
        asked.add(new Asked(id, channel, provider, taken, List.copyOf(found)));
    }

    public void secret(@Nullable String account, @Nullable String setting, @Nullable Supplier<String> source) {
        sourced.add(new Sourced(account, setting, source));
    }

    public void oldSecretsFor(@Nullable Duration value) {
        oldSecretsFor = fitting(
                value,
                Durations::isAge,
                oldSecretsFor,
                "oldSecretsFor(...) is missing or not between zero and 3650 days: how long replaced secrets count");
    }

    public void publicUrl(@Nullable String url) {
        publicUrl = url;
    }

    public void allowPlainHttp() {
        plainHttp = true;
    }

    public void stripsPublicPath() {
        stripped = true;
    }

    public void store(@Nullable RelayStore value) {
        mustBeThere(
                value, "store(...) is missing: where the state is kept; leave it out for a MemoryStore, which forgets");
        store = value;
    }

    public void clock(@Nullable Clock value) {
        clock = present(value, clock, "clock(...) is missing: the time to go by; leave it out for the system's");
    }

    public void random(@Nullable RandomGenerator value) {
        random = present(
                value,
                random,
                "random(...) is missing: where the spread of waits comes from; leave it out for one of the relay's own");
    }

    public void retry(@Nullable RetryPolicy value) {
        retry = present(value, retry, "retry(...) is missing: how often to try; leave it out for RetryPolicy.DEFAULT");
    }

    public void catchUp(@Nullable CatchUpPolicy value) {
        catchUp = present(
                value,
                catchUp,
                "catchUp(...) is missing: how to look for missed answers; leave it out for CatchUpPolicy.DEFAULT");
    }

    public void media(@Nullable MediaLimits value) {
        media = present(
                value,
                media,
                "media(...) is missing: how much is spent on files; leave it out for MediaLimits.DEFAULT");
    }

    /** Each object is told once. */
    public void listener(@Nullable RelayListener value) {
        mustBeThere(value, "listener(...) is missing: an object that is told what happens; leave it out for none");
        if (value != null && listeners.stream().noneMatch(each -> each == value)) {
            listeners.add(value);
        }
    }

    /** A host's own sentences; what is given later for the same language and key counts. */
    public void wording(@Nullable String language, @Nullable Map<String, String> sentences) {
        if (!wording.add(Secret.trimmed(language), sentences)) {
            faults.add("wording(...) is missing or none: a language such as ko or pt-BR, and its sentences by key");
        }
    }

    public void httpClient(@Nullable OkHttpClient value) {
        mustBeThere(value, "httpClient(...) is missing: your own client; leave it out for a plain one");
        httpClient = value;
    }

    public void sendMargin(@Nullable Duration value) {
        sendMargin = fitting(
                value,
                Durations::isWait,
                sendMargin,
                "sendMargin(...) is missing or not above zero and at most 3650 days");
    }

    public void probeEvery(@Nullable Duration value) {
        probeEvery = fitting(
                value,
                each -> Durations.isAge(each) && (each.isZero() || each.compareTo(Duration.ofSeconds(1)) >= 0),
                probeEvery,
                "probeEvery(...) is missing, or neither zero, for never, nor between one second and 3650 days");
    }

    public void drainFor(@Nullable Duration value) {
        drain = fitting(
                value,
                Durations::isAge,
                drain,
                "drainFor(...) is missing or not between zero and 3650 days: how long closing still relays");
    }

    public void registerWebhooks(boolean value) {
        installOnStart = value;
    }

    public void failFast() {
        failFast = true;
    }

    public void internalHost(@Nullable String host) {
        String name = Secret.trimmed(host);
        if (name.matches("\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9.:_-]+")) {
            internalHosts.add(name);
        } else {
            faults.add("allowInternalHost(...) is missing or none: one name or IP address, without port or path");
        }
    }

    public void trustedProxy(@Nullable String addressOrRange) {
        try {
            proxies.add(AddressRange.of(Secret.trimmed(addressOrRange)));
        } catch (IllegalArgumentException e) {
            faults.add("trustedProxy(...) is missing or " + e.getMessage());
        }
    }

    /** The first one is the address's. */
    public void freshchatPathSecret(@Nullable String value) {
        Secret secret = fitting(
                value,
                AccountOptions::isPathSecret,
                "freshchatPathSecret(...) is missing or " + AccountOptions.NO_PATH_SECRET);
        if (secret != null && !freshchatPathSecrets.contains(secret)) {
            freshchatPathSecrets.add(secret);
        }
    }

    public void productEvents(@Nullable String sharedSecret) {
        productEventSecret = fitting(
                sharedSecret,
                secret -> secret.isText() && secret.reveal().length() >= LEAST_SHARED_CHARS,
                "productEvents(...) is missing or none: a shared secret of at least " + LEAST_SHARED_CHARS
                        + " characters, without control characters");
    }

    public void settingsPage(@Nullable String password) {
        settingsPassword = fitting(
                password,
                secret -> secret.reveal().chars().noneMatch(Character::isISOControl)
                        && secret.reveal().length() >= SettingsEndpoint.LEAST_CHARS,
                "settingsPage(...) is missing or none: a password of at least " + SettingsEndpoint.LEAST_CHARS
                        + " characters, without control characters");
    }

    private @Nullable Secret fitting(@Nullable String value, Predicate<Secret> fits, String fault) {
        Secret secret = Secret.trimmed(value).isEmpty() ? null : Secret.of(value);
        if (secret == null || !fits.test(secret)) {
            faults.add(fault);
            return null;
        }
        return secret;
    }

    private void mustBeThere(@Nullable Object value, String fault) {
        if (value == null) {
            faults.add(fault);
        }
    }

    private <T> T present(@Nullable T value, T before, String fault) {
        return fitting(value, any -> true, before, fault);
    }

    private <T> T fitting(@Nullable T value, Predicate<T> fits, T before, String fault) {
        if (value == null || !fits.test(value)) {
            faults.add(fault);
            return before;
        }
        return value;
    }
}
