package dev.byoc.testkit;

import dev.byoc.RelayRequest;
import dev.byoc.relay.RelayEngine;
import dev.byoc.webhook.WebhookResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * A reverse proxy at a relay's public address: passes requests to the relay, or answers them itself as a proxy does whose upstream is gone.
 * Thread-safe.
 */
public final class PublicFront implements AutoCloseable {
    private final MockWebServer server = new MockWebServer();
    private final Supplier<@Nullable RelayEngine> relay;
    private final String cut;
    private final List<String> paths = new CopyOnWriteArrayList<>();

    private volatile @Nullable MockResponse instead;

    /**
     * Starts on a free port.
     *
     * @param relay gives null while there is none: then it answers 502
     */
    public PublicFront(Supplier<@Nullable RelayEngine> relay) {
        this(relay, "");
    }

    /**
     * The same, at a proxy that cuts a prefix.
     *
     * @param cut the beginning of paths that is not passed on
     */
    public PublicFront(Supplier<@Nullable RelayEngine> relay, String cut) {
        this.relay = relay;
        this.cut = cut;
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
                paths.add(request.getTarget().split("\\?", 2)[0]);
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
        String[] target = request.getTarget().split("\\?", 2);
        WebhookResponse response = now.handle(new RelayRequest(
                request.getMethod(),
                target[0].substring(cut.length()),
                target.length < 2 ? null : target[1],
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

    /** The public address, for the relay's builder. */
    public URI url() {
        return URI.create("http://localhost:" + server.getPort() + "/byoc");
    }

    /** The paths of all requests so far, in order; live. */
    public List<String> paths() {
        return Collections.unmodifiableList(paths);
    }

    /** Passes requests on again. */
    public void up() {
        instead = null;
    }

    /** Answers requests with that status from now on, and passes none on. */
    public void answers(int status) {
        answers(new MockResponse.Builder().code(status).build());
    }

    /** Answers requests so from now on, and passes none on. */
    public void answers(MockResponse response) {
        instead = response;
    }

    @Override
    public void close() {
        server.close();
    }
}
