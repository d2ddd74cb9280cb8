package dev.byoc.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A slow line is a server that reads slowly. */
class OkHttpTracerTest {
    private static final int BODY_BYTES = 64 * 1024;

    private final MockWebServer server = new MockWebServer();

    @BeforeEach
    void start() throws IOException {
        server.start();
        server.enqueue(new MockResponse.Builder()
                .throttleBody(BODY_BYTES / 4, 300, TimeUnit.MILLISECONDS)
                .build());
    }

    @AfterEach
    void close() {
        server.close();
    }

    /** @param client whose own limits are shorter, as a host's may be */
    private Tracer.Trace trace(OkHttpClient client, Duration within) {
        Tracer.Question question =
                new Tracer.Question("POST", server.url("/").uri(), Map.of(), new byte[BODY_BYTES], false, within);
        return new OkHttpTracer(client).trace(question);
    }

    @Test
    void bodyThatArrivesSlowlyIsWaitedForAsLongAsItMayTake() {
        OkHttpClient impatient = new OkHttpClient.Builder()
                .readTimeout(Duration.ofMillis(300))
                .callTimeout(Duration.ofMillis(300))
                .build();

        assertThat(trace(impatient, Duration.ofMinutes(1))).isInstanceOf(Tracer.Answered.class);
    }

    @Test
    void noLongerThanThat() {
        assertThat(trace(new OkHttpClient(), Duration.ofMillis(300)))
                .isInstanceOfSatisfying(
                        Tracer.Failed.class, failed -> assertThat(failed.why()).isEqualTo(Tracer.Why.SILENT));
    }
}
