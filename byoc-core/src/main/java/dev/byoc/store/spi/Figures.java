package dev.byoc.store.spi;

import dev.byoc.Direction;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a store counts of one account in one direction, as it changes.
 *
 * @param account {@code ""}: of Freshchat's events that belong to no account
 * @param open entries that are neither done nor dead letters
 * @param oldestOpen since when the oldest of them is stored; null: there is none
 * @param deadLetters dead letters that were neither replayed nor discarded since
 * @param lastStored when the last one was stored that came from outside, and does not follow from another; null: none was
 * @param lastRelayed when the last one was relayed; null: none was
 */
public record Figures(
        String account,
        Direction direction,
        long open,
        @Nullable Instant oldestOpen,
        long deadLetters,
        @Nullable Instant lastStored,
        @Nullable Instant lastRelayed) {}
