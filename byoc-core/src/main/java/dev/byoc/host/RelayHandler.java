package dev.byoc.host;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.byoc.RelayRequest;
import dev.byoc.relay.RelayEngine;
import dev.byoc.webhook.WebhookResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers each request with what the relay says, and in any case: a request without an answer is repeated, or lost. */
final class RelayHandler implements HttpHandler {
    private static final Logger log = LoggerFactory.getLogger(RelayHandler.class);

    private final RelayEngine relay;
    private final String probePath;
    private final ScheduledExecutorService timer;
    private final Duration bodyTime;
    private final AtomicInteger underWay = new AtomicInteger();

    /**
     * For all servers of one host.
     *
     * @param probePath is answered here
     * @param timer ends bodies that come too slowly
     * @param bodyTime how long one may take to arrive
     */
    RelayHandler(RelayEngine relay, String probePath, ScheduledExecutorService timer, Duration bodyTime) {
        this.relay = relay;
        this.probePath = probePath;
        this.timer = timer;
        this.bodyTime = bodyTime;
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
            answer(exchange);
        } catch (Exception | Error e) {
            // The client is gone, or was too slow, or has more to send than is read, or a file broke off.
            log.debug("a request ended early: {}", e.getClass().getName());
            throw new IOException("ended early", e);
        } finally {
            underWay.decrementAndGet();
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        String method = exchange.getRequestMethod();
        if (exchange.getRequestURI().getRawPath().equals(probePath)) {
            send(exchange, HostAnswer.of(method, WebhookResponse.text(200, "here")));
            exchange.close();
            return;
        }
        RequestBody body;
        try {
            body = body(exchange);
        } catch (IOException | RuntimeException e) {
            // A client that still reads is told.
            sendLast(
                    exchange,
                    HostAnswer.toBroken(method, exchange.getRequestURI().getRawPath(), relay, e));
            return;
        }
        InetSocketAddress remote = exchange.getRemoteAddress();
        RelayRequest request = new RelayRequest(
                method,
                exchange.getRequestURI().getRawPath(),
                exchange.getRequestURI().getRawQuery(),
                exchange.getRequestHeaders(),
                body.bytes(),
                remote == null ? null : remote.getAddress());
        HostAnswer answer = answer(exchange, request);
        if (answer == null) {
            return;
        }
        if (body.isAtEnd()) {
            send(exchange, answer);
            exchange.close();
        } else {
            sendLast(exchange, answer);
        }
    }

    /** Null: code of a channel has not returned in time, and another thread has answered in place of this one. */
    private @Nullable HostAnswer answer(HttpExchange exchange, RelayRequest request) {
        Thread here = Thread.currentThread();
        AtomicReference<@Nullable HostAnswer> given = new AtomicReference<>();
        HostAnswer.lending(request, relay, answer -> {
            if (Thread.currentThread().equals(here)) {
                given.set(answer);
            } else {
                sendFromAnotherThread(exchange, answer);
            }
        });
        return given.get();
    }

    private static void sendFromAnotherThread(HttpExchange exchange, HostAnswer answer) {
        try {
            send(exchange, answer);
        } catch (IOException | RuntimeException e) {
            log.debug("a request ended early: {}", e.getClass().getName());
        } finally {
            exchange.close();
        }
    }

    private RequestBody body(HttpExchange exchange) throws IOException {
        int most = relay.mostBodyBytes(exchange.getRequestURI().getRawPath());
        // Ends also the reading of a client that sends nothing.
        ScheduledFuture<?> cut = timer.schedule(exchange::close, bodyTime.toMillis(), TimeUnit.MILLISECONDS);
        try {
            // That it is as long as it said, the JDK checks.
            return RequestBody.read(exchange.getRequestBody(), -1, bodyTime, most);
        } finally {
            cut.cancel(false);
        }
    }

    private static void send(HttpExchange exchange, HostAnswer answer) throws IOException {
        OutputStream out = sendHead(exchange, answer);
        answer.writeTo(out);
        // Closed only if it was written whole.
        out.close();
    }

    /**
     * The same, to a client that may not have sent all of its request.
     *
     * @throws IOException always. To finish such an exchange costs JDK 17 the thread that serves all connections, if assertions are on
     */
    private static void sendLast(HttpExchange exchange, HostAnswer answer) throws IOException {
        exchange.getResponseHeaders().set("Connection", "close");
        OutputStream out = sendHead(exchange, answer);
        answer.writeTo(out);
        out.flush();
        throw new IOException("the request did not arrive whole");
    }

    private static OutputStream sendHead(HttpExchange exchange, HostAnswer answer) throws IOException {
        Headers headers = exchange.getResponseHeaders();
        answer.headers().forEach(headers::set);
        boolean bare = answer.isBare();
        if (bare && answer.length() >= 0) {
            headers.set("Content-Length", String.valueOf(answer.length()));
        }
        // The JDK takes 0 for "chunked, length unknown"; -1 says that there is no body.
        exchange.sendResponseHeaders(answer.status(), bare ? -1 : Math.max(answer.length(), 0));
        return bare ? OutputStream.nullOutputStream() : exchange.getResponseBody();
    }
}
