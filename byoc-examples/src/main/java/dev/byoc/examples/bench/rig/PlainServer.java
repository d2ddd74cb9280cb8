package dev.byoc.examples.bench.rig;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** HTTP/1.1 with a thread for each connection, and nothing that a benchmark does not ask for: the machine is for the one who calls. */
final class PlainServer {
    /** What to answer. */
    interface Answers {
        String to(String method, String path);
    }

    private final ServerSocket socket;
    private final Answers answers;
    private volatile long nanos;

    /**
     * Takes connections at once.
     *
     * @param nanos that each answer takes
     */
    PlainServer(Answers answers, long nanos) throws IOException {
        this.socket = new ServerSocket(0, 1_000, InetAddress.getLoopbackAddress());
        this.answers = answers;
        this.nanos = nanos;
        begin(this::accept);
    }

    int port() {
        return socket.getLocalPort();
    }

    private void accept() {
        while (true) {
            try {
                Socket connection = socket.accept();
                connection.setTcpNoDelay(true);
                begin(() -> serve(connection));
            } catch (IOException e) {
                throw new IllegalStateException("no more connections", e);
            }
        }
    }

    private static void begin(Runnable work) {
        Thread thread = new Thread(work, "plain");
        thread.setDaemon(true);
        thread.start();
    }

    private void serve(Socket connection) {
        try (connection) {
            InputStream in = new BufferedInputStream(connection.getInputStream());
            OutputStream out = connection.getOutputStream();
            while (true) {
                String[] request = line(in).split(" ", 3);
                int length = 0;
                for (String header = line(in); !header.isEmpty(); header = line(in)) {
                    String name = header.toLowerCase(Locale.ROOT);
                    if (name.startsWith("content-length:")) {
                        length = Integer.parseInt(
                                name.substring("content-length:".length()).strip());
                    } else if (name.startsWith("transfer-encoding:")) {
                        throw new IOException("a body of unknown length");
                    }
                }
                in.skipNBytes(length);
                if (request[1].startsWith(FarFreshchat.DELAY)) {
                    nanos = TimeUnit.MILLISECONDS.toNanos(
                            Long.parseLong(request[1].substring(FarFreshchat.DELAY.length())));
                }
                long due = System.nanoTime() + nanos;
                byte[] body = answers.to(request[0], request[1]).getBytes(StandardCharsets.US_ASCII);
                byte[] head = ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + body.length
                                + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII);
                byte[] all = new byte[head.length + body.length];
                System.arraycopy(head, 0, all, 0, head.length);
                System.arraycopy(body, 0, all, head.length, body.length);
                for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
                out.write(all);
            }
        } catch (IOException e) {
            // The one who calls has closed it, as it should; one who did not sees it.
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException();
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }
}
