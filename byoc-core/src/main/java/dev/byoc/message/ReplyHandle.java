package dev.byoc.message;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the network gave for answering: a reply token, a callback address, a session. Stored by the core and handed back to
 * {@code Channel.send}.
 *
 * @param once good for one send before {@code expires}; else good until it is replaced or ended
 * @param expires null: no end is known
 */
public record ReplyHandle(
        String value, boolean once, @Nullable Instant expires) {
    public ReplyHandle {
        Objects.requireNonNull(value, "value");
    }

    /** Whether it may still be used at that time. */
    public boolean liveAt(Instant now) {
        return expires == null || now.isBefore(expires);
    }

    /** Masked: its holder can write to the customer. */
    @Override
    public String toString() {
        return "ReplyHandle[***, once=" + once + ", expires=" + expires + "]";
    }
}
