package dev.byoc.testkit.freshchat;

import dev.byoc.json.Json;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What webhooks tell of an account. */
final class FreshchatEvents {
    private FreshchatEvents() {}

    /** @param message as webhooks show it */
    static Json created(String actorType, String actorId, Instant at, Json message) {
        return FreshchatShapes.event(actorType, actorId, "message_create", at, "message", message);
    }

    static Json resolved(
            String actorType, String actorId, Instant at, StoredConversation now, @Nullable StoredUser user) {
        return FreshchatShapes.event(
                actorType,
                actorId,
                "conversation_resolution",
                at,
                "resolve",
                Json.object()
                        .put("resolver", actorType)
                        .put("resolver_id", actorId)
                        .put("conversation", FreshchatShapes.conversation(now, true, null))
                        .put("interaction_id", now.interactionId())
                        .put("user", user == null ? null : user.json())
                        .build());
    }

    static Json reopened(String actorType, String actorId, Instant at, StoredConversation now) {
        return FreshchatShapes.event(
                actorType,
                actorId,
                "conversation_reopen",
                at,
                "reopen",
                Json.object()
                        .put("reopener", actorType)
                        .put("reopener_id", actorId)
                        .put("conversation", FreshchatShapes.conversation(now, true, "reopened"))
                        .put("interaction_id", now.interactionId())
                        .build());
    }

    static Json assigned(Instant at, StoredConversation before, StoredConversation now) {
        return FreshchatShapes.event(
                "system",
                FreshchatBooks.SYSTEM,
                "conversation_assignment",
                at,
                "assignment",
                Json.object()
                        .put("assignor", "system")
                        .put("assignor_id", FreshchatBooks.SYSTEM)
                        .put("to_agent_id", now.agentId())
                        .put("to_group_id", now.groupId())
                        .put("from_agent_id", before.agentId())
                        .put("from_group_id", before.groupId())
                        .put("conversation", FreshchatShapes.conversation(now, true, null))
                        .put("interaction_id", now.interactionId())
                        .build());
    }
}
