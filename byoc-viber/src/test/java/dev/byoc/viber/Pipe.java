package dev.byoc.viber;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Stands before a server, passes all bytes on, and closes its clients' connections when it is told to. */
final class Pipe implements AutoCloseable {
    private final ServerSocket listening;
    private final URI server;
    private final List<Socket> clients = new CopyOnWriteArrayList<>();

    Pipe(URI server) {
        this.server = server;
        try {
            this.listening = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon(this::accept);
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        thread.start();
    }

    /** The server's address, through here. */
    String url() {
        return "http://127.0.0.1:" + listening.getLocalPort() + server.getPath();
    }

    /** How many clients' connections are open. */
    int open() {
        return (int) clients.stream().filter(client -> !client.isClosed()).count();
    }

    /** Closes all clients' connections. */
    void cut() {
        try {
            for (Socket client : clients) {
                client.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket near = listening.accept();
                Socket far = new Socket(InetAddress.getLoopbackAddress(), server.getPort());
                near.setTcpNoDelay(true);
                far.setTcpNoDelay(true);
                clients.add(near);
                daemon(() -> pass(near, far));
                daemon(() -> pass(far, near));
            }
        } catch (IOException e) {
            // It is closed.
        }
    }

    private static void pass(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // One of them has ended, and so the other does.
        }
    }

    @Override
    public void close() {
        cut();
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
