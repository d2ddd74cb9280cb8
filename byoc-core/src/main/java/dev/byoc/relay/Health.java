package dev.byoc.relay;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the relay is.
 *
 * @param parts Freshchat first, then each account, and the store last
 * @param open entries that are stored and not yet relayed
 */
public record Health(List<Part> parts, int open) {
    public Health {
        parts = List.copyOf(parts);
    }

    /**
     * One far side, or the store.
     *
     * @param name the account's id, {@code freshchat} or {@code store}
     * @param trouble null: it works; else what is wrong and what to do
     */
    public record Part(String name, @Nullable String trouble) {}

    /** Whether all of it works. */
    public boolean ok() {
        return parts.stream().allMatch(part -> part.trouble() == null);
    }
}
