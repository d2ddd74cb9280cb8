package dev.byoc.app.admin;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.byoc.host.JdkHttpHost;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A server of the JDK whose slow requests hold up no other: each has a thread, until {@link JdkHttpHost#REQUEST_SECONDS} end it, and one beyond
 * the most at a time is refused by the end of its connection. Daemon threads only.
 */
public final class BoundedServer implements AutoCloseable {
    static {
        ensureLimits();
    }

    private final HttpServer server;
    private final ExecutorService threads;

    private BoundedServer(HttpServer server, ExecutorService threads) {
        this.server = server;
        this.threads = threads;
    }

    /**
     * Listens at once.
     *
     * @param name of its threads
     * @param most requests at a time
     * @throws IOException if the address is taken or not this machine's
     */
    public static BoundedServer open(InetSocketAddress address, String name, int most, HttpHandler handler)
            throws IOException {
        HttpServer server = HttpServer.create(address, 0);
        ExecutorService threads =
                new ThreadPoolExecutor(0, most, 1, TimeUnit.MINUTES, new SynchronousQueue<>(), task -> {
                    Thread thread = new Thread(task, name);
                    thread.setDaemon(true);
                    return thread;
                });
        server.setExecutor(threads);
        server.createContext("/", handler);
        server.start();
        return new BoundedServer(server, threads);
    }

    /** Those of every server in the process, which that class sets, and which are read when the first one is made. */
    private static void ensureLimits() {
        try {
            MethodHandles.lookup().ensureInitialized(JdkHttpHost.class);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** Ends what is under way. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
