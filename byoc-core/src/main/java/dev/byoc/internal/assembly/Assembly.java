package dev.byoc.internal.assembly;

import dev.byoc.ByocException;
import dev.byoc.ConfigurationException;
import dev.byoc.CurrentSecret;
import dev.byoc.Secret;
import dev.byoc.event.Health;
import dev.byoc.freshchat.FreshchatClient;
import dev.byoc.freshchat.FreshchatSettings;
import dev.byoc.freshchat.FreshchatWebhook;
import dev.byoc.http.Http;
import dev.byoc.internal.account.Account;
import dev.byoc.internal.account.AccountContext;
import dev.byoc.internal.account.FreshchatToken;
import dev.byoc.internal.account.KeyRing;
import dev.byoc.internal.account.Owners;
import dev.byoc.internal.account.ReservedIds;
import dev.byoc.internal.account.Secrets;
import dev.byoc.internal.admin.AccountIdentity;
import dev.byoc.internal.admin.Archive;
import dev.byoc.internal.admin.HealthWatch;
import dev.byoc.internal.admin.Probes;
import dev.byoc.internal.admin.PublicAddressProbe;
import dev.byoc.internal.admin.PublicAddressTokens;
import dev.byoc.internal.admin.StatusReport;
import dev.byoc.internal.admin.StoreView;
import dev.byoc.internal.admin.WebhookRegistrar;
import dev.byoc.internal.catchup.CatchUp;
import dev.byoc.internal.catchup.ConversationReader;
import dev.byoc.internal.catchup.ReadingHandler;
import dev.byoc.internal.catchup.Sweep;
import dev.byoc.internal.dispatch.Backoff;
import dev.byoc.internal.dispatch.CircuitBreakers;
import dev.byoc.internal.dispatch.Dispatcher;
import dev.byoc.internal.freshchat.AgentNames;
import dev.byoc.internal.freshchat.FreshchatDirectory;
import dev.byoc.internal.freshchat.FreshchatReach;
import dev.byoc.internal.freshchat.ReplyFiles;
import dev.byoc.internal.freshchat.Topics;
import dev.byoc.internal.freshchat.TypeLookUp;
import dev.byoc.internal.gap.Gaps;
import dev.byoc.internal.gap.HostSilence;
import dev.byoc.internal.guard.Guard;
import dev.byoc.internal.guard.Guard.Result;
import dev.byoc.internal.guard.GuardedClientCode;
import dev.byoc.internal.health.ClockSkew;
import dev.byoc.internal.health.Conditions;
import dev.byoc.internal.health.Findings;
import dev.byoc.internal.health.Lifecycle;
import dev.byoc.internal.http.ClientCode;
import dev.byoc.internal.http.Fetcher;
import dev.byoc.internal.http.OkHttp;
import dev.byoc.internal.inbound.PostHandler;
import dev.byoc.internal.inbound.ProfileHandler;
import dev.byoc.internal.intake.Acceptor;
import dev.byoc.internal.intake.ChannelIntake;
import dev.byoc.internal.intake.FreshchatIntake;
import dev.byoc.internal.intake.ReplayWindow;
import dev.byoc.internal.media.InboundMedia;
import dev.byoc.internal.media.MediaTokens;
import dev.byoc.internal.media.OutboundMedia;
import dev.byoc.internal.media.Transfers;
import dev.byoc.internal.notes.AgentNotes;
import dev.byoc.internal.notes.NoteEchoFilter;
import dev.byoc.internal.notes.NoteHandler;
import dev.byoc.internal.outbound.OrphanHandler;
import dev.byoc.internal.outbound.PendingReplies;
import dev.byoc.internal.outbound.ReceiptHandler;
import dev.byoc.internal.outbound.ReplyHandler;
import dev.byoc.internal.outbound.UntypedReplies;
import dev.byoc.internal.report.Arrivals;
import dev.byoc.internal.report.EventQueue;
import dev.byoc.internal.report.Listeners;
import dev.byoc.internal.report.RefusedWebhooks;
import dev.byoc.internal.report.Reports;
import dev.byoc.internal.runtime.Background;
import dev.byoc.internal.runtime.LogThrottle;
import dev.byoc.internal.runtime.Scheduler;
import dev.byoc.internal.runtime.SchedulingClock;
import dev.byoc.internal.runtime.ThreadScheduler;
import dev.byoc.internal.web.ChannelEndpoint;
import dev.byoc.internal.web.FreshchatEndpoint;
import dev.byoc.internal.web.MediaEndpoint;
import dev.byoc.internal.web.PublicUrl;
import dev.byoc.internal.web.Router;
import dev.byoc.internal.web.SettingsEndpoint;
import dev.byoc.internal.web.TrustedProxies;
import dev.byoc.memory.MemoryStore;
import dev.byoc.store.spi.CustomerMap;
import dev.byoc.store.spi.Journal;
import dev.byoc.store.spi.References;
import dev.byoc.store.spi.RelayStore;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes a relay of what a builder has collected. */
public final class Assembly {
    /** Below what the servers keep open. Messengers' calls cannot be settled, so stale connections cost them more. */
    private static final Duration FRESHCHAT_IDLE = Duration.ofSeconds(20);

