package dev.byoc.spring.internal.properties;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The names below {@code byoc.}, with their kinds, and sentences for editors. No object of it is ever made: {@link PropertyReader} reads by
 * these names, as what Spring Boot says of a value that it cannot convert quotes that value.
 *
 * @param enabled Whether there is a relay at all; false: the starter does nothing, as in tests of an application.
 * @param publicUrl The https address, with a path of its own, below which messengers and Freshchat reach the relay. Required.
 * @param servletPath The path below the application's context path at which requests arrive, where a proxy has changed the path of the public
 *     address into another one.
 * @param requestTimeout How long a request's body may take to arrive.
 * @param allowPlainHttp Takes a public address with http for any host, not only for this machine.
 * @param freshchat The Freshchat account.
 * @param accounts The messenger accounts by their ids, which are chosen once and for ever. At least one is required.
 * @param store Where the relay keeps its state: one of file, data-source and in-memory is required.
 * @param security The rule for Spring Security.
 * @param retry How often a failing message is tried.
 * @param media What is spent on files.
 * @param catchUp How answers are looked for that no webhook has told of.
 * @param wording Sentences in place of those that customers and agents read, by language and key.
 * @param sendMargin How long a channel's call may take beyond the deadlines of its HTTP calls.
 * @param probeEvery How often Freshchat, the messengers and the public address are asked whether all is well; zero: never.
 * @param drainFor How long a stop still relays open entries.
 * @param registerWebhooks Whether the start registers webhooks at the messengers.
 * @param oldSecretsFor How long a secret that its source has replaced still verifies webhooks.
 * @param productEvents Takes events of a Freshworks app too, signed with this shared secret.
 * @param settingsPage Serves the administrator's page with this password.
 * @param trustedProxies Proxies, as addresses or ranges, whose X-Forwarded-For is believed.
 * @param allowInternalHosts Hosts that are not public and from which files may be fetched.
 */
@ConfigurationProperties("byoc")
public record ByocProperties(
        @DefaultValue("true") boolean enabled,
        @Nullable String publicUrl,
        @Nullable String servletPath,
        @DefaultValue("10s") Duration requestTimeout,
        @DefaultValue("false") boolean allowPlainHttp,
        @Nullable Freshchat freshchat,
        @Nullable Map<String, AccountProperties> accounts,
        @Nullable Store store,
        @Nullable Security security,
        @Nullable Retry retry,
        @Nullable Media media,
        @Nullable CatchUp catchUp,
        @Nullable Map<String, Map<String, String>> wording,
        @DefaultValue("30s") Duration sendMargin,
        @DefaultValue("5m") Duration probeEvery,
        @DefaultValue("10s") Duration drainFor,
        @DefaultValue("true") boolean registerWebhooks,
        @DefaultValue("1d") Duration oldSecretsFor,
        @Nullable String productEvents,
        @Nullable String settingsPage,
        @Nullable List<String> trustedProxies,
        @Nullable List<String> allowInternalHosts) {
    /**
     * Of the Freshchat account.
     *
     * @param url The chat URL of Freshchat's API settings. Required.
     * @param token The API token. Required.
     * @param webhookKey The public key beside the webhook's address in the admin settings; several while it changes. Required.
     * @param scope The name under which a store keeps this account, chosen once and for ever; the host of the url unless set.
     * @param noteAgent The agent who writes private notes, by id or e-mail address; the bot unless set.
     * @param pathSecret The secret part of Freshchat's webhook address; several: the first is shown, each counts.
     * @param trustHost One more host that may be sent the token, also over http, such as a proxy of your own or a test server.
     */
    public record Freshchat(
            @Nullable String url,
            @Nullable String token,
            @Nullable List<String> webhookKey,
            @Nullable String scope,
            @Nullable String noteAgent,
            @Nullable List<String> pathSecret,
            @Nullable String trustHost) {}

    /**
     * Where the state is kept.
     *
     * @param file A SQLite file, for one process; its folder has to be there.
     * @param dataSource The name of a DataSource bean of a PostgreSQL database; Spring Boot's own is dataSource.
     * @param inMemory Forgets everything when the process ends: for tests and trials.
     * @param keepFor How long what is done is kept, to tell repeats and for timelines; at least 3 days.
     * @param keepBodies Keeps texts as long as their entry, not only until they are relayed.
     * @param maxOpenEntries Entries that may be open at once; more are refused, so that the messenger sends them again.
     * @param lease Several hosts on one database: how long a silent host keeps its customers.
     * @param migrate Whether the store makes and changes its tables; false: you run the scripts, as with Flyway.
     */
    public record Store(
            @Nullable String file,
            @Nullable String dataSource,
            @DefaultValue("false") boolean inMemory,
            @DefaultValue("3d") Duration keepFor,
            @DefaultValue("false") boolean keepBodies,
            @DefaultValue("1000000") int maxOpenEntries,
            @DefaultValue("45s") Duration lease,
            @DefaultValue("true") boolean migrate) {}

    /**
     * Of Spring Security.
     *
     * @param enabled Whether requests to the relay's servlet, and no others, pass Spring Security without a login and a check for CSRF.
     */
    public record Security(@DefaultValue("true") boolean enabled) {}

    /**
     * How often a failing message is tried.
     *
     * @param maxAttempts Attempts that may count against one message; outages count against none.
     * @param initialDelay Wait after the first failure; it doubles with each further one.
     * @param maxDelay Longest wait.
     * @param inboundAge Age at which a customer's message becomes a dead letter.
     * @param outboundAge Age at which an agent's answer becomes a dead letter.
     */
    public record Retry(
            @DefaultValue("8") int maxAttempts,
            @DefaultValue("1s") Duration initialDelay,
            @DefaultValue("5m") Duration maxDelay,
            @DefaultValue("72h") Duration inboundAge,
            @DefaultValue("24h") Duration outboundAge) {}

    /**
     * What is spent on files.
     *
     * @param maxBytes The largest file.
     * @param deadline How long fetching one may take.
     * @param atOnce Messages with files worked on at once, both directions together.
     * @param retryFor How long a file is asked for again whose server fails.
     */
    public record Media(
            @DefaultValue("25MB") DataSize maxBytes,
            @DefaultValue("2m") Duration deadline,
            @DefaultValue("8") int atOnce,
            @DefaultValue("1m") Duration retryFor) {}

    /**
     * How missed answers are looked for.
     *
     * @param automatic Whether the relay does so by itself after a time in which webhooks may have been missed.
     * @param callsPerSecond Most calls to Freshchat a second for that.
     * @param after How long after the relay listens again.
     * @param activeWithin Conversations without activity for so long before the gap wait until something comes there.
     * @param notBefore Answers written earlier are left alone, as after a backup was put back.
     */
    public record CatchUp(
            @DefaultValue("true") boolean automatic,
            @DefaultValue("2") double callsPerSecond,
            @DefaultValue("2m") Duration after,
            @DefaultValue("7d") Duration activeWithin,
            @Nullable Instant notBefore) {}
}
