package dev.byoc.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.http.HttpCall;
import dev.byoc.http.HttpResult;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.SocketEffect;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.internal.http2.ConnectionShutdownException;
import okhttp3.internal.http2.ErrorCode;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections that calls share: what the server says of a call that it has not looked at. */
class Http2ConnectionsTest {
    private static final HeldCertificate CERTIFICATE =
            new HeldCertificate.Builder().addSubjectAlternativeName("localhost").build();
    private static final HandshakeCertificates CERTIFICATES = new HandshakeCertificates.Builder()
            .heldCertificate(CERTIFICATE)
            .addTrustedCertificate(CERTIFICATE.certificate())
            .build();

    private final MockWebServer server = new MockWebServer();
    private OkHttp http;

    private void start(boolean tls) throws IOException {
        OkHttpClient.Builder client = new OkHttpClient.Builder();
        if (tls) {
            server.useHttps(CERTIFICATES.sslSocketFactory());
            client.sslSocketFactory(CERTIFICATES.sslSocketFactory(), CERTIFICATES.trustManager());
        } else {
            server.setProtocols(List.of(Protocol.H2_PRIOR_KNOWLEDGE));
            client.protocols(List.of(Protocol.H2_PRIOR_KNOWLEDGE));
        }
        server.start();
        http = new OkHttp(client.build(), Clock.systemUTC(), Duration.ofSeconds(60), (media, within) -> {
            throw new IOException("no files here");
        });
    }

    @AfterEach
    void stop() {
        http.cancelAll();
        server.close();
    }

    private HttpResult post() {
        return http.call(HttpCall.post(server.url("/").uri()).body("text/plain", new byte[] {1}));
    }

    private static MockResponse.Builder answer() {
        return new MockResponse.Builder().body("{}");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void callsShareOneConnectionAndNoOtherThreadReadsFromIt(boolean tls) throws Exception {
        start(tls);
        for (int i = 0; i < 4; i++) {
            server.enqueue(answer().build());

            assertThat(post()).isInstanceOf(HttpResult.Answered.class);
            assertThat(server.takeRequest().getExchangeIndex()).isEqualTo(i);
        }
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "PROTOCOL_ERROR",
                "INTERNAL_ERROR",
                "REFUSED_STREAM",
                "CANCEL",
                "ENHANCE_YOUR_CALM",
                "STREAM_CLOSED"
            })
    void onlyARefusedStreamIsSurelyNotDone(ErrorCode code) throws Exception {
        start(true);
        server.enqueue(answer().build());
        server.enqueue(answer().onResponseStart(new SocketEffect.CloseStream(code.getHttpCode()))
                .build());
        post();

        HttpResult result = post();

        assertThat(result)
                .isInstanceOf(code == ErrorCode.REFUSED_STREAM ? HttpResult.NotSent.class : HttpResult.NoAnswer.class);
        assertThat(server.getRequestCount()).as("it is not repeated here").isEqualTo(2);
    }

    /** The answer had begun: who says so now has looked at it all the same. */
    @Test
    void refusalInTheMiddleOfAnAnswerIsAnUnknownOutcome() throws Exception {
        start(true);
        server.enqueue(answer().body("x".repeat(100_000))
                .onResponseBody(new SocketEffect.CloseStream(ErrorCode.REFUSED_STREAM.getHttpCode()))
                .build());

        assertThat(post()).isInstanceOf(HttpResult.NoAnswer.class);
    }

    /** The word may come before the next call, or cross it. */
    @Test
    void callAfterTheServersGoodbyeIsNeverAnUnknownOutcome() throws Exception {
        start(true);
        server.enqueue(
                answer().onResponseEnd(SocketEffect.ShutdownConnection.INSTANCE).build());
        server.enqueue(answer().build());
        assertThat(post()).isInstanceOf(HttpResult.Answered.class);

        HttpResult result = post();
        while (result instanceof HttpResult.NotSent) {
            result = post();
        }

        assertThat(result).isInstanceOf(HttpResult.Answered.class);
        assertThat(server.getRequestCount()).isEqualTo(2);
        server.takeRequest();
        assertThat(server.takeRequest().getExchangeIndex())
                .as("on a new connection")
                .isZero();
    }

    /** By the type itself, as it might be renamed one day. */
    @Test
    void callForWhichTheConnectionHadEndedWasNotWritten() throws Exception {
        start(true);

        assertThat(Connections.isClosedUnwritten(new ConnectionShutdownException()))
                .isTrue();
        assertThat(Connections.isClosedUnwritten(new IOException("shut"))).isFalse();
    }
}
