package dev.byoc.freshchat;

import dev.byoc.freshchat.FreshchatMessage.Voice;
import dev.byoc.json.Json;
import dev.byoc.message.Content;
import dev.byoc.wording.Wording;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A conversation to create, with its first message in it.
 *
 * @param topicId where it appears, see {@link FreshchatClient#topics}
 * @param userId the customer
 * @param voice in whose name the first message is. Clients in production create conversations in a customer's and in an agent's name;
 *     of a private note as the first message nothing is known
 * @param contents of the first message, at least one
 * @param wording of the agents who read it, for what Freshchat has no part for
 * @param groupId the group to give it to; null: Freshchat's rules decide
 * @param properties for instance {@code priority} (Low, Medium, High, Urgent) and {@code cf_} names; may be empty
 */
public record ConversationDraft(
        String topicId,
        String userId,
        Voice voice,
        List<Content> contents,
        Wording wording,
        @Nullable String groupId,
        Map<String, String> properties) {
    /** Refuses an empty message. */
    public ConversationDraft {
        contents = List.copyOf(contents);
        properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
        if (contents.isEmpty()) {
            throw new IllegalArgumentException("a conversation starts with a message");
        }
    }

    Json body() {
        Json.Builder message =
                PartWriter.message(voice, userId, contents, wording).put("channel_id", topicId);
        return Json.object()
                .put("channel_id", topicId)
                .put("status", "new")
                .put("assigned_group_id", groupId)
                .put("users", List.of(Json.object().put("id", userId)))
                .put("properties", properties.isEmpty() ? null : properties)
                .put("messages", List.of(message))
                .build();
    }

    /** Ids alone: what was said does not belong in a log. */
    @Override
    public String toString() {
        return "ConversationDraft[topic=" + topicId + ", user=" + userId + "]";
    }
}
