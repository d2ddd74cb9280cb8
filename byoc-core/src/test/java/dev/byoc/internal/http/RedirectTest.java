package dev.byoc.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.byoc.http.HttpCall;
import dev.byoc.http.HttpResult;
import dev.byoc.message.Media;
import dev.byoc.message.MediaException;
import dev.byoc.message.MediaException.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.Cookie;
import okhttp3.CookieJar;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that a key is sent to, over TLS, and another one, without, that it would like to have it. */
class RedirectTest {
    private final HeldCertificate certificate =
            new HeldCertificate.Builder().addSubjectAlternativeName("localhost").build();
    private final HandshakeCertificates server =
            new HandshakeCertificates.Builder().heldCertificate(certificate).build();
    private final HandshakeCertificates trusting = new HandshakeCertificates.Builder()
            .addTrustedCertificate(certificate.certificate())
            .build();
    private final MockWebServer api = new MockWebServer();
    private final MockWebServer elsewhere = new MockWebServer();
    private final OkHttpClient client = new OkHttpClient.Builder()
            .sslSocketFactory(trusting.sslSocketFactory(), trusting.trustManager())
            .build();

    @BeforeEach
    void start() throws IOException {
        api.useHttps(server.sslSocketFactory());
        api.start();
        elsewhere.start();
        elsewhere.enqueue(new MockResponse.Builder().body("{\"status\":0}").build());
    }

    @AfterEach
    void close() {
        api.close();
        elsewhere.close();
    }

    private void redirects(int status) {
        api.enqueue(new MockResponse.Builder()
                .code(status)
                .setHeader("Location", elsewhere.url("/stolen"))
                .body("moved")
                .build());
    }

    static Stream<String> bodies() {
        return Stream.of("get", "json", "file");
    }

    private HttpCall call(String body) {
        HttpCall post = HttpCall.post(api.url("/send").uri());
        Media file = Media.of("x", "a.txt", "text/plain", 5);
        return switch (body) {
            case "get" -> HttpCall.get(api.url("/read").uri());
            case "file" ->
                post.part("file", file, () -> new ByteArrayInputStream("words".getBytes(StandardCharsets.UTF_8)));
            default -> post.body("application/json", "{\"text\":\"words\"}".getBytes(StandardCharsets.UTF_8));
        };
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void noRedirectCarriesAKeyOrABodyAway(String body) {
        OkHttp http = new OkHttp(client, Clock.systemUTC(), Duration.ofSeconds(5), (media, within) -> {
            throw new IOException("no files here");
        });
        for (int status : new int[] {301, 302, 303, 307, 308}) {
            redirects(status);

            HttpResult result = http.call(
                    call(body).header("X-Viber-Auth-Token", "secret").header("Authorization", "Bearer secret"));

            assertThat(result).isInstanceOfSatisfying(HttpResult.Answered.class, answered -> {
                assertThat(answered.status()).isEqualTo(status);
                assertThat(answered.ok()).isFalse();
            });
        }
        assertThat(elsewhere.getRequestCount()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void fileIsNotFetchedOverHttpWhereItWasToComeOverHttps(int status) {
        Fetcher fetcher = new Fetcher(client, Set.of("localhost"), Duration.ofSeconds(10), null, ClientCode.OURS);
        redirects(status);
        URI address = URI.create("https://localhost:" + api.getPort() + "/a.png");

        assertThatThrownBy(() -> fetcher.open(new WantedFile(address.toString(), 1_000)))
                .isInstanceOfSatisfying(
                        MediaException.class, e -> assertThat(e.reason()).isEqualTo(Reason.BAD_REDIRECT));
        assertThat(elsewhere.getRequestCount()).isZero();
    }

    @Test
    void whatTheHostsClientKeepsForItselfGoesNeitherOutNorComesBack() throws Exception {
        List<String> kept = new CopyOnWriteArrayList<>();
        OkHttpClient own = client.newBuilder()
                .cookieJar(new CookieJar() {
                    @Override
                    public List<Cookie> loadForRequest(HttpUrl url) {
                        return List.of(new Cookie.Builder()
                                .domain("localhost")
                                .name("session")
                                .value("of-the-host")
                                .build());
                    }

                    @Override
                    public void saveFromResponse(HttpUrl url, List<Cookie> cookies) {
                        cookies.forEach(cookie -> kept.add(cookie.name()));
                    }
                })
                .authenticator((route, response) -> response.request()
                        .newBuilder()
                        .header("Authorization", "Basic of-the-host")
                        .build())
                .build();
        api.enqueue(new MockResponse.Builder()
                .code(401)
                .setHeader("Set-Cookie", "theirs=1")
                .build());

        HttpResult result = new OkHttp(own, Clock.systemUTC(), Duration.ofSeconds(5), (media, within) -> {
                    throw new IOException("no files here");
                })
                .call(call("get"));

        assertThat(result)
                .isInstanceOfSatisfying(
                        HttpResult.Answered.class,
                        answered -> assertThat(answered.status()).isEqualTo(401));
        assertThat(api.getRequestCount()).isOne();
        assertThat(api.takeRequest().getHeaders().names()).doesNotContain("Cookie", "Authorization");
        assertThat(kept).isEmpty();
    }
}
