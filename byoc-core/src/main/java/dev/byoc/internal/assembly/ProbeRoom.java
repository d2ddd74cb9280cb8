package dev.byoc.internal.assembly;

import dev.byoc.internal.account.Account;
import dev.byoc.internal.admin.AccountProbe;
import dev.byoc.internal.admin.AccountTurns;
import dev.byoc.internal.admin.FreshchatProbe;
import dev.byoc.internal.admin.FreshchatRights;
import dev.byoc.internal.admin.MessengerProbe;
import dev.byoc.internal.admin.Probes;
import dev.byoc.internal.admin.Registrations;
import dev.byoc.internal.admin.Resumption;
import dev.byoc.internal.admin.StoreView;
import dev.byoc.internal.admin.WebhookRegistrar;
import dev.byoc.internal.dispatch.Dispatcher;
import dev.byoc.internal.runtime.SideBySide;
import java.util.Map;

/** Makes what asks the remote APIs how they are, and registers webhooks with the messengers. */
final class ProbeRoom {
    final StoreView store;
    final WebhookRegistrar registrar;
    final Registrations registrations;
    final Probes probes;
    final FreshchatRights rights;

    ProbeRoom(
            Foundations base,
            LowerStorey lower,
            FreshchatRoom freshchat,
            ReportRoom told,
            OwnAddress own,
            Dispatcher dispatcher,
            Map<String, Account> accounts) {
        this.store = new StoreView(base.store, accounts.keySet());
        this.registrar = new WebhookRegistrar(
                accounts.values(),
                base.store.settings(),
                base.asked.installOnStart,
                base.conditions,
                own.check,
                base.clock,
                base.background);
        Resumption resumption = new Resumption(store, dispatcher, told.reports);
        freshchat.keys.tell(resumption);
        accounts.values().forEach(account -> account.keys().tell(resumption));
        MessengerProbe messengers = new MessengerProbe(registrar, told.findings, resumption);
        AccountTurns turns = new AccountTurns();
        SideBySide sideBySide = new SideBySide(lower.background);
        this.registrations = new Registrations(base.lifecycle, accounts, registrar, messengers, turns, sideBySide);
        this.rights = new FreshchatRights(freshchat.client);
        this.probes = new Probes(
                new FreshchatProbe(
                        freshchat.client, freshchat.identity, freshchat.named, store, told.findings, resumption),
                freshchat.keys,
                new AccountProbe(messengers, turns, store),
                own.probe,
                accounts.values(),
                store,
                sideBySide);
    }
}
