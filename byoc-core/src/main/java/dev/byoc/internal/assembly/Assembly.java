package dev.byoc.internal.assembly;

import dev.byoc.ByocException;
import dev.byoc.ConfigurationException;
import dev.byoc.event.Health;
import dev.byoc.freshchat.FreshchatSettings;
import dev.byoc.freshchat.FreshchatWebhook;
import dev.byoc.internal.account.Account;
import dev.byoc.internal.account.FreshchatToken;
import dev.byoc.internal.account.RelaySecrets;
import dev.byoc.internal.catchup.Sweep;
import dev.byoc.internal.config.AccountReader;
import dev.byoc.internal.config.RelayConfig;
import dev.byoc.internal.config.TrialOpening;
import dev.byoc.internal.config.WantedAccount;
import dev.byoc.internal.dispatch.Dispatcher;
import dev.byoc.internal.guard.Result;
import dev.byoc.internal.guard.Site;
import dev.byoc.internal.http.FileKey;
import dev.byoc.internal.intake.Acceptor;
import dev.byoc.internal.report.Reports;
import dev.byoc.internal.run.Drain;
import dev.byoc.internal.run.PeriodicJobs;
import dev.byoc.internal.run.RelayRun;
import dev.byoc.internal.run.Shutdown;
import dev.byoc.internal.run.Startup;
import dev.byoc.internal.run.Workers;
import dev.byoc.internal.web.PublicUrl;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes a relay of what a builder has collected: checks all of it first, then has one room after the other made, from the bottom up. */
public final class Assembly {
    private final RelayConfig asked;
    private final List<String> faults;
    private final Foundations base;

    public Assembly(RelayConfig asked) {
        this.asked = asked;
        this.faults = new ArrayList<>(asked.faults);
        this.base = new Foundations(asked);
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
                base.guard.close();
            }
        }
    }

    private RelayParts checked() {
        FreshchatSettings settings = freshchat();
        URI publicUrl = PublicUrl.checked(asked.publicUrl, asked.plainHttp, faults);
        List<WantedAccount> wanted = new AccountReader(asked, faults, base.guard).read(asked.asked);
        faults.addAll(asked.retry.faults());
        faults.addAll(asked.media.faults());
        faults.addAll(asked.catchUp.faults());
        faults.addAll(base.store.faults());
        if (!faults.isEmpty() || settings == null || publicUrl == null) {
            // Nothing is made in a database for what cannot work: the channels tell their own faults without one.
            wanted.forEach(each -> faults.addAll(TrialOpening.faultsOf(each, base.clock)));
            ConfigurationException all = told();
            closeStore(all);
            throw all;
        }
        base.store.open(settings.scope());
        Map<String, Account> accounts = new LinkedHashMap<>();
        try {
            return opened(settings, publicUrl, wanted, accounts);
        } catch (Throwable e) {
            accounts.values().forEach(account -> account.channel().close());
            closeStore(e);
            throw e;
        }
    }

    private ConfigurationException told() {
        return new ConfigurationException(asked.told(faults));
    }

    /** Why it is closed is what is told, whatever that throws. */
    private void closeStore(Throwable why) {
        try {
            base.store.close();
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
                base.guard.call(new Site(Health.FRESHCHAT, "the source of the Freshchat token"), source::get);
        if (token instanceof Result.Returned<String> returned) {
            return returned.value();
        }
        if (token instanceof Result.Failed<String> failed && failed.cause() instanceof ByocException e) {
            throw e;
        }
        throw new ConfigurationException(String.valueOf(token.trouble()));
    }

    private RelayParts opened(
            FreshchatSettings given, URI publicUrl, List<WantedAccount> wanted, Map<String, Account> accounts) {
        FreshchatToken token = new FreshchatToken(given.token());
        FreshchatSettings settings = given.withToken(token);
        RelaySecrets secrets = new RelaySecrets(base.store, settings.token(), settings.scope(), base.clock);
        ReportRoom told = new ReportRoom(base);
        Reports reports = told.reports;
        HttpClients clients = new HttpClients(base, new FileKey(settings.api(), token), reports);
        FileRoom files = new FileRoom(base, clients.fetcher(), publicUrl, secrets);
        new AccountOpener(base, clients, files.outbound, publicUrl, secrets).open(wanted, accounts, faults);
        if (!faults.isEmpty()) {
            throw told();
        }
        LowerStorey lower = new LowerStorey(base, accounts.keySet());
        FreshchatRoom freshchat = new FreshchatRoom(base, clients, settings, token, accounts, lower.breakers, reports);
        IntakeRoom intake = new IntakeRoom(base, freshchat.topics, accounts, reports);
        CatchUpRoom catchUp = new CatchUpRoom(base, freshchat.client, intake, accounts);
        HandlerRoom handlers = new HandlerRoom(base, freshchat, files, intake, catchUp.readings, accounts, reports);
        Dispatcher dispatcher = lower.dispatcher(handlers.handler, reports);
        told.tellOfHealth();
        freshchat.reach.goesThrough(dispatcher);
        Acceptor acceptor = new Acceptor(base.journal(), dispatcher, reports);
        Sweep sweep = catchUp.sweep(dispatcher, acceptor, reports);
        boolean callerCounts =
                !base.asked.proxies.isEmpty() || wanted.stream().anyMatch(WantedAccount::isOfSomeCallersAlone);
        OwnAddress own = new OwnAddress(base, publicUrl, secrets, clients, intake.gaps, accounts, callerCounts);
        WebhookRoom webhooks = new WebhookRoom(base, own, intake, acceptor, reports);
        webhooks.freshchat(new FreshchatWebhook(settings.webhookKeys()));
        webhooks.channels(accounts, handlers.pending);
        ProbeRoom probing = new ProbeRoom(base, lower, freshchat, told, own, dispatcher, accounts);
        HealthRoom health = new HealthRoom(base, lower.breakers, told, own, probing, intake.gaps, accounts);
        OperatorRoom operators =
                new OperatorRoom(base, own, intake.gaps, dispatcher, acceptor, accounts, told.listeners);
        EntryRoom entry = new EntryRoom(
                base,
                own,
                webhooks.addresses(),
                files.endpoint(reports),
                EntryRoom.settings(base, own, probing, health, told, accounts),
                reports);
        Workers workers = new Workers(dispatcher, lower.background, clients, base.asked.drain);
        Startup startup = new Startup(
                lower.background,
                health.watch,
                new PeriodicJobs(
                        lower.background,
                        freshchat.identity,
                        sweep,
                        probing.registrations,
                        operators.oldRequests,
                        reports),
                workers,
                probing.registrations,
                base.store,
                base.asked.failFast);
        Shutdown shutdown = new Shutdown(
                new Drain(sweep, intake.gaps, workers),
                workers,
                accounts.values(),
                base.store,
                clients,
                base.guard,
                reports);
        return new RelayParts(
                settings.scope(),
                new RelayRun(base.lifecycle, startup, shutdown),
                entry.entrance,
                operators.hostMessages,
                own.addresses,
                health.health,
                probing.registrations,
                operators.operations);
    }
}
