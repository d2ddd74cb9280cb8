package dev.byoc.relay;

import dev.byoc.ConfigurationException;
import dev.byoc.Secret;
import dev.byoc.channel.ChannelContext;
import dev.byoc.channel.ChannelProvider;
import dev.byoc.channel.ConfigSpec;
import dev.byoc.channel.Descriptor;
import dev.byoc.channel.MediaAccess;
import dev.byoc.channel.Settings;
import dev.byoc.freshchat.FreshchatClient;
import dev.byoc.freshchat.FreshchatSettings;
import dev.byoc.freshchat.FreshchatWebhook;
import dev.byoc.http.Http;
import dev.byoc.internal.Fetcher;
import dev.byoc.internal.OkHttp;
import dev.byoc.relay.Guard.Outcome;
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
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes an engine of what a builder has collected. */
final class Assembly {
    private static final Pattern ACCOUNT_ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,30}");
    private static final Set<String> TAKEN = Set.of(
            Router.FRESHCHAT,
            Router.FRESHCHAT_APP,
            Router.MEDIA,
            Router.SETTINGS,
            Conditions.STORE,
            Conditions.HOST,
            Conditions.RELAY);

    /** Below what the servers keep open. Messengers' calls cannot be settled, so stale connections cost them more. */
    private static final Duration FRESHCHAT_IDLE = Duration.ofSeconds(20);

    private static final Duration CHANNEL_IDLE = Duration.ofSeconds(2);

    private final RelayBuilder asked;
    private final List<String> faults;
    private final Clock clock;
    private final RelayStore store;
    private final Conditions conditions;
    private final Guard guard;

    Assembly(RelayBuilder asked) {
        this.asked = asked;
        this.faults = new ArrayList<>(asked.faults);
        this.clock = asked.clock;
        this.store = asked.store == null ? new MemoryStore(clock) : asked.store;
        this.conditions = new Conditions(clock);
        this.guard = new Guard(clock, conditions);
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
        FreshchatSettings settings = asked.freshchat;
        if (settings == null) {
            faults.add("freshchat(...) is missing: the Freshchat account to relay with");
        }
        URI publicUrl = publicUrl();
        if (asked.asked.isEmpty()) {
            faults.add("account(...) is missing: a relay needs at least one channel account");
        }
        List<Wanted> wanted = wanted();
        if (settings == null || publicUrl == null) {
            store.close();
            throw new ConfigurationException(faults);
        }
        if (faults.isEmpty()) {
            store.open(settings.scope());
        }
        Map<String, Account> accounts = new LinkedHashMap<>();
        try {
            return engine(settings, publicUrl, wanted, accounts);
        } catch (RuntimeException e) {
            store.close();
            accounts.values().forEach(account -> account.channel().close());
            throw e;
        }
    }

    private RelayEngine engine(
            FreshchatSettings settings, URI publicUrl, List<Wanted> wanted, Map<String, Account> accounts) {
        // Nothing is made in a database for what cannot work: the channels tell their own faults without one.
        RelayStore ready = faults.isEmpty() ? store : new MemoryStore(clock);
        Secrets secrets = new Secrets(ready, settings.token(), settings.scope());
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

    private @Nullable URI publicUrl() {
        URI url = asked.publicUrl;
        if (url == null) {
            faults.add("publicUrl(...) is missing: the address that messengers and Freshchat reach this relay at");
            return null;
        }
        boolean web = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
        if (!web || url.getHost() == null || url.getRawQuery() != null || url.getRawFragment() != null) {
            faults.add(
                    "publicUrl must be an http(s) address without query: " + url.getScheme() + "://" + url.getHost());
            return null;
        }
        String text = url.toString();
        return text.endsWith("/") ? URI.create(text.substring(0, text.length() - 1)) : url;
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

    /** An account whose settings were read, and have no fault that the core knows of. */
    private record Wanted(
            String id, GuardedProvider provider, Descriptor descriptor, Settings settings, AccountOptions options) {}

    private List<Wanted> wanted() {
        Discovery discovery =
                asked.asked.stream().allMatch(each -> each.provider() != null) ? null : Discovery.search(guard);
        Map<String, Wanted> wanted = new LinkedHashMap<>();
        for (RelayBuilder.Asked each : asked.asked) {
            String who = who(each.id());
            if (!ACCOUNT_ID.matcher(each.id()).matches() || TAKEN.contains(each.id())) {
                faults.add(who + "an id matches " + ACCOUNT_ID.pattern() + " and is none of " + TAKEN);
            } else if (wanted.containsKey(each.id())) {
                faults.add(who + "there are two of that id");
            } else {
                Object found =
                        each.provider() != null || discovery == null ? each.provider() : discovery.find(each.channel());
                if (found instanceof ChannelProvider provider) {
                    Wanted read = read(each, provider);
                    if (read != null) {
                        wanted.put(each.id(), read);
                    }
                } else {
                    faults.add(who + found);
                }
            }
        }
        return List.copyOf(wanted.values());
    }

    private static String who(String id) {
        return "account '" + id + "': ";
    }

    private @Nullable Wanted read(RelayBuilder.Asked each, ChannelProvider provider) {
        GuardedProvider guarded = new GuardedProvider(provider, guard);
        Outcome<Descriptor> described = guarded.describe();
        if (!(described instanceof Outcome.Returned<Descriptor> told)) {
            faults.add(who(each.id()) + described.trouble());
            return null;
        }
        Descriptor descriptor = told.value();
        ConfigSpec.Reading reading =
                AccountOptions.SPEC.and(descriptor.config()).read(each.settings());
        reading.faults().forEach(fault -> faults.add(who(each.id()) + fault));
        Settings settings = reading.settings();
        if (settings == null) {
            return null;
        }
        List<String> own = new ArrayList<>();
        AccountOptions options = AccountOptions.of(settings, own);
        own.forEach(fault -> faults.add(who(each.id()) + fault));
        return new Wanted(each.id(), guarded, descriptor, settings, options);
    }

    private @Nullable Account open(
            Wanted each, Secrets secrets, URI publicUrl, MediaAccess media, List<OkHttp> clients) {
        List<Secret> set = each.settings().secrets("path-secret");
        Secret path = set.isEmpty() ? secrets.of("path " + each.id()) : set.get(0);
        URI webhookUrl = URI.create(publicUrl + "/" + each.id() + "/" + path.reveal());
        OkHttp http = new OkHttp(asked.httpClient, clock, CHANNEL_IDLE, media::open, store::holdsFor);
        clients.add(http);
        Context context = new Context(
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
                    webhookUrl);
        } catch (ConfigurationException e) {
            e.faults().forEach(fault -> faults.add(who(each.id()) + fault));
            return null;
        }
    }

    private record Context(
            String account,
            Settings settings,
            Http http,
            MediaAccess media,
            Clock clock,
            URI webhookUrl,
            List<Secret> webhookSecrets)
            implements ChannelContext {}

    private OkHttp freshchatHttp(Supplier<Duration> most) {
        return new OkHttp(
                asked.httpClient,
                clock,
                FRESHCHAT_IDLE,
                media -> {
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
        FreshchatClient freshchat = new FreshchatClient(settings, guarded(http));
        Notes notes = new Notes(accounts);
        Arrivals arrivals = new Arrivals(clock);
        Reports reports = new Reports(new GuardedListener(asked.listener, guard), notes, arrivals, conditions);
        Topics topics = new Topics(freshchat, accounts.values(), clock);
        Directory directory = new Directory(freshchat);
        ProfileFlow profiles = new ProfileFlow(store, directory);
        OwnNotes own = new OwnNotes(store);
        FreshchatReach reach = new FreshchatReach(reports);
        UntypedReplies untyped =
                new UntypedReplies(store, new TypeLookUp(freshchat, clock), reach, own, notes, conditions);
        InboundMedia media = new InboundMedia(
                files.fetcher(), new FreshchatClient(settings, guarded(uploads)), asked.media.maxBytes(), reports);
        SyncDesk desk = new SyncDesk();
        AcceptedTimes times = new AcceptedTimes(store, clock);
        Intake intake = new Intake(store, notes, reports, times);
        Flow flow = new Flow(
                accounts,
                new InboundFlow(store, freshchat, directory, topics, profiles, media, notes, reports, clock),
                new OutboundFlow(
                        store,
                        new FreshchatFiles(freshchat),
                        files.outbound(),
                        new AgentNames(freshchat, clock),
                        untyped,
                        desk,
                        notes,
                        reports,
                        clock),
                new OrphanFlow(store, freshchat, topics, accounts, notes),
                new ReceiptFlow(store, notes),
                new NoteFlow(store, freshchat, own),
                profiles,
                intake,
                new Transfers(asked.media.atOnce()));
        Lanes lanes = new Lanes(
                store, start -> gates(accounts, start), flow::work, media::forget, asked.retry, asked.random, reports);
        reach.goesThrough(lanes::freshchat);
        ChannelDoor channelDoor = new ChannelDoor(store, lanes, desk, intake, reports);
        FreshchatDoor freshchatDoor = new FreshchatDoor(
                new FreshchatWebhook(settings.webhookKey()),
                store,
                lanes,
                topics,
                accounts,
                notes,
                times,
                reports,
                clock);
        Secrets secrets = new Secrets(store, settings.token(), settings.scope());
        Secret freshchatSecret =
                asked.freshchatPathSecret != null ? asked.freshchatPathSecret : secrets.of("path freshchat");
        Map<String, Router.Address> addresses = new LinkedHashMap<>();
        accounts.forEach((id, account) -> addresses.put(
                id, new Router.Address(account.pathSecret(), true, request -> channelDoor.enter(account, request))));
        addresses.put(Router.FRESHCHAT, new Router.Address(freshchatSecret, false, freshchatDoor::enter));
        Secret appPath = secrets.of("path freshchat-app");
        Secret appSecret = asked.productEventSecret;
        if (appSecret != null) {
            addresses.put(
                    Router.FRESHCHAT_APP,
                    new Router.Address(appPath, false, request -> freshchatDoor.enterFromApp(appSecret, request)));
        }
        URI freshchatWebhook = URI.create(publicUrl + "/" + Router.FRESHCHAT + "/" + freshchatSecret.reveal());
        URI productEvents =
                appSecret == null ? null : URI.create(publicUrl + "/" + Router.FRESHCHAT_APP + "/" + appPath.reveal());
        Installation installation = new Installation(accounts.values(), store, asked.installOnStart);
        Overview overview = new Overview(
                accounts.values(),
                store,
                lanes,
                installation,
                conditions,
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
                topics,
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
                freshchat));
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
