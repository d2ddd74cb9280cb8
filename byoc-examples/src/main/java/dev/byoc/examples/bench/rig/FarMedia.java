package dev.byoc.examples.bench.rig;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.byoc.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/** A server of films and the Freshchat that they are uploaded to, which counts what came and keeps none of it. A process of its own. */
public final class FarMedia {
    private static final byte[] FILM_STARTS = "\0\0\0\u0018ftypmp42".getBytes(StandardCharsets.ISO_8859_1);
    private static final AtomicLong IDS = new AtomicLong();
    private static final AtomicLong UPLOADED = new AtomicLong();

    private FarMedia() {}

    /** Takes the bytes of a film. */
    public static void main(String[] args) throws IOException {
        System.setProperty("sun.net.httpserver.nodelay", "true");
        long film = Long.parseLong(args[0]);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_000);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/film.mp4", exchange -> {
            try (exchange) {
                exchange.getResponseHeaders().set("Content-Type", "video/mp4");
                exchange.sendResponseHeaders(200, film);
                write(exchange.getResponseBody(), film);
            }
        });
        server.createContext("/v2", exchange -> {
            try (exchange) {
                byte[] answer = answer(exchange, drained(exchange)).getBytes(StandardCharsets.US_ASCII);
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.sendResponseHeaders(200, answer.length);
                exchange.getResponseBody().write(answer);
            }
        });
        server.start();
        Child.tell(Json.object().put("port", server.getAddress().getPort()));
        Child.awaitEnd();
    }

    private static void write(OutputStream out, long film) throws IOException {
        byte[] some = new byte[64 * 1024];
        out.write(FILM_STARTS);
        for (long left = film - FILM_STARTS.length; left > 0; left -= some.length) {
            out.write(some, 0, (int) Math.min(some.length, left));
        }
    }

    private static long drained(HttpExchange exchange) throws IOException {
        InputStream in = exchange.getRequestBody();
        byte[] some = new byte[64 * 1024];
        long all = 0;
        for (int read = 0; read >= 0; read = in.read(some)) {
            all += read;
        }
        return all;
    }

    private static String answer(HttpExchange exchange, long bytes) {
        boolean post = exchange.getRequestMethod().equals("POST");
        String path = exchange.getRequestURI().getPath();
        String id = "5a1f3c4e-0000-4000-8000-%012x".formatted(IDS.incrementAndGet());
        if (path.endsWith("/upload")) {
            UPLOADED.addAndGet(bytes);
            return "{\"file_name\":\"film.mp4\",\"file_size\":" + bytes
                    + ",\"file_content_type\":\"video/mp4\",\"file_extension_type\":\"mp4\",\"file_hash\":\"" + id
                    + "\"}";
        }
        if (path.endsWith("/uploaded")) {
            return "{\"bytes\":" + UPLOADED.get() + "}";
        }
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
        return "{\"channels\":[{\"id\":\"1\",\"name\":\"Support\",\"enabled\":true}]}";
    }

    private static String message(String id) {
        return "{\"id\":\"" + id + "\",\"message_type\":\"normal\",\"actor_type\":\"user\","
                + "\"created_time\":\"2026-01-01T00:00:00.000Z\",\"message_parts\":[{\"text\":{\"content\":\"x\"}}]}";
    }
}
