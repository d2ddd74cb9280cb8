package dev.byoc.host;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Clients that keep their connections and ask one thing after another until it is closed. */
final class Traffic implements AutoCloseable {
    private final HostProcess host;
    private final int clients;
    private final Duration rest;
    private final Semaphore served = new Semaphore(0);
    private final AtomicInteger failed = new AtomicInteger();
    private volatile boolean over;

    /** @param rest between two requests of a client; without one they take all that the processors have */
    Traffic(HostProcess host, int clients, Duration rest) {
        this.host = host;
        this.clients = clients;
        this.rest = rest;
        for (int i = 0; i < clients; i++) {
            Thread client = new Thread(this::ask);
            client.setDaemon(true);
            client.start();
        }
    }

    private void ask() {
        while (!over) {
            try (Socket socket = host.connect()) {
                while (!over && host.serves(socket)) {
                    served.release();
                    LockSupport.parkNanos(rest.toNanos());
                }
            } catch (IOException e) {
                // The request is repeated, as by a proxy.
            }
            if (!over) {
                failed.incrementAndGet();
            }
        }
    }

    /** Waits until twenty requests for each client were served from now on. */
    void awaitMore() throws InterruptedException {
        served.drainPermits();
        if (!served.tryAcquire(20 * clients, 60, TimeUnit.SECONDS)) {
            throw new AssertionError("nobody is served any more; failed: " + failed);
        }
    }

    /** Connections that ended though a client wanted more. */
    int failures() {
        return failed.get();
    }

    @Override
    public void close() {
        over = true;
    }
}
