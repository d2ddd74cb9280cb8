package dev.byoc.internal.assembly;

import dev.byoc.internal.account.Account;
import dev.byoc.internal.account.Accounts;
import dev.byoc.internal.admin.AccountTurns;
import dev.byoc.internal.admin.FreshchatProbe;
import dev.byoc.internal.admin.HealthService;
import dev.byoc.internal.admin.HealthWatch;
import dev.byoc.internal.admin.MessengerProbe;
import dev.byoc.internal.admin.Probes;
import dev.byoc.internal.admin.Registrations;
import dev.byoc.internal.admin.Resumption;
import dev.byoc.internal.admin.SilenceWatch;
import dev.byoc.internal.admin.StatusReport;
import dev.byoc.internal.admin.StoreView;
import dev.byoc.internal.admin.WebhookRegistrar;
import dev.byoc.internal.dispatch.Dispatcher;
import dev.byoc.internal.gap.Gaps;
import dev.byoc.internal.gap.HostSilence;
import dev.byoc.internal.operations.CustomerErasure;
import dev.byoc.internal.operations.DeadLetterOperations;
import dev.byoc.internal.operations.OldRequests;
import dev.byoc.internal.operations.Operations;
import dev.byoc.internal.operations.TimelineReader;
import dev.byoc.internal.runtime.SideBySide;
import java.util.Map;

/** Makes what operators ask: health, registrations, and the operations on what is stored. */
public final class OperatorRoom {
    public final HealthService health;
    public final Registrations registrations;
    public final Operations operations;
    final OldRequests oldRequests;
    final HealthWatch watch;
    final StatusReport status;
    final WebhookRegistrar registrar;

    OperatorRoom(
            Foundations base,
            LowerStorey lower,
            FreshchatRoom freshchat,
            ReportRoom told,
            OwnAddress own,
            Gaps gaps,
            Dispatcher dispatcher,
            Map<String, Account> accounts) {
        this.registrar = new WebhookRegistrar(
                accounts.values(), base.store.settings(), base.asked.installOnStart, base.conditions, base.clock);
        StoreView store = new StoreView(base.store, accounts.keySet());
        Resumption resumption = new Resumption(store, dispatcher, told.reports);
        freshchat.keys.tell(resumption);
        accounts.values().forEach(account -> account.keys().tell(resumption));
        MessengerProbe messengers = new MessengerProbe(registrar, told.findings, resumption);
        AccountTurns turns = new AccountTurns();
        SideBySide sideBySide = new SideBySide(lower.background);
        this.registrations = new Registrations(base.lifecycle, accounts, registrar, messengers, turns, sideBySide);
        Probes probes = new Probes(
                new FreshchatProbe(
                        freshchat.client,
                        freshchat.identity,
                        freshchat.topics,
                        store,
                        told.findings,
                        resumption,
                        told.reports),
                freshchat.keys,
                messengers,
                own.probe,
                accounts.values(),
                store,
                turns,
                sideBySide);
        this.watch = new HealthWatch(
                store,
                lower.breakers,
                lower.background,
                new SilenceWatch(accounts.values(), told.arrivals, base.conditions, base.clock),
                told.refusals,
                base.conditions,
                probes,
                base.asked.probeEvery,
                base.clock);
        this.status =
                new StatusReport(accounts.values(), lower.breakers, base.conditions, base.lifecycle, own.probe, watch);
        this.health =
                new HealthService(base.lifecycle, status, probes, new HostSilence(gaps, base.clock), told.reports);
        this.oldRequests = new OldRequests(base.journal(), base.store.deadLetters(), base.clock);
        this.operations = new Operations(
                base.lifecycle,
                new DeadLetterOperations(base.store.deadLetters(), dispatcher),
                new TimelineReader(base.journal(), accounts.keySet()),
                new CustomerErasure(new Accounts(accounts), base.store),
                own.addresses,
                gaps);
    }
}
