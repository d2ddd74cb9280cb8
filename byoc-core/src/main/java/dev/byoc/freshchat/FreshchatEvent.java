package dev.byoc.freshchat;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What Freshchat tells: from the account's webhook, or as a product event that a marketplace app passes on. */
public sealed interface FreshchatEvent {
    /** A message was written, by the relay too: the webhook reports every message posted by API. See {@link FreshchatMessage#whyNotRelayed}. */
    record MessageCreated(FreshchatMessage message) implements FreshchatEvent {}

    /**
     * The conversation was closed.
     *
     * @param conversationIds one or both of its ids; empty if the event holds none
     * @param at when, by Freshchat's clock; events may overtake each other, so the later time wins. Null: not told
     * @param interaction {@code interaction_id}, which is new at every reopening: a resolve of the same one is the same. Null: not told
     */
    record Resolved(
            List<String> conversationIds,
            @Nullable Instant at,
            @Nullable String interaction) implements FreshchatEvent {
        public Resolved {
            conversationIds = List.copyOf(conversationIds);
        }
    }

    /**
     * The conversation was opened again, by an agent or by a customer's message.
     *
     * @param conversationIds as for {@link Resolved}
     * @param at as for {@link Resolved}
     */
    record Reopened(List<String> conversationIds, @Nullable Instant at) implements FreshchatEvent {
        public Reopened {
            conversationIds = List.copyOf(conversationIds);
        }
    }

    /**
     * Another agent or group has it now.
     *
     * @param conversationIds as for {@link Resolved}
     * @param at as for {@link Resolved}
     * @param agentId null: no agent
     * @param groupId null: no group
     */
    record Assigned(
            List<String> conversationIds,
            @Nullable Instant at,
            @Nullable String agentId,
            @Nullable String groupId) implements FreshchatEvent {
        public Assigned {
            conversationIds = List.copyOf(conversationIds);
        }
    }

    /**
     * Nothing to do.
     *
     * @param why for the log; holds nothing of what was said
     */
    record Ignored(String why) implements FreshchatEvent {}
}
