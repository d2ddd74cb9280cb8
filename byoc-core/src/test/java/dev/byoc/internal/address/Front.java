package dev.byoc.internal.address;

import dev.byoc.RelayRequest;
import dev.byoc.webhook.WebhookResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLSocketFactory;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.Protocol;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/** A real server at the public address: what a proxy does to requests, before a relay's own answers. */
final class Front implements AutoCloseable {
    static final String PATH = "/byoc/v1";

    private final MockWebServer server = new MockWebServer();
    volatile UnaryOperator<RelayRequest> change = request -> request;
    volatile Function<RelayRequest, @Nullable MockResponse> instead = request -> null;
    volatile @Nullable OwnRequests relay;

    /** @param tls null: it speaks http */
    Front(@Nullable SSLSocketFactory tls) {
        server.setProtocols(List.of(Protocol.HTTP_1_1));
        if (tls != null) {
            server.useHttps(tls);
        }
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                RelayRequest sent = read(request);
                MockResponse other = instead.apply(sent);
                return other == null ? answer(change.apply(sent)) : other;
            }
        });
        try {
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RelayRequest read(RecordedRequest request) {
        String[] target = request.getTarget().split("\\?", 2);
        Map<String, List<String>> headers =
                new LinkedHashMap<>(request.getHeaders().toMultimap());
        return new RelayRequest(
                request.getMethod(),
                target[0],
                target.length < 2 ? null : target[1],
                headers,
                request.getBody() == null ? new byte[0] : request.getBody().toByteArray(),
                null);
    }

    private MockResponse answer(RelayRequest request) {
        OwnRequests own = relay;
        WebhookResponse answer = own == null ? null : own.answer(request);
        if (answer == null) {
            return new MockResponse.Builder().code(404).body("not found").build();
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            answer.writeTo(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new MockResponse.Builder()
                .code(answer.status())
                .body(new Buffer().write(bytes.toByteArray()))
                .build();
    }

    URI url(String scheme, String host) {
        return URI.create(scheme + "://" + host + ":" + server.getPort() + PATH);
    }

    @Override
    public void close() {
        server.close();
    }
}
