package dev.byoc.internal.assembly;

import dev.byoc.Secret;
import dev.byoc.event.Health;
import dev.byoc.freshchat.FreshchatWebhook;
import dev.byoc.internal.account.Account;
import dev.byoc.internal.account.CurrentSecrets;
import dev.byoc.internal.account.ReservedIds;
import dev.byoc.internal.intake.Acceptor;
import dev.byoc.internal.outbound.PendingReplies;
import dev.byoc.internal.report.Reports;
import dev.byoc.internal.web.ChannelEndpoint;
import dev.byoc.internal.web.Endpoint;
import dev.byoc.internal.web.FreshchatBodies;
import dev.byoc.internal.web.FreshchatEndpoint;
import dev.byoc.internal.web.ProductEventEndpoint;
import dev.byoc.internal.web.Router;
import dev.byoc.internal.web.WatchedEndpoint;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes the endpoints of webhooks: the messengers', Freshchat's and the marketplace app's. */
final class WebhookRoom {
    final Map<String, Router.Address> addresses = new LinkedHashMap<>();
    private final Foundations base;
    private final IntakeRoom intake;

    WebhookRoom(
            Foundations base,
            OwnAddress own,
            FreshchatWebhook freshchat,
            IntakeRoom intake,
            Acceptor acceptor,
            PendingReplies pending,
            Map<String, Account> accounts,
            Reports reports) {
        this.base = base;
        this.intake = intake;
        accounts.forEach((id, account) -> addresses.put(
                id,
                new Router.Address(
                        account.secrets().path(),
                        true,
                        new ChannelEndpoint(account, acceptor, pending, intake.channels, own.secrets, reports))));
        FreshchatBodies bodies =
                new FreshchatBodies(freshchat, intake.gaps, own.probe, intake.freshchat, acceptor, reports);
        addresses.put(Health.FRESHCHAT, watched(own.freshchatPath, new FreshchatEndpoint(freshchat, bodies, reports)));
        Secret app = base.asked.productEventSecret;
        if (app != null && own.productEventPath != null) {
            addresses.put(
                    ReservedIds.FRESHCHAT_APP,
                    watched(own.productEventPath, new ProductEventEndpoint(app, bodies, reports)));
        }
    }

    private Router.Address watched(CurrentSecrets path, Endpoint endpoint) {
        return new Router.Address(path, false, new WatchedEndpoint(endpoint, intake.gaps, base.clock));
    }
}
