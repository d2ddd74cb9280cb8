package dev.byoc.freshchat;

import dev.byoc.internal.text.Wire;
import dev.byoc.json.Json;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A conversation. Old accounts tell little more than id, status and topic.
 *
 * @param ids at least one; {@code conversation_id} before the numeric {@code freshchat_conversation_id}
 * @param status new, assigned, resolved, "waiting on customer" and others; {@code ""} if not told
 * @param channelIds the topic's ids
 * @param userId the customer's id at Freshchat
 * @param messageId the first message's id, in the answer to a creation only
 */
public record FreshchatConversation(
        List<String> ids,
        String status,
        List<String> channelIds,
        @Nullable String userId,
        @Nullable String assignedAgentId,
        @Nullable String assignedGroupId,
        Map<String, String> properties,
        @Nullable String messageId) {
    public FreshchatConversation {
        ids = List.copyOf(ids);
        channelIds = List.copyOf(channelIds);
        properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
    }

    /** The id to call it by. */
    public String id() {
        return ids.get(0);
    }

    /** Whether its status is "resolved". */
    public boolean isResolved() {
        return status.equalsIgnoreCase("resolved");
    }

    /** Null if the object holds no id. */
    static @Nullable FreshchatConversation read(Json json) {
        Json first = json.get("messages").at(0);
        List<String> ids = Wire.conversationIds(json, first);
        if (ids.isEmpty()) {
            return null;
        }
        Json users = json.get("users").at(0);
        String user = Wire.id(json.get("user_id"));
        return new FreshchatConversation(
                ids,
                json.get("status").textOr(""),
                Wire.channelIds(json, first),
                user == null ? Wire.id(users.get("id")) : user,
                Wire.id(json.get("assigned_agent_id")),
                Wire.id(json.get("assigned_group_id")),
                Wire.properties(json.get("properties")),
                Wire.id(first.get("id")));
    }

    /** Ids and status alone. */
    @Override
    public String toString() {
        return "FreshchatConversation[" + ids + ", " + status + "]";
    }
}
