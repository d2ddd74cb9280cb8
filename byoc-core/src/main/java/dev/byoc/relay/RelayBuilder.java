package dev.byoc.relay;

import dev.byoc.ConfigurationException;
import dev.byoc.channel.ChannelProvider;
import dev.byoc.channel.config.ChannelSettings;
import dev.byoc.event.RelayEventListener;
import dev.byoc.event.RelayListener;
import dev.byoc.freshchat.FreshchatSettings;
import dev.byoc.internal.assembly.Assembly;
import dev.byoc.internal.config.RelayConfig;
import dev.byoc.internal.config.TextReader;
import dev.byoc.memory.MemoryStore;
import dev.byoc.policy.CatchUpPolicy;
import dev.byoc.policy.MediaLimits;
import dev.byoc.policy.RetryPolicy;
import dev.byoc.store.StoreException;
import dev.byoc.store.spi.RelayStore;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * Collects what a relay needs. Not thread-safe. {@link #build} checks all of it, and names every fault at once; null, as of a variable that
 * is not set, is one. Then it opens the store; it makes no remote call.
 */
public final class RelayBuilder {
    private final RelayConfig config;

    private RelayBuilder(RelayConfig config) {
        this.config = config;
    }

    /** One that was asked for nothing yet. */
    public RelayBuilder() {
        this(new RelayConfig());
    }

    /**
     * One that was asked for what properties say: those whose names begin with {@code byoc.}, such as {@code byoc.public-url}, {@code
     * byoc.freshchat.token} and {@code byoc.accounts.shop.channel}. docs/reference/settings.md lists them. Others are ignored; an unknown name
     * below {@code byoc.} is a fault, so take out what is yours. A secret may be read from a file, named by the secret's name with {@code
     * -file} behind it. What is empty is missing; a value that still holds a <code>${...}</code> is a fault.
     *
     * <p>Code adds what is no text: listeners, an HTTP client and, above all, the store. None is chosen by these names: without {@link #store}
     * the state is kept in memory and lost with the process. Every fault is told by {@link #build}.
     *
     * @param properties read here, once; what they fall back to counts too
     */
    public static RelayBuilder fromProperties(Properties properties) {
        return new RelayBuilder(TextReader.properties(properties));
    }

    /**
     * The same, with environment variables in the place of properties that say the same, whatever their spelling, and beside them: as
     * {@link #fromEnvironment} reads them, and also of accounts that properties make. A value overrides a property that names its file, and the
     * other way round. A variable that is empty overrides nothing. Faults name the variable where it alone can be to blame, else the
     * property.
     */
    public static RelayBuilder fromProperties(Properties properties, Map<String, String> variables) {
        return new RelayBuilder(TextReader.overridden(properties, variables));
    }

    /**
     * The same of environment variables: the names of the properties in upper case, with {@code _} in place of dots and hyphens, such as {@code
     * BYOC_PUBLIC_URL}. An account is one that has a variable {@code BYOC_ACCOUNTS_ID_CHANNEL}; its id is in lower case, with hyphens. Of two
     * ids that a name begins with the longer one counts. What Kubernetes sets for a service whose name begins with {@code byoc} is ignored.
     */
    public static RelayBuilder fromEnvironment() {
        return fromEnvironment(System.getenv());
    }

    /** The same of variables from elsewhere. */
    public static RelayBuilder fromEnvironment(Map<String, String> variables) {
        return new RelayBuilder(TextReader.variables(variables));
    }

    /** The Freshchat account, not yet built, so that its faults are told together with all others. This or the other one is required. */
    public RelayBuilder freshchat(FreshchatSettings.Builder settings) {
        config.freshchat(null, settings);
        return this;
    }

    /** The Freshchat account. */
    public RelayBuilder freshchat(FreshchatSettings settings) {
        config.freshchat(settings, null);
        return this;
    }

    /**
     * A channel account whose channel is found on the class path.
     *
     * @param id chosen once and for ever, as it is part of every customer's reference: lower-case letters, digits and -, at most 31
     * @param channel the channel's id, for instance as its guide names it
     * @param settings the channel's settings and the core's own, such as {@code topic}; their names in relaxed form ({@code takeOver} is
     *     {@code take-over}); what is null is missing. A secret's name with {@code -file} behind it names the file that holds the secret, which
     *     is read again as a {@link #secret} is
     */
    public RelayBuilder account(String id, String channel, Map<String, String> settings) {
        config.account(id, channel, null, settings, List.of());
        return this;
    }

    /** A channel account whose channel is given. */
    public RelayBuilder account(String id, ChannelProvider provider, Map<String, String> settings) {
        config.account(id, null, provider, settings, List.of());
        return this;
    }

    /**
     * A channel account with the channel's own typed settings. The channel is found on the class path.
     *
     * @param settings as the channel's module makes them
     * @param options says the core's own, such as the topic; called here, once. What it throws is thrown here, and the account is not added
     */
    public RelayBuilder account(String id, ChannelSettings settings, Consumer<AccountSettings> options) {
        return settings == null
                ? account(id, null, null, Map.of(), options)
                : account(id, settings.channel(), null, settings.values(), options);
    }

    /** The same of a channel without typed settings of its own: {@link AccountSettings#setting} says those. */
    public RelayBuilder account(String id, String channel, Consumer<AccountSettings> options) {
        return account(id, channel, null, Map.of(), options);
    }

    /** The same of a channel that is given. */
    public RelayBuilder account(String id, ChannelProvider provider, Consumer<AccountSettings> options) {
        return account(id, null, provider, Map.of(), options);
    }

    private RelayBuilder account(
            String id,
            @Nullable String channel,
            @Nullable ChannelProvider provider,
            Map<String, String> values,
            Consumer<AccountSettings> options) {
        AccountSettings settings = new AccountSettings();
        values.forEach(settings::setting);
        if (options != null) {
            options.accept(settings);
        }
        settings.ask(config, id, channel, provider);
        return this;
    }

    /**
     * Where a secret of an account comes from, in place of a value in {@code account(...)}: asked by {@link #build}, and again whenever the
     * messenger refuses the key and at each probe, so that a new one needs no restart. A {@link dev.byoc.SecretFile}, or any code of yours,
     * which has 10 seconds. What it does wrong is told in {@link RelayEngine#health}, and changes nothing.
     *
     * @param setting the name of a secret among the channel's settings, in relaxed form
     */
    public RelayBuilder secret(String account, String setting, Supplier<String> source) {
        config.secret(account, setting, source);
        return this;
    }

    /**
     * How long a secret that its source has replaced still counts, where the channel verifies with previous ones too: what is under way was
     * signed with it. A day by default; zero: not at all.
     */
    public RelayBuilder oldSecretsFor(Duration value) {
        config.oldSecretsFor(value);
        return this;
    }

    /**
     * Where messengers and Freshchat reach this relay: https, with the path below which all of its addresses lie. Required. Http is taken
     * for this machine alone ({@code localhost}, {@code 127.0.0.1}); see {@link #allowPlainHttp}.
     */
    public RelayBuilder publicUrl(String url) {
        config.publicUrl(url);
        return this;
    }

    /** The same, of an address that was read already. */
    public RelayBuilder publicUrl(URI url) {
        config.publicUrl(url == null ? null : url.toString());
        return this;
    }

    /**
     * Takes a {@link #publicUrl} with http for any host: for a private network without TLS, such as between containers of a test. The
     * secret parts of addresses can be read on the way then, and messengers call no such address.
     */
    public RelayBuilder allowPlainHttp() {
        config.allowPlainHttp();
        return this;
    }

    /** For a proxy that cuts the path of {@link #publicUrl} off before it passes a request on. */
    public RelayBuilder stripsPublicPath() {
        config.stripsPublicPath();
        return this;
    }

    /** Where the relay keeps its state; a {@link MemoryStore} by default. The engine closes it. */
    public RelayBuilder store(RelayStore value) {
        config.store(value);
        return this;
    }

    /** The time for everything; the system's by default. */
    public RelayBuilder clock(Clock value) {
        config.clock(value);
        return this;
    }

    /** Where the spread of waits comes from. */
    public RelayBuilder random(RandomGenerator value) {
        config.random(value);
        return this;
    }

    public RelayBuilder retry(RetryPolicy value) {
        config.retry(value);
        return this;
    }

    /** How the relay looks for agents' answers of a time in which webhooks may have been missed, as while it was down. */
    public RelayBuilder catchUp(CatchUpPolicy value) {
        config.catchUp(value);
        return this;
    }

    /**
     * Own sentences in place of those that customers and agents read: single ones, or all of a language that byoc does not bring. May be
     * given several times. docs/reference/wording.md lists the keys and who reads them. A key that there is not, a pattern that cannot be
     * used, and a language of an account's that is given in part are faults when the relay is built.
     *
     * @param language as the accounts' {@code customer-language} and {@code agent-language} name it
     * @param sentences patterns as {@link java.text.MessageFormat} reads them, by key, with the arguments of those that they replace
     */
    public RelayBuilder wording(String language, Map<String, String> sentences) {
        config.wording(language, sentences);
        return this;
    }

    /**
     * Adds a listener; there may be several, each told on a thread of its own. The same object twice is told once. It is told until the
     * engine is closed: a listener that wants to hear no more ignores events.
     *
     * @param value a lambda for all events, or a {@link RelayEventListener} with a method for each kind
     */
    public RelayBuilder listener(RelayListener value) {
        config.listener(value);
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
        config.sendMargin(value);
        return this;
    }

    /** Your own client, for its proxy, trust and interceptors. Redirects, retries, cookies, cache and time limits stay the relay's. */
    public RelayBuilder httpClient(OkHttpClient value) {
        config.httpClient(value);
        return this;
    }

    /** How large people's files may be, how long fetching one may take, and how many go at once. */
    public RelayBuilder media(MediaLimits limits) {
        config.media(limits);
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
        config.internalHost(host);
        return this;
    }

    /**
     * A proxy whose {@code X-Forwarded-For} is believed.
     *
     * @param addressOrRange {@code 192.0.2.7} or {@code 192.0.2.0/24}
     */
    public RelayBuilder trustedProxy(String addressOrRange) {
        config.trustedProxy(addressOrRange);
        return this;
    }

    /**
     * The secret part of Freshchat's webhook address, where it should be other than the one made here: 16 to 128 URL-safe characters. Given
     * several times, as while it is being replaced, the first one is the address's, and each of them counts.
     */
    public RelayBuilder freshchatPathSecret(String value) {
        config.freshchatPathSecret(value);
        return this;
    }

    /**
     * Takes product events too, from a marketplace app that passes them on to {@link RelayEngine#productEventUrl} and signs each body
     * with this secret: header {@code X-Byoc-Signature}, hex HMAC-SHA256. At least 16 characters. A message that comes both ways is
     * relayed once.
     */
    public RelayBuilder productEvents(String sharedSecret) {
        config.productEvents(sharedSecret);
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
        config.settingsPage(password);
        return this;
    }

    /**
     * How often the relay asks Freshchat, its topics, every messenger that can be asked, and its own public address whether all is well; every 5 minutes by default,
     * and first at the start. What it finds shows in {@link RelayEngine#health}. {@link Duration#ZERO}: never by itself, {@link
     * RelayEngine#probe} still does.
     */
    public RelayBuilder probeEvery(Duration value) {
        config.probeEvery(value);
        return this;
    }

    /** How long {@link RelayEngine#close} still relays open entries; 10 seconds by default. */
    public RelayBuilder drainFor(Duration value) {
        config.drainFor(value);
        return this;
    }

    /** Whether {@link RelayEngine#start} registers the webhooks; true by default. If false, {@link RelayEngine#install} does. */
    public RelayBuilder registerWebhooks(boolean value) {
        config.registerWebhooks(value);
        return this;
    }

    /**
     * {@link RelayEngine#start} throws if a webhook could not be registered and only an operator can repair that, and closes the relay:
     * for deploys that are to fail then. Otherwise the other accounts work meanwhile.
     */
    public RelayBuilder failFast() {
        config.failFast();
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
        return new RelayEngine(new Assembly(config).parts());
    }
}
