package dev.byoc.relay;

import dev.byoc.ConfigurationException;
import dev.byoc.Secret;
import dev.byoc.channel.ConfigSpec;
import dev.byoc.freshchat.FreshchatClient;
import dev.byoc.freshchat.FreshchatSettings;
import dev.byoc.freshchat.FreshchatWebhook;
import dev.byoc.http.Http;
import dev.byoc.internal.Fetcher;
import dev.byoc.internal.OkHttp;
import dev.byoc.relay.AccountReader.Wanted;
import dev.byoc.store.Claim;
import dev.byoc.store.MemoryStore;
import dev.byoc.store.RelayStore;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes an engine of what a builder has collected. */
final class Assembly {
    /** Below what the servers keep open. Messengers' calls cannot be settled, so stale connections cost them more. */
    private static final Duration FRESHCHAT_IDLE = Duration.ofSeconds(20);

    private static final Duration CHANNEL_IDLE = Duration.ofSeconds(2);

    private final RelayBuilder asked;
    private final List<String> faults;
    private final Clock clock;
    private final RelayStore store;
    private final Conditions conditions;
    private final LogThrottle often;
    private final Guard guard;

    Assembly(RelayBuilder asked) {
        this.asked = asked;
        this.faults = new ArrayList<>(asked.faults);
        this.clock = asked.clock;
        this.store = asked.store == null ? new MemoryStore(clock) : asked.store;
        this.conditions = new Conditions(clock);
        this.often = new LogThrottle(clock);
        this.guard = new Guard(clock, conditions, often);
    }

    /** One that could not be opened is left as it is: it may serve another relay. Else the store is the engine's then, or closed. */
    RelayEngine engine() {
        boolean made = false;
        try {
            RelayEngine engine = checked();
            made = true;
            return engine;
        } finally {
            if (!made) {
                guard.close();
            }
        }
    }

    private RelayEngine checked() {
        FreshchatSettings settings = freshchat();
        URI publicUrl = PublicUrl.checked(asked.publicUrl, asked.plainHttp, faults);
        List<Wanted> wanted = new AccountReader(faults, guard).read(asked.asked);
        faults.addAll(asked.retry.faults());
        faults.addAll(asked.media.faults());
        faults.addAll(asked.catchUp.faults());
        faults.addAll(store.faults());
        if (!faults.isEmpty() || settings == null || publicUrl == null) {
            // Nothing is made in a database for what cannot work: the channels tell their own faults without one.
            wanted.forEach(each -> faults.addAll(TrialOpening.faultsOf(each, clock)));
            store.close();
            throw new ConfigurationException(faults);
        }
        store.open(settings.scope());
        Map<String, Account> accounts = new LinkedHashMap<>();
        try {
            return engine(settings, publicUrl, wanted, accounts);
        } catch (RuntimeException e) {
            store.close();
            accounts.values().forEach(account -> account.channel().close());
            throw e;
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
            return unbuilt.build();
        } catch (ConfigurationException e) {
            faults.addAll(e.faults());
            return null;
        }
    }

    private RelayEngine engine(
            FreshchatSettings settings, URI publicUrl, List<Wanted> wanted, Map<String, Account> accounts) {
        Secrets secrets = new Secrets(store, settings.token(), settings.scope());
        Files files = files(settings, publicUrl, secrets);
        List<OkHttp> clients = new ArrayList<>();
        for (Wanted each : wanted) {
            Account account = open(each, secrets, publicUrl, files.outbound(), clients);
            if (account != null) {
                accounts.put(account.id(), account);
            }
        }
        if (!faults.isEmpty()) {
            throw new ConfigurationException(faults);
        }
        return wire(settings, publicUrl, files, accounts, clients);
    }

    /** What fetches and serves people's files. */
    private record Files(Fetcher fetcher, MediaTickets tickets, OutboundMedia outbound) {}

    private Files files(FreshchatSettings settings, URI publicUrl, Secrets secrets) {
        Fetcher fetcher = new Fetcher(
                asked.httpClient,
                asked.internalHosts,
                asked.media.deadline(),
                new Fetcher.Key(settings.api(), settings.token()));
        MediaTickets tickets = new MediaTickets(publicUrl, secrets.of("media"), clock);
        return new Files(fetcher, tickets, new OutboundMedia(fetcher, tickets, asked.media.maxBytes()));
    }

