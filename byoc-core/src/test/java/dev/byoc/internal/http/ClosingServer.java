package dev.byoc.internal.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** An HTTP/1.1 server that keeps every connection, and ends those that it is told to, as told. */
final class ClosingServer implements AutoCloseable {
    /** How a connection ends. */
    enum End {
        /** An orderly close; with TLS, after its close_notify. */
        CLOSED,
        /** A reset. */
        RESET,
        /** Nothing more will be said, but all would be read. */
        HALF_CLOSED,
        /** A proxy whose patience has ended. */
        TOLD_408_AND_CLOSED,
        /** The same, by one that leaves the closing to the client. */
        TOLD_408
    }

    private static final byte[] LATE = "HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
            .getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ANSWER = "HTTP/1.1 200 OK\r\nKeep-Alive: timeout=5\r\nContent-Length: 2\r\n\r\n{}"
            .getBytes(StandardCharsets.US_ASCII);

    /** @param left counted down once no thread reads from it any more */
    private record Connection(Socket raw, Socket socket, CountDownLatch left) {}

    private final ServerSocket listening = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    private final @Nullable SSLSocketFactory tls;
    private final List<Connection> connections = new CopyOnWriteArrayList<>();
    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private volatile @Nullable CyclicBarrier together;
    private volatile @Nullable End insteadOfAnswers;

    ClosingServer(@Nullable SSLSocketFactory tls) throws IOException {
        this.tls = tls;
        daemon(this::accept);
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return listening.getLocalPort();
    }

    URI url() {
        return URI.create((tls == null ? "http" : "https") + "://localhost:" + port() + "/");
    }

    /** From now on it answers only when so many have asked, so that each has a connection of its own. */
    void answerTogether(int calls) {
        together = calls == 1 ? null : new CyclicBarrier(calls);
    }

    /** From now on it reads whole requests and ends their connections. */
    void insteadOfAnswers(End end) {
        insteadOfAnswers = end;
    }

    int connections() {
        return connections.size();
    }

    /** The bodies of all requests that were read whole. */
    List<String> bodies() {
        return bodies;
    }

    /** Ends the connection that was opened as that one, from 0. */
    void end(int connection, End end) throws IOException, InterruptedException {
        Connection ended = connections.get(connection);
        end(ended, end);
        if (end == End.RESET) {
            // The system sends the reset once no thread is blocked in a read.
            ended.left().await();
        }
    }

    private static void end(Connection connection, End end) throws IOException {
        switch (end) {
            case CLOSED -> connection.socket().close();
            case RESET -> {
                connection.raw().setSoLinger(true, 0);
                connection.raw().close();
            }
            case HALF_CLOSED -> connection.socket().shutdownOutput();
            case TOLD_408_AND_CLOSED -> {
                connection.socket().getOutputStream().write(LATE);
                connection.socket().close();
            }
            case TOLD_408 -> connection.socket().getOutputStream().write(LATE);
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket raw = listening.accept();
                raw.setTcpNoDelay(true);
                daemon(() -> serve(raw));
            }
        } catch (IOException e) {
            // It is closed.
        }
    }

    private void serve(Socket raw) {
        CountDownLatch left = new CountDownLatch(1);
        try {
            Socket socket = tls == null ? raw : secure(raw, tls);
            Connection connection = new Connection(raw, socket, left);
            connections.add(connection);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            for (String body = body(in); body != null; body = body(in)) {
                bodies.add(body);
                CyclicBarrier barrier = together;
                if (barrier != null) {
                    barrier.await(30, TimeUnit.SECONDS);
                }
                End end = insteadOfAnswers;
                if (end != null) {
                    end(connection, end);
                    return;
                }
                out.write(ANSWER);
            }
        } catch (IOException | TimeoutException | BrokenBarrierException e) {
            // The connection has ended.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            left.countDown();
        }
    }

    private static Socket secure(Socket raw, SSLSocketFactory tls) throws IOException {
        SSLSocket socket = (SSLSocket) tls.createSocket(raw, "localhost", raw.getPort(), true);
        socket.setUseClientMode(false);
        return socket;
    }

    /** The next request's body; null: there is none. */
    private static @Nullable String body(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                return null;
            }
            head.write(next);
        }
        int length = 0;
        for (String line : head.toString(StandardCharsets.US_ASCII).split("\r\n", -1)) {
            if (line.regionMatches(true, 0, "Content-Length:", 0, 15)) {
                length = Integer.parseInt(line.substring(15).strip());
            }
        }
        byte[] body = in.readNBytes(length);
        return body.length < length ? null : new String(body, StandardCharsets.US_ASCII);
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Connection connection : connections) {
            connection.raw().close();
        }
    }
}
