package dev.byoc.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.byoc.http.HttpCall;
import dev.byoc.http.HttpResult;
import dev.byoc.message.MediaException;
import java.io.IOException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.BufferedSource;
import okio.ForwardingSource;
import okio.Okio;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the host's own code in the HTTP client throws is the call's outcome, and says whether a byte may have left. */
final class OkHttpHostCodeTest {
    private final MockWebServer server = new MockWebServer();

    @BeforeEach
    void start() throws IOException {
        server.start();
        server.enqueue(new MockResponse.Builder().body("taken").build());
    }

    @AfterEach
    void close() {
        server.close();
    }

    static Stream<Throwable> throwables() {
        return Stream.of(
                new IllegalStateException("secret"),
                new SQLException("secret"),
                new StackOverflowError("secret"),
                new NoClassDefFoundError("secret"),
                new Throwable("secret"));
    }

    private HttpResult call(OkHttpClient.Builder client) {
        OkHttp http = new OkHttp(client.build(), Clock.systemUTC(), Duration.ofSeconds(5), (media, within) -> {
            throw new IOException("no files here");
        });
        return http.call(HttpCall.post(server.url("/").uri()).body("text/plain", new byte[] {1}));
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Throwable> RuntimeException sneaky(Throwable e) throws E {
        throw (E) e;
    }

    private static Interceptor before(Throwable e) {
        return chain -> {
            throw OkHttpHostCodeTest.<RuntimeException>sneaky(e);
        };
    }

    private static Interceptor after(Throwable e) {
        return chain -> {
            chain.proceed(chain.request()).close();
            throw OkHttpHostCodeTest.<RuntimeException>sneaky(e);
        };
    }

    @ParameterizedTest
    @MethodSource("throwables")
    void whatIsThrownBeforeTheCallIsNotSent(Throwable e) {
        HttpResult result = call(new OkHttpClient.Builder().addInterceptor(before(e)));

        assertThat(result)
                .isInstanceOfSatisfying(
                        HttpResult.NotSent.class,
                        not -> assertThat(not.detail()).doesNotContain("secret"));
        assertThat(server.getRequestCount()).isZero();
    }

    @ParameterizedTest
    @MethodSource("throwables")
    void whatIsThrownOnceThereIsAConnectionIsNotSentEither(Throwable e) {
        assertThat(call(new OkHttpClient.Builder().addNetworkInterceptor(before(e))))
                .isInstanceOf(HttpResult.NotSent.class);
    }

    @ParameterizedTest
    @MethodSource("throwables")
    void whatIsThrownAfterTheCallMayHaveArrived(Throwable e) {
        assertThat(call(new OkHttpClient.Builder().addInterceptor(after(e)))).isInstanceOf(HttpResult.NoAnswer.class);
        server.enqueue(new MockResponse.Builder().build());
        assertThat(call(new OkHttpClient.Builder().addNetworkInterceptor(after(e))))
                .isInstanceOf(HttpResult.NoAnswer.class);
    }

    @Test
    void requestThatAnInterceptorHasMadeAnewCountsAsWritten() {
        HttpResult result = call(new OkHttpClient.Builder().addInterceptor(chain -> {
            Request own = new Request.Builder()
                    .url(chain.request().url())
                    .method(chain.request().method(), chain.request().body())
                    .build();
            chain.proceed(own).close();
            throw new IllegalStateException();
        }));

        assertThat(result).isInstanceOf(HttpResult.NoAnswer.class);
    }

    @Test
    void bodyOfTheHostThatThrowsMayHaveArrived() {
        HttpResult result = call(new OkHttpClient.Builder()
                .addInterceptor(chain -> chain.proceed(chain.request())
                        .newBuilder()
                        .body(throwingBody())
                        .build()));

        assertThat(result).isInstanceOf(HttpResult.NoAnswer.class);
    }

    @Test
    void nameLookUpThatThrowsIsNotSent() {
        assertThat(call(new OkHttpClient.Builder().dns(name -> {
                    throw new IllegalStateException();
                })))
                .isInstanceOf(HttpResult.NotSent.class);
        assertThat(call(new OkHttpClient.Builder().dns(name -> {
                    throw new UnknownHostException(name);
                })))
                .isInstanceOf(HttpResult.NotSent.class);
    }

    @ParameterizedTest
    @MethodSource("throwables")
    void fileThatTheHostsClientFailsOnCannotBeHad(Throwable e) {
        for (Interceptor each : List.of(before(e), after(e))) {
            Fetcher fetcher = new Fetcher(
                    new OkHttpClient.Builder().addInterceptor(each).build(),
                    Set.of(server.getHostName()),
                    Duration.ofSeconds(5),
                    null,
                    ClientCode.OURS);

            assertThatThrownBy(() ->
                            fetcher.open(new WantedFile(server.url("/file").toString(), 1_000)))
                    .isInstanceOf(MediaException.class);
        }
    }

    private static ResponseBody throwingBody() {
        BufferedSource source = Okio.buffer(new ForwardingSource(new Buffer()) {
            @Override
            public long read(Buffer sink, long byteCount) {
                throw new IllegalStateException("secret");
            }
        });
        return new ResponseBody() {
            @Override
            public okhttp3.@Nullable MediaType contentType() {
                return null;
            }

            @Override
            public long contentLength() {
                return -1;
            }

            @Override
            public BufferedSource source() {
                return source;
            }
        };
    }
}
