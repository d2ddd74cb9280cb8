package dev.byoc.internal.assembly;

import dev.byoc.event.Health;
import dev.byoc.internal.account.Account;
import dev.byoc.internal.account.Accounts;
import dev.byoc.internal.account.Addresses;
import dev.byoc.internal.account.RelaySecrets;
import dev.byoc.internal.account.ReservedIds;
import dev.byoc.internal.account.RotatingSecret;
import dev.byoc.internal.address.PublicAddressCheck;
import dev.byoc.internal.address.PublicAddressProbe;
import dev.byoc.internal.address.PublicAddressTokens;
import dev.byoc.internal.gap.Gaps;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes what knows where the relay itself is reached, under which secrets, and whether it is. */
final class OwnAddress {
    final URI publicUrl;
    final RelaySecrets secrets;
    final RotatingSecret freshchatPath;

    /** Null: there is no marketplace app. */
    final @Nullable RotatingSecret productEventPath;

    final Addresses addresses;
    final PublicAddressTokens tokens;
    final PublicAddressProbe probe;
    final PublicAddressCheck check;

    OwnAddress(
            Foundations base,
            URI publicUrl,
            RelaySecrets secrets,
            HttpClients clients,
            Gaps gaps,
            Map<String, Account> accounts,
            boolean callerCounts) {
        this.publicUrl = publicUrl;
        this.secrets = secrets;
        this.freshchatPath = secrets.path(Health.FRESHCHAT, base.asked.freshchatPathSecrets);
        this.productEventPath = base.asked.productEventSecret == null
                ? null
                : secrets.made(RelaySecrets.pathOf(ReservedIds.FRESHCHAT_APP));
        this.addresses = new Addresses(
                publicUrl,
                new Accounts(accounts),
                freshchatPath,
                productEventPath,
                base.asked.settingsPassword == null ? null : URI.create(publicUrl + "/" + ReservedIds.SETTINGS),
                secrets);
        this.tokens = new PublicAddressTokens(secrets.of("public address"), base.clock);
        this.probe = new PublicAddressProbe(
                publicUrl, clients.publicAddress(), tokens, gaps, base.conditions, base.store.counters(), base.clock);
        this.check = new PublicAddressCheck(
                publicUrl, base.asked.stripped, callerCounts, clients.publicAddressTracer(), tokens, base.clock);
    }
}
