package dev.byoc.examples.bench.rig;

import dev.byoc.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A Freshchat that takes everything, as fast as a server can, or after some milliseconds. A process of its own. */
public final class FarFreshchat {
    public static final String TOPIC = "Support";

    /** Of the first argument: HTTP/1.1 without TLS, and HTTP/2 with it. */
    public static final String PLAIN = "http/1.1";

    public static final String SECURE = "h2";

    /** Of the path by which HTTP/1.1 is told how many milliseconds each answer takes from then on. */
    static final String DELAY = "/delay/";

    /** Where it tells how many messages it was sent. */
    public static final String SENT = "/sent";

    private static final String ID = "5a1f3c4e-0000-4000-8000-";
    private static final AtomicLong IDS = new AtomicLong();
    private static final AtomicLong MESSAGES = new AtomicLong();

    private FarFreshchat() {}

    /** Takes the protocol, and the milliseconds that each answer takes. Tells {@link Far}. */
    public static void main(String[] args) throws IOException {
        long nanos = TimeUnit.MILLISECONDS.toNanos(Long.parseLong(args[1]));
        String host = InetAddress.getLoopbackAddress().getHostAddress();
        if (args[0].equals(SECURE)) {
            SecureServer server = new SecureServer(FarFreshchat::answer, nanos);
            Child.tell(Json.object()
                    .put("url", "https://" + host + ":" + server.port())
                    .put("certificate", server.certificate()));
        } else {
            Child.tell(Json.object()
                    .put("url", "http://" + host + ":" + new PlainServer(FarFreshchat::answer, nanos).port()));
        }
        Child.awaitEnd();
    }

    public static String answer(String method, String target) {
        boolean post = method.equals("POST");
        String path = target.split("\\?", 2)[0];
        String id = ID + HexFormat.of().toHexDigits(IDS.incrementAndGet(), 12);
        if (path.equals(SENT)) {
            return String.valueOf(MESSAGES.get());
        }
        if (post && (path.endsWith("/messages") || path.endsWith("/conversations"))) {
            MESSAGES.incrementAndGet();
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
        return "{\"channels\":[{\"id\":\"1\",\"name\":\"" + TOPIC + "\",\"enabled\":true}]}";
    }

    private static String message(String id) {
        return "{\"id\":\"" + id
                + "\",\"message_type\":\"normal\",\"actor_type\":\"user\",\"created_time\":\"2026-01-01T00:00:00.000Z\","
                + "\"message_parts\":[{\"text\":{\"content\":\"as it was sent\"}}]}";
    }
}
