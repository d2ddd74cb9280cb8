package dev.byoc.testkit.host;

import dev.byoc.channel.ChannelContext;
import dev.byoc.channel.Route;
import dev.byoc.channel.Verification;
import dev.byoc.testkit.FakeChannel;
import dev.byoc.webhook.WebhookRequest;
import dev.byoc.webhook.WebhookResponse;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * Shows what a host has handed on: each request that comes, whatever its form, is kept and answered as the test says. Those with the fake
 * network's secret are relayed as by {@link FakeChannel}. Thread-safe.
 */
final class MirrorChannel extends FakeChannel {
    private final List<WebhookRequest> requests = new CopyOnWriteArrayList<>();
    private volatile List<Route> routes = List.of();
    private volatile Supplier<WebhookResponse> says = WebhookResponse::ok;

    MirrorChannel(ChannelContext context) {
        super(context);
        reset();
    }

    /** Forgets what came, and takes POST at the address itself. */
    void reset() {
        requests.clear();
        routes = super.routes();
        says = WebhookResponse::ok;
    }

    void takes(String method, String subPath) {
        routes = List.of(new Route(method, subPath));
    }

    void says(Supplier<WebhookResponse> answer) {
        says = answer;
    }

    /** In the order in which they came; live. */
    List<WebhookRequest> requests() {
        return requests;
    }

    @Override
    public List<Route> routes() {
        return routes;
    }

    @Override
    public Verification verify(WebhookRequest request) {
        if (request.hasHeader(SECRET_HEADER)) {
            return super.verify(request);
        }
        requests.add(request);
        return new Verification.Answered(says.get());
    }
}
