package example;

import com.sun.net.httpserver.HttpExchange;
import dev.byoc.json.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Viber as one bot meets it. */
final class ViberStandIn extends StandIn {
    static final String TOKEN = "4d5e6f708192a3b4-c5d6e7f8091a2b3c-4d5e6f708192a3b4";

    private final BlockingQueue<Json> messages = new LinkedBlockingQueue<>();
    private volatile String webhook = "";

    ViberStandIn() throws IOException {}

    @Override
    Json answer(String call, String query, HttpExchange exchange, Json body) throws Exception {
        if (!TOKEN.equals(exchange.getRequestHeaders().getFirst("X-Viber-Auth-Token"))) {
            return null;
        }
        Json.Builder ok = Json.object().put("status", 0).put("status_message", "ok");
        switch (call) {
            case "POST /get_account_info":
                return ok.put("webhook", webhook).build();
            case "POST /set_webhook":
                String url = body.get("url").text();
                // As Viber does: the address is tried, without a signature, before the call is answered.
                post(URI.create(url), event("webhook").build().bytes(), "", "");
                webhook = url;
                return ok.build();
            case "POST /send_message":
                messages.add(body);
                return ok.put("message_token", 6209200723524063999L).build();
            default:
                return null;
        }
    }

    String webhook() {
        return webhook;
    }

    Json nextMessage() throws InterruptedException {
        return next(messages, "the answer");
    }

    /** Delivers a customer's text as Viber does, signed. */
    void customerSays(String customer, String text) throws Exception {
        byte[] body = event("message")
                .put("sender", Json.object().put("id", customer).put("name", "Sample Person").build())
                .put("message", Json.object().put("type", "text").put("text", text).build())
                .build()
                .bytes();
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(TOKEN.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        post(URI.create(webhook), body, "X-Viber-Content-Signature", HexFormat.of().formatHex(mac.doFinal(body)));
    }

    private static Json.Builder event(String name) {
        return Json.object()
                .put("event", name)
                .put("timestamp", System.currentTimeMillis())
                .put("message_token", 6209200723524063137L);
    }
}
