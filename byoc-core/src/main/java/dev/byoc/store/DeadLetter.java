package dev.byoc.store;

import dev.byoc.Direction;
import java.time.Instant;

/**
 * An entry that failed permanently.
 *
 * @param id the store's, by which it is replayed or discarded
 * @param account the channel account; {@code ""} if it was never known
 * @param party whose it is: the customer's {@code reference_id} in Freshchat, or a word for what is of no known customer
 * @param eventKey the idempotency key, as in {@link Timeline#eventKey}
 * @param at when the entry was stored
 * @param reason why it failed; holds nothing of what was said
 * @param mayHaveArrived its last call ended without an answer, or another copy of it may have been relayed: a replay may double it
 */
public record DeadLetter(
        long id,
        String account,
        Direction direction,
        String party,
        String eventKey,
        Instant at,
        String reason,
        boolean mayHaveArrived) {}
