package dev.byoc.host;

import com.sun.net.httpserver.HttpServer;
import dev.byoc.relay.RelayEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves a relay with the JDK's own web server: for hosts that have none. Plain HTTP; TLS is the business of the proxy before it. Every
 * request that the JDK's server hands on is answered; a body that is too large or too slow ends its connection. Daemon threads only.
 *
 * <p>It asks itself every few seconds. A server that does not answer for some 20 s shows in {@link RelayEngine#health} and is replaced by a
 * new one at the same address.
 *
 * <p>The JDK reads the limits of its server once in a process, from system properties ({@code jdk.httpserver.maxConnections},
 * {@code sun.net.httpserver.idleInterval} and their kind). This class sets those that are not set when it is first used: an application that
 * makes another {@link HttpServer} earlier has to set them itself.
 */
public final class JdkHttpHost implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(JdkHttpHost.class);

    /** How long a request's head and body may take to arrive, in seconds. */
    public static final int REQUEST_SECONDS = ServerLimits.REQUEST_SECONDS;

    private static final int BACKLOG = 1_000;

    /** How long closing waits for requests under way, and how often it looks. By the machine's time, as theirs are real sockets. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private static final Duration GLANCE = Duration.ofMillis(5);

    /** Between two requests to itself, and how long one may take. Dead is found out after at most six times as long. */
    private static final Duration PROBE = Duration.ofSeconds(4);

    /** How long a dead server may take to stop. */
    private static final Duration STOPPING = Duration.ofSeconds(5);

    static {
        ServerLimits.set();
    }

    private final InetSocketAddress address;
    private final RelayHandler handler;
    private final ExecutorService handlers = Executors.newCachedThreadPool(task -> daemon(task, "byoc-http"));
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "byoc-http-timer"));
    private final ScheduledExecutorService watching =
            Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "byoc-http-watch"));

    /** Null: the old one was stopped, and no new one could be opened yet. */
    private @Nullable HttpServer server;

    private boolean closed;

    private JdkHttpHost(RelayEngine relay, InetSocketAddress wanted, Duration probe, Duration bodyTime)
            throws IOException {
        String probePath = "/" + UUID.randomUUID();
        this.handler = new RelayHandler(relay, probePath, timer, bodyTime);
        HttpServer first = open(wanted);
        this.server = first;
        this.address = first.getAddress();
        HostWatch watch =
                new HostWatch(new SelfProbe(address, probePath, probe)::send, this::restart, relay::reportHost);
        @SuppressWarnings("unused") // look() lets nothing out
        var scheduled =
                watching.scheduleWithFixedDelay(watch::look, probe.toMillis(), probe.toMillis(), TimeUnit.MILLISECONDS);
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
        return serve(relay, address, PROBE, Duration.ofSeconds(REQUEST_SECONDS));
    }

    static JdkHttpHost serve(RelayEngine relay, InetSocketAddress address, Duration probe, Duration bodyTime) {
        try {
            JdkHttpHost host = new JdkHttpHost(relay, address, probe, bodyTime);
            log.info("listening on port {}", host.port());
            return host;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on port " + address.getPort() + ": " + e.getMessage(), e);
        }
    }

    public int port() {
        return address.getPort();
    }

    private HttpServer open(InetSocketAddress at) throws IOException {
        HttpServer made = HttpServer.create(at, BACKLOG);
        made.setExecutor(handlers);
        // The JDK matches contexts by prefix, so there is one, and the relay compares paths itself.
        made.createContext("/", handler);
        // The JDK's own thread takes after the one that starts it: a daemon's child is a daemon.
        CompletableFuture.runAsync(made::start, handlers).join();
        return made;
    }

    private synchronized void restart() throws IOException {
        if (closed) {
            return;
        }
        HttpServer old = server;
        if (old != null) {
            server = null;
            stop(old);
        }
        try (ServerSocket free = new ServerSocket()) {
            // Tried first: the JDK's server keeps what it has opened if the address is taken after all.
            free.bind(address);
        }
        server = open(address);
        log.info("listening on port {} again, with a new server", port());
    }

    /** On a thread of its own: the JDK waits for the server's thread, which may hang. */
    private void stop(HttpServer old) throws IOException {
        try {
            CompletableFuture.runAsync(() -> old.stop(0), handlers).get(STOPPING.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            log.debug("the old server did not stop: {}", e.getClass().getSimpleName());
        }
    }

    /** Waits up to a second for the requests under way, then ends. Close it after the relay, which refuses new ones first. */
    @Override
    public void close() {
        watching.shutdownNow();
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (handler.underWay() > 0 && System.nanoTime() < end) {
            LockSupport.parkNanos(GLANCE.toNanos());
        }
        synchronized (this) {
            closed = true;
            if (server != null) {
                // The JDK would wait all of the time it is given, even if there is nothing to wait for.
                server.stop(0);
            }
        }
        handlers.shutdownNow();
        timer.shutdownNow();
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
