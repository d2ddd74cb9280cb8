package dev.byoc.testkit.freshchat;

import dev.byoc.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A message that {@link FakeFreshchat} holds.
 *
 * @param conversationId the UUID family
 * @param userId the customer whose conversation it is
 * @param actorType {@code user}, {@code agent}, {@code bot} or {@code system}
 * @param type {@code normal} or {@code private}
 * @param posted whether it came through the API, as opposed to the inbox or the account itself
 * @param json the whole message as the API shows it
 */
public record StoredMessage(
        String id,
        String conversationId,
        String userId,
        String actorType,
        String type,
        Instant createdAt,
        boolean posted,
        Json json) {

    public List<Json> parts() {
        return json.get("message_parts").items();
    }

    /** The text parts, a line each. */
    public String text() {
        return parts().stream()
                .map(part -> part.get("text").get("content").text())
                .filter(text -> text != null)
                .collect(Collectors.joining("\n"));
    }

    public boolean isPrivate() {
        return type.equals("private");
    }

    /** Ids alone. */
    @Override
    public String toString() {
        return "StoredMessage[" + id + ", " + actorType + ", " + type + "]";
    }
}
