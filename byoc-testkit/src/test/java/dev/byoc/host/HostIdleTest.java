package dev.byoc.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.relay.RelayEngine;
import dev.byoc.testkit.FakeChannelProvider;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A proxy keeps its connections for a minute and sends on one that it believes open. {@code .ci/consumer} waits that minute. */
class HostIdleTest {
    private static final int CONNECTIONS = 300;

    @Test
    void aSecondRequestOnEachOfThreeHundredIdleConnectionsIsServed() throws IOException {
        List<Socket> sockets = new ArrayList<>();
        try (RelayEngine relay = ServedRelay.relay(new FakeChannelProvider());
                JdkHttpHost host =
                        JdkHttpHost.serve(relay, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            String request = "GET " + relay.freshchatWebhookUrl().getRawPath() + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
            for (int i = 0; i < CONNECTIONS; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), host.port());
                socket.setSoTimeout(30_000);
                sockets.add(socket);
                assertThat(serves(socket, request)).isTrue();
            }

            for (Socket socket : sockets) {
                assertThat(serves(socket, request)).isTrue();
            }
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    @Test
    void idleConnectionsAreKeptForLongerThanProxiesKeepThem() {
        try (RelayEngine relay = ServedRelay.relay(new FakeChannelProvider());
                JdkHttpHost host =
                        JdkHttpHost.serve(relay, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            assertThat(host.port()).isPositive();
            assertThat(Integer.getInteger("sun.net.httpserver.idleInterval", 0)).isGreaterThanOrEqualTo(75);
            assertThat(Integer.getInteger("sun.net.httpserver.maxIdleConnections", 0))
                    .isEqualTo(Integer.getInteger("jdk.httpserver.maxConnections", -1));
        }
    }

    private static boolean serves(Socket socket, String request) throws IOException {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        InputStream in = socket.getInputStream();
        StringBuilder answer = new StringBuilder();
        int next;
        while (answer.indexOf("ready for Freshchat") < 0 && (next = in.read()) >= 0) {
            answer.append((char) next);
        }
        return answer.toString().startsWith("HTTP/1.1 200");
    }
}
