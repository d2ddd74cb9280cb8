package dev.byoc.internal.web;

import dev.byoc.event.Health;
import dev.byoc.internal.account.Account;
import dev.byoc.internal.account.Addresses;
import dev.byoc.internal.admin.StatusReport;
import dev.byoc.internal.admin.StoreView;
import dev.byoc.internal.admin.WebhookRegistrar;
import dev.byoc.internal.report.Arrivals;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Collects what the settings page shows. Makes no call. Thread-safe. */
public final class SettingsFacts {
    private final Collection<Account> accounts;
    private final Addresses addresses;
    private final WebhookRegistrar registrar;
    private final Arrivals arrivals;
    private final StatusReport status;
    private final Clock clock;

    public SettingsFacts(
            Collection<Account> accounts,
            Addresses addresses,
            WebhookRegistrar registrar,
            Arrivals arrivals,
            StatusReport status,
            Clock clock) {
        this.accounts = accounts;
        this.addresses = addresses;
        this.registrar = registrar;
        this.arrivals = arrivals;
        this.status = status;
        this.clock = clock;
    }

    public SettingsPage.Facts now() {
        StoreView.Seen store = status.store();
        List<SettingsPage.Channel> channels = new ArrayList<>();
        for (Account account : accounts) {
            channels.add(new SettingsPage.Channel(
                    account.id(),
                    account.descriptor().displayName(),
                    account.options().topic(),
                    account.webhookUrl(),
                    registrar.outcomeOf(account.id()),
                    arrivals.at(account.id()),
                    status.troubleOf(account.id(), store)));
        }
        return new SettingsPage.Facts(
                new SettingsPage.Freshchat(
                        addresses.freshchat(),
                        addresses.productEvents(),
                        arrivals.at(Health.FRESHCHAT),
                        status.troubleOf(Health.FRESHCHAT, store)),
                channels,
                store.open(),
                store.isDurable(),
                store.trouble(),
                clock.instant());
    }
}
