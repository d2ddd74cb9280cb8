package dev.byoc.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.MovableClock;
import dev.byoc.http.HttpCall;
import dev.byoc.http.HttpResult;
import dev.byoc.internal.http.ClosingServer.End;
import dev.byoc.message.Media;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Pooled connections that the server has ended: nothing is written to them, so no call is unclear or made twice on their account. */
class ClosedConnectionsTest {
    enum Way {
        PLAIN,
        TLS,
        /** The server's place is taken by a proxy that keeps connections of its own. */
        PROXY
    }

    private static final HeldCertificate CERTIFICATE =
            new HeldCertificate.Builder().addSubjectAlternativeName("localhost").build();
    private static final HandshakeCertificates CERTIFICATES = new HandshakeCertificates.Builder()
            .heldCertificate(CERTIFICATE)
            .addTrustedCertificate(CERTIFICATE.certificate())
            .build();

    private final MovableClock clock = new MovableClock();
    private final ExecutorService callers = Executors.newCachedThreadPool();
    private ClosingServer server;
    private OkHttp http;
    private URI url;

    private void start(Way way) throws IOException {
        server = new ClosingServer(way == Way.TLS ? CERTIFICATES.sslSocketFactory() : null);
        OkHttpClient.Builder client = new OkHttpClient.Builder()
                .sslSocketFactory(CERTIFICATES.sslSocketFactory(), CERTIFICATES.trustManager());
        url = server.url();
        if (way == Way.PROXY) {
            client.proxy(new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved("localhost", server.port())));
            url = URI.create("http://api.example.com/");
        }
        http = new OkHttp(client.build(), clock, Duration.ofSeconds(60), (media, within) -> {
            throw new IOException("no files here");
        });
    }

    @AfterEach
    void stop() throws IOException {
        callers.shutdownNow();
        http.cancelAll();
        server.close();
    }

    private HttpResult post(String body) {
        return http.call(HttpCall.post(url).body("text/plain", body.getBytes(StandardCharsets.US_ASCII)));
    }

    private void assertAnswered(HttpResult result) {
        assertThat(result).isInstanceOf(HttpResult.Answered.class);
    }

    /** So many connections, each of which has served once. */
    private void pool(int connections) throws Exception {
        server.answerTogether(connections);
        List<Future<HttpResult>> calls = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            calls.add(callers.submit(() -> post("first")));
        }
        for (Future<HttpResult> call : calls) {
            assertAnswered(call.get());
        }
        server.answerTogether(1);
        assertThat(server.connections()).isEqualTo(connections);
        clock.advance(Connections.FRESH);
    }

    private static Stream<Arguments> waysAndEnds() {
        return Arrays.stream(Way.values())
                .flatMap(way -> Arrays.stream(End.values()).map(end -> Arguments.of(way, end)));
    }

    @ParameterizedTest
    @MethodSource("waysAndEnds")
    void callGoesOutOnceAndIsAnsweredThoughTheServerHasEndedThePooledConnection(Way way, End end) throws Exception {
        start(way);
        pool(1);
        server.end(0, end);

        assertAnswered(post("second"));

        assertThat(server.bodies()).containsExactly("first", "second");
        assertThat(server.connections()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void oneCallFindsAllThatWereEndedAndTheNextOnesUseItsConnection(End end) throws Exception {
        start(Way.PLAIN);
        pool(20);
        for (int i = 0; i < 20; i++) {
            server.end(i, end);
        }

        assertAnswered(post("second"));
        assertAnswered(post("third"));

        assertThat(server.bodies().subList(20, 22)).containsExactly("second", "third");
        assertThat(server.connections()).isEqualTo(21);
    }

    @Test
    void connectionsThatLiveBesideEndedOnesAreUsedAgain() throws Exception {
        start(Way.PLAIN);
        pool(5);
        server.end(0, End.CLOSED);
        server.end(2, End.RESET);
        server.end(4, End.CLOSED);

        for (int i = 0; i < 5; i++) {
            assertAnswered(post("again"));
        }

        assertThat(server.connections()).isEqualTo(5);
        assertThat(server.bodies()).hasSize(10);
    }

    @Test
    void connectionsThatLiveAreUsedAgain() throws Exception {
        start(Way.TLS);
        pool(1);

        for (int i = 0; i < 5; i++) {
            assertAnswered(post("again"));
        }

        assertThat(server.connections()).isEqualTo(1);
    }

    private static Stream<Arguments> waysAndEndsWithoutAWord() {
        return waysAndEnds()
                .filter(cell -> List.of(End.CLOSED, End.RESET, End.HALF_CLOSED).contains(cell.get()[1]));
    }

    @ParameterizedTest
    @MethodSource("waysAndEndsWithoutAWord")
    void endAfterTheCallWasWrittenIsAnUnknownOutcomeAndNothingIsRepeated(Way way, End end) throws Exception {
        start(way);
        pool(1);
        server.insteadOfAnswers(end);

        assertThat(post("second")).isInstanceOf(HttpResult.NoAnswer.class);

        assertThat(server.bodies()).containsExactly("first", "second");
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void connectionThatIsEndedWithinAMomentOfItsFirstAnswerIsFound() throws Exception {
        start(Way.PLAIN);
        assertAnswered(post("first"));
        server.end(0, End.CLOSED);

        assertAnswered(post("second"));

        assertThat(server.connections()).isEqualTo(2);
    }

    @Test
    void keptConnectionThatIsEndedWithinAMomentOfItsAnswerIsNotLookedAt() throws Exception {
        start(Way.PLAIN);
        assertAnswered(post("first"));
        assertAnswered(post("second"));
        clock.advance(Connections.FRESH.minusMillis(1));
        server.end(0, End.CLOSED);

        assertThat(post("third")).isInstanceOf(HttpResult.NoAnswer.class);

        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void keptConnectionThatBringsAnAnswerTooManyWithinAMomentIsNotUsed() throws Exception {
        start(Way.PLAIN);
        assertAnswered(post("first"));
        assertAnswered(post("second"));
        server.end(0, End.TOLD_408);

        assertAnswered(post("third"));

        assertThat(server.bodies()).containsExactly("first", "second", "third");
        assertThat(server.connections()).isEqualTo(2);
    }

    @Test
    void connectionIsLookedAtWhereTheClockWasPutBackSinceItsAnswer() throws Exception {
        start(Way.PLAIN);
        assertAnswered(post("first"));
        assertAnswered(post("second"));
        clock.advance(Duration.ofHours(-1));
        server.end(0, End.CLOSED);

        assertAnswered(post("third"));

        assertThat(server.connections()).isEqualTo(2);
    }

    @Test
    void connectionThatIsEndedOnItsFirstCallIsNotTriedAgain() throws Exception {
        start(Way.PLAIN);
        server.insteadOfAnswers(End.CLOSED);

        assertThat(post("first")).isInstanceOf(HttpResult.NoAnswer.class);

        assertThat(server.connections()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void fileThatCanBeReadOnceIsOpenedOnceAndSentWhole(End end) throws Exception {
        start(Way.PLAIN);
        pool(3);
        for (int i = 0; i < 3; i++) {
            server.end(i, end);
        }
        AtomicInteger opened = new AtomicInteger();

        HttpResult result =
                http.call(HttpCall.post(url).part("file", Media.of("file:1", "a.txt", "text/plain", 5), () -> {
                    opened.incrementAndGet();
                    return new ByteArrayInputStream("12345".getBytes(StandardCharsets.US_ASCII));
                }));

        assertAnswered(result);
        assertThat(opened).hasValue(1);
        assertThat(server.bodies()).hasSize(4);
        assertThat(server.bodies().get(3)).contains("\r\n\r\n12345\r\n");
    }

    @Test
    void callThatIsCancelledIsNotMadeOnAnotherConnection() throws Exception {
        start(Way.PLAIN);
        pool(1);

        HttpResult result =
                http.call(HttpCall.post(url).part("file", Media.of("file:1", "a.txt", "text/plain", 5), () -> {
                    http.cancelAll();
                    return new ByteArrayInputStream("12345".getBytes(StandardCharsets.US_ASCII));
                }));

        assertThat(result).isInstanceOf(HttpResult.NotSent.class);
        assertThat(server.bodies()).containsExactly("first");
        assertThat(server.connections()).isEqualTo(1);
    }
}
