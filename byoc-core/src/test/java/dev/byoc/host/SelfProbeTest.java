package dev.byoc.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.host.SelfProbe.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class SelfProbeTest {
    private static final Duration PATIENT = Duration.ofSeconds(30);
    private static final Duration AT_ONCE = Duration.ofMillis(100);

    @Test
    void anAnswerIsAnAnswer() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            var answering = CompletableFuture.runAsync(() -> accept(server, true));

            assertThat(probe(server, PATIENT).send()).isEqualTo(Outcome.ANSWERED);
            answering.join();
        }
    }

    @Test
    void aServerOnAllAddressesIsAskedOverLoopback() throws Exception {
        try (ServerSocket server = new ServerSocket(0)) {
            var answering = CompletableFuture.runAsync(() -> accept(server, true));

            assertThat(probe(server, PATIENT).send()).isEqualTo(Outcome.ANSWERED);
            answering.join();
        }
    }

    @Test
    void aConnectionThatIsClosedAtOnceMeansThatTheServerIsFull() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            var closing = CompletableFuture.runAsync(() -> accept(server, false));

            assertThat(probe(server, PATIENT).send()).isEqualTo(Outcome.FULL);
            closing.join();
        }
    }

    @Test
    void aConnectionThatIsNotAcceptedIsSilence() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            assertThat(probe(server, AT_ONCE).send()).isEqualTo(Outcome.SILENT);
        }
    }

    @Test
    void aPortWithoutAListenerIsSilence() throws Exception {
        ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        SelfProbe probe = probe(server, PATIENT);
        server.close();

        assertThat(probe.send()).isEqualTo(Outcome.SILENT);
    }

    private static SelfProbe probe(ServerSocket server, Duration timeout) {
        return new SelfProbe((InetSocketAddress) server.getLocalSocketAddress(), "/probe", timeout);
    }

    private static void accept(ServerSocket server, boolean answers) {
        try (Socket socket = server.accept()) {
            if (answers) {
                socket.getInputStream().read();
                socket.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
