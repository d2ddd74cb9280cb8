package dev.byoc.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.relay.RelayEngine;
import dev.byoc.testkit.FakeChannelProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the JDK's server answers by itself. */
class HostRefusalsTest {
    private final RelayEngine relay = ServedRelay.relay(new FakeChannelProvider());
    private final JdkHttpHost host = JdkHttpHost.serve(
            relay,
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            Duration.ofHours(1),
            Duration.ofSeconds(JdkHttpHost.REQUEST_SECONDS));

    @AfterEach
    void close() {
        relay.close();
        host.close();
    }

    static Stream<Arguments> dropped() {
        return Stream.of(
                Arguments.of("no request line", "hello\r\n\r\n", 400),
                Arguments.of("a path that is no path", "GET /%zz HTTP/1.1\r\n\r\n", 400),
                Arguments.of("a name with a blank", "GET / HTTP/1.1\r\na b: c\r\n\r\n", 400),
                Arguments.of("two lengths", "POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 400),
                Arguments.of("a length that is none", "POST / HTTP/1.1\r\nContent-Length: many\r\n\r\n", 400),
                Arguments.of(
                        "a length and chunks",
                        "POST / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
                        400),
                Arguments.of("a packed transfer", "POST / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n", 501),
                Arguments.of("a path without a slash", "GET here HTTP/1.1\r\n\r\n", 404),
                Arguments.of("an address that is no URL", "GET mailto:x HTTP/1.1\r\n\r\n", 0),
                Arguments.of("201 headers", "GET / HTTP/1.1\r\n" + headers(201) + "\r\n", 0),
                Arguments.of("a header of 400 KB", "GET / HTTP/1.1\r\na: " + "x".repeat(400_000) + "\r\n\r\n", 0));
    }

    private static String headers(int number) {
        StringBuilder headers = new StringBuilder();
        for (int i = 0; i < number; i++) {
            headers.append("h").append(i).append(": x\r\n");
        }
        return headers.toString();
    }

    /** docs/guides/proxy-and-security.md lists these. 0: the connection ends without an answer. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("dropped")
    void whatTheJdksServerRefusesByItselfIsWhatTheDocumentationSays(String what, String request, int status)
            throws IOException {
        assertThat(send(request))
                .startsWith(status == 0 ? "" : "HTTP/1.1 " + status)
                .satisfies(answer -> {
                    if (status == 0) {
                        assertThat(answer).isEmpty();
                    }
                });
        assertThat(send("GET " + relay.freshchatWebhookUrl().getRawPath() + " HTTP/1.1\r\n\r\n"))
                .as("the next one")
                .startsWith("HTTP/1.1 200");
    }

    /** Everything that comes back until the connection ends; what came before a reset counts too. */
    private String send(String request) throws IOException {
        StringBuilder answer = new StringBuilder();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), host.port())) {
            socket.setSoTimeout(30_000);
            try {
                socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
                socket.shutdownOutput();
            } catch (IOException e) {
                // Refused before all of it was written.
            }
            int next;
            while ((next = socket.getInputStream().read()) >= 0) {
                answer.append((char) next);
            }
        } catch (java.net.SocketException e) {
            return answer.toString();
        }
        return answer.toString();
    }
}
