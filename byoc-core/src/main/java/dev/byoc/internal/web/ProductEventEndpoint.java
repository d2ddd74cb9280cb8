package dev.byoc.internal.web;

import dev.byoc.Secret;
import dev.byoc.internal.account.Proof;
import dev.byoc.internal.account.ReservedIds;
import dev.byoc.internal.guard.Mark;
import dev.byoc.internal.report.Reports;
import dev.byoc.support.Signatures;
import dev.byoc.webhook.WebhookRequest;
import dev.byoc.webhook.WebhookResponse;
import java.util.List;

/** Takes product events that a marketplace app passes on, signed with the secret that it shares with the relay. */
public final class ProductEventEndpoint implements Endpoint {
    /** Hex HMAC-SHA256 of the raw body. */
    static final String SIGNATURE_HEADER = "X-Byoc-Signature";

    private static final String NAME = ReservedIds.FRESHCHAT_APP;

    private final Secret secret;
    private final FreshchatBodies bodies;
    private final Reports reports;

    public ProductEventEndpoint(Secret secret, FreshchatBodies bodies, Reports reports) {
        this.secret = secret;
        this.bodies = bodies;
        this.reports = reports;
    }

    @Override
    public WebhookResponse enter(WebhookRequest request, Proof path, Mark came) {
        if (!request.method().equals("POST")) {
            reports.refused(NAME, 405, "method not allowed");
            return WebhookResponse.text(405, "method not allowed").with("Allow", "POST");
        }
        if (!Signatures.isHmacSha256Hex(List.of(secret), request.body(), request.header(SIGNATURE_HEADER))) {
            reports.unproved(
                    NAME, "the signature is missing, or not of the shared secret over these bytes", request.body());
            return WebhookResponse.text(401, "not verified");
        }
        reports.verified(NAME, List.of(path));
        return bodies.take(NAME, request.body(), came);
    }
}
