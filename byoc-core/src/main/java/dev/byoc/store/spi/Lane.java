package dev.byoc.store.spi;

import dev.byoc.Direction;

/**
 * A queue that is worked on in order, one entry at a time. Lanes do not wait for each other.
 *
 * @param account the channel account it belongs to; {@code ""} while that is not known
 * @param party whose queue: as a rule a customer's reference
 */
public record Lane(Direction direction, String account, String party) {
    /** The party stays out of it: it may name a customer. */
    @Override
    public String toString() {
        return "Lane[" + direction + ", " + account + "]";
    }
}
