package dev.byoc.internal.address;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.RelayRequest;
import dev.byoc.Secret;
import dev.byoc.event.Finding;
import dev.byoc.event.Finding.Severity;
import dev.byoc.internal.http.OkHttpTracer;
import dev.byoc.internal.http.Tracer;
import dev.byoc.support.AddressRange;
import dev.byoc.webhook.WebhookResponse;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.net.SocketFactory;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import okhttp3.Dns;
import okhttp3.OkHttpClient;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PublicAddressCheckTest {
    private static final String HOST = "chat.example.com";
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-15T09:00:00Z"), ZoneOffset.UTC);
    private static final PublicAddressTokens TOKENS = tokens(Duration.ZERO);

    private static final TrustedProxies TRUSTED = new TrustedProxies(List.of(AddressRange.of("10.0.0.0/8")));

    private @Nullable Front front;

    @AfterEach
    void close() {
        if (front != null) {
            front.close();
        }
    }

    /** Of a host whose clock shows that much more. */
    private static PublicAddressTokens tokens(Duration ahead) {
        return new PublicAddressTokens(Secret.of("known to this relay alone"), Clock.offset(CLOCK, ahead));
    }

    private Front front() {
        Front made = new Front(null);
        made.relay = own(TOKENS, Front.PATH);
        front = made;
        return made;
    }

    private static OwnRequests own(PublicAddressTokens tokens, String prefix) {
        return new OwnRequests(tokens, prefix, TRUSTED, CLOCK);
    }

    /** As a name service outside knows it: this machine answers, and a public address is known too. */
    private static List<InetAddress> here(String host) throws UnknownHostException {
        return List.of(InetAddress.getByAddress(host, new byte[] {127, 0, 0, 1}), somewhere(host));
    }

    private static InetAddress somewhere(String host) throws UnknownHostException {
        return InetAddress.getByAddress(host, new byte[] {8, 8, 8, 8});
    }

    private static OkHttpClient.Builder client(Dns names) {
        return new OkHttpClient.Builder().dns(names);
    }

    private static PublicAddressCheck check(URI url, OkHttpClient client, Clock clock) {
        return new PublicAddressCheck(url, false, true, new OkHttpTracer(client), TOKENS, clock);
    }

    private static List<Finding> found(Front front) {
        return found(front, false, true, tracer());
    }

    private static List<Finding> found(Front front, boolean stripped, boolean callerCounts, Tracer tracer) {
        return new PublicAddressCheck(front.url("http", HOST), stripped, callerCounts, tracer, TOKENS, CLOCK).run();
    }

    private static Tracer tracer() {
        return new OkHttpTracer(client(PublicAddressCheckTest::here).build());
    }

    private static List<String> codes(List<Finding> found) {
        return found.stream().map(Finding::code).toList();
    }

    @Test
    void whereEveryRequestArrivesAsItWasSentNothingIsFound() {
        assertThat(found(front())).isEmpty();
    }

    static Stream<Arguments> answers() {
        return Stream.of(
                Arguments.of("login", answer(401)),
                Arguments.of("login", answer(403)),
                Arguments.of("login", answer(419)),
                Arguments.of("post-refused", answer(405)),
                Arguments.of("not-found", answer(404)),
                Arguments.of("not-found", answer(410)),
                Arguments.of("throttled", answer(429)),
                Arguments.of("proxy-fails", answer(500)),
                Arguments.of("proxy-fails", answer(502)),
                Arguments.of("proxy-fails", answer(503)),
                Arguments.of("proxy-fails", answer(504)),
                Arguments.of("web-page", page("<!DOCTYPE html><title>For sale</title>")),
                Arguments.of("web-page", page("\n <html lang=en>")),
                Arguments.of("another-answer", page("ok")),
                Arguments.of("another-answer", page("byoc arrival 1\nmethod 00\nbody 00\n")),
                Arguments.of("another-answer", answer(204)),
                Arguments.of("another-answer", answer(413)),
                Arguments.of("redirect", to("https://www.example.com/")),
                Arguments.of("redirect", to("http://[broken")),
                Arguments.of("redirect", answer(302)),
                Arguments.of("redirect-to-login", to("/login?next=/byoc")),
                Arguments.of("redirect-to-login", to("https://sso.example.com/start")),
                Arguments.of(
                        "broken",
                        new MockResponse.Builder()
                                .onResponseStart(new SocketEffect.CloseSocket())
                                .build()));
    }

    private static MockResponse answer(int status) {
        return new MockResponse.Builder().code(status).build();
    }

    private static MockResponse page(String text) {
        return new MockResponse.Builder().body(text).build();
    }

    private static MockResponse to(String location) {
        return new MockResponse.Builder()
                .code(302)
                .addHeader("Location", location)
                .build();
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("answers")
    void whatElseAnswersIsNamed(String code, MockResponse answer) {
        Front front = front();
        front.instead = request -> answer;

        assertThat(codes(found(front))).containsExactly(code);
    }

    @Test
    void redirectToHttpsIsNamed() {
        Front front = front();
        front.instead = request -> to("https://" + HOST + request.path() + "?" + request.query());

        assertThat(codes(found(front))).containsExactly("redirect-to-https");
    }

    @Test
    void redirectOfASlashIsNamed() {
        Front front = front();
        front.instead = request -> to(request.path() + "/");

        assertThat(codes(found(front))).containsExactly("redirect-of-a-slash");
    }

    @Test
    void filterThatLetsAGetPassIsNamed() {
        Front front = front();
        front.instead = request -> request.method().equals("GET") ? null : answer(403);

        assertThat(found(front)).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo("post-refused");
            assertThat(finding.what()).contains("403", "CSRF");
        });
    }

    static Stream<Arguments> changes() {
        return Stream.of(
                Arguments.of("method-changed", "", method("PUT")),
                Arguments.of("method-changed", "", method("GET")),
                Arguments.of("path-cut", "", path(path -> path.substring(Front.PATH.length()))),
                Arguments.of("path-cut", "", path(path -> path.substring("/byoc".length()))),
                Arguments.of("path-cut", "", path(path -> "/app" + path)),
                Arguments.of("path-cut", "", path(path -> path + "/")),
                Arguments.of("path-changed", "", path(path -> path.replace("//", "/"))),
                Arguments.of("path-changed", "", path(path -> path.replace("%2F", "/"))),
                Arguments.of("query-changed", "is lost", query(query -> null)),
                Arguments.of("query-changed", "is changed", query(query -> query.replace("%20", "+"))),
                Arguments.of("query-changed", "is changed", query(query -> query.replace("&empty=&x", ""))),
                Arguments.of("body-changed", "is lost", body(text -> "")),
                Arguments.of("body-changed", "the blanks at its end", body(String::stripTrailing)),
                Arguments.of("body-changed", "a line end more", body(text -> text + "\n")),
                Arguments.of("body-changed", "other line ends", body(text -> text.replace("\r\n", "\n"))),
                Arguments.of("body-changed", "anew or cut", body(text -> text.replace(" : ", ":"))),
                Arguments.of("body-changed", "anew or cut", body(text -> text.replace("\\u00e9", "\u00E9"))),
                Arguments.of("body-changed", "in another character set", bytes(PublicAddressCheckTest::misread)),
                Arguments.of("body-packed", "", header("Content-Encoding", "gzip")),
                Arguments.of("header-lost", "X-Byoc-Check", header("X-Byoc-Check", "")),
                Arguments.of("header-lost", "X-Freshchat-Signature", header("X-Freshchat-Signature", "cut")));
    }

    private static byte[] misread(byte[] body) {
        return new String(body, StandardCharsets.ISO_8859_1).getBytes(StandardCharsets.UTF_8);
    }

    private static UnaryOperator<RelayRequest> method(String method) {
        return request -> new RelayRequest(
                method, request.path(), request.query(), request.headers(), request.body(), request.remote());
    }

    private static UnaryOperator<RelayRequest> path(UnaryOperator<String> change) {
        return request -> new RelayRequest(
                request.method(),
                change.apply(request.path()),
                request.query(),
                request.headers(),
                request.body(),
                null);
    }

    private static UnaryOperator<RelayRequest> query(Function<String, @Nullable String> change) {
        return request -> new RelayRequest(
                request.method(),
                request.path(),
                request.query() == null ? null : change.apply(request.query()),
                request.headers(),
                request.body(),
                null);
    }

    private static UnaryOperator<RelayRequest> bytes(UnaryOperator<byte[]> change) {
        return request -> new RelayRequest(
                request.method(),
                request.path(),
                request.query(),
                request.headers(),
                change.apply(request.body()),
                null);
    }

    private static UnaryOperator<RelayRequest> body(UnaryOperator<String> change) {
        return bytes(
                body -> change.apply(new String(body, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8));
    }

    private static UnaryOperator<RelayRequest> header(String name, String value) {
        return request -> {
            Map<String, List<String>> headers = new LinkedHashMap<>(request.headers());
            headers.keySet().removeIf(name::equalsIgnoreCase);
            if (!value.isEmpty()) {
                headers.put(name, List.of(value));
            }
            return new RelayRequest(request.method(), request.path(), request.query(), headers, request.body(), null);
        };
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("changes")
    void whatChangesOnTheWayIsNamed(String code, String how, UnaryOperator<RelayRequest> change) {
        Front front = front();
        front.change = change;

        assertThat(found(front)).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo(code);
            assertThat(finding.what()).contains(how);
        });
    }

    @Test
    void proxyThatTakesThePathOffIsRightWhereThatWasSaid() {
        Front front = front();
        front.change = path(path -> path.substring(Front.PATH.length()));
        front.relay = own(TOKENS, "");

        assertThat(found(front, true, true, tracer())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"100000, 1048576, a messenger", "1048575, 1048576, a messenger", "1048576, 4194304, Freshchat"})
    void limitForBodiesIsNamed(int limit, String most, String whose) {
        Front front = front();
        front.instead = request -> request.body().length > limit ? answer(413) : null;

        assertThat(found(front)).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo("body-limit");
            assertThat(finding.what()).contains("413", most + " bytes", "takes of " + whose);
        });
    }

    /** As where 4 MiB take longer than usual requests may: what is not known is not called a limit. */
    @ParameterizedTest
    @CsvSource({"SILENT, within 74 s", "BROKEN, the connection ended without an answer"})
    void largeBodyWithoutAnAnswerIsNoLimit(Tracer.Why why, String words) {
        Front front = front();
        Tracer real = tracer();
        Tracer slow = question -> question.body().length > RelayRequest.MAX_BODY_BYTES
                ? new Tracer.Failed(List.of(), why)
                : real.trace(question);

        assertThat(found(front, false, true, slow)).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo("body-not-arrived");
            assertThat(finding.what()).contains("4194304 bytes", words).doesNotContain("let through");
        });
    }

    @Test
    void largeBodyThatIsTooSlowForTheServerIsNoLimit() {
        Front front = front();
        front.instead = request -> request.body().length > RelayRequest.MAX_BODY_BYTES ? answer(408) : null;

        assertThat(codes(found(front))).containsExactly("body-not-arrived");
    }

    @Test
    void largeBodiesMayTakeLonger() {
        Front front = front();
        Tracer real = tracer();
        Map<Integer, Duration> granted = new ConcurrentHashMap<>();
        Tracer noting = question -> {
            granted.put(question.body().length, question.within());
            return real.trace(question);
        };

        assertThat(found(front, false, true, noting)).isEmpty();
        assertThat(granted)
                .containsEntry(2, Duration.ofSeconds(10))
                .containsEntry(RelayRequest.MAX_FRESHCHAT_BODY_BYTES, Duration.ofSeconds(74));
    }

    @ParameterizedTest
    @CsvSource({
        "10.1.2.3, 203.0.113.9, ''",
        "10.1.2.3, '', caller-not-named",
        "192.0.2.1, 203.0.113.9, proxy-not-trusted",
        "10.1.2.3, '203.0.113.9, 10.2.3.4', ''",
        "10.1.2.3, '203.0.113.9, 192.0.2.1', proxy-not-trusted",
        "10.1.2.3, '203.0.113.9, unknown', caller-not-named",
        "192.0.2.1, '', ''",
    })
    void proxyThatHidesWhoCalledIsNamedWhereThatMatters(String connects, String names, String code) {
        Front front = front();
        front.change =
                request -> from(connects, header("X-Forwarded-For", names).apply(request));

        assertThat(codes(found(front))).isEqualTo(code.isEmpty() ? List.of() : List.of(code));
        assertThat(found(front, false, false, tracer())).isEmpty();
    }

    private static RelayRequest from(String address, RelayRequest request) {
        return new RelayRequest(
                request.method(),
                request.path(),
                request.query(),
                request.headers(),
                request.body(),
                AddressRange.addressOf(address));
    }

    @Test
    void chunksThatAreRefusedOrLostAreNamed() {
        Front front = front();
        front.instead = request -> isInChunks(request) ? answer(411) : null;
        assertThat(codes(found(front))).containsExactly("chunks-lost");

        front.instead = request -> null;
        front.change =
                request -> isInChunks(request) ? bytes(body -> new byte[0]).apply(request) : request;
        assertThat(codes(found(front))).containsExactly("chunks-lost");
    }

    private static boolean isInChunks(RelayRequest request) {
        return request.headers().keySet().stream().anyMatch("Transfer-Encoding"::equalsIgnoreCase);
    }

    @Test
    void relayOfAnotherStoreIsSomethingElse() {
        Front front = front();
        front.relay = own(new PublicAddressTokens(Secret.of("another one's"), CLOCK), Front.PATH);

        assertThat(codes(found(front))).containsExactly("not-found");
    }

    @Test
    void nameThatNobodyKnowsIsNamed() {
        Dns none = host -> {
            throw new UnknownHostException(host);
        };

        assertThat(check(URI.create("https://" + HOST), client(none).build(), CLOCK)
                        .run())
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.code()).isEqualTo("unknown-name");
                    assertThat(finding.what()).contains(HOST);
                });
    }

    @Test
    void nameThatLeadsInsideAloneIsAWarning() {
        Front front = front();
        Dns inside = host -> List.of(InetAddress.getByAddress(host, new byte[] {127, 0, 0, 1}));

        assertThat(check(front.url("http", HOST), client(inside).build(), CLOCK).run())
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.code()).isEqualTo("private-address");
                    assertThat(finding.severity()).isEqualTo(Severity.WARNING);
                });
    }

    @Test
    void failedRegistrationIsNotExplainedByWhatKeepsNoWebhookAway() {
        Front front = front();
        front.change = request -> from("10.1.2.3", request);
        Dns inside = host -> List.of(InetAddress.getByAddress(host, new byte[] {127, 0, 0, 1}));
        PublicAddressCheck both = check(front.url("http", HOST), client(inside).build(), CLOCK);
        PublicAddressCheck unnamed = check(
                front.url("http", HOST), client(PublicAddressCheckTest::here).build(), CLOCK);

        assertThat(codes(both.run())).containsExactlyInAnyOrder("caller-not-named", "private-address");
        assertThat(both.whyNotReached()).contains("leads to private addresses alone");
        assertThat(codes(unnamed.run())).containsExactly("caller-not-named");
        assertThat(unnamed.whyNotReached()).isNull();
    }

    @Test
    void failedRegistrationIsExplainedByTheGravest() {
        Dns inside = host -> List.of(InetAddress.getByAddress(host, new byte[] {10, 0, 0, 7}));
        OkHttpClient refused = client(inside)
                .socketFactory(new Sockets(new ConnectException("refused")))
                .build();
        PublicAddressCheck check = check(URI.create("https://" + HOST), refused, CLOCK);

        assertThat(codes(check.run())).containsExactly("private-address", "refused");
        assertThat(check.whyNotReached()).contains("leads to private addresses alone");
    }

    /** As in a network that does not lead back to its own public address: no trouble by itself. */
    @Test
    void connectionThatIsRefusedSomewhereElseIsNotChecked() {
        assertThat(overSockets(new ConnectException("refused"))).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo("refused");
            assertThat(finding.severity()).isEqualTo(Severity.NOT_CHECKED);
        });
        assertThat(overSockets(new SocketTimeoutException("connect")))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.code()).isEqualTo("silent");
                    assertThat(finding.severity()).isEqualTo(Severity.NOT_CHECKED);
                });
    }

    private static List<Finding> overSockets(IOException failure) {
        SocketFactory sockets = new Sockets(failure);
        return check(
                        URI.create("https://" + HOST + "/byoc"),
                        client(host -> List.of(somewhere(host)))
                                .socketFactory(sockets)
                                .build(),
                        CLOCK)
                .run();
    }

    @Test
    void nothingThatListensOnThisMachineIsAFault() {
        Front front = front();
        URI url = front.url("http", "127.0.0.1");
        Dns inside = host -> List.of(InetAddress.getByAddress(host, new byte[] {127, 0, 0, 1}));
        front.close();

        assertThat(codes(check(
                                URI.create(url.toString().replace("127.0.0.1", HOST)),
                                client(inside).build(),
                                CLOCK)
                        .run()))
                .startsWith("nothing-listens");
    }

    private static final HeldCertificate CA =
            new HeldCertificate.Builder().certificateAuthority(0).ecdsa256().build();

    private Front overTls(String name, Instant from, Instant until) {
        HeldCertificate own = new HeldCertificate.Builder()
                .signedBy(CA)
                .ecdsa256()
                .addSubjectAlternativeName(name)
                .validityInterval(from.toEpochMilli(), until.toEpochMilli())
                .build();
        Front made = new Front(
                new HandshakeCertificates.Builder().heldCertificate(own).build().sslSocketFactory());
        made.relay = own(TOKENS, Front.PATH);
        front = made;
        return made;
    }

    private static List<Finding> foundOverTls(Front front, boolean trusting, Clock clock) {
        HandshakeCertificates.Builder trust = new HandshakeCertificates.Builder().addPlatformTrustedCertificates();
        if (trusting) {
            trust.addTrustedCertificate(CA.certificate());
        }
        HandshakeCertificates trusted = trust.build();
        OkHttpClient client = client(PublicAddressCheckTest::here)
                .sslSocketFactory(trusted.sslSocketFactory(), trusted.trustManager())
                .build();
        return check(front.url("https", HOST), client, clock).run();
    }

    private static Instant inDays(int days) {
        return Clock.systemUTC().instant().plus(Duration.ofDays(days));
    }

    @Test
    void certificateThatIsRightIsNoFinding() {
        assertThat(foundOverTls(overTls(HOST, inDays(-1), inDays(90)), true, Clock.systemUTC()))
                .isEmpty();
    }

    @Test
    void certificateThatNobodyTrustsIsNamed() {
        assertThat(codes(foundOverTls(overTls(HOST, inDays(-1), inDays(90)), false, Clock.systemUTC())))
                .containsExactly("certificate-not-trusted");
    }

    @Test
    void certificateOfAnotherNameIsNamed() {
        assertThat(codes(foundOverTls(overTls("other.example.com", inDays(-1), inDays(90)), true, CLOCK)))
                .containsExactly("certificate-of-another-name");
    }

    @Test
    void certificateThatHasExpiredIsNamed() {
        assertThat(codes(foundOverTls(overTls(HOST, inDays(-90), inDays(-1)), true, CLOCK)))
                .containsExactly("certificate-expired");
    }

    @Test
    void certificateThatEndsSoonIsAWarning() {
        Instant end = inDays(60);
        Clock late = Clock.fixed(end.minus(Duration.ofDays(13)), ZoneOffset.UTC);
        Clock early = Clock.fixed(end.minus(Duration.ofDays(15)), ZoneOffset.UTC);
        Front front = overTls(HOST, inDays(-1), end);

        assertThat(foundOverTls(front, true, early)).isEmpty();
        assertThat(foundOverTls(front, true, late)).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo("certificate-ends-soon");
            assertThat(finding.severity()).isEqualTo(Severity.WARNING);
        });
    }

    @Test
    void portThatSpeaksNoTlsIsNamed() throws IOException {
        try (ServerSocket plain = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread server = new Thread(() -> answerInPlain(plain));
            server.setDaemon(true);
            server.start();

            assertThat(codes(check(
                                    URI.create("https://" + HOST + ":" + plain.getLocalPort()),
                                    client(PublicAddressCheckTest::here).build(),
                                    CLOCK)
                            .run()))
                    .containsExactly("no-tls");
        }
    }

    private static void answerInPlain(ServerSocket server) {
        try {
            while (true) {
                Socket client = server.accept();
                try (client) {
                    // All that has come: what is unread at the close ends the connection before the answer is read.
                    int unused = client.getInputStream().read(new byte[16 * 1024]);
                    client.getOutputStream()
                            .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                }
            }
        } catch (IOException e) {
            // The test has ended.
        }
    }

    @Test
    void answerHoldsNothingOfWhatWasAsked() {
        String token = TOKENS.issue();
        RelayRequest request = new RelayRequest(
                "POST",
                "/reachable/" + token,
                "q=<script>",
                Map.of("X-Byoc-Check", List.of("<b>")),
                "<i>".getBytes(StandardCharsets.UTF_8),
                null);

        assertThat(ArrivalReport.of(request, token, TOKENS, TRUSTED).text())
                .contains("X-Byoc-Check ")
                .doesNotContain("<");
    }

    @Test
    void tokensOfStrangersAndTooManyRequestsAreNotAnswered() {
        OwnRequests own = own(TOKENS, "");
        RelayRequest stranger = post("/reachable/00.00");
        assertThat(own.answer(stranger)).isNull();

        RelayRequest ours = post("/reachable/" + TOKENS.issue());
        for (int i = 0; i < 120; i++) {
            assertThat(own.answer(ours)).isNotNull();
        }
        assertThat(own.answer(ours)).isNull();
    }

    @Test
    void tooManyTestRequestsKeepNoQuestionFromItsAnswer() {
        OwnRequests own = own(TOKENS, "");
        RelayRequest seen = post("/reachable/" + TOKENS.issue());
        for (int i = 0; i < 200; i++) {
            assertThat(own.answer(seen) != null).isEqualTo(i < 120);
        }

        RelayRequest question = of("GET", "/reachable/" + TOKENS.issue());
        for (int i = 0; i < 200; i++) {
            assertThat(own.answer(question)).isNotNull();
        }
    }

    @Test
    void tokensAreAnsweredForMinutesOnly() {
        String path = "/reachable/" + TOKENS.issue();

        assertThat(answer("GET", path, Duration.ofMinutes(10))).isNotNull();
        assertThat(answer("POST", path, Duration.ofMinutes(10))).isNotNull();
        assertThat(answer("GET", path, Duration.ofMinutes(11))).isNull();
        assertThat(answer("POST", path, Duration.ofMinutes(11))).isNull();
    }

    @Test
    void clockOfAnotherHostMayBeMinutesBehind() {
        String path = "/reachable/" + TOKENS.issue();

        assertThat(answer("GET", path, Duration.ofMinutes(-10))).isNotNull();
        assertThat(answer("GET", path, Duration.ofMinutes(-11))).isNull();
    }

    private static @Nullable WebhookResponse answer(String method, String path, Duration ahead) {
        return own(tokens(ahead), "").answer(of(method, path));
    }

    private static RelayRequest post(String path) {
        return of("POST", path);
    }

    private static RelayRequest of(String method, String path) {
        return new RelayRequest(method, path, null, Map.of(), new byte[0], null);
    }

    /** Connects to nothing. */
    private static final class Sockets extends SocketFactory {
        private final IOException failure;

        Sockets(IOException failure) {
            this.failure = failure;
        }

        @Override
        public Socket createSocket() {
            return new Socket() {
                @Override
                public void connect(java.net.SocketAddress address, int timeout) throws IOException {
                    throw failure;
                }
            };
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            throw failure;
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
            throw failure;
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws IOException {
            throw failure;
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
            throw failure;
        }
    }
}
