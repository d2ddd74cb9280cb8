package example;

import com.sun.net.httpserver.HttpExchange;
import dev.byoc.json.Json;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Freshchat as a new customer's first message meets it. */
final class FreshchatStandIn extends StandIn {
    static final String TOKEN = "sample-token";
    static final String TOPIC = "c5b0dd8e-5a11-4d3d-a8a3-a1fd28d5a7c0";
    static final String USER = "1b0ae1bb-2a0f-4cf8-8a83-1a9d3cbb2f9f";
    private static final String CONVERSATION = "7d2d1f4a-0f0c-4a83-9d6b-0e8f5a3c1b2e";

    private final KeyPair keys;
    private final BlockingQueue<Json> users = new LinkedBlockingQueue<>();
    private final BlockingQueue<Json> conversations = new LinkedBlockingQueue<>();

    FreshchatStandIn() throws IOException, GeneralSecurityException {
        KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
        rsa.initialize(2048);
        keys = rsa.generateKeyPair();
    }

    @Override
    Json answer(String call, String query, HttpExchange exchange, Json body) {
        if (!("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            return null;
        }
        switch (call) {
            case "GET /v2/channels":
                Json topic = Json.object().put("id", TOPIC).put("name", "Support").put("enabled", true).build();
                return Json.object().put("channels", List.of(topic)).build();
            case "GET /v2/users":
                return query.startsWith("reference_id=")
                        ? Json.object().put("users", List.of()).build()
                        : null;
            case "POST /v2/users":
                users.add(body);
                return Json.object()
                        .put("id", USER)
                        .put("reference_id", body.get("reference_id"))
                        .build();
            case "POST /v2/conversations":
                conversations.add(body);
                Json message = Json.object().put("id", "message-1").build();
                return Json.object()
                        .put("conversation_id", CONVERSATION)
                        .put("channel_id", TOPIC)
                        .put("status", "new")
                        .put("messages", List.of(message))
                        .build();
            default:
                return null;
        }
    }

    String publicKey() {
        return Base64.getMimeEncoder().encodeToString(keys.getPublic().getEncoded());
    }

    Json nextUser() throws InterruptedException {
        return next(users, "the user");
    }

    Json nextConversation() throws InterruptedException {
        return next(conversations, "the conversation");
    }

    /** Delivers an agent's answer as Freshchat's webhook does, signed. */
    void agentSays(URI webhook, String text) throws Exception {
        Json part = Json.object()
                .put("text", Json.object().put("content", text).build())
                .build();
        Json message = Json.object()
                .put("id", "message-2")
                .put("conversation_id", CONVERSATION)
                .put("channel_id", TOPIC)
                .put("message_type", "normal")
                .put("actor_type", "agent")
                .put("actor_id", "agent-1")
                .put("created_time", Instant.now().toString())
                .put("message_parts", List.of(part))
                .build();
        byte[] body = Json.object()
                .put("actor", Json.object().put("actor_type", "agent").put("actor_id", "agent-1").build())
                .put("action", "message_create")
                .put("action_time", Instant.now().toString())
                .put("data", Json.object().put("message", message).build())
                .build()
                .bytes();
        Signature rsa = Signature.getInstance("SHA256withRSA");
        rsa.initSign(keys.getPrivate());
        rsa.update(body);
        post(webhook, body, "X-Freshchat-Signature", Base64.getEncoder().encodeToString(rsa.sign()));
    }
}
