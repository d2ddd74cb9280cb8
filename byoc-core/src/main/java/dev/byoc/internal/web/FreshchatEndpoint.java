package dev.byoc.internal.web;

import dev.byoc.Secret;
import dev.byoc.event.Health;
import dev.byoc.freshchat.FreshchatEvent;
import dev.byoc.freshchat.FreshchatWebhook;
import dev.byoc.internal.account.Proof;
import dev.byoc.internal.account.ReservedIds;
import dev.byoc.internal.intake.Acceptor;
import dev.byoc.internal.intake.FreshchatIntake;
import dev.byoc.internal.report.Reports;
import dev.byoc.json.JsonException;
import dev.byoc.store.spi.LinkChange;
import dev.byoc.store.spi.NewEntry;
import dev.byoc.support.Signatures;
import dev.byoc.webhook.WebhookRequest;
import dev.byoc.webhook.WebhookResponse;
import java.util.ArrayList;
import java.util.List;

/** Takes Freshchat's webhook: keeps what agents and bots say in our conversations, and answers 200 to all that Freshchat has signed. */
public final class FreshchatEndpoint {
    /** Hex HMAC-SHA256 of the raw body. */
    static final String APP_SIGNATURE_HEADER = "X-Byoc-Signature";

    private static final String NAME = Health.FRESHCHAT;

    private final FreshchatWebhook webhook;
    private final Acceptor acceptor;
    private final FreshchatIntake intake;
    private final Runnable beforeTaking;
    private final Reports reports;

    /**
     * The endpoint of one relay.
     *
     * @param beforeTaking told that a webhook has come, before any of it is judged
     */
    public FreshchatEndpoint(
            FreshchatWebhook webhook,
            Acceptor acceptor,
            FreshchatIntake intake,
            Runnable beforeTaking,
            Reports reports) {
        this.webhook = webhook;
        this.acceptor = acceptor;
        this.intake = intake;
        this.beforeTaking = beforeTaking;
        this.reports = reports;
    }

    /**
     * Takes a webhook of Freshchat's.
     *
     * @param path which of the secret parts of its address the request has named
     */
    public WebhookResponse enter(WebhookRequest request, Proof path) {
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
        return take(request.body());
    }

    /** A product event that a marketplace app passes on, signed with the secret that it shares with the relay. */
    public WebhookResponse enterFromApp(Secret secret, WebhookRequest request, Proof path) {
        if (!request.method().equals("POST")) {
            reports.refused(ReservedIds.FRESHCHAT_APP, 405, "method not allowed");
            return WebhookResponse.text(405, "method not allowed").with("Allow", "POST");
        }
        if (!Signatures.isHmacSha256Hex(List.of(secret), request.body(), request.header(APP_SIGNATURE_HEADER))) {
            reports.unproved(
                    ReservedIds.FRESHCHAT_APP,
                    "the signature is missing, or not of the shared secret over these bytes",
                    request.body());
            return WebhookResponse.text(401, "not verified");
        }
        reports.verified(ReservedIds.FRESHCHAT_APP, List.of(path));
        return take(request.body());
    }

    /** Stores what a verified body holds. */
    private WebhookResponse take(byte[] body) {
        List<FreshchatEvent> events;
        try {
            events = webhook.parse(body);
        } catch (JsonException e) {
            reports.refused(NAME, 400, String.valueOf(e.getMessage()));
            return WebhookResponse.text(400, "not JSON");
        }
        beforeTaking.run();
        List<NewEntry> entries = new ArrayList<>();
        List<LinkChange> links = new ArrayList<>();
        for (FreshchatEvent event : events) {
            intake.sort(event, entries, links);
        }
        acceptor.accept(entries, links);
        return WebhookResponse.ok();
    }
}
