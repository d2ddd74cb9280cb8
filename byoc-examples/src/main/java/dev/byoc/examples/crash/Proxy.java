package dev.byoc.examples.crash;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.Headers;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** A web server on this machine that passes requests on. */
final class Proxy implements AutoCloseable {
    private static final Set<String> OF_THE_CONNECTION =
            Set.of("connection", "content-length", "expect", "host", "transfer-encoding", "upgrade", "keep-alive");

    static {
        // Read once, when the first server is made: else every small answer waits 40 ms for Nagle's algorithm.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    /** What becomes of a request. */
    interface Handler {
        /**
         * Passes it on, and the answer back.
         *
         * @throws IOException to cut the connection without an answer
         */
        void handle(Passing passing) throws IOException;
    }

    /** An answer on its way back. */
    record Answer(int status, Headers headers, byte[] body) {}

    private final HttpServer server;
    private final OkHttpClient client;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "crash-proxy");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * Listens on a free port.
     *
     * @param patience how long the answer of the other side is waited for
     */
    Proxy(Duration patience, Handler handler) {
        this.client = new OkHttpClient.Builder()
                .retryOnConnectionFailure(false)
                .followRedirects(false)
                .connectTimeout(patience)
                .readTimeout(patience)
                .callTimeout(patience)
                .connectionPool(new ConnectionPool(64, 5, TimeUnit.SECONDS))
                .build();
        try {
            this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_000);
        } catch (IOException e) {
            throw new UncheckedIOException("no free port on this machine", e);
        }
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            try (exchange) {
                handler.handle(new Passing(exchange, exchange.getRequestBody().readAllBytes()));
            }
        });
        server.start();
    }

    URI origin() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** One request. */
    final class Passing {
        private final HttpExchange exchange;
        private final byte[] body;

        private Passing(HttpExchange exchange, byte[] body) {
            this.exchange = exchange;
            this.body = body;
        }

        String path() {
            return exchange.getRequestURI().getRawPath();
        }

        /**
         * Asks the other side.
         *
         * @throws IOException if there is no whole answer
         */
        Answer passTo(URI origin) throws IOException {
            Request.Builder copy = new Request.Builder()
                    .url(origin.resolve(exchange.getRequestURI().toString()).toString())
                    .method(exchange.getRequestMethod(), requestBody());
            exchange.getRequestHeaders().forEach((name, values) -> {
                if (!OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
                    values.forEach(value -> copy.addHeader(name, value));
                }
            });
            try (Response response = client.newCall(copy.build()).execute()) {
                return new Answer(
                        response.code(), response.headers(), response.body().bytes());
            }
        }

        private @Nullable RequestBody requestBody() {
            return exchange.getRequestMethod().equals("GET") ? null : RequestBody.create(body);
        }

        void answer(Answer answer) throws IOException {
            for (int i = 0; i < answer.headers().size(); i++) {
                String name = answer.headers().name(i);
                if (!OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
                    exchange.getResponseHeaders().add(name, answer.headers().value(i));
                }
            }
            answer(answer.status(), answer.body());
        }

        void answer(int status, byte[] bytes) throws IOException {
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
    }
}
