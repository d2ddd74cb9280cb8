package dev.byoc.store;

import dev.byoc.store.Lane.Direction;
import java.time.Instant;

/**
 * An entry that was given up.
 *
 * @param account the channel account; {@code ""} if it was never known
 * @param at when the entry was stored
 * @param reason why it was given up; holds nobody's words
 * @param mayHaveArrived its last call ended without an answer: a replay may double it
 */
public record DeadLetter(
        long id, String account, Direction direction, Instant at, String reason, boolean mayHaveArrived) {}
