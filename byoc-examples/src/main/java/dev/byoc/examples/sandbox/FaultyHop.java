package dev.byoc.examples.sandbox;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.byoc.json.Json;
import dev.byoc.json.JsonException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A proxy on every way between the relay, Freshchat and Viber that does one kind of damage. Each side takes it for the other, so what it
 * does looks like what a faulty relay would do.
 */
final class FaultyHop implements AutoCloseable {
    private static final Set<String> OF_THE_CONNECTION =
            Set.of("connection", "content-length", "expect", "host", "transfer-encoding", "upgrade", "keep-alive");

    private record Passing(String method, String target, Map<String, List<String>> headers, byte[] body) {
        Passing withBody(byte[] changed) {
            return new Passing(method, target, headers, changed);
        }

        Json json() {
            try {
                return Json.parse(body);
            } catch (JsonException e) {
                return Json.ABSENT;
            }
        }
    }

    private record Answer(int status, String type, byte[] body) {}

    private final Fault fault;
    private final URI freshchat;
    private final URI viber;
    private final URI relay;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "faulty-hop");
        thread.setDaemon(true);
        return thread;
    });
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Set<String> done = ConcurrentHashMap.newKeySet();
    private final Map<String, Passing> kept = new ConcurrentHashMap<>();
    private final AtomicReference<@Nullable String> firstReceiver = new AtomicReference<>();
    private volatile @Nullable Passing lastToViber;

    /**
     * Listens on the port, on this machine alone.
     *
     * @param freshchat what is asked for below {@code /v2} goes there
     * @param viber what is asked for below {@code /pa} goes there
     * @param relay all else goes there
     */
    FaultyHop(Fault fault, int port, URI freshchat, URI viber, URI relay) {
        this.fault = fault;
        this.freshchat = freshchat;
        this.viber = viber;
        this.relay = relay;
        try {
            this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on port " + port, e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            Map<String, List<String>> headers = new LinkedHashMap<>();
            exchange.getRequestHeaders().forEach((name, values) -> {
                if (!OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
                    headers.put(name, values);
                }
            });
            Answer answer = through(new Passing(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    headers,
                    exchange.getRequestBody().readAllBytes()));
            exchange.getResponseHeaders().set("Content-Type", answer.type());
            exchange.sendResponseHeaders(answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
            exchange.getResponseBody().write(answer.body());
        }
    }

    private Answer through(Passing request) throws IOException {
        String conversation = conversation(request);
        if (conversation == null) {
            Answer answer = pass(request);
            if (fault == Fault.LEAK_NOTE) {
                leak(request);
            }
            return answer;
        }
        boolean toViber = isToViber(request);
        if (toViber) {
            lastToViber = request;
        }
        String side = toViber ? "Viber" : "Freshchat";
        return switch (fault) {
            case DROP -> done.add(side) ? pretended(toViber) : pass(request);
            case DOUBLE -> {
                if (done.add(side)) {
                    pass(request);
                }
                yield pass(request);
            }
            case SWAP -> swapped(request, side, conversation);
            case WRONG_CUSTOMER -> pass(toViber ? redirected(request) : request);
            case LEAK_NOTE, NO_CATCH_UP -> pass(request);
        };
    }

    /** What a message belongs to; null if the request sends none. A message that begins a conversation is left alone. */
    private static @Nullable String conversation(Passing request) {
        if (!request.method().equals("POST")) {
            return null;
        }
        if (isToViber(request)) {
            return request.json().get("receiver").text();
        }
        return request.target().matches("/v2/conversations/[^/]+/messages") ? request.target() : null;
    }

    private static boolean isToViber(Passing request) {
        return request.target().equals("/pa/send_message");
    }

    /** The first message is kept until the next one of its conversation has passed. */
    private Answer swapped(Passing request, String side, String conversation) throws IOException {
        Passing earlier = kept.remove(conversation);
        if (earlier != null) {
            Answer answer = pass(request);
            pass(earlier);
            return answer;
        }
        if (done.add(side)) {
            kept.put(conversation, request);
            return pretended(side.equals("Viber"));
        }
        return pass(request);
    }

    private Passing redirected(Passing request) {
        Json body = request.json();
        firstReceiver.compareAndSet(null, body.get("receiver").textOr(""));
        return request.withBody(with(body, "receiver", String.valueOf(firstReceiver.get())));
    }

    /** An agent's note on its way to the relay also goes where the last answer went. */
    private void leak(Passing request) throws IOException {
        Json message = request.json().get("data").get("message");
        boolean note = "private".equals(message.get("message_type").text())
                && "agent".equals(message.get("actor_type").text());
        Passing last = lastToViber;
        if (note && last != null) {
            String text = message.get("message_parts")
                    .at(0)
                    .get("text")
                    .get("content")
                    .textOr("");
            pass(last.withBody(with(last.json(), "text", text)));
        }
    }

    private static byte[] with(Json object, String name, String value) {
        Map<String, Object> fields = new LinkedHashMap<>(object.fields());
        fields.put(name, value);
        return Json.of(fields).bytes();
    }

    /** The answer to a message that was not passed on. */
    private static Answer pretended(boolean byViber) {
        Json.Builder json = byViber
                ? Json.object().put("status", 0).put("status_message", "ok").put("message_token", 1)
                : Json.object().put("id", UUID.randomUUID().toString());
        return new Answer(200, "application/json", json.build().bytes());
    }

    private Answer pass(Passing request) throws IOException {
        URI to = request.target().startsWith("/v2/")
                ? freshchat
                : request.target().startsWith("/pa/") ? viber : relay;
        HttpRequest.Builder copy = HttpRequest.newBuilder(to.resolve(request.target()))
                .method(request.method(), HttpRequest.BodyPublishers.ofByteArray(request.body()));
        request.headers().forEach((name, values) -> values.forEach(value -> copy.header(name, value)));
        try {
            HttpResponse<byte[]> response = client.send(copy.build(), HttpResponse.BodyHandlers.ofByteArray());
            String type = response.headers().firstValue("Content-Type").orElse("text/plain");
            return new Answer(response.statusCode(), type, response.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer(503, "text/plain", "stopping".getBytes(StandardCharsets.UTF_8));
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
