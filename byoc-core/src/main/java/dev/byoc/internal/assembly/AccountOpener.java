package dev.byoc.internal.assembly;

import dev.byoc.ConfigurationException;
import dev.byoc.internal.account.Account;
import dev.byoc.internal.account.AccountContext;
import dev.byoc.internal.account.AccountSecrets;
import dev.byoc.internal.account.KeyRing;
import dev.byoc.internal.account.RelaySecrets;
import dev.byoc.internal.account.RotatingSecret;
import dev.byoc.internal.config.AccountReader;
import dev.byoc.internal.config.WantedAccount;
import dev.byoc.internal.media.OutboundMedia;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** Opens the accounts that a builder was asked for, with the secrets and clients that each needs. */
final class AccountOpener {
    private final Foundations base;
    private final HttpClients clients;
    private final OutboundMedia media;
    private final URI publicUrl;
    private final RelaySecrets secrets;

    AccountOpener(Foundations base, HttpClients clients, OutboundMedia media, URI publicUrl, RelaySecrets secrets) {
        this.base = base;
        this.clients = clients;
        this.media = media;
        this.publicUrl = publicUrl;
        this.secrets = secrets;
    }

    /**
     * Opens all of them.
     *
     * @param opened takes those that could be opened, also where another one throws
     * @param faults takes what their channels say of the others
     */
    void open(List<WantedAccount> wanted, Map<String, Account> opened, List<String> faults) {
        for (WantedAccount each : wanted) {
            each.settings().checks(candidate -> AccountReader.faultsOf(each, candidate, wanted, base.clock));
            try {
                opened.put(each.id(), open(each));
            } catch (ConfigurationException e) {
                faults.addAll(each.told(e.faults()));
            }
        }
    }

    private Account open(WantedAccount wanted) {
        String id = wanted.id();
        RotatingSecret path = secrets.path(id, wanted.settings().secrets("path-secret"));
        RotatingSecret made = secrets.made(RelaySecrets.webhookOf(id));
        URI address = URI.create(publicUrl + "/" + id);
        AccountContext context = new AccountContext(
                id,
                wanted.settings(),
                clients.channel(id, media),
                media,
                base.clock,
                address,
                path,
                made,
                wanted.options().words());
        return new Account(
                id,
                wanted.descriptor(),
                wanted.provider().open(context, base.asked.sendMargin),
                wanted.options(),
                address,
                new AccountSecrets(path, made, wanted.settings()),
                new KeyRing(id, wanted.sources(), wanted.settings(), base.guard, base.conditions));
    }
}
