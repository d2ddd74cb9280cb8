package dev.byoc.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.http.HttpCall;
import dev.byoc.http.HttpResult;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.Test;

final class OkHttpInterruptTest {
    @Test
    void aCallOnAnInterruptedThreadEndsAsNotSentAndLeavesTheThreadInterrupted() throws IOException {
        try (MockWebServer server = new MockWebServer()) {
            server.start();
            URI url = server.url("/").uri();

            Thread.currentThread().interrupt();
            HttpResult result = new OkHttp(Clock.systemUTC()).call(HttpCall.post(url));

            assertThat(Thread.interrupted()).isTrue();
            assertThat(result).isInstanceOf(HttpResult.NotSent.class);
            assertThat(server.getRequestCount()).isZero();
        }
    }
}
