package dev.byoc.message;

import org.jspecify.annotations.Nullable;

/**
 * The mark of a message that was written elsewhere and passed on.
 *
 * @param from who wrote it first, as the messenger names them; null: it does not say
 */
public record Forward(@Nullable String from) {
    /** Masked: names do not belong in a log. */
    @Override
    public String toString() {
        return "Forward[]";
    }
}
