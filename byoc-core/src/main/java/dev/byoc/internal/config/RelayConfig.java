package dev.byoc.internal.config;

import dev.byoc.Secret;
import dev.byoc.channel.ChannelProvider;
import dev.byoc.event.RelayListener;
import dev.byoc.freshchat.FreshchatSettings;
import dev.byoc.policy.CatchUpPolicy;
import dev.byoc.policy.MediaLimits;
import dev.byoc.policy.RetryPolicy;
import dev.byoc.store.spi.RelayStore;
import dev.byoc.support.AddressRange;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** What a builder was asked for, and the faults in it that it saw. Filled by one thread. */
public final class RelayConfig {
    /** An account as it was asked for; null is what was null, and is told when the relay is built. */
    public record Asked(
            @Nullable String id,
            @Nullable String channel,
            @Nullable ChannelProvider provider,
            Map<String, String> settings) {}

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

    public @Nullable FreshchatSettings freshchat;

    public FreshchatSettings.@Nullable Builder unbuiltFreshchat;

    public @Nullable String publicUrl;

    public @Nullable RelayStore store;

    public @Nullable OkHttpClient httpClient;

    public final List<Secret> freshchatPathSecrets = new ArrayList<>();

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
}
