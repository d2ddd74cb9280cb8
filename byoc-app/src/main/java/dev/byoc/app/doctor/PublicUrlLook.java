package dev.byoc.app.doctor;

import com.sun.net.httpserver.HttpExchange;
import dev.byoc.RelayRequest;
import dev.byoc.app.admin.BoundedServer;
import dev.byoc.event.Finding;
import dev.byoc.host.HostAnswer;
import dev.byoc.host.RequestBody;
import dev.byoc.relay.RelayEngine;
import dev.byoc.webhook.WebhookResponse;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Looks at the public address while no relay runs: answers the test requests at the relay's port itself, for as long as that takes. Webhooks
 * that come meanwhile are answered 503, as this relay would forget them; their senders repeat them.
 */
final class PublicUrlLook {
    private static final Duration BODY = Duration.ofSeconds(10);

    /** Its own come one after the other; the others are webhooks, which must not keep those from it. */
    private static final int MOST_REQUESTS = 200;

    /** What a relay asks of itself. No webhook's path has that. */
    private static final Pattern OWN = Pattern.compile("/reachable/[0-9a-f]{32}\\.[0-9a-f]{64}");

    private final RelayEngine relay;
    private final InetSocketAddress port;

    PublicUrlLook(RelayEngine relay, InetSocketAddress port) {
        this.relay = relay;
        this.port = port;
    }

    List<Finding> look() {
        BoundedServer server;
        try {
            server = BoundedServer.open(port, "byoc-doctor", MOST_REQUESTS, this::answer);
        } catch (IOException e) {
            return List.of(Kind.publicUrlNotChecked(
                    "the port of the relay cannot be opened", "See to byoc.port, or start the relay."));
        }
        try {
            return relay.checkPublicUrl();
        } finally {
            server.close();
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            HostAnswer answer = answerOf(exchange);
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(answer.status(), answer.isBare() ? -1 : Math.max(0, answer.length()));
            if (!answer.isBare()) {
                answer.writeTo(exchange.getResponseBody());
            }
        }
    }

    private HostAnswer answerOf(HttpExchange exchange) throws IOException {
        String method = exchange.getRequestMethod();
        String path = exchange.getRequestURI().getRawPath();
        if (!OWN.matcher(path).find()) {
            // Unread, so that none waits for a webhook's body.
            return HostAnswer.of(method, WebhookResponse.text(503, "try again later"));
        }
        RequestBody body = RequestBody.read(exchange.getRequestBody(), -1, BODY, relay.mostBodyBytes(path));
        return HostAnswer.to(
                new RelayRequest(
                        method,
                        path,
                        exchange.getRequestURI().getRawQuery(),
                        exchange.getRequestHeaders(),
                        body.bytes(),
                        exchange.getRemoteAddress().getAddress()),
                relay);
    }
}
