package dev.byoc.host;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.byoc.channel.WebhookResponse;
import dev.byoc.relay.RelayEngine;
import dev.byoc.relay.RelayRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves a relay with the JDK's own web server: for hosts that have none. Plain HTTP; TLS is the business of the proxy before it. Every
 * request is answered; a body that is too large or too slow ends its connection. Daemon threads only.
 */
public final class JdkHttpHost implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(JdkHttpHost.class);

    /** How long a request's head and body may take to arrive, in seconds. */
    public static final int REQUEST_SECONDS = 10;

    private static final int BACKLOG = 1_000;

    /** How long closing waits for requests under way, and how often it looks. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private static final Duration GLANCE = Duration.ofMillis(5);

    /** What is read and thrown away of a refused body, so that the client sees the answer; more, and the connection ends. */
    private static final int DRAINED_BYTES = 64 * 1024;

    static {
        // Read once, when the first server is made. Without the first every small answer waits 40 ms for Nagle's
        // algorithm.
        setUnlessSet("sun.net.httpserver.nodelay", "true");
        setUnlessSet("sun.net.httpserver.maxReqTime", String.valueOf(REQUEST_SECONDS));
        // A file to a slow reader takes longer than an answer.
        setUnlessSet("sun.net.httpserver.maxRspTime", "300");
    }

    private final RelayEngine relay;
    private final HttpServer server;
    private final ExecutorService handlers;
    private final ScheduledExecutorService watch;
    private final AtomicInteger underWay = new AtomicInteger();

    private JdkHttpHost(RelayEngine relay, HttpServer server) {
        this.relay = relay;
        this.server = server;
        this.handlers = Executors.newCachedThreadPool(task -> daemon(task, "byoc-http"));
        this.watch = Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "byoc-http-watch"));
        server.setExecutor(handlers);
        // The JDK matches contexts by prefix, so there is one, and the relay compares paths itself.
        server.createContext("/", this::answer);
    }

    /**
     * Listens on all addresses at once.
     *
     * @param port 0: any free one
     * @throws UncheckedIOException if the port is taken
     */
    public static JdkHttpHost serve(RelayEngine relay, int port) {
        return serve(relay, new InetSocketAddress(port));
    }

    /**
     * Listens on one address.
     *
     * @throws UncheckedIOException if the address is taken or not this machine's
     */
    public static JdkHttpHost serve(RelayEngine relay, InetSocketAddress address) {
        try {
            HttpServer server = HttpServer.create(address, BACKLOG);
            JdkHttpHost host = new JdkHttpHost(relay, server);
            // The JDK's own thread takes after the one that starts it: a daemon's child is a daemon.
            CompletableFuture.runAsync(server::start, host.watch).join();
            log.info("listening on port {}", host.port());
            return host;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on port " + address.getPort() + ": " + e.getMessage(), e);
        }
    }

    public int port() {
        return server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) {
        underWay.incrementAndGet();
        try {
            answerAndClose(exchange);
        } finally {
            underWay.decrementAndGet();
        }
    }

    private void answerAndClose(HttpExchange exchange) {
        try (exchange) {
            WebhookResponse response = respond(exchange);
            exchange.getResponseHeaders().set("Content-Type", response.contentType());
            exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            response.headers().forEach(exchange.getResponseHeaders()::set);
            send(exchange, response);
        } catch (IOException | RuntimeException e) {
            // The client is gone, or was too slow.
            log.debug("a request ended early: {}", e.getClass().getSimpleName());
        }
    }

    private static void send(HttpExchange exchange, WebhookResponse response) throws IOException {
        long length = response.length();
        boolean head = exchange.getRequestMethod().equals("HEAD");
        if (head && length >= 0) {
            exchange.getResponseHeaders().set("Content-Length", String.valueOf(length));
        }
        // The JDK takes 0 for "chunked, length unknown"; -1 says that there is no body.
        exchange.sendResponseHeaders(response.status(), head || length == 0 ? -1 : Math.max(length, 0));
        try {
            response.writeTo(head || length == 0 ? OutputStream.nullOutputStream() : exchange.getResponseBody());
        } catch (IOException e) {
            // Closed like this the JDK ends the connection before all was sent, and nobody takes the part for the
            // whole.
            exchange.close();
            throw e;
        }
    }

    private WebhookResponse respond(HttpExchange exchange) throws IOException {
        byte[] body;
        ScheduledFuture<?> cut = watch.schedule(exchange::close, REQUEST_SECONDS, TimeUnit.SECONDS);
        try {
            InputStream in = exchange.getRequestBody();
            body = in.readNBytes(RelayEngine.MAX_BODY_BYTES + 1);
            if (body.length > RelayEngine.MAX_BODY_BYTES) {
                exchange.getResponseHeaders().set("Connection", "close");
                in.readNBytes(DRAINED_BYTES);
            }
        } finally {
            cut.cancel(false);
        }
        return relay.handle(new RelayRequest(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getRawPath(),
                exchange.getRequestURI().getRawQuery(),
                exchange.getRequestHeaders(),
                body,
                exchange.getRemoteAddress() == null
                        ? null
                        : exchange.getRemoteAddress().getAddress()));
    }

    /** Waits up to a second for the requests under way, then ends. Close it after the relay, which refuses new ones first. */
    @Override
    public void close() {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (underWay.get() > 0 && System.nanoTime() < end) {
            LockSupport.parkNanos(GLANCE.toNanos());
        }
        // The JDK would wait all of the time it is given, even if there is nothing to wait for.
        server.stop(0);
        handlers.shutdownNow();
        watch.shutdownNow();
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    private static void setUnlessSet(String name, String value) {
        if (System.getProperty(name) == null) {
            System.setProperty(name, value);
        }
    }
}
