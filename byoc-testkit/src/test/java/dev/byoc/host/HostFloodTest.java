package dev.byoc.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Connections that say nothing, more than the process has descriptors for: it gets 1,024, as many systems give one. On this JDK, and on
 * another one if {@code OTHER_JDK} names its home.
 */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class HostFloodTest {
    private static final int FLOOD = 1_500;

    private static final String OFTEN = "-D" + ServedRelay.PROBE + "=1000";
    private static final String SELDOM = "-D" + ServedRelay.PROBE + "=4000";
    private static final String UNBOUNDED = "-Djdk.httpserver.maxConnections=100000";

    static Stream<String> jdks() {
        return Stream.of(System.getProperty("java.home"), System.getenv("OTHER_JDK"))
                .filter(home -> home != null && !home.isEmpty());
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void aFloodOfSilentConnectionsTouchesNoServedClient(String jdk) throws Exception {
        try (HostProcess host = new HostProcess(jdk, SELDOM);
                Traffic traffic = new Traffic(host, 20, Duration.ofMillis(5))) {
            traffic.awaitMore();
            try (Flood flood = new Flood(host)) {
                flood.rise();
                host.await("host DEGRADED As many connections are open");

                traffic.awaitMore();
            }
            host.await("host UP");
            assertThat(traffic.failures()).isZero();
            assertThat(host.answersAtLast()).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void aServerThatAFloodHasKilledIsToldAndReplacedWhileTheFloodLasts(String jdk) throws Exception {
        try (HostProcess host = new HostProcess(jdk, OFTEN, UNBOUNDED);
                Traffic traffic = new Traffic(host, 200, Duration.ZERO)) {
            traffic.awaitMore();
            try (Flood flood = new Flood(host)) {
                flood.rise();

                host.await("host DOWN The web server does not answer its own requests");
                host.await("host UP");
                assertThat(host.answersAtLast()).isTrue();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void abandonedRequestsHoldNoPlaceOfOthers(String jdk) throws Exception {
        int most = 50;
        // For the JDK such a request may take ten minutes, too long for a test.
        try (HostProcess host = new HostProcess(
                jdk, OFTEN, "-Djdk.httpserver.maxConnections=" + most, "-Dsun.net.httpserver.maxReqTime=600")) {
            for (int i = 0; i < 2 * most; i++) {
                giveUp(host);
            }

            assertThat(host.answersAtLast()).isTrue();
        }
    }

    /** Once the relay's handler has begun with it. */
    private static void giveUp(HostProcess host) throws IOException {
        try (Socket socket = host.connect()) {
            host.write(
                    socket, "POST " + host.path() + " HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 9\r\n\r\n");
            host.status(socket);
            // Closing means a reset.
            socket.setSoLinger(true, 0);
        } catch (SocketException e) {
            // The server may be full for a moment, until it has seen that the earlier ones are gone.
        }
    }

    /** Held until it is closed. */
    private static final class Flood implements AutoCloseable {
        private final HostProcess host;
        private final List<Socket> silent = new ArrayList<>();

        Flood(HostProcess host) {
            this.host = host;
        }

        void rise() {
            for (int i = 0; i < FLOOD; i++) {
                try {
                    silent.add(host.connect());
                } catch (IOException e) {
                    // Refused while the server is replaced.
                }
            }
        }

        @Override
        public void close() throws IOException {
            for (Socket socket : silent) {
                socket.close();
            }
        }
    }
}
