package dev.byoc.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.http.HttpCall;
import dev.byoc.http.HttpResult;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A caller who may act only for so long, such as a host with a lease. */
final class OkHttpLeaseTest {
    private final MockWebServer server = new MockWebServer();

    @BeforeEach
    void start() throws IOException {
        server.start();
        server.enqueue(new MockResponse.Builder().code(200).build());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpResult call(Duration... left) {
        Deque<Duration> answers = new ArrayDeque<>(List.of(left));
        OkHttp http = new OkHttp(
                null,
                Clock.systemUTC(),
                Duration.ofSeconds(20),
                (media, within) -> {
                    throw new IOException("no files here");
                },
                answers::remove);
        return http.call(HttpCall.post(server.url("/").uri()));
    }

    @Test
    void requestIsNotWrittenOnceTheTimeIsOverEvenIfItWasNotWhenTheCallBegan() {
        HttpResult result = call(Duration.ofSeconds(5), Duration.ZERO);

        assertThat(result).isEqualTo(new HttpResult.NotSent("no time is left for a call"));
        assertThat(server.getRequestCount()).isZero();
    }

    @Test
    void nothingIsEvenConnectedWithoutTime() {
        HttpResult result = call(Duration.ofSeconds(-1));

        assertThat(result).isEqualTo(new HttpResult.NotSent("no time is left for a call"));
        assertThat(server.getRequestCount()).isZero();
    }

    @Test
    void requestIsWrittenWhileThereIsTime() {
        assertThat(call(Duration.ofSeconds(5), Duration.ofSeconds(4))).isInstanceOf(HttpResult.Answered.class);
    }
}
