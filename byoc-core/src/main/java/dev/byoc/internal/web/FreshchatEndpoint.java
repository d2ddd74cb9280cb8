package dev.byoc.internal.web;

import dev.byoc.event.Health;
import dev.byoc.freshchat.FreshchatWebhook;
import dev.byoc.internal.account.Proof;
import dev.byoc.internal.guard.Mark;
import dev.byoc.internal.report.Reports;
import dev.byoc.webhook.WebhookRequest;
import dev.byoc.webhook.WebhookResponse;
import java.util.List;

/** Takes Freshchat's webhook: answers 200 to all that Freshchat has signed, once what is to be kept of it is stored. */
public final class FreshchatEndpoint implements Endpoint {
    private static final String NAME = Health.FRESHCHAT;

    private final FreshchatWebhook webhook;
    private final FreshchatBodies bodies;
    private final Reports reports;

    public FreshchatEndpoint(FreshchatWebhook webhook, FreshchatBodies bodies, Reports reports) {
        this.webhook = webhook;
        this.bodies = bodies;
        this.reports = reports;
    }

    @Override
    public WebhookResponse enter(WebhookRequest request, Proof path, Mark came) {
        boolean looks = request.method().equals("GET") || request.method().equals("HEAD");
        boolean probes = request.method().equals("POST")
                && request.body().length == 0
                && !request.hasHeader(FreshchatWebhook.SIGNATURE_HEADER);
        if (looks || probes) {
            // Whether Freshchat tries the address when it is saved is not known; nothing is done for such a request.
            return WebhookResponse.text(200, "byoc: ready for Freshchat");
        }
        if (!request.method().equals("POST")) {
            reports.refused(NAME, 405, "method not allowed");
            return WebhookResponse.text(405, "method not allowed").with("Allow", "GET, HEAD, POST");
        }
        Integer key = webhook.signedWith(request.body(), request.header(FreshchatWebhook.SIGNATURE_HEADER));
        if (key == null) {
            reports.unproved(
                    NAME, "the signature is missing, or not of the webhook key over these bytes", request.body());
            return WebhookResponse.text(401, "not verified");
        }
        reports.verified(NAME, List.of(path, new Proof("webhook key", key + 1, webhook.keys())));
        return bodies.take(NAME, request.body(), came);
    }
}