    private @Nullable Account open(
            Wanted each, Secrets secrets, URI publicUrl, OutboundMedia media, List<OkHttp> clients) {
        List<Secret> set = each.settings().secrets("path-secret");
        Secret path = set.isEmpty() ? secrets.of("path " + each.id()) : set.get(0);
        URI webhookUrl = URI.create(publicUrl + "/" + each.id() + "/" + path.reveal());
        OkHttp http = new OkHttp(asked.httpClient, clock, CHANNEL_IDLE, media::open, store::holdsFor);
        clients.add(http);
        AccountContext context = new AccountContext(
                each.id(),
                each.settings(),
                guard.granting(http),
                media,
                clock,
                webhookUrl,
                List.of(secrets.of("webhook " + each.id())));
        try {
            return new Account(
                    each.id(),
                    each.descriptor(),
                    each.provider().open(context, asked.sendMargin),
                    each.options(),
                    path,
                    webhookUrl,
                    secretsOf(each, path, context.webhookSecrets()));
        } catch (ConfigurationException e) {
            faults.addAll(each.told(e.faults()));
            return null;
        }
    }

    private static List<Secret> secretsOf(Wanted account, Secret path, List<Secret> made) {
        List<Secret> all = new ArrayList<>(made);
        all.add(path);
        for (ConfigSpec.Setting setting : account.descriptor().config().settings()) {
            if (setting.isSecret()) {
                all.addAll(account.settings().secrets(setting.name()));
            }
        }
        return List.copyOf(all);
    }

    private OkHttp freshchatHttp(Supplier<Duration> most) {
        return new OkHttp(
                asked.httpClient,
                clock,
                FRESHCHAT_IDLE,
                (media, within) -> {
                    throw new java.io.IOException("no files here");
                },
                most);
    }

    /** A host's own client runs the host's code. */
    private Http guarded(OkHttp http) {
        return asked.httpClient == null ? http : guard.running(http, Router.FRESHCHAT);
    }

