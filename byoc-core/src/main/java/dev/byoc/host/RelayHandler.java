package dev.byoc.host;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.byoc.RelayRequest;
import dev.byoc.relay.RelayEngine;
import dev.byoc.webhook.WebhookResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers each request with what the relay says, and in any case: a request without an answer is repeated, or lost. */
final class RelayHandler implements HttpHandler {
    private static final Logger log = LoggerFactory.getLogger(RelayHandler.class);

    /** What is read and thrown away of a refused body, so that the client sees the answer; more, and the connection ends. */
    private static final int DRAINED_BYTES = 64 * 1024;

    private final RelayEngine relay;
    private final String probePath;
    private final ScheduledExecutorService timer;
    private final AtomicInteger underWay = new AtomicInteger();

    /**
     * For all servers of one host.
     *
     * @param probePath is answered here
     * @param timer ends bodies that come too slowly
     */
    RelayHandler(RelayEngine relay, String probePath, ScheduledExecutorService timer) {
        this.relay = relay;
        this.probePath = probePath;
        this.timer = timer;
    }

    /** Requests that have no answer yet. */
    int underWay() {
        return underWay.get();
    }

    /**
     * Answers.
     *
     * @throws IOException if no answer, or only a part, could be sent. Told so, the JDK ends the connection where it stands and forgets it;
     *     closed here, a part in chunks would look like the whole, and the connection would count as open until a timer finds it
     */
    @Override
    public void handle(HttpExchange exchange) throws IOException {
        underWay.incrementAndGet();
        try {
            send(exchange, respond(exchange));
            exchange.close();
        } catch (Exception | Error e) {
            // The client is gone, or was too slow, or a file broke off.
            log.debug("a request ended early: {}", e.getClass().getName());
            throw new IOException("ended early", e);
        } finally {
            underWay.decrementAndGet();
        }
    }

    private WebhookResponse respond(HttpExchange exchange) {
        if (exchange.getRequestURI().getRawPath().equals(probePath)) {
            return WebhookResponse.text(200, "here");
        }
        byte[] body;
        try {
            body = body(exchange);
        } catch (IOException | RuntimeException e) {
            // Shorter than it said, or in chunks that are none. A client that still reads is told.
            exchange.getResponseHeaders().set("Connection", "close");
            return WebhookResponse.text(400, "the body did not arrive whole");
        }
        InetSocketAddress remote = exchange.getRemoteAddress();
        try {
            return relay.handle(new RelayRequest(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getRawPath(),
                    exchange.getRequestURI().getRawQuery(),
                    exchange.getRequestHeaders(),
                    body,
                    remote == null ? null : remote.getAddress()));
        } catch (Exception | Error e) {
            return failed(e);
        } finally {
            // A flag that was left behind would close the connection before the answer.
            Thread.interrupted();
        }
    }

    private static WebhookResponse failed(Throwable why) {
        log.debug("answering a request failed with {}", why.getClass().getName());
        return WebhookResponse.text(500, "failed");
    }

    private byte[] body(HttpExchange exchange) throws IOException {
        ScheduledFuture<?> cut = timer.schedule(exchange::close, ServerLimits.REQUEST_SECONDS, TimeUnit.SECONDS);
        try {
            InputStream in = exchange.getRequestBody();
            byte[] body = in.readNBytes(RelayRequest.MAX_BODY_BYTES + 1);
            if (body.length > RelayRequest.MAX_BODY_BYTES) {
                exchange.getResponseHeaders().set("Connection", "close");
                in.readNBytes(DRAINED_BYTES);
            }
            return body;
        } finally {
            cut.cancel(false);
        }
    }

    private static void send(HttpExchange exchange, WebhookResponse response) throws IOException {
        WebhookResponse sent = response;
        try {
            sendHead(exchange, sent);
        } catch (RuntimeException e) {
            // Not an answer that HTTP knows.
            exchange.getResponseHeaders().clear();
            sent = failed(e);
            sendHead(exchange, sent);
        }
        // Closed only if it was written whole.
        OutputStream out = isBare(exchange, sent) ? OutputStream.nullOutputStream() : exchange.getResponseBody();
        sent.writeTo(out);
        out.close();
    }

    private static void sendHead(HttpExchange exchange, WebhookResponse response) throws IOException {
        if (response.status() < 200 || response.status() > 599) {
            throw new IllegalArgumentException("status " + response.status());
        }
        Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Type", response.contentType());
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Cache-Control", "no-store");
        response.headers().forEach(headers::set);
        boolean bare = isBare(exchange, response);
        if (isHead(exchange) && response.length() >= 0) {
            headers.set("Content-Length", String.valueOf(response.length()));
        }
        // The JDK takes 0 for "chunked, length unknown"; -1 says that there is no body.
        exchange.sendResponseHeaders(response.status(), bare ? -1 : Math.max(response.length(), 0));
    }

    private static boolean isHead(HttpExchange exchange) {
        return exchange.getRequestMethod().equals("HEAD");
    }

    /** Whether no body follows the head. */
    private static boolean isBare(HttpExchange exchange, WebhookResponse response) {
        return isHead(exchange) || response.length() == 0 || response.status() == 204 || response.status() == 304;
    }
}
