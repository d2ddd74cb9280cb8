package dev.byoc.viber;

import dev.byoc.testkit.FreePort;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A stretch of wire between the relay and a server, which can be cut. */
final class Wire implements AutoCloseable {
    private final int port = FreePort.next();
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private volatile @Nullable ServerSocket listening;
    private volatile @Nullable URI target;

    Wire() {
        accept();
    }

    Wire to(URI server) {
        this.target = server;
        return this;
    }

    URI url(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    /** Takes connections. */
    void accept() {
        try {
            ServerSocket server = new ServerSocket();
            server.setReuseAddress(true);
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            listening = server;
            daemon(() -> serve(server));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Cuts open connections and refuses new ones. */
    void refuse() {
        close(listening);
        cutIdle();
    }

    /** Closes every connection, as a server does with idle ones. */
    void cutIdle() {
        open.forEach(Wire::close);
        open.clear();
    }

    private void serve(ServerSocket server) {
        try {
            while (true) {
                Socket near = server.accept();
                Socket far = new Socket(target.getHost(), target.getPort());
                near.setTcpNoDelay(true);
                far.setTcpNoDelay(true);
                open.add(near);
                open.add(far);
                daemon(() -> copy(near, far));
                daemon(() -> copy(far, near));
            }
        } catch (IOException e) {
            // Closed: nothing more is taken.
        }
    }

    private static void copy(Socket from, Socket to) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            in.transferTo(out);
        } catch (IOException e) {
            // Cut.
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "wire");
        thread.setDaemon(true);
        thread.start();
    }

    private static void close(@Nullable AutoCloseable one) {
        try {
            if (one != null) {
                one.close();
            }
        } catch (Exception e) {
            // It is gone either way.
        }
    }

    @Override
    public void close() {
        refuse();
    }
}
