package dev.byoc.relay;

import dev.byoc.Secret;
import dev.byoc.channel.ChannelProvider;
import dev.byoc.freshchat.FreshchatSettings;
import dev.byoc.store.RelayStore;
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
final class RelayConfig {
    /** An account as it was asked for; null is what was null, and is told when the relay is built. */
    record Asked(
            @Nullable String id,
            @Nullable String channel,
            @Nullable ChannelProvider provider,
            Map<String, String> settings) {}

    /** A secret of an account, of which the value may change. */
    record Sourced(
            @Nullable String account,
            @Nullable String setting,
            @Nullable Supplier<String> source) {}

    final List<Asked> asked = new ArrayList<>();
    final List<Sourced> sourced = new ArrayList<>();
    final List<String> faults = new ArrayList<>();
    final List<AddressRange> proxies = new ArrayList<>();
    final List<RelayListener> listeners = new ArrayList<>();
    final Set<String> internalHosts = new LinkedHashSet<>();

    @Nullable
    FreshchatSettings freshchat;

    FreshchatSettings.@Nullable Builder unbuiltFreshchat;

    @Nullable
    String publicUrl;

    @Nullable
    RelayStore store;

    @Nullable
    OkHttpClient httpClient;

    final List<Secret> freshchatPathSecrets = new ArrayList<>();

    @Nullable
    Secret productEventSecret;

    @Nullable
    Secret settingsPassword;

    Clock clock = Clock.systemUTC();
    RandomGenerator random = new java.util.Random();
    RetryPolicy retry = RetryPolicy.DEFAULT;
    MediaLimits media = MediaLimits.DEFAULT;
    CatchUpPolicy catchUp = CatchUpPolicy.DEFAULT;

    Duration sendMargin = Duration.ofSeconds(30);
    Duration probeEvery = Duration.ofMinutes(5);
    Duration drain = Duration.ofSeconds(10);
    Duration oldSecretsFor = Duration.ofDays(1);
    boolean plainHttp;
    boolean stripped;
    boolean installOnStart = true;
    boolean failFast;
}
