package dev.byoc.internal.assembly;

import dev.byoc.Secret;
import dev.byoc.internal.account.Account;
import dev.byoc.internal.address.OwnRequests;
import dev.byoc.internal.address.TrustedProxies;
import dev.byoc.internal.report.Reports;
import dev.byoc.internal.web.Entrance;
import dev.byoc.internal.web.MediaEndpoint;
import dev.byoc.internal.web.RequestReader;
import dev.byoc.internal.web.Router;
import dev.byoc.internal.web.SettingsEndpoint;
import dev.byoc.internal.web.SettingsFacts;
import dev.byoc.internal.web.WebhookAddresses;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the way in for requests. */
final class EntryRoom {
    final Entrance entrance;

    EntryRoom(
            Foundations base,
            OwnAddress own,
            WebhookAddresses webhooks,
            MediaEndpoint media,
            @Nullable SettingsEndpoint settings,
            Reports reports) {
        TrustedProxies proxies = new TrustedProxies(base.asked.proxies);
        RequestReader reader = new RequestReader(own.publicUrl, proxies, reports, base.clock);
        String prefix = base.asked.stripped ? "" : own.publicUrl.getRawPath();
        OwnRequests ownRequests = new OwnRequests(own.tokens, prefix, proxies, base.clock);
        Router router = new Router(prefix, webhooks, settings, media, ownRequests, reader, reports);
        this.entrance = new Entrance(base.lifecycle, router, reports, base.clock);
    }

    /** Null: there is to be no settings page. */
    static @Nullable SettingsEndpoint settings(
            Foundations base,
            OwnAddress own,
            ProbeRoom probing,
            HealthRoom health,
            ReportRoom told,
            Map<String, Account> accounts) {
        Secret password = base.asked.settingsPassword;
        if (password == null) {
            return null;
        }
        SettingsFacts facts = new SettingsFacts(
                accounts.values(), own.addresses, probing.registrar, told.arrivals, health.status, base.clock);
        return new SettingsEndpoint(password, facts::now, told.reports, base.clock);
    }
}
