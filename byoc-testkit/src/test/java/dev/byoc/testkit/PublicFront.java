package dev.byoc.testkit;

import dev.byoc.RelayRequest;
import dev.byoc.relay.RelayEngine;
import dev.byoc.webhook.WebhookResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okio.Buffer;

/** What stands at a relay's public address: passes requests on to the relay, or does something else. */
final class PublicFront implements AutoCloseable {
    private final MockWebServer server = new MockWebServer();
    private final Supplier<RelayEngine> relay;
    private final String cut;

    /** Paths that were asked for. */
    final List<String> paths = new CopyOnWriteArrayList<>();

    private volatile MockResponse instead;

    /** @param relay gives null: there is none yet */
    PublicFront(Supplier<RelayEngine> relay) {
        this(relay, "");
    }

    /** @param cut the beginning of paths that is not passed on */
    PublicFront(Supplier<RelayEngine> relay, String cut) {
        this.relay = relay;
        this.cut = cut;
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
                paths.add(request.getUrl().encodedPath());
                MockResponse other = instead;
                return other == null ? passOn(request) : other;
            }
        });
        try {
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private MockResponse passOn(RecordedRequest request) {
        RelayEngine now = relay.get();
        if (now == null) {
            return new MockResponse.Builder().code(502).build();
        }
        byte[] body =
                request.getBody() == null ? new byte[0] : request.getBody().toByteArray();
        WebhookResponse response = now.handle(new RelayRequest(
                request.getMethod(),
                request.getUrl().encodedPath().substring(cut.length()),
                null,
                new LinkedHashMap<>(request.getHeaders().toMultimap()),
                body,
                null));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            response.writeTo(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new MockResponse.Builder()
                .code(response.status())
                .body(new Buffer().write(bytes.toByteArray()))
                .build();
    }

    URI url() {
        return URI.create("http://localhost:" + server.getPort() + "/byoc");
    }

    /** Passes requests on again. */
    void up() {
        instead = null;
    }

    void answers(int status) {
        answers(new MockResponse.Builder().code(status).build());
    }

    void answers(MockResponse response) {
        instead = response;
    }

    @Override
    public void close() {
        server.close();
    }
}
