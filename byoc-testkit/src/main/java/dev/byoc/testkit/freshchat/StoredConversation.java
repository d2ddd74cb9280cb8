package dev.byoc.testkit.freshchat;

import dev.byoc.json.Json;

/**
 * A conversation that {@link FakeFreshchat} holds, as it is now.
 *
 * @param id the UUID family
 * @param numericId the numeric family
 * @param status {@code new}, {@code assigned} or {@code resolved}
 * @param agentId {@code ""}: none is assigned
 * @param groupId {@code ""}: none is assigned
 * @param interactionId new at every reopening
 * @param superseded a resolved one that takes nothing more, as accounts in "ticket" mode have them
 */
public record StoredConversation(
        String id,
        String numericId,
        String userId,
        String channelId,
        String status,
        String agentId,
        String groupId,
        String interactionId,
        Json properties,
        boolean superseded) {

    public boolean isResolved() {
        return status.equals("resolved");
    }

    StoredConversation with(String newStatus, String newAgent, String newGroup, Json newProperties) {
        return new StoredConversation(
                id,
                numericId,
                userId,
                channelId,
                newStatus,
                newAgent,
                newGroup,
                interactionId,
                newProperties,
                superseded);
    }

    StoredConversation resolved(boolean forGood) {
        return new StoredConversation(
                id, numericId, userId, channelId, "resolved", agentId, groupId, interactionId, properties, forGood);
    }

    StoredConversation reopened(String newInteraction) {
        String open = agentId.isEmpty() ? "new" : "assigned";
        return new StoredConversation(
                id, numericId, userId, channelId, open, agentId, groupId, newInteraction, properties, superseded);
    }
}
