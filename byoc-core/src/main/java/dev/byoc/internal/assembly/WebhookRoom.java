package dev.byoc.internal.assembly;

import dev.byoc.RelayRequest;
import dev.byoc.Secret;
import dev.byoc.event.Health;
import dev.byoc.freshchat.FreshchatWebhook;
import dev.byoc.internal.account.Account;
import dev.byoc.internal.account.ReservedIds;
import dev.byoc.internal.account.RotatingSecret;
import dev.byoc.internal.intake.Acceptor;
import dev.byoc.internal.outbound.PendingReplies;
import dev.byoc.internal.report.Reports;
import dev.byoc.internal.web.ChannelEndpoint;
import dev.byoc.internal.web.Endpoint;
import dev.byoc.internal.web.FreshchatBodies;
import dev.byoc.internal.web.FreshchatEndpoint;
import dev.byoc.internal.web.ProductEventEndpoint;
import dev.byoc.internal.web.WatchedEndpoint;
import dev.byoc.internal.web.WebhookAddresses;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes the endpoints of webhooks: the messengers', Freshchat's and the marketplace app's. */
final class WebhookRoom {
    private final Foundations base;
    private final OwnAddress own;
    private final IntakeRoom intake;
    private final Acceptor acceptor;
    private final Reports reports;
    private final Map<String, WebhookAddresses.Address> made = new LinkedHashMap<>();

    WebhookRoom(Foundations base, OwnAddress own, IntakeRoom intake, Acceptor acceptor, Reports reports) {
        this.base = base;
        this.own = own;
        this.intake = intake;
        this.acceptor = acceptor;
        this.reports = reports;
    }

    WebhookAddresses addresses() {
        return new WebhookAddresses(made, own.secrets);
    }

    void channels(Map<String, Account> accounts, PendingReplies pending) {
        accounts.forEach((id, account) -> made.put(
                id,
                new WebhookAddresses.Address(
                        account.secrets().path(),
                        true,
                        RelayRequest.MAX_BODY_BYTES,
                        new ChannelEndpoint(account, acceptor, pending, intake.channels, own.secrets, reports))));
    }

    void freshchat(FreshchatWebhook freshchat) {
        FreshchatBodies bodies =
                new FreshchatBodies(freshchat, intake.gaps, own.probe, intake.freshchat, acceptor, reports);
        made.put(Health.FRESHCHAT, watched(own.freshchatPath, new FreshchatEndpoint(freshchat, bodies, reports)));
        Secret app = base.asked.productEventSecret;
        if (app != null && own.productEventPath != null) {
            made.put(
                    ReservedIds.FRESHCHAT_APP,
                    watched(own.productEventPath, new ProductEventEndpoint(app, bodies, reports)));
        }
    }

    private WebhookAddresses.Address watched(RotatingSecret path, Endpoint endpoint) {
        return new WebhookAddresses.Address(
                path,
                false,
                RelayRequest.MAX_FRESHCHAT_BODY_BYTES,
                new WatchedEndpoint(endpoint, intake.gaps, base.clock));
    }
}
