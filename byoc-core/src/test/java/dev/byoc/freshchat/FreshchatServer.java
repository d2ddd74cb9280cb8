package dev.byoc.freshchat;

import dev.byoc.internal.http.OkHttp;
import dev.byoc.json.Json;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Objects;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okio.Buffer;

/** A real server on this machine that answers what a test lays down, and a client that calls it as it would call Freshchat. */
final class FreshchatServer implements AutoCloseable {
    static final String TOKEN = "eyJ-token-of-the-test";
    static final Instant NOW = Instant.parse("2026-01-15T09:00:00Z");

    final MockWebServer http = new MockWebServer();
    final FreshchatClient client;

    FreshchatServer() throws IOException {
        http.start();
        FreshchatSettings settings = FreshchatSettings.builder()
                .url(http.url("/").toString())
                .trustHost(http.getHostName())
                .token(TOKEN)
                .webhookKey(Samples.text("cases/bc17-key-spki.txt"))
                .build();
        client = new FreshchatClient(settings, new OkHttp(Clock.fixed(NOW, ZoneOffset.UTC)));
    }

    FreshchatServer answers(int status, byte[] body, String... headers) {
        MockResponse.Builder response = new MockResponse.Builder()
                .code(status)
                .addHeader("Content-Type", "application/json")
                .body(new Buffer().write(body));
        for (int i = 0; i < headers.length; i += 2) {
            response.setHeader(headers[i], headers[i + 1]);
        }
        http.enqueue(response.build());
        return this;
    }

    FreshchatServer answers(int status, String body, String... headers) {
        return answers(status, body.getBytes(java.nio.charset.StandardCharsets.UTF_8), headers);
    }

    FreshchatServer answersSample(String name) {
        return answers(200, Samples.bytes("freshchat/" + name));
    }

    /** The next request that came; the test fails if none did. */
    RecordedRequest request() {
        try {
            return Objects.requireNonNull(
                    http.takeRequest(0, java.util.concurrent.TimeUnit.SECONDS), "no request came");
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static String line(RecordedRequest request) {
        return request.getMethod() + " " + request.getTarget();
    }

    static Json body(RecordedRequest request) {
        return Json.parse(Objects.requireNonNull(request.getBody(), "no body").toByteArray());
    }

    @Override
    public void close() {
        http.close();
    }
}
