package dev.byoc.relay;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the relay is.
 *
 * @param parts Freshchat first, then each account, the store, the host and the relay itself
 * @param open entries that are stored and not yet relayed
 */
public record Health(List<Part> parts, int open) {
    public Health {
        parts = List.copyOf(parts);
    }

    /** From the best to the worst. */
    public enum Status {
        /** It works, as far as is known. */
        UP,
        /** It works in part, or an operator should look. */
        DEGRADED,
        /** It does not work now: nothing is taken, or nothing is sent. */
        DOWN
    }

    /**
     * One remote API, the store, the host's server or the relay itself.
     *
     * @param name the account's id, {@code freshchat}, {@code store}, {@code host} or {@code relay}
     * @param since when the worst of its troubles was noticed; null: it is up
     * @param trouble the cause, as a sentence for an operator; null: it is up
     * @param remedy what an operator can do; null: nothing, or the trouble says it
     */
    public record Part(
            String name,
            Status status,
            @Nullable Instant since,
            @Nullable String trouble,
            @Nullable String remedy) {
        static Part up(String name) {
            return new Part(name, Status.UP, null, null, null);
        }
    }

    /** The worst of all parts. */
    public Status status() {
        return parts.stream().map(Part::status).max(Comparator.naturalOrder()).orElse(Status.UP);
    }

    /** Whether all of it works. */
    public boolean ok() {
        return status() == Status.UP;
    }
}
