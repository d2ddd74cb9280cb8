package dev.byoc.examples.bench.rig;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.byoc.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** A Freshchat that takes everything, as fast as a web server can, or after some milliseconds. A process of its own. */
public final class FarFreshchat {
    public static final String TOPIC = "Support";

    private static final AtomicLong IDS = new AtomicLong();

    private FarFreshchat() {}

    /** Takes the milliseconds that each answer takes. */
    public static void main(String[] args) throws IOException {
        System.setProperty("sun.net.httpserver.nodelay", "true");
        long nanos = TimeUnit.MILLISECONDS.toNanos(Long.parseLong(args[0]));
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_000);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", exchange -> {
            try (exchange) {
                exchange.getRequestBody().readAllBytes();
                long due = System.nanoTime() + nanos;
                byte[] answer = answer(exchange).getBytes(StandardCharsets.US_ASCII);
                for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.sendResponseHeaders(200, answer.length);
                exchange.getResponseBody().write(answer);
            }
        });
        server.start();
        Child.tell(Json.object().put("port", server.getAddress().getPort()));
        Child.awaitEnd();
    }

    private static String answer(HttpExchange exchange) {
        boolean post = exchange.getRequestMethod().equals("POST");
        String path = exchange.getRequestURI().getPath();
        String id = "5a1f3c4e-0000-4000-8000-%012x".formatted(IDS.incrementAndGet());
        if (path.endsWith("/messages")) {
            return post ? message(id) : "{\"messages\":[]}";
        }
        if (path.endsWith("/conversations")) {
            return post
                    ? "{\"conversation_id\":\"" + id + "\",\"channel_id\":\"1\",\"status\":\"new\",\"messages\":["
                            + message(id) + "]}"
                    : "{\"conversations\":[]}";
        }
        if (path.endsWith("/users")) {
            return post ? "{\"id\":\"" + id + "\",\"created_time\":\"2026-01-01T00:00:00.000Z\"}" : "{\"users\":[]}";
        }
        return "{\"channels\":[{\"id\":\"1\",\"name\":\"" + TOPIC + "\",\"enabled\":true}]}";
    }

    private static String message(String id) {
        return "{\"id\":\"" + id
                + "\",\"message_type\":\"normal\",\"actor_type\":\"user\",\"created_time\":\"2026-01-01T00:00:00.000Z\","
                + "\"message_parts\":[{\"text\":{\"content\":\"as it was sent\"}}]}";
    }
}
