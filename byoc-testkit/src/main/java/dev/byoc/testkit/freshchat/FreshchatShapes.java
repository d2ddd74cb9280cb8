package dev.byoc.testkit.freshchat;

import dev.byoc.json.Json;
import dev.byoc.testkit.server.Ask;
import dev.byoc.testkit.server.JsonEdits;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How Freshchat writes what it holds, in answers and in webhooks. */
final class FreshchatShapes {
    private static final int PAGE = 20;
    private static final int MAX_PAGE = 50;

    private FreshchatShapes() {}

    /** How many rows a call wants, within what the server gives. */
    static int pageSize(Ask ask) {
        return Math.min(MAX_PAGE, Math.max(1, ask.query("items_per_page", PAGE)));
    }

    static Json conversation(StoredConversation c, boolean asWebhook, @Nullable String webhookStatus) {
        Json.Builder json = Json.object()
                .put("conversation_id", c.id())
                .put("app_id", FreshchatBooks.APP)
                .put("status", webhookStatus == null ? c.status() : webhookStatus)
                .put("channel_id", c.channelId())
                .put("skill_id", 0);
        if (asWebhook) {
            json.put("sla_policy_id", 0).put("sla_breached", false);
        }
        return json.put("assigned_agent_id", c.agentId().isEmpty() ? null : c.agentId())
                .put("assigned_group_id", c.groupId().isEmpty() ? null : c.groupId())
                .put("properties", asWebhook || c.properties().fields().isEmpty() ? null : c.properties())
                .build();
    }

    /** The answer to a create: the only place where a conversation holds messages. */
    static Json created(StoredConversation c, List<Json> messages) {
        return Json.object()
                .put("conversation_id", c.id())
                .put("freshchat_conversation_id", c.numericId())
                .put("channel_id", c.channelId())
                .put("app_id", FreshchatBooks.APP)
                .put("status", c.status())
                .put("skill_id", 0)
                .put("properties", c.properties())
                .put("user_id", c.userId())
                .put("messages", messages)
                .put("users", List.of(Map.of("id", c.userId())))
                .build();
    }

    /** What a message is made of, before it has an id. */
    record Draft(
            String actorType,
            String actorId,
            String messageType,
            Json parts,
            Json replyParts,
            boolean botsPrivateNote,
            String source) {}

    static Json message(String id, Instant at, StoredConversation c, String numericTopic, Draft draft) {
        return Json.object()
                .put("message_parts", draft.parts())
                .put("reply_parts", draft.replyParts().isPresent() ? draft.replyParts() : null)
                .put("app_id", FreshchatBooks.APP)
                .put("actor_id", draft.actorId())
                .put("id", id)
                .put("channel_id", c.channelId())
                .put("conversation_id", c.id())
                .put("freshchat_conversation_id", c.numericId())
                .put("freshchat_channel_id", numericTopic)
                .put("interaction_id", c.interactionId())
                .put("message_type", draft.messageType())
                .put("actor_type", draft.actorType())
                .put("created_time", FreshchatBooks.time(at))
                .put("user_id", c.userId())
                .put("restrictResponse", false)
                .put("botsPrivateNote", draft.botsPrivateNote())
                .put("isBotsInput", false)
                .put("message_source", draft.source())
                .build();
    }

    /** A message that the server took and then failed to store: only the answer tells. */
    static Json failed(Json message) {
        return JsonEdits.with(
                message,
                Map.of(
                        "status", "Failed",
                        "error_code", 400,
                        "error_message", "Message could not be stored",
                        "error_category", "VALIDATION"));
    }

    static Json event(String actorType, String actorId, String action, Instant at, String field, Json data) {
        return Json.object()
                .put("actor", Json.object().put("actor_type", actorType).put("actor_id", actorId))
                .put("action", action)
                .put("action_time", FreshchatBooks.time(at))
                .put("data", Json.object().put(field, data))
                .build();
    }

    static Json error(int code, String status, String message) {
        return Json.object()
                .put("code", code)
                .put("status", status)
                .put("message", message)
                .build();
    }

    /**
     * One page of a list, with the envelope of users, groups, agents and channels.
     *
     * @param query the filters, to be repeated in the links
     */
    static Json page(String what, List<Json> all, int page, int size, String query) {
        int pages = Math.max(1, (all.size() + size - 1) / size);
        int from = Math.min(all.size(), (page - 1) * size);
        Json.Builder links = Json.object()
                .put("first_page", link(what, 1, size, query, "first_page"))
                .put("last_page", link(what, pages, size, query, "last_page"));
        if (page < pages) {
            links.put("next_page", link(what, page + 1, size, query, "next_page"));
        }
        if (page > 1) {
            links.put("previous_page", link(what, page - 1, size, query, "previous_page"));
        }
        return Json.object()
                .put(what, all.subList(from, Math.min(all.size(), from + size)))
                .put(
                        "pagination",
                        Json.object()
                                .put("total_items", all.size())
                                .put("total_pages", pages)
                                .put("current_page", page)
                                .put("items_per_page", size))
                .put("links", links)
                .build();
    }

    private static Json link(String what, int page, int size, String query, String rel) {
        return Json.object()
                .put("href", "/v2/" + what + "?" + query + "items_per_page=" + size + "&page=" + page)
                .put("rel", rel)
                .put("type", "GET")
                .build();
    }
}
