package dev.byoc.store.spi;

import dev.byoc.Direction;
import java.util.Set;

/**
 * Which lanes are not to be started now, as their remote API is out of reach or busy. What is stored meanwhile waits in the store, known
 * not to have been begun.
 *
 * @param inbound all lanes to Freshchat
 * @param outbound accounts whose lanes to customers are closed
 */
public record PausedLanes(boolean inbound, Set<String> outbound) {
    /** Everything may start. */
    public static final PausedLanes NONE = new PausedLanes(false, Set.of());

    public PausedLanes {
        outbound = Set.copyOf(outbound);
    }

    /** Whether that lane has to wait. */
    public boolean covers(Lane lane) {
        return lane.direction() == Direction.INBOUND ? inbound : outbound.contains(lane.account());
    }
}
