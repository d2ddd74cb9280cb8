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
    private static final int RANGES = 44;
    private static final int RANGE = 500;
    private static final int TRIES = 100;

    // Held until the process ends: no process beside it takes a port of this range, not even one that is between two
    // servers.
    private static final ServerSocket CLAIM = claim();
    private static final AtomicInteger NEXT = new AtomicInteger();

    private FreePort() {}

    /** On the first port of a range. */
    private static ServerSocket claim() {
        int begin = ThreadLocalRandom.current().nextInt(RANGES);
        for (int i = 0; i < RANGES; i++) {
            try {
                return listening(FIRST + (begin + i) % RANGES * RANGE);
            } catch (IOException e) {
                // Another process has that range.
            }
        }
        throw new IllegalStateException("all ranges of ports are claimed by other processes");
    }

    private static ServerSocket listening(int port) throws IOException {
        return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
    }

    /**
     * A port of the loopback address on which nothing listens; the next calls of this process, some hundreds, answer other ones. Thread-safe.
     *
     * @throws IllegalStateException if a hundred ports are all in use
     */
    public static int next() {
        for (int i = 0; i < TRIES; i++) {
            int port = CLAIM.getLocalPort() + 1 + Math.floorMod(NEXT.getAndIncrement(), RANGE - 1);
            try (ServerSocket socket = listening(port)) {
                return socket.getLocalPort();
            } catch (IOException e) {
                // In use: the next one.
            }
        }
        throw new IllegalStateException("no free port of the loopback address was found in " + TRIES + " tries");
    }
}
