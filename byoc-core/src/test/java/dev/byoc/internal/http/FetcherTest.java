package dev.byoc.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.byoc.CurrentSecret;
import dev.byoc.Secret;
import dev.byoc.message.MediaException;
import dev.byoc.message.MediaException.Reason;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.SocketEffect;
import okhttp3.OkHttpClient;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.GzipSink;
import okio.Okio;
import okio.Source;
import okio.Timeout;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FetcherTest {
    private static final int LIMIT = 100_000;
    private static final String PNG = "\u0089PNG\r\n\u001A\n";

    private final MockWebServer server = new MockWebServer();
    private final Internet internet = new Internet(server)
            .name("media.example", "203.0.114.7")
            .name("other.example", "203.0.114.8")
            .name("inside.example", "10.0.0.5")
            .name("metadata.example", "169.254.169.254")
            .name("both.example", "203.0.114.7", "127.0.0.1")
            .name("six.example", "fd00::1")
            .name("rebinding.example", "203.0.114.7")
            .name("rebinding.example", "127.0.0.1");
    private final Fetcher fetcher = fetcher(Duration.ofSeconds(20));

    @BeforeEach
    void start() throws IOException {
        server.start();
    }

    @AfterEach
    void close() {
        server.close();
    }

    private Fetcher fetcher(Duration deadline) {
        return new Fetcher(
                internet.client(),
                Set.of("named.example"),
                deadline,
                new FileKey(URI.create("http://media.example/v2"), CurrentSecret.of(Secret.of("the-token"))),
                ClientCode.OURS);
    }

    private static MockResponse answer(String body) {
        return new MockResponse.Builder()
                .setHeader("Content-Type", "image/png")
                .body(new Buffer().write(body.getBytes(StandardCharsets.ISO_8859_1)))
                .build();
    }

    private static MockResponse redirect(String to) {
        return new MockResponse.Builder().code(302).setHeader("Location", to).build();
    }

    private @Nullable Reason refusal(String address) throws IOException {
        return refusal(fetcher, address);
    }

    /** Null: it came, all of it. */
    private static @Nullable Reason refusal(Fetcher fetcher, String address) throws IOException {
        try (Fetched file = fetcher.open(new WantedFile(address, LIMIT))) {
            file.body().readAllBytes();
            return null;
        } catch (MediaException e) {
            return e.reason();
        }
    }

    static Stream<Arguments> insideAddresses() {
        Stream<String> samples = samples("bc35-media-urls.txt");
        Stream<String> more = Stream.of(
                "http://127.255.0.9/",
                "http://[::ffff:10.0.0.1]/",
                "http://[::ffff:a00:1]/",
                "http://[64:ff9b::a00:1]/",
                "http://[64:ff9b:1::a00:1]/",
                "http://[2002:a00:1::1]/",
                "http://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/",
                "http://[fe80::1%25eth0]/",
                "http://224.0.0.251/",
                "http://[ff02::fb]/",
                "http://240.0.0.1/",
                "http://255.255.255.255/",
                "http://192.0.0.8/",
                "http://198.18.0.1/",
                "http://0/",
                "http://0x7f000001/",
                "http://0x7f.0.0.1/",
                "http://017700000001/",
                "http://0177.0.0.1/",
                "http://127.0.0.1./",
                "http://\uFF11\uFF12\uFF17.0.0.1/",
                "http://inside.example/",
                "https://inside.example/",
                "http://metadata.example/latest/meta-data/",
                "http://both.example/",
                "http://six.example/",
                "http://media.example@127.0.0.1/",
                "http://media.example:80@127.0.0.1/",
                "http://user:password@media.example/",
                "http://127.0.0.1\\@media.example/",
                "http://127.0.0.1%2f@media.example/",
                "http:127.0.0.1/",
                "http:/media.example/",
                "http://media.example\t/",
                "",
                "   ");
        return Stream.concat(samples, more).map(Arguments::of);
    }

    static Stream<String> samples(String file) {
        try {
            return Files.readAllLines(Path.of("src/test/resources/cases/" + file)).stream()
                    .filter(line -> !line.isBlank());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("insideAddresses")
    void addressThatLeadsInsideIsRefusedWithoutAConnection(String address) throws IOException {
        server.enqueue(answer(PNG));
        internet.name("localhost", "127.0.0.1").name("2130706433", "127.0.0.1").name("0", "0.0.0.0");

        Reason refusal = refusal(address);

        assertThat(refusal).isIn(Reason.NOT_PUBLIC, Reason.BAD_ADDRESS);
        assertThat(internet.connected).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://10.0.0.5/",
                "http://169.254.169.254/latest/meta-data/",
                "http://inside.example/a.png",
                "//127.0.0.1/a.png",
                "http://[::1]/",
                "http://2130706433/"
            })
    void redirectChainThatEndsInsideIsRefusedBeforeItConnects(String inside) throws IOException {
        internet.name("2130706433", "127.0.0.1");
        server.enqueue(redirect("http://other.example/next"));
        server.enqueue(redirect(inside));

        assertThat(refusal("http://media.example/a.png")).isEqualTo(Reason.NOT_PUBLIC);
        assertThat(internet.connected).containsExactly("203.0.114.7", "203.0.114.8");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ftp://other.example/a", "file:///etc/hostname", "data:text/html,x", "http://u:p@other.example/"
            })
    void redirectToWhatIsNoPlainWebAddressIsRefused(String location) throws IOException {
        server.enqueue(redirect(location));

        assertThat(refusal("http://media.example/a.png")).isIn(Reason.BAD_REDIRECT, Reason.BAD_ADDRESS);
        assertThat(internet.connected).containsExactly("203.0.114.7");
    }

    /** Soft hyphens count for nothing in a host: these would be found, were they read. */
    @Test
    void aHostThatIsLongerThanAnyIsNotRead() throws IOException {
        String host = "%C2%AD".repeat(200) + "other.example";
        server.enqueue(redirect("http://" + host + "/a.png"));
        server.enqueue(redirect("//" + host + "/a.png"));

        assertThat(refusal("http://" + host + "/a.png")).isEqualTo(Reason.BAD_ADDRESS);
        assertThat(refusal("http://media.example/a.png")).isEqualTo(Reason.BAD_REDIRECT);
        assertThat(refusal("http://media.example/a.png")).isEqualTo(Reason.BAD_REDIRECT);
        assertThat(internet.connected).containsOnly("203.0.114.7");
    }

    @Test
    void aRedirectMayHaveALongPath() throws IOException {
        server.enqueue(redirect("/" + "a".repeat(4_000)));
        server.enqueue(answer(PNG));

        assertThat(refusal("http://media.example/a.png")).isNull();
    }

    @Test
    void nameThatLeadsInsideAtItsSecondLookUpIsRefusedThen() throws IOException {
        server.enqueue(
                redirect("/again").newBuilder().setHeader("Connection", "close").build());

        assertThat(refusal("http://rebinding.example/a.png")).isEqualTo(Reason.NOT_PUBLIC);
        assertThat(internet.connected).containsExactly("203.0.114.7");
    }

    @Test
    void nameIsLookedUpOnceForTheAddressThatIsConnectedTo() throws IOException {
        server.enqueue(answer(PNG));

        assertThat(refusal("http://rebinding.example/a.png")).isNull();
        assertThat(internet.connected).containsExactly("203.0.114.7");
    }

    @Test
    void redirectsAreFollowedThreeTimesAndNoFurther() throws IOException {
        for (int i = 0; i < 3; i++) {
            server.enqueue(redirect("/hop" + i));
        }
        server.enqueue(answer(PNG));
        for (int i = 0; i < 4; i++) {
            server.enqueue(redirect("/hop" + i));
        }

        assertThat(refusal("http://media.example/a.png")).isNull();
        assertThat(refusal("http://media.example/a.png")).isEqualTo(Reason.BAD_REDIRECT);
    }

    @Test
    void hostThatTheOperatorHasNamedIsFetchedFrom() throws IOException {
        internet.name("named.example", "10.0.0.9");
        server.enqueue(answer(PNG));

        assertThat(refusal("http://named.example/a.png")).isNull();
    }

    static Stream<Arguments> statuses() {
        return Stream.of(
                Arguments.of(401, Reason.REFUSED),
                Arguments.of(403, Reason.REFUSED),
                Arguments.of(404, Reason.GONE),
                Arguments.of(410, Reason.GONE),
                Arguments.of(429, Reason.SERVER_ERROR),
                Arguments.of(500, Reason.SERVER_ERROR),
                Arguments.of(503, Reason.SERVER_ERROR));
    }

    @ParameterizedTest
    @MethodSource("statuses")
    void statusTellsWhyThereIsNoFile(int status, Reason reason) throws IOException {
        server.enqueue(new MockResponse.Builder().code(status).body("no").build());

        assertThat(refusal("http://media.example/a.png")).isEqualTo(reason);
    }

    @Test
    void fileThatIsDeclaredTooLargeIsNotRead() throws IOException {
        server.enqueue(new MockResponse.Builder()
                .body(PNG)
                .setHeader("Content-Length", 60L * 1024 * 1024)
                .onResponseEnd(new SocketEffect.CloseSocket())
                .build());

        assertThat(refusal("http://media.example/a.png")).isEqualTo(Reason.TOO_LARGE);
    }

    @Test
    void chunkedFileIsCutAtTheLimit() throws IOException {
        server.enqueue(new MockResponse.Builder()
                .chunkedBody("x".repeat(LIMIT + 1), 4096)
                .build());

        assertThat(refusal("http://media.example/a.png")).isEqualTo(Reason.TOO_LARGE);
    }

    @Test
    void packedFileIsCountedUnpacked() throws IOException {
        Buffer packed = new Buffer();
        try (var sink = Okio.buffer(new GzipSink(packed))) {
            sink.write(new byte[50 * LIMIT]);
        }
        server.enqueue(new MockResponse.Builder()
                .setHeader("Content-Encoding", "gzip")
                .body(packed)
                .build());

        assertThat(refusal("http://media.example/a.png")).isEqualTo(Reason.TOO_LARGE);
    }

    @Test
    void fileThatBreaksOffIsNoFile() throws IOException {
        server.enqueue(new MockResponse.Builder()
                .body("x".repeat(40))
                .setHeader("Content-Length", 100)
                .onResponseEnd(new SocketEffect.CloseSocket())
                .build());

        assertThat(refusal("http://media.example/a.png")).isEqualTo(Reason.CUT_OFF);
    }

    @Test
    void emptyFileIsNoFile() throws IOException {
        server.enqueue(new MockResponse.Builder().body("").build());

        assertThat(refusal("http://media.example/a.png")).isEqualTo(Reason.EMPTY);
    }

    @Test
    void serverThatSendsByteByByteForEverIsLeftAtTheDeadline() throws IOException {
        server.enqueue(new MockResponse.Builder()
                .body("x".repeat(30_000))
                .throttleBody(1, 200, TimeUnit.MILLISECONDS)
                .build());

        assertThat(refusal(fetcher(Duration.ofSeconds(1)), "http://media.example/a.png"))
                .isEqualTo(Reason.TIMED_OUT);
    }

    @Test
    void serverThatSaysNothingIsLeftAtTheDeadline() throws IOException {
        server.enqueue(
                answer(PNG).newBuilder().headersDelay(30, TimeUnit.SECONDS).build());

        assertThat(refusal(fetcher(Duration.ofMillis(500)), "http://media.example/a.png"))
                .isEqualTo(Reason.TIMED_OUT);
    }

    @Test
    void unknownNameIsUnreachable() throws IOException {
        assertThat(refusal("http://nobody.example/a.png")).isEqualTo(Reason.UNREACHABLE);
    }

    /** Whether it is used again is the pool's business: on a busy machine the rest of a body may come too late for that. */
    @Test
    void everyEndGivesItsConnectionBack() throws IOException {
        OkHttpClient client = internet.client();
        Fetcher fetcher = new Fetcher(client, Set.of(), Duration.ofSeconds(20), null, ClientCode.OURS);
        List<Integer> statuses = List.of(204, 400, 401, 404, 429, 500);
        for (int status : statuses) {
            server.enqueue(new MockResponse.Builder()
                    .code(status)
                    .body(status == 204 ? "" : "x".repeat(2_000))
                    .build());
            refusal(fetcher, "http://media.example/a.png");
            assertThat(client.connectionPool().idleConnectionCount())
                    .as("idle connections of all, after %s", status)
                    .isEqualTo(client.connectionPool().connectionCount());
        }

        assertThat(internet.connected).isNotEmpty();
    }

    /** An error is no reason to keep the connection: the message is tried again, and would keep one more each time. */
    @Test
    void anAnswerWhoseReadingEndsInAnErrorIsClosed() {
        AtomicBoolean closed = new AtomicBoolean();
        Source failing = new Source() {
            @Override
            public long read(Buffer sink, long byteCount) {
                throw new StackOverflowError();
            }

            @Override
            public Timeout timeout() {
                return Timeout.NONE;
            }

            @Override
            public void close() {
                closed.set(true);
            }
        };
        OkHttpClient client = internet.client()
                .newBuilder()
                .addInterceptor(chain -> chain.proceed(chain.request())
                        .newBuilder()
                        .body(ResponseBody.create(Okio.buffer(failing), null, -1))
                        .build())
                .build();
        Fetcher fetcher = new Fetcher(client, Set.of(), Duration.ofSeconds(20), null, ClientCode.OURS);
        server.enqueue(answer(PNG));

        assertThatThrownBy(() -> fetcher.open(new WantedFile("http://media.example/a.png", LIMIT)))
                .isInstanceOf(StackOverflowError.class);
        assertThat(closed).isTrue();
    }

    @Test
    void whatIsKnownBeforeTheBytesIsTold() throws IOException {
        server.enqueue(answer(PNG + "x".repeat(1_000))
                .newBuilder()
                .setHeader("Content-Disposition", "attachment; filename=\"a.png\"; filename*=UTF-8''%EA%B2%AC.png")
                .build());

        try (Fetched file = fetcher.open(new WantedFile("http://media.example/x", LIMIT))) {
            assertThat(file.size()).isEqualTo(1_008);
            assertThat(file.sniffedType()).isEqualTo("image/png");
            assertThat(file.name()).isEqualTo("\uACAC.png");
            assertThat(file.body().readAllBytes()).hasSize(1_008);
        }
    }

    static Stream<Arguments> breaks() {
        return Stream.of(
                Arguments.of(new SocketTimeoutException("timeout"), Reason.SILENT, true),
                Arguments.of(new InterruptedIOException("timeout"), Reason.TIMED_OUT, false),
                Arguments.of(new EOFException(), Reason.CUT_OFF, true),
                Arguments.of(new MediaException(Reason.TOO_LARGE), Reason.TOO_LARGE, false));
    }

    /** A server that falls silent may do better the next time; a file that takes all the time there is takes it again. */
    @ParameterizedTest
    @MethodSource("breaks")
    void silenceIsToldFromTheEndOfAllTime(IOException e, Reason reason, boolean mayPass) {
        assertThat(Fetched.asFault(e).reason()).isEqualTo(reason);
        assertThat(Fetched.asFault(e).mayPass()).isEqualTo(mayPass);
    }
}
