package dev.byoc.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports for servers whose address has to be known before they listen, as a relay's public address has. Port 0 cannot serve them: the
 * system may hand the port that it chose to any connection before the server binds it. These lie below 32768, where Linux, macOS and
 * Windows take no ports for connections of their own.
 */
public final class FreePort {
    private static final int FIRST = 10_000;
    private static final int COUNT = 22_000;
    private static final int TRIES = 100;

    // Begins anywhere, so that processes side by side do not try the same ports.
    private static final AtomicInteger NEXT =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(COUNT));

    private FreePort() {}

    /**
     * A port of the loopback address on which nothing listens; each call in this process answers another one. Thread-safe.
     *
     * @throws IllegalStateException if a hundred ports are all in use
     */
    public static int next() {
        for (int i = 0; i < TRIES; i++) {
            int port = FIRST + Math.floorMod(NEXT.getAndIncrement(), COUNT);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException e) {
                // In use: the next one.
            }
        }
        throw new IllegalStateException("no free port of the loopback address was found in " + TRIES + " tries");
    }
}
