package example.outbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** The calls of Freshchat's API that are needed. All throw {@link CallFailed}. */
@Component
class Freshchat {
    private static final int MOST_PAGES = 5;

    private final Api api;
    private final String topicName;
    private volatile String topic;

    Freshchat(Api freshchatApi, RelaySettings settings) {
        this.api = freshchatApi;
        this.topicName = settings.topic();
    }

    /** A message that Freshchat holds. */
    record Posted(String id, String text) {}

    /** A conversation that was made with its first message. */
    record Created(String conversation, String message) {}

    /** The id of the topic that conversations are in. */
    String topic() {
        if (topic == null) {
            for (JsonNode channel : api.get("/channels?items_per_page=50").path("channels")) {
                if (channel.path("name").asText().equals(topicName)) {
                    topic = channel.path("id").asText();
                }
            }
            if (topic == null) {
                throw new CallFailed(CallFailed.Kind.NOT_DONE, "there is no topic " + topicName);
            }
        }
        return topic;
    }

    /** Null if there is none. */
    String findUser(String reference) {
        String query = URLEncoder.encode(reference, StandardCharsets.UTF_8);
        for (JsonNode user : api.get("/users?reference_id=" + query).path("users")) {
            if (user.path("reference_id").asText().equals(reference)) {
                return user.path("id").asText();
            }
        }
        return null;
    }

    String createUser(String reference, String name) {
        return api.post("/users", Map.of("reference_id", reference, "first_name", name))
                .path("id")
                .asText();
    }

    /** What the integration has named that user; empty: nothing. */
    String referenceOf(String user) {
        return api.get("/users/" + user).path("reference_id").asText();
    }

    List<String> conversationsOf(String user) {
        List<String> ids = new ArrayList<>();
        api.get("/users/" + user + "/conversations")
                .path("conversations")
                .forEach(one -> ids.add(one.path("id").asText()));
        return ids;
    }

    Created create(String user, String text) {
        JsonNode answer = api.post(
                "/conversations",
                Map.of(
                        "channel_id",
                        topic(),
                        "status",
                        "new",
                        "users",
                        List.of(Map.of("id", user)),
                        "messages",
                        List.of(message(user, text))));
        return new Created(
                answer.path("conversation_id").asText(),
                idOf(answer.path("messages").path(0)));
    }

    /** Gives the message's id. */
    String post(String conversation, String user, String text) {
        return idOf(api.post("/conversations/" + conversation + "/messages", message(user, text)));
    }

    private static Map<String, Object> message(String user, String text) {
        return Map.of(
                "message_parts",
                List.of(Map.of("text", Map.of("content", text))),
                "actor_type",
                "user",
                "actor_id",
                user,
                "message_type",
                "normal");
    }

    private static String idOf(JsonNode message) {
        if (message.hasNonNull("error_message")) {
            throw new CallFailed(CallFailed.Kind.REFUSED, "error " + message.path("error_code"));
        }
        return message.path("id").asText();
    }

    /**
     * What the user has said in a conversation, the oldest first.
     *
     * @param after the message that it is newer than; null: there is none to go by
     * @param since when that was at the earliest, if there is none
     */
    List<Posted> saidBy(String user, String conversation, String after, Instant since) {
        List<Posted> said = new ArrayList<>();
        String path = "/conversations/" + conversation + "/messages?items_per_page=50";
        for (int page = 0; page < MOST_PAGES && path != null; page++) {
            JsonNode answer = api.get(path);
            for (JsonNode message : answer.path("messages")) {
                boolean before = after == null
                        ? Instant.parse(message.path("created_time").asText()).isBefore(since)
                        : message.path("id").asText().equals(after);
                if (before) {
                    Collections.reverse(said);
                    return said;
                }
                if (message.path("actor_type").asText().equals("user")
                        && message.path("actor_id").asText().equals(user)) {
                    said.add(new Posted(
                            message.path("id").asText(),
                            message.path("message_parts")
                                    .path(0)
                                    .path("text")
                                    .path("content")
                                    .asText()));
                }
            }
            String older = answer.path("link").path("href").asText();
            path = older.startsWith("/v2/") ? older.substring("/v2".length()) : null;
        }
        Collections.reverse(said);
        return said;
    }
}
