package dev.byoc.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.http.HttpCall;
import dev.byoc.http.HttpResult;
import dev.byoc.message.Media;
import dev.byoc.message.MediaException;
import dev.byoc.message.MediaException.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Calls that carry files: what becomes of them when a file is not there. */
class OkHttpFilesTest {
    private static final Media FILE = Media.of("file:1", "a.png", "image/png", 5);

    private final MockWebServer server = new MockWebServer();
    private final AtomicInteger open = new AtomicInteger();
    private final OkHttp http = new OkHttp(null, Clock.systemUTC(), Duration.ofSeconds(20), (media, within) -> {
        throw new MediaException(Reason.GONE);
    });

    @BeforeEach
    void start() throws IOException {
        server.start();
        server.enqueue(new MockResponse.Builder().body("{}").build());
    }

    @AfterEach
    void close() {
        server.close();
    }

    private HttpCall upload() {
        return HttpCall.post(server.url("/upload").uri()).part("key", "value");
    }

    private InputStream five() {
        open.incrementAndGet();
        return new ByteArrayInputStream("12345".getBytes(StandardCharsets.US_ASCII)) {
            private boolean closed;

            @Override
            public void close() {
                open.addAndGet(closed ? 0 : -1);
                closed = true;
            }
        };
    }

    private static Stream<HttpCall.Source> sourcesThatDoNotOpen() {
        return Stream.of(
                () -> {
                    throw new MediaException(Reason.GONE);
                },
                () -> {
                    throw new IOException("https://secret.example/path");
                },
                () -> {
                    throw new IllegalStateException("https://secret.example/path");
                },
                () -> {
                    throw new StackOverflowError();
                },
                () -> null);
    }

    @ParameterizedTest
    @MethodSource("sourcesThatDoNotOpen")
    void aFileThatCannotBeOpenedIsNotSent(HttpCall.Source source) {
        HttpResult result = http.call(upload().part("file", FILE, source));

        assertThat(result).isInstanceOf(HttpResult.NotSent.class);
        assertThat(result.toString()).doesNotContain("secret.example");
        assertThat(server.getRequestCount()).isZero();
    }

    @Test
    void aFileThatLiesElsewhereAndIsGoneIsNotSent() {
        assertThat(http.call(upload().part("file", FILE))).isInstanceOf(HttpResult.NotSent.class);
        assertThat(server.getRequestCount()).isZero();
    }

    @Test
    void theSecondOfTwoFilesKeepsTheFirstBackAndTheFirstIsClosed() {
        HttpResult result = http.call(upload().part("one", FILE, this::five).part("two", FILE));

        assertThat(result).isInstanceOf(HttpResult.NotSent.class);
        assertThat(server.getRequestCount()).isZero();
        assertThat(open).hasValue(0);
    }

    @Test
    @SuppressWarnings("InputStreamSlowMultibyteRead")
    void aFileThatBreaksOffOnItsWayMayHaveArrived() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new MediaException(Reason.CUT_OFF);
            }
        };
        Media longer = Media.of("file:1", "a.png", "image/png", 100_000);

        HttpResult result = http.call(upload().part(
                        "file",
                        longer,
                        () -> new SequenceInputStream(new ByteArrayInputStream(new byte[50_000]), broken)));

        assertThat(result).isInstanceOf(HttpResult.NoAnswer.class);
    }

    @Test
    void filesThatOpenGoOutOnceAndAreClosed() throws Exception {
        HttpResult result = http.call(upload().part("one", FILE, this::five).part("two", FILE, this::five));

        assertThat(result).isInstanceOf(HttpResult.Answered.class);
        assertThat(server.takeRequest().getBody().utf8().split("12345", -1)).hasSize(3);
        assertThat(open).hasValue(0);
    }

    @Test
    void aFileIsNotOpenedForAServerThatIsNotThere() {
        AtomicInteger opened = new AtomicInteger();
        HttpCall call = HttpCall.post(URI.create("http://localhost:1/upload")).part("file", FILE, () -> {
            opened.incrementAndGet();
            return five();
        });

        assertThat(http.call(call)).isInstanceOf(HttpResult.NotSent.class);
        assertThat(opened).hasValue(0);
    }
}
