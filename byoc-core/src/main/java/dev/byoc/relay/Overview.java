package dev.byoc.relay;

import dev.byoc.store.RelayStore;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the relay is, put together from those who know: for {@link RelayEngine#health} and for the settings page. Asks nobody outside. */
final class Overview {
    /** No account has this name. */
    static final String STORE = "store";

    private final Collection<Account> accounts;
    private final RelayStore store;
    private final Lanes lanes;
    private final Installation installation;
    private final Reports reports;
    private final Arrivals arrivals;
    private final URI freshchatWebhook;
    private final @Nullable URI productEvents;
    private final Clock clock;

    Overview(
            Collection<Account> accounts,
            RelayStore store,
            Lanes lanes,
            Installation installation,
            Reports reports,
            Arrivals arrivals,
            URI freshchatWebhook,
            @Nullable URI productEvents,
            Clock clock) {
        this.accounts = accounts;
        this.store = store;
        this.lanes = lanes;
        this.installation = installation;
        this.reports = reports;
        this.arrivals = arrivals;
        this.freshchatWebhook = freshchatWebhook;
        this.productEvents = productEvents;
        this.clock = clock;
    }

    Health health() {
        List<Health.Part> parts = new ArrayList<>();
        for (Gate gate : lanes.gates()) {
            String trouble = troubleOf(gate);
            parts.add(new Health.Part(gate.name(), trouble == null ? installation.troubleOf(gate.name()) : trouble));
        }
        parts.add(new Health.Part(STORE, store.trouble()));
        return new Health(parts, store.openEntries());
    }

    SettingsPage.Facts facts() {
        List<SettingsPage.Channel> channels = new ArrayList<>();
        for (Account account : accounts) {
            channels.add(new SettingsPage.Channel(
                    account.id(),
                    account.descriptor().displayName(),
                    account.options().topic(),
                    account.webhookUrl(),
                    installation.outcomeOf(account.id()),
                    arrivals.at(account.id()),
                    troubleOf(account.id())));
        }
        return new SettingsPage.Facts(
                new SettingsPage.Freshchat(
                        freshchatWebhook, productEvents, arrivals.at(Router.FRESHCHAT), troubleOf(Router.FRESHCHAT)),
                channels,
                store.openEntries(),
                store.isDurable(),
                store.trouble(),
                clock.instant());
    }

    private @Nullable String troubleOf(String name) {
        for (Gate gate : lanes.gates()) {
            if (gate.name().equals(name)) {
                return troubleOf(gate);
            }
        }
        return null;
    }

    private @Nullable String troubleOf(Gate gate) {
        String trouble = gate.trouble();
        return trouble == null ? reports.alarmOf(gate.name()) : trouble;
    }
}
