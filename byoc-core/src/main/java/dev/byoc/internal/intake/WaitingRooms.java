package dev.byoc.internal.intake;

import dev.byoc.internal.task.FreshchatKeys;
import dev.byoc.store.spi.Journal;
import dev.byoc.store.spi.Lane;
import dev.byoc.store.spi.Link;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where what Freshchat tells of a conversation waits, until its customer is known or the conversation was read after a gap. Events may name a
 * conversation by an id of either family, and what waits under one holds up what comes under the other. Thread-safe.
 */
public final class WaitingRooms {
    private final Journal journal;

    public WaitingRooms(Journal journal) {
        this.journal = journal;
    }

    /**
     * The room of a conversation.
     *
     * @param busy whether something waits there, behind which all that comes has to stay
     */
    public record Room(Lane lane, boolean busy) {}

    /**
     * Where something waits, or else the one under its first id.
     *
     * @param conversations ids that an event names
     * @param link what is known of that conversation; null: nothing
     */
    public Room of(List<String> conversations, @Nullable Link link) {
        List<String> ids = link == null ? conversations : link.conversationIds(conversations);
        List<Lane> lanes = ids.isEmpty()
                ? List.of(FreshchatKeys.waitingRoom(List.of()))
                : ids.stream().map(id -> FreshchatKeys.waitingRoom(List.of(id))).toList();
        Set<Lane> busy = journal.busy(lanes);
        return lanes.stream()
                .filter(busy::contains)
                .findFirst()
                .map(lane -> new Room(lane, true))
                .orElseGet(() -> new Room(lanes.get(0), false));
    }
}