    private static final Duration CHANNEL_IDLE = Duration.ofSeconds(2);

    private final RelayConfig asked;
    private final List<String> faults;
    private final Clock clock;
    private final RelayStore store;
    private final Conditions conditions;
    private final LogThrottle often;
    private final Guard guard;

    public Assembly(RelayConfig asked) {
        this.asked = asked;
        this.faults = new ArrayList<>(asked.faults);
        this.clock = asked.clock;
        this.store = asked.store == null ? new MemoryStore(clock) : asked.store;
        this.conditions = new Conditions(clock);
        this.often = new LogThrottle(clock);
        this.guard = new Guard(clock, conditions, often);
    }

    /** One that could not be opened is left as it is: it may serve another relay. Else the store is the relay's then, or closed. */
    public RelayParts parts() {
        boolean made = false;
        try {
            RelayParts parts = checked();
            made = true;
            return parts;
        } finally {
            if (!made) {
                guard.close();
            }
        }
    }

    private RelayParts checked() {
        FreshchatSettings settings = freshchat();
        URI publicUrl = PublicUrl.checked(asked.publicUrl, asked.plainHttp, faults);
        List<WantedAccount> wanted = new AccountReader(asked, faults, guard).read(asked.asked);
        faults.addAll(asked.retry.faults());
        faults.addAll(asked.media.faults());
        faults.addAll(asked.catchUp.faults());
        faults.addAll(store.faults());
        if (!faults.isEmpty() || settings == null || publicUrl == null) {
            // Nothing is made in a database for what cannot work: the channels tell their own faults without one.
            wanted.forEach(each -> faults.addAll(TrialOpening.faultsOf(each, clock)));
            ConfigurationException all = new ConfigurationException(faults);
            closeStore(all);
            throw all;
        }
        store.open(settings.scope());
        Map<String, Account> accounts = new LinkedHashMap<>();
        try {
            return parts(settings, publicUrl, wanted, accounts);
        } catch (Throwable e) {
            accounts.values().forEach(account -> account.channel().close());
            closeStore(e);
            throw e;
        }
    }

    /** Why it is closed is what is told, whatever that throws. */
    private void closeStore(Throwable why) {
        try {
            store.close();
        } catch (Throwable e) {
            if (e != why) {
                why.addSuppressed(e);
            }
        }
    }

    private @Nullable FreshchatSettings freshchat() {
        FreshchatSettings.Builder unbuilt = asked.unbuiltFreshchat;
        if (unbuilt == null) {
            if (asked.freshchat == null) {
                faults.add("freshchat(...) is missing: the Freshchat account to relay with");
            }
            return asked.freshchat;
        }
        try {
            return unbuilt.build(source -> () -> asked(source));
        } catch (ConfigurationException e) {
            faults.addAll(e.faults());
            return null;
        }
    }