    private RelayEngine wire(
            FreshchatSettings settings,
            URI publicUrl,
            Files files,
            Map<String, Account> accounts,
            List<OkHttp> clients) {
        OkHttp http = freshchatHttp(store::holdsFor);
        // An upload may outlast the claim that it is for: a second one does no harm.
        OkHttp uploads = freshchatHttp(() -> asked.media.deadline().plus(OkHttp.DEADLINE));
        clients.add(uploads);
        clients.add(http);
        ClockSkew skew = new ClockSkew(conditions);
        FreshchatClient freshchat = new FreshchatClient(settings, skew.looking(guarded(http)));
        Notes notes = new Notes(accounts);
        Arrivals arrivals = new Arrivals(clock);
        RefusedWebhooks refusals = new RefusedWebhooks(conditions, clock);
        Findings findings = new Findings(conditions);
        GuardedListener listener = new GuardedListener(asked.listener, guard);
        Reports reports = new Reports(listener, notes, arrivals, refusals, conditions, findings, often);
        Topics topics = new Topics(freshchat, accounts.values(), clock);
        Directory directory = new Directory(freshchat);
        ProfileFlow profiles = new ProfileFlow(store, directory);
        OwnNotes own = new OwnNotes(store);
        FreshchatReach reach = new FreshchatReach(reports);
        UntypedReplies untyped =
                new UntypedReplies(store, new TypeLookUp(freshchat, clock), reach, own, notes, conditions);
        InboundMedia media = new InboundMedia(
                files.fetcher(),
                new FreshchatClient(settings, skew.looking(guarded(uploads))),
                asked.media.maxBytes(),
                reports);
        SyncDesk desk = new SyncDesk();
        AcceptedTimes times = new AcceptedTimes(store, clock);
        Gaps gaps = new Gaps(store, asked.catchUp, clock);
        gaps.open();
        FreshchatIntake freshchatIntake =
                new FreshchatIntake(store, topics, accounts, gaps, notes, times, reports, clock);
        CatchUp catchUp = new CatchUp(store, freshchatIntake, gaps, notes, conditions, asked.retry.outboundAge());
        ConversationReader reader = new ConversationReader(freshchat, store);
        Intake intake = new Intake(store, notes, reports, times, new Owners(store, accounts));
        Flow flow = new Flow(
                accounts,
                new InboundFlow(store, freshchat, directory, topics, profiles, media, gaps, notes, reports, clock),
                new OutboundFlow(
                        store,
                        new FreshchatFiles(freshchat, reach),
                        files.outbound(),
                        new AgentNames(freshchat, reach, clock),
                        untyped,
                        desk,
                        notes,
                        reports,
                        clock),
                new OrphanFlow(store, freshchat, topics, accounts, notes),
                new ReadingFlow(store, accounts, gaps, reader, catchUp),
                new ReceiptFlow(store, notes),
                new NoteFlow(store, freshchat, own),
                profiles,
                intake,
                new Transfers(asked.media.atOnce()));
        AccountIdentity identity =
                new AccountIdentity(freshchat, store, settings.scope(), accounts.keySet(), conditions, reports);
        Lanes lanes = new Lanes(
                store,
                start -> gates(accounts, start),
                held -> {
                    Step first = identity.before(held.entry());
                    return first == null ? flow.work(held) : first;
                },
                media::forget,
                asked.retry,
                asked.random,
                reports);
        conditions.tellTo(new EventQueue(listener, lanes::execute)::add);
        reach.goesThrough(lanes::freshchat);
        identity.onVerdict(lanes::hold);
        ChannelDoor channelDoor = new ChannelDoor(store, lanes, desk, intake, reports);
        FreshchatDoor freshchatDoor =
                new FreshchatDoor(new FreshchatWebhook(settings.webhookKey()), store, lanes, freshchatIntake, reports);
        Sweep sweep = new Sweep(store, accounts, gaps, reader, catchUp, lanes, reports, asked.catchUp, clock);
        Secrets secrets = new Secrets(store, settings.token(), settings.scope());
        Secret freshchatSecret =
                asked.freshchatPathSecret != null ? asked.freshchatPathSecret : secrets.of("path freshchat");
        Map<String, Router.Address> addresses = new LinkedHashMap<>();
        accounts.forEach((id, account) -> addresses.put(
                id, new Router.Address(account.pathSecret(), true, request -> channelDoor.enter(account, request))));
        addresses.put(
                Router.FRESHCHAT,
                new Router.Address(
                        freshchatSecret, false, request -> gaps.watched(request, () -> freshchatDoor.enter(request))));
        Secret appPath = secrets.of("path freshchat-app");
        Secret appSecret = asked.productEventSecret;
        if (appSecret != null) {
            addresses.put(
                    Router.FRESHCHAT_APP,
                    new Router.Address(
                            appPath,
                            false,
                            request -> gaps.watched(request, () -> freshchatDoor.enterFromApp(appSecret, request))));
        }
        URI freshchatWebhook = URI.create(publicUrl + "/" + Router.FRESHCHAT + "/" + freshchatSecret.reveal());
        URI productEvents =
                appSecret == null ? null : URI.create(publicUrl + "/" + Router.FRESHCHAT_APP + "/" + appPath.reveal());
        Installation installation = new Installation(accounts.values(), store, asked.installOnStart, conditions);
        Probes probes = new Probes(
                freshchat, identity, topics, accounts.values(), store, lanes, installation, findings, reports);
        HealthWatch watch = new HealthWatch(
                accounts.values(), store, lanes, arrivals, refusals, conditions, probes, asked.probeEvery, clock);
        Lifecycle lifecycle = new Lifecycle(clock);
        Overview overview = new Overview(
                accounts.values(),
                store,
                lanes,
                installation,
                conditions,
                lifecycle,
                arrivals,
                freshchatWebhook,
                productEvents,
                clock);
        Secret password = asked.settingsPassword;
        Router router = new Router(
                publicUrl,
                asked.stripped,
                addresses,
                password == null ? null : new SettingsDoor(password, overview::facts, reports, clock),
                new MediaDoor(files.tickets(), files.fetcher(), asked.media.maxBytes(), reports),
                secrets.of("decoy"),
                new TrustedProxies(asked.proxies),
                reports,
                clock);
        return new RelayEngine(new RelayEngine.Parts(
                accounts,
                store,
                lanes,
                router,
                installation,
                overview,
                new Archive(store, lanes, media, accounts.values()),
                reports,
                guard,
                () -> {
                    clients.forEach(OkHttp::cancelAll);
                    files.fetcher().cancelAll();
                },
                asked.drain,
                freshchatWebhook,
                productEvents,
                password == null ? null : URI.create(publicUrl + "/" + Router.SETTINGS),
                identity,
                lifecycle,
                asked.failFast,
                probes,
                watch,
                gaps,
                sweep));
    }

    private Lanes.Gates gates(Map<String, Account> accounts, Consumer<Claim> start) {
        return new Gates(
                accounts.keySet(),
                clock,
                asked.random,
                claim -> asked.retry.isOverdue(claim.entry(), store.now()),
                start);
    }
}
