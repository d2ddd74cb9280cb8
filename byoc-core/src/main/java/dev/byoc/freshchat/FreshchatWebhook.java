package dev.byoc.freshchat;

import dev.byoc.internal.text.Wire;
import dev.byoc.json.Json;
import dev.byoc.json.JsonException;
import dev.byoc.support.Signatures;
import java.security.PublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Freshchat's side of the conversation: checks that a webhook is Freshchat's and reads it. Thread-safe; does no I/O.
 *
 * @see <a href="https://crmsupport.freshworks.com/en/support/solutions/articles/50000004461">Webhooks, payload and authentication</a>
 */
public final class FreshchatWebhook {
    /** The header with the signature, in any case. */
    public static final String SIGNATURE_HEADER = "X-Freshchat-Signature";

    private static final int MAX_SIGNATURE_CHARS = 4096;
    private static final int MAX_NAME_CHARS = 60;

    private final List<PublicKey> keys;

    public FreshchatWebhook(PublicKey key) {
        this(List.of(key));
    }

    /** One that takes what any of the keys has signed, as while a key changes. */
    public FreshchatWebhook(List<PublicKey> keys) {
        this.keys = List.copyOf(keys);
    }

    /** How many keys count. */
    public int keys() {
        return keys.size();
    }

    /**
     * Whether these are the very bytes that Freshchat signed: RSA over SHA-256, in base64. Repeats pass; they are told by their message
     * ids and, once those may be forgotten, by the times in the body.
     *
     * @param body as received, never decoded and encoded again
     * @param signature of {@link #SIGNATURE_HEADER}; garbage is a no
     */
    public boolean isSigned(byte[] body, String signature) {
        return signedWith(body, signature) != null;
    }

    /** As {@link #isSigned}: which of the keys has signed it, as its place in the list; null: none. */
    public @Nullable Integer signedWith(byte[] body, String signature) {
        String base64 = signature.strip();
        if (base64.isEmpty() || base64.length() > MAX_SIGNATURE_CHARS) {
            return null;
        }
        byte[] signed = Signatures.fromBase64(base64);
        for (int i = 0; i < keys.size(); i++) {
            if (Signatures.isRsaSha256(keys.get(i), body, signed)) {
                return i;
            }
        }
        return null;
    }

    /**
     * Reads an account webhook ({@code action}) or a product event ({@code event}). A product event may hold several messages. Whatever
     * is missing is absent in the result; what is not known is {@link FreshchatEvent.Ignored}.
     *
     * @return at least one event, in the order given
     * @throws JsonException if the body is not JSON
     */
    public List<FreshchatEvent> parse(byte[] body) {
        Json json = Json.parse(body);
        String action = json.get("action").text();
        if (action != null) {
            return List.of(webhook(action, json));
        }
        String event = json.get("event").text();
        if (event != null) {
            return productEvent(event, json);
        }
        return List.of(new FreshchatEvent.Ignored("neither action nor event"));
    }

    private static FreshchatEvent webhook(String action, Json json) {
        Json data = json.get("data");
        Instant at = json.get("action_time").time();
        switch (action) {
            case "message_create" -> {
                if (!data.get("message").isObject()) {
                    return new FreshchatEvent.Ignored("message_create without a message");
                }
                return new FreshchatEvent.MessageCreated(
                        FreshchatMessage.read(data.get("message"), List.of(data, json), json.get("actor"), at));
            }
            case "conversation_resolution" -> {
                Json change = data.get("resolve");
                return new FreshchatEvent.Resolved(idsOf(change, data), at, Wire.id(change.get("interaction_id")));
            }
            case "conversation_reopen" -> {
                return new FreshchatEvent.Reopened(idsOf(data.get("reopen"), data), at);
            }
            case "conversation_assignment" -> {
                Json change = data.get("assignment");
                return new FreshchatEvent.Assigned(
                        idsOf(change, data),
                        at,
                        Wire.id(change.get("to_agent_id")),
                        Wire.id(change.get("to_group_id")));
            }
            default -> {
                return unknown(action);
            }
        }
    }

    private static List<String> idsOf(Json change, Json data) {
        return Wire.conversationIds(change.get("conversation"), change, data);
    }

    private static List<FreshchatEvent> productEvent(String event, Json json) {
        Json data = json.get("data");
        Instant told = json.get("timestamp").time();
        return switch (event) {
            case "onMessageCreate" -> messages(json, told);
            case "onConversationUpdate" -> changes(data, told);
            default -> List.of(unknown(event));
        };
    }

    /** Here {@code data.message} is a conversation that holds messages. */
    private static List<FreshchatEvent> messages(Json json, @Nullable Instant told) {
        Json data = json.get("data");
        Json conversation = data.get("message");
        List<FreshchatEvent> events = new ArrayList<>();
        for (Json message : conversation.get("messages").items()) {
            events.add(new FreshchatEvent.MessageCreated(
                    FreshchatMessage.read(message, List.of(conversation, data, json), data.get("actor"), told)));
        }
        return events.isEmpty()
                ? List.of(new FreshchatEvent.Ignored("onMessageCreate without a message"))
                : List.copyOf(events);
    }

    private static List<FreshchatEvent> changes(Json data, @Nullable Instant told) {
        Json conversation = data.get("conversation");
        Json changes = data.get("changes").get("model_changes");
        List<String> ids = Wire.conversationIds(conversation, data);
        List<FreshchatEvent> events = new ArrayList<>();
        String before = state(changes.get("status").at(0));
        String after = state(changes.get("status").at(1));
        if (after.equals("resolved")) {
            Instant resolved = conversation.get("resolved_time").time();
            events.add(new FreshchatEvent.Resolved(ids, resolved == null ? told : resolved, null));
        } else if (after.startsWith("reopen") || (before.equals("resolved") && !after.isEmpty())) {
            Instant reopened = conversation.get("reopened_time").time();
            events.add(new FreshchatEvent.Reopened(ids, reopened == null ? told : reopened));
        }
        if (changes.get("assigned_agent_id").isArray()
                || changes.get("assigned_group_id").isArray()) {
            events.add(new FreshchatEvent.Assigned(
                    ids,
                    told,
                    Wire.id(conversation.get("assigned_agent_id")),
                    Wire.id(conversation.get("assigned_group_id"))));
        }
        return events.isEmpty()
                ? List.of(new FreshchatEvent.Ignored("onConversationUpdate of something else"))
                : List.copyOf(events);
    }

    private static String state(Json status) {
        return status.textOr("").strip().toLowerCase(Locale.ROOT);
    }

    private static FreshchatEvent unknown(String name) {
        String word = Wire.word(name, MAX_NAME_CHARS);
        return new FreshchatEvent.Ignored(word.isEmpty() ? "an event of an unknown name" : word);
    }
}
