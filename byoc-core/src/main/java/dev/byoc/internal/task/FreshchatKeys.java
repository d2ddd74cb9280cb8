package dev.byoc.internal.task;

import dev.byoc.Direction;
import dev.byoc.store.spi.Lane;
import java.util.List;

/** Idempotency keys and lanes of what Freshchat tells. They are stored, so they never change. */
public final class FreshchatKeys {
    private FreshchatKeys() {}

    /** Under which a message is stored that Freshchat tells of. */
    public static String keyOf(String messageId) {
        return "message:" + messageId;
    }

    /** Of a message that does not name its conversation, and of which another copy may. */
    public static String nowhereKeyOf(String messageId) {
        return "nowhere:" + messageId;
    }

    /** Under which it is stored once more, where it has waited in another lane than its customer's. */
    public static String movedKeyOf(String messageId) {
        return "adopted:" + messageId;
    }

    /** Where what is told of a conversation waits until it may go to its customer's lane. */
    public static Lane waitingRoom(List<String> conversations) {
        String conversation = conversations.isEmpty() ? "unknown" : conversations.get(0);
        return new Lane(Direction.OUTBOUND, "", "conversation " + conversation);
    }
}
