package dev.byoc.host;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Sends the server a request of its own, over a new connection as a stranger would, for a path that does not reach the relay. */
final class SelfProbe {
    /** What came of one request. */
    enum Outcome {
        ANSWERED,
        /** Accepted, and closed without an answer: as many connections are open as may be. The server works. */
        FULL,
        SILENT
    }

    private final InetSocketAddress address;
    private final byte[] request;
    private final int timeoutMillis;

    /**
     * Of one server.
     *
     * @param bound where the server listens
     * @param path which the server answers itself
     * @param timeout for connecting, and again for the answer
     */
    SelfProbe(InetSocketAddress bound, String path, Duration timeout) {
        InetAddress host = bound.getAddress();
        this.address = new InetSocketAddress(
                host.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : host, bound.getPort());
        this.request = ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        this.timeoutMillis = Math.toIntExact(timeout.toMillis());
    }

    Outcome send() {
        try (Socket socket = new Socket()) {
            socket.connect(address, timeoutMillis);
            return exchange(socket);
        } catch (IOException e) {
            // Not listening, or the queue of connections to accept is full, or no descriptor is left.
            return Outcome.SILENT;
        }
    }

    private Outcome exchange(Socket socket) {
        try {
            socket.setSoTimeout(timeoutMillis);
            socket.getOutputStream().write(request);
            return socket.getInputStream().read() < 0 ? Outcome.FULL : Outcome.ANSWERED;
        } catch (SocketTimeoutException e) {
            return Outcome.SILENT;
        } catch (IOException e) {
            return Outcome.FULL;
        }
    }
}