    /** The token's source is the host's code. */
    private String asked(Supplier<String> source) {
        Result<String> token =
                guard.call(new Guard.Site(Health.FRESHCHAT, "the source of the Freshchat token"), source::get);
        if (token instanceof Result.Returned<String> returned) {
            return returned.value();
        }
        if (token instanceof Result.Failed<String> failed && failed.cause() instanceof ByocException e) {
            throw e;
        }
        throw new ConfigurationException(String.valueOf(token.trouble()));
    }

    private RelayParts parts(
            FreshchatSettings given, URI publicUrl, List<WantedAccount> wanted, Map<String, Account> accounts) {
        FreshchatToken token = new FreshchatToken(given.token());
        FreshchatSettings settings = given.withToken(token);
        Secrets secrets = new Secrets(store, settings.token(), settings.scope(), clock);
        Files files = files(settings, token, publicUrl, secrets);
        List<OkHttp> clients = new ArrayList<>();
        for (WantedAccount each : wanted) {
            each.settings().checks(candidate -> AccountReader.faultsOf(each, candidate, wanted, clock));
            Account account = open(each, secrets, publicUrl, files.outbound(), clients);
            if (account != null) {
                accounts.put(account.id(), account);
            }
        }
        if (!faults.isEmpty()) {
            throw new ConfigurationException(faults);
        }
        return wire(settings, token, publicUrl, secrets, files, accounts, clients);
    }

    /** What fetches and serves people's files. */
    private record Files(Fetcher fetcher, MediaTokens tokens, OutboundMedia outbound) {}

    private Files files(FreshchatSettings settings, CurrentSecret token, URI publicUrl, Secrets secrets) {
        Fetcher fetcher = new Fetcher(
                asked.httpClient,
                asked.internalHosts,
                asked.media.deadline(),
                new Fetcher.Key(settings.api(), token),
                asked.httpClient == null ? ClientCode.OURS : new GuardedClientCode(guard));
        MediaTokens tokens = new MediaTokens(publicUrl, secrets.of("media"), clock);
        return new Files(
                fetcher,
                tokens,
                new OutboundMedia(fetcher, tokens, asked.media.maxBytes(), asked.media.retryFor(), clock));
    }

    private @Nullable Account open(
            WantedAccount each, Secrets secrets, URI publicUrl, OutboundMedia media, List<OkHttp> clients) {
        List<Secret> set = each.settings().secrets("path-secret");
        Supplier<List<Secret>> path = set.isEmpty() ? secrets.made(pathOf(each.id()))::all : () -> set;
        Supplier<List<Secret>> made = secrets.made(webhookOf(each.id()))::all;
        URI base = URI.create(publicUrl + "/" + each.id());
        Journal journal = store.journal();
        OkHttp http =
                new OkHttp(asked.httpClient, clock, CHANNEL_IDLE, media::open, () -> Guard.left(journal.holdsFor()));
        clients.add(http);
        AccountContext context = new AccountContext(
                each.id(),
                each.settings(),
                guard.granting(http),
                media,
                clock,
                () -> Account.address(base, path.get()),
                made);
        try {
            return new Account(
                    each.id(),
                    each.descriptor(),
                    each.provider().open(context, asked.sendMargin),
                    each.options(),
                    base,
                    path,
                    () -> current(each, made),
                    everUsed(each, path, made),
                    new KeyRing(each.id(), each.sources(), each.settings(), guard, conditions));
        } catch (ConfigurationException e) {
            faults.addAll(each.told(e.faults()));
            return null;
        }
    }

    public static String pathOf(String account) {
        return "path " + account;
    }

    public static String webhookOf(String account) {
        return "webhook " + account;
    }

    private static Map<String, List<Secret>> current(WantedAccount account, Supplier<List<Secret>> made) {
        Map<String, List<Secret>> current = account.settings().current();
        current.put("webhook secret", made.get());
        return current;
    }

