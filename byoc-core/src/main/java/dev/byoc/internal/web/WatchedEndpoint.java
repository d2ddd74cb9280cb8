package dev.byoc.internal.web;

import dev.byoc.internal.account.Proof;
import dev.byoc.internal.gap.Gaps;
import dev.byoc.internal.guard.Mark;
import dev.byoc.webhook.WebhookRequest;
import dev.byoc.webhook.WebhookResponse;
import java.time.Clock;

/** An endpoint of Freshchat's webhooks: notices where one is not taken, whatever it is refused for, or not answered at all. */
public final class WatchedEndpoint implements Endpoint {
    private final Endpoint endpoint;
    private final Gaps gaps;
    private final Clock clock;

    public WatchedEndpoint(Endpoint endpoint, Gaps gaps, Clock clock) {
        this.endpoint = endpoint;
        this.gaps = gaps;
        this.clock = clock;
    }

    @Override
    public WebhookResponse enter(WebhookRequest request, Proof path, Mark came) {
        boolean taken = false;
        try {
            WebhookResponse response = endpoint.enter(request, path, came);
            taken = response.status() < 400;
            return response;
        } finally {
            if (!taken) {
                refusedUnread(request.method());
            }
        }
    }

    @Override
    public void refusedUnread(String method) {
        if (method.equals("POST")) {
            gaps.missed(clock.instant());
        }
    }
}
