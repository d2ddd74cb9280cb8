package dev.byoc.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A way to a server that can fall silent: connections stay, and nothing comes through any more. */
final class SilentLink implements AutoCloseable {
    private final ServerSocket door;
    private final int server;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private volatile boolean silent;

    SilentLink(int server) throws IOException {
        this.server = server;
        this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    int port() {
        return door.getLocalPort();
    }

    void fallSilent() {
        silent = true;
    }

    private void accept() {
        try {
            while (true) {
                Socket client = door.accept();
                Socket far = new Socket(InetAddress.getLoopbackAddress(), server);
                sockets.addAll(List.of(client, far));
                start(() -> pass(client, far));
                start(() -> pass(far, client));
            }
        } catch (IOException e) {
            // It was closed.
        }
    }

    private void pass(Socket from, Socket to) {
        byte[] bytes = new byte[8_192];
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
                if (!silent) {
                    out.write(bytes, 0, read);
                }
            }
        } catch (IOException e) {
            // One of the two has gone.
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "silent-link");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            door.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
