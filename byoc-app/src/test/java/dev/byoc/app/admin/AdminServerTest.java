package dev.byoc.app.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.Secret;
import dev.byoc.event.Health;
import dev.byoc.host.JdkHttpHost;
import dev.byoc.relay.RelayEngine;
import dev.byoc.store.StoreException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdminServerTest {
    private static final Secret TOKEN = Secret.of("known to the commands alone");
    private static final int COMMANDS = 4;

    private final Semaphore asked = new Semaphore(0);
    private final CountDownLatch relay = new CountDownLatch(1);
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Socket> sockets = new ArrayList<>();
    private final AdminServer server = server("127.0.0.1");

    /** The JDK reads them when its first server is made. */
    @BeforeAll
    static void setLimits() throws ClassNotFoundException {
        Class.forName(JdkHttpHost.class.getName());
    }

    @AfterEach
    void close() throws IOException {
        relay.countDown();
        for (Socket each : sockets) {
            each.close();
        }
        server.close();
    }

    private AdminServer server(String bind) {
        return new AdminServer(
                new InetSocketAddress(bind, 0),
                () -> new Health(List.of(), 0, List.of(), true),
                () -> "byoc_up 1\n",
                new AdminApi(this::slow),
                TOKEN);
    }

    /** A messenger that takes its time. */
    private RelayEngine slow() {
        asked.release();
        try {
            relay.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new StoreException("the relay is not there yet");
    }

    private Socket sends(int port, String text) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        sockets.add(socket);
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static String firstLine(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                .lines()
                .findFirst()
                .orElse("");
    }

    private CompletableFuture<HttpResponse<String>> command() {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/v1/webhooks"))
                .header("Authorization", "Bearer " + TOKEN.reveal())
                .build();
        return http.sendAsync(request, HttpResponse.BodyHandlers.ofString());
    }

    /** That the first is answered at its end shows that none was cut off for its time meanwhile. */
    @Test
    void requestsThatDoNotEndHoldUpNoOther() throws IOException {
        Socket first = sends(server.port(), "GET /health HTTP/1.1\r\nHost: localhost\r\n");
        for (int i = 0; i < 20; i++) {
            sends(server.port(), "GET /health HTTP/1.1\r\nHost: loc");
        }

        assertThat(firstLine(sends(server.port(), "GET /health/live HTTP/1.0\r\n\r\n")))
                .isEqualTo("HTTP/1.1 200 OK");
        first.getOutputStream().write("Connection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        assertThat(firstLine(first)).isEqualTo("HTTP/1.1 200 OK");
    }

    @Test
    void commandsBeyondAFewAreToldToComeLater() throws Exception {
        List<CompletableFuture<HttpResponse<String>>> first = new ArrayList<>();
        for (int i = 0; i < COMMANDS; i++) {
            first.add(command());
        }
        asked.acquire(COMMANDS);

        HttpResponse<String> another = command().join();

        assertThat(another.statusCode()).isEqualTo(503);
        assertThat(another.body()).contains("\"fault\":\"the relay is busy with other commands");
        relay.countDown();
        assertThat(first).allSatisfy(each -> assertThat(each.join().body()).contains("the relay is not there yet"));
        assertThat(command().join().body()).contains("the relay is not there yet");
    }

    @ParameterizedTest
    @CsvSource({
        "localhost, 200",
        "LocalHost:8081, 200",
        "127.0.0.1:8081, 200",
        "[::1]:8081, 200",
        "rebound.example.com, 421",
        "localhost.example.com:8081, 421",
        "127.0.0.1.example.com, 421"
    })
    void portOfThisMachineAloneAnswersUnderNoNameOfAnother(String host, String status) throws IOException {
        String request = "GET /metrics HTTP/1.1\r\nConnection: close\r\nHost: " + host + "\r\n\r\n";

        assertThat(firstLine(sends(server.port(), request))).startsWith("HTTP/1.1 " + status + " ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"relay.example.com:8081", "10.0.0.7"})
    void portForOthersAnswersUnderAnyName(String host) throws IOException {
        try (AdminServer open = server("0.0.0.0")) {
            String request = "GET /health HTTP/1.1\r\nConnection: close\r\nHost: " + host + "\r\n\r\n";

            assertThat(firstLine(sends(open.port(), request))).isEqualTo("HTTP/1.1 200 OK");
        }
    }

    private static String answered(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }

    private static String asked(String path, String host) {
        return "GET " + path + " HTTP/1.1\r\nConnection: close\r\nHost: " + host + "\r\nAuthorization: Bearer "
                + TOKEN.reveal() + "\r\n\r\n";
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/webhooks, rebound.example.com, 421",
        "/v1/dead-letters?account=a&account=b, localhost, 400",
    })
    void commandsAreAnsweredInJson(String path, String host, String status) throws IOException {
        assertThat(answered(sends(server.port(), asked(path, host))))
                .startsWith("HTTP/1.1 " + status + " ")
                .contains("{\"fault\":");
    }

    @Test
    void commandsWhoseAnswerFailsAreToldSoInJson() throws IOException {
        AdminApi broken = new AdminApi(() -> {
            throw new ArithmeticException();
        });
        try (AdminServer failing = new AdminServer(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                () -> new Health(List.of(), 0, List.of(), true),
                () -> "",
                broken,
                TOKEN)) {
            assertThat(answered(sends(failing.port(), asked("/v1/webhooks", "localhost"))))
                    .startsWith("HTTP/1.1 500 ")
                    .contains("{\"fault\":");
        }
    }

    @Test
    void commandsWithoutTheTokenAreToldSoInJson() throws IOException {
        String request = "GET /v1/webhooks HTTP/1.1\r\nConnection: close\r\nHost: localhost\r\n\r\n";

        assertThat(answered(sends(server.port(), request)))
                .startsWith("HTTP/1.1 401 ")
                .contains("{\"fault\":");
    }
}
