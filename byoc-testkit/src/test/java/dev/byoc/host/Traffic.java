package dev.byoc.host;

import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Clients that keep their connections and ask one thing after another until it is closed. */
final class Traffic implements AutoCloseable {
    private final HostProcess host;
    private final Semaphore served = new Semaphore(0);
    private final AtomicInteger failed = new AtomicInteger();
    private final List<Socket> sockets = new ArrayList<>();
    private volatile boolean over;

    Traffic(HostProcess host, int clients) throws IOException {
        this.host = host;
        for (int i = 0; i < clients; i++) {
            Socket socket = host.connect();
            sockets.add(socket);
            Thread client = new Thread(() -> ask(socket));
            client.setDaemon(true);
            client.start();
        }
    }

    private void ask(Socket socket) {
        try {
            while (!over) {
                if (!host.serves(socket)) {
                    throw new IOException("not served");
                }
                served.release();
            }
        } catch (IOException e) {
            if (!over) {
                failed.incrementAndGet();
            }
        }
    }

    /** Waits until twenty requests for each client were served from now on. */
    void awaitMore() throws InterruptedException {
        served.drainPermits();
        if (!served.tryAcquire(20 * sockets.size(), 60, TimeUnit.SECONDS)) {
            throw new AssertionError("nobody is served any more; failed: " + failed);
        }
    }

    /** Clients that were let down. */
    int failures() {
        return failed.get();
    }

    @Override
    public void close() throws IOException {
        over = true;
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
