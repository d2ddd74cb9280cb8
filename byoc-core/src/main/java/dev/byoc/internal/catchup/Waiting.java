package dev.byoc.internal.catchup;

import dev.byoc.store.spi.NewEntry;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a webhook told and waits for the reading.
 *
 * @param entry what goes to the customer's lane; null: nothing
 * @param messageId in whose place it goes; null: of no message
 * @param written when what it tells of was, by Freshchat's clock: its place where the message is not shown
 */
record Waiting(@Nullable NewEntry entry, @Nullable String messageId, Instant written) {
    /** The messages before that place are newer. */
    int placeIn(Read read) {
        int shown = read.placeOf(messageId);
        return shown < 0 ? read.placeOf(written) : shown;
    }

    /** Whether it is older than all that was read. */
    boolean isBehind(Read read) {
        boolean shown = messageId != null && read.holds(messageId);
        return !shown
                && read.cut()
                && read.placeOf(written) == read.newestFirst().size();
    }
}