    /** Grows, as what was in use once must not be kept with a request later either. */
    private static Supplier<Collection<Secret>> everUsed(
            WantedAccount account, Supplier<List<Secret>> path, Supplier<List<Secret>> made) {
        Set<Secret> all = ConcurrentHashMap.newKeySet();
        Supplier<Collection<Secret>> now = () -> {
            all.addAll(path.get());
            all.addAll(made.get());
            all.addAll(account.settings().everUsed());
            return all;
        };
        all.addAll(path.get());
        all.addAll(made.get());
        return now;
    }

    private OkHttp httpWithoutFiles(Duration idle, Supplier<Duration> most) {
        return new OkHttp(
                asked.httpClient,
                clock,
                idle,
                (media, within) -> {
                    throw new java.io.IOException("no files here");
                },
                () -> Guard.left(most.get()));
    }

    /** A host's own client runs the host's code. */
    private Http guarded(OkHttp http, String component) {
        return asked.httpClient == null ? http : guard.running(http, component);
    }

    private Scheduler scheduler() {
        return clock instanceof SchedulingClock turned ? turned.scheduler() : new ThreadScheduler();
    }

    private RelayParts wire(
            FreshchatSettings settings,
            FreshchatToken token,
            URI publicUrl,
            Secrets secrets,
            Files files,
            Map<String, Account> accounts,
            List<OkHttp> clients) {
        Journal journal = store.journal();
        CustomerMap customers = store.customers();
        References references = store.references();
        OkHttp http = httpWithoutFiles(FRESHCHAT_IDLE, journal::holdsFor);
        // An upload may outlast the claim that it is for: a second one does no harm.
        OkHttp uploads =
                httpWithoutFiles(FRESHCHAT_IDLE, () -> asked.media.deadline().plus(OkHttp.DEADLINE));
        clients.add(uploads);
        clients.add(http);
        ClockSkew skew = new ClockSkew(conditions);
        FreshchatClient freshchat = new FreshchatClient(settings, skew.looking(guarded(http, Health.FRESHCHAT)));
        AgentNotes notes = new AgentNotes(accounts);
        Arrivals arrivals = new Arrivals(clock, store.counters());
        RefusedWebhooks refusals = new RefusedWebhooks(conditions, clock);
        Findings findings = new Findings(conditions);
        Listeners listeners = new Listeners(asked.listeners, guard);
        Reports reports = new Reports(listeners, arrivals, refusals, conditions, findings, often);
        Topics topics = new Topics(freshchat, accounts.values(), clock);
        FreshchatDirectory directory = new FreshchatDirectory(freshchat);
        ProfileHandler profiles = new ProfileHandler(customers, directory);
        NoteEchoFilter own = new NoteEchoFilter(journal, references);
        FreshchatReach reach = new FreshchatReach(reports);
        UntypedReplies untyped =
                new UntypedReplies(journal::now, new TypeLookUp(freshchat, clock), reach, own, notes, conditions);
        InboundMedia media = new InboundMedia(
                files.fetcher(),
                new FreshchatClient(settings, skew.looking(guarded(uploads, Health.FRESHCHAT))),
                asked.media.maxBytes(),
                asked.media.retryFor(),
                reports,
                clock);
        PendingReplies pending = new PendingReplies();
        ReplayWindow times = new ReplayWindow(journal, clock);
        Gaps gaps = new Gaps(store.settings(), journal, asked.catchUp, clock);
        gaps.open();
        FreshchatIntake freshchatIntake =
                new FreshchatIntake(journal, customers, topics, accounts, gaps, notes, times, reports, clock);
        CatchUp catchUp =
                new CatchUp(journal::now, freshchatIntake, gaps, notes, conditions, asked.retry.outboundAge());
        ConversationReader reader = new ConversationReader(freshchat, journal, references);
        ChannelIntake intake =
                new ChannelIntake(customers, references, notes, reports, times, new Owners(customers, accounts));
        AccountIdentity identity = new AccountIdentity(
                freshchat, store.settings(), journal, settings.scope(), accounts.keySet(), conditions, reports);
        ReadingHandler readings = new ReadingHandler(customers, journal::now, accounts, gaps, reader, catchUp);
        TaskHandler flow = new TaskHandler(
                identity,
                accounts,
                new PostHandler(
                        customers,
                        journal::now,
                        freshchat,
                        directory,
                        topics,
                        profiles,
                        media,
                        gaps,
                        notes,
                        reports,
                        clock),
                new ReplyHandler(
                        customers,
                        references,
                        journal::now,
                        new ReplyFiles(freshchat, reach),
                        files.outbound(),
                        new AgentNames(freshchat, reach, clock),
                        untyped,
                        pending,
                        notes,
                        reports,
                        clock),
                new OrphanHandler(
                        customers, journal::now, freshchat, topics, accounts, gaps, readings::readFirst, notes),
                readings,
                new ReceiptHandler(references, journal::now, notes),
                new NoteHandler(customers, references, freshchat, own),
                notes,
                profiles,
                intake,
                new Transfers(files.fetcher(), asked.media.atOnce()),
                media);
        Background background = new Background(scheduler(), often);
        Backoff backoff = new Backoff(asked.retry, asked.random);
        CircuitBreakers breakers = new CircuitBreakers(
                accounts.keySet(), clock, asked.random, claim -> backoff.isOverdue(claim.entry(), journal.now()));
        Dispatcher dispatcher =
                new Dispatcher(journal, store.counters(), breakers, flow, backoff, reports, background, often);
        conditions.tellTo(new EventQueue(listeners, background::execute)::add);
        reach.goesThrough(dispatcher);
        KeyRing freshchatKeys = freshchatKeys(settings, token, guarded(http, Health.FRESHCHAT), identity, dispatcher);
        for (Account account : accounts.values()) {
            account.keys().onChange(() -> dispatcher.probed(account.id(), false));
        }
        identity.onVerdict(dispatcher::hold);
        Acceptor acceptor = new Acceptor(journal, dispatcher, reports);
        ChannelEndpoint channelEndpoint = new ChannelEndpoint(acceptor, pending, intake, secrets, reports);
        PublicAddressTokens ownTokens = new PublicAddressTokens(secrets.of("public address"));
        OkHttp ownHttp = httpWithoutFiles(CHANNEL_IDLE, () -> OkHttp.DEADLINE);
        clients.add(ownHttp);
        PublicAddressProbe publicAddress = new PublicAddressProbe(
                publicUrl, guarded(ownHttp, Health.RELAY), ownTokens, gaps, conditions, store.counters(), clock);
        FreshchatEndpoint freshchatEndpoint = new FreshchatEndpoint(
                new FreshchatWebhook(settings.webhookKeys()),
                acceptor,
                freshchatIntake,
                () -> {
                    gaps.webhookCame();
                    publicAddress.webhookCame();
                },
                reports);
        Sweep sweep = new Sweep(
                journal,
                customers,
                store.settings(),
                accounts,
                gaps,
                reader,
                catchUp,
                dispatcher,
                acceptor,
                reports,
                asked.catchUp,
                clock);
        Supplier<List<Secret>> freshchatPath = asked.freshchatPathSecrets.isEmpty()
                ? secrets.made(pathOf(Health.FRESHCHAT))::all
                : () -> asked.freshchatPathSecrets;
        URI freshchatBase = URI.create(publicUrl + "/" + Health.FRESHCHAT);
        Map<String, Router.Address> addresses = new LinkedHashMap<>();
        accounts.forEach((id, account) -> addresses.put(
                id,
                new Router.Address(
                        account.pathSecrets(),
                        true,
                        (request, path) -> channelEndpoint.enter(account, request, path))));
        addresses.put(
                Health.FRESHCHAT,
                new Router.Address(
                        freshchatPath,
                        false,
                        (request, path) -> gaps.watched(request, () -> freshchatEndpoint.enter(request, path))));
        Supplier<List<Secret>> appPath = secrets.made(pathOf(ReservedIds.FRESHCHAT_APP))::all;
        URI appBase = URI.create(publicUrl + "/" + ReservedIds.FRESHCHAT_APP);
        Secret appSecret = asked.productEventSecret;
        if (appSecret != null) {
            addresses.put(
                    ReservedIds.FRESHCHAT_APP,
                    new Router.Address(
                            appPath,
                            false,
                            (request, path) -> gaps.watched(
                                    request, () -> freshchatEndpoint.enterFromApp(appSecret, request, path))));
        }
        Supplier<URI> freshchatWebhook = () -> Account.address(freshchatBase, freshchatPath.get());
        Supplier<URI> productEvents = appSecret == null ? null : () -> Account.address(appBase, appPath.get());
        WebhookRegistrar registrar =
                new WebhookRegistrar(accounts.values(), store.settings(), asked.installOnStart, conditions, clock);
        StoreView storeView = new StoreView(store, accounts.keySet());
        Probes probes = new Probes(
                freshchat,
                identity,
                topics,
                accounts.values(),
                freshchatKeys,
                storeView,
                dispatcher,
                background,
                registrar,
                publicAddress,
                findings,
                reports);
        HealthWatch watch = new HealthWatch(
                accounts.values(),
                storeView,
                dispatcher,
                background,
                arrivals,
                refusals,
                conditions,
                probes,
                asked.probeEvery,
                clock);
        Lifecycle lifecycle = new Lifecycle(clock);
        StatusReport statusReport = new StatusReport(
                accounts.values(),
                dispatcher,
                registrar,
                conditions,
                lifecycle,
                arrivals,
                freshchatWebhook,
                productEvents,
                publicAddress::note,
                watch::notice,
                clock);
        Secret password = asked.settingsPassword;
        Router router = new Router(
                publicUrl,
                asked.stripped,
                addresses,
                password == null ? null : new SettingsEndpoint(password, statusReport::facts, reports, clock),
                new MediaEndpoint(files.tokens(), files.fetcher(), asked.media.maxBytes(), reports),
                ownTokens,
                secrets,
                new TrustedProxies(asked.proxies),
                reports,
                clock);
        return new RelayParts(
                accounts,
                store,
                dispatcher,
                background,
                acceptor,
                router,
                registrar,
                statusReport,
                new Archive(store, dispatcher, media, accounts.values(), clock),
                reports,
                guard,
                // Tells the client's own listener of each call.
                () -> guard.running(() -> {
                    clients.forEach(OkHttp::cancelAll);
                    files.fetcher().cancelAll();
                }),
                asked.drain,
                freshchatWebhook,
                productEvents,
                password == null ? null : URI.create(publicUrl + "/" + ReservedIds.SETTINGS),
                identity,
                secrets,
                lifecycle,
                asked.failFast,
                probes,
                watch,
                gaps,
                new HostSilence(gaps, clock),
                sweep);
    }

    /** The token's source, if it has one. A new token is tried beside the traffic, before any of that goes with it. */
    private KeyRing freshchatKeys(
            FreshchatSettings settings,
            FreshchatToken token,
            Http http,
            AccountIdentity identity,
            Dispatcher dispatcher) {
        Supplier<String> source = settings.tokenSource();
        KeyRing keys = new KeyRing(
                Health.FRESHCHAT,
                source == null ? Map.of() : Map.of(FreshchatToken.NAME, source),
                token,
                guard,
                conditions);
        token.asks(
                keys::ask,
                candidate ->
                        identity.tryOut(new FreshchatClient(settings.withToken(CurrentSecret.of(candidate)), http)));
        keys.onChange(() -> dispatcher.probed(Health.FRESHCHAT, false));
        return keys;
    }
}
