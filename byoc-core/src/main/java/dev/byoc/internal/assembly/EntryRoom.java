package dev.byoc.internal.assembly;

import dev.byoc.Secret;
import dev.byoc.internal.account.Account;
import dev.byoc.internal.account.Accounts;
import dev.byoc.internal.account.Addresses;
import dev.byoc.internal.intake.Acceptor;
import dev.byoc.internal.intake.HostMessages;
import dev.byoc.internal.report.Reports;
import dev.byoc.internal.web.Entrance;
import dev.byoc.internal.web.MediaEndpoint;
import dev.byoc.internal.web.Router;
import dev.byoc.internal.web.SettingsEndpoint;
import dev.byoc.internal.web.SettingsFacts;
import dev.byoc.internal.web.TrustedProxies;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the ways in: requests, and what a host asks for by code. */
public final class EntryRoom {
    public final Addresses addresses;
    public final Entrance entrance;
    public final HostMessages hostMessages;

    EntryRoom(
            Foundations base,
            OwnAddress own,
            Map<String, Router.Address> webhooks,
            MediaEndpoint media,
            @Nullable SettingsEndpoint settings,
            Acceptor acceptor,
            Map<String, Account> accounts,
            Reports reports) {
        Router router = new Router(
                own.publicUrl,
                base.asked.stripped,
                webhooks,
                settings,
                media,
                own.tokens,
                own.secrets,
                new TrustedProxies(base.asked.proxies),
                reports,
                base.clock);
        this.addresses = own.addresses;
        this.entrance = new Entrance(base.lifecycle, router, reports);
        this.hostMessages = new HostMessages(new Accounts(accounts), base.lifecycle, acceptor);
    }

    /** Null: there is to be no settings page. */
    static @Nullable SettingsEndpoint settings(
            Foundations base, OwnAddress own, OperatorRoom operators, ReportRoom told, Map<String, Account> accounts) {
        Secret password = base.asked.settingsPassword;
        if (password == null) {
            return null;
        }
        SettingsFacts facts = new SettingsFacts(
                accounts.values(), own.addresses, operators.registrar, told.arrivals, operators.status, base.clock);
        return new SettingsEndpoint(password, facts::now, told.reports, base.clock);
    }
}
