package example;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.byoc.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A server on this machine in the place of a real one. What it is not asked in the way it expects, it answers 400. */
abstract class StandIn implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    StandIn() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    /** The answer; null refuses. */
    abstract Json answer(String call, String query, HttpExchange exchange, Json body) throws Exception;

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String call = exchange.getRequestMethod() + " " + exchange.getRequestURI().getRawPath();
            Json answer = answer(
                    call,
                    String.valueOf(exchange.getRequestURI().getRawQuery()),
                    exchange,
                    body.length == 0 ? Json.ABSENT : Json.parse(body));
            if (answer == null) {
                System.err.println(getClass().getSimpleName() + " did not expect " + call);
            }
            byte[] bytes = answer == null ? new byte[0] : answer.bytes();
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(answer == null ? 400 : 200, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Calls a webhook, which has to answer 200. */
    static void post(URI url, byte[] body, String header, String value) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(url).POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (!header.isEmpty()) {
            request.header(header, value);
        }
        int status = HttpClient.newHttpClient()
                .send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
        if (status != 200) {
            throw new AssertionError("the relay answered " + status);
        }
    }

    static Json next(BlockingQueue<Json> calls, String what) throws InterruptedException {
        Json call = calls.poll(30, TimeUnit.SECONDS);
        if (call == null) {
            throw new AssertionError(what + " did not come");
        }
        return call;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
