package dev.byoc.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.http.HttpCall;
import dev.byoc.http.HttpResult;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OkHttpDripTest {
    private static final int CALLS = 12;

    private final MockWebServer server = new MockWebServer();
    private final OkHttp http = new OkHttp(Clock.systemUTC());

    @BeforeEach
    void start() throws IOException {
        server.start();
    }

    @AfterEach
    void close() {
        server.close();
    }

    private HttpCall post() {
        return HttpCall.post(URI.create(server.url("/").toString()))
                .body("application/json", "{}".getBytes(StandardCharsets.UTF_8));
    }

    /** A read time limit alone would be started again by each byte, and the answer would take an hour and a half. */
    @Test
    void answerThatComesByteByByteForEverEndsAtTheDeadline() {
        server.enqueue(new MockResponse.Builder()
                .body("x".repeat(30_000))
                .throttleBody(1, 200, TimeUnit.MILLISECONDS)
                .build());

        HttpResult result = http.call(post().within(Duration.ofSeconds(1)));

        assertThat(result).isEqualTo(new HttpResult.NoAnswer("timeout", HttpResult.NoAnswer.How.TIMED_OUT));
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 400, 401, 404, 429, 500, 503})
    void everyAnswerGivesItsConnectionBack(int status) {
        for (int i = 0; i < CALLS; i++) {
            server.enqueue(new MockResponse.Builder()
                    .code(status)
                    .body(status == 204 ? "" : "x".repeat(10_000))
                    .build());
        }

        for (int i = 0; i < CALLS; i++) {
            http.call(post());
        }

        assertThat(server.getRequestCount()).isEqualTo(CALLS);
        assertThat(connections()).isEqualTo(1);
    }

    private int connections() {
        int last = 0;
        try {
            for (int i = 0; i < CALLS; i++) {
                last = Math.max(last, server.takeRequest().getConnectionIndex());
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return last + 1;
    }
}
