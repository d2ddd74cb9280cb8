package dev.byoc.channel;

import dev.byoc.message.Content;
import dev.byoc.message.Quote;
import dev.byoc.message.ReplyHandle;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What one call of {@link Channel#send} has to bring to a customer. Immutable. */
public final class OutboundMessage {
    private final String to;
    private final List<Content> parts;
    private final @Nullable ReplyHandle handle;
    private final UUID key;
    private final boolean resend;
    private final @Nullable Quote quote;
    private final @Nullable String agentName;
    private final @Nullable URI agentAvatar;

    private OutboundMessage(Builder builder) {
        this.to = builder.to;
        this.parts = builder.parts;
        this.handle = builder.handle;
        this.key = builder.key;
        this.resend = builder.resend;
        this.quote = builder.quote;
        this.agentName = builder.agentName;
        this.agentAvatar = builder.agentAvatar;
    }

    /**
     * Starts a message.
     *
     * @param to the customer's id
     * @param parts at least one
     * @param key as {@link #key}
     */
    public static Builder builder(String to, List<? extends Content> parts, UUID key) {
        return new Builder(to, List.copyOf(parts), key);
    }

    /** The customer's id. */
    public String to() {
        return to;
    }

    /** Within the channel's capabilities, at most its parts per send. */
    public List<Content> parts() {
        return parts;
    }

    /** The newest live handle of this customer. */
    public @Nullable ReplyHandle handle() {
        return handle;
    }

    /** For the network's own duplicate check: the same while the outcome is unknown, a new one after an explicit failure. */
    public UUID key() {
        return key;
    }

    /** Whether an earlier call with this key ended {@link SendResult.Unknown}. */
    public boolean resend() {
        return resend;
    }

    /**
     * The earlier message that the first part answers, for channels that {@linkplain Capabilities#quotes() show quotes}: it has the id of that
     * message. Null: none, or it is in words among the parts.
     */
    public @Nullable Quote quote() {
        return quote;
    }

    /** Who answers, for networks that show it; perhaps an alias. One line of any length. */
    public @Nullable String agentName() {
        return agentName;
    }

    /**
     * The https address of the agent's picture, for networks that take one and fetch it themselves: the relay does not, so that neither its
     * size nor its type is known. Null: the account shows none, and a picture of the channel's own settings is the one to send.
     */
    public @Nullable URI agentAvatar() {
        return agentAvatar;
    }

    /** The key alone. */
    @Override
    public String toString() {
        return "OutboundMessage[" + key + ", " + parts.size() + " parts]";
    }

    /** Makes an {@link OutboundMessage}. */
    public static final class Builder {
        private final String to;
        private final List<Content> parts;
        private final UUID key;
        private @Nullable ReplyHandle handle;
        private boolean resend;
        private @Nullable Quote quote;
        private @Nullable String agentName;
        private @Nullable URI agentAvatar;

        private Builder(String to, List<Content> parts, UUID key) {
            if (parts.isEmpty()) {
                throw new IllegalArgumentException("a message without parts");
            }
            this.to = to;
            this.parts = parts;
            this.key = key;
        }

        public Builder handle(@Nullable ReplyHandle value) {
            this.handle = value;
            return this;
        }

        public Builder resend(boolean value) {
            this.resend = value;
            return this;
        }

        public Builder quote(@Nullable Quote value) {
            this.quote = value;
            return this;
        }

        public Builder agentName(@Nullable String value) {
            this.agentName = value;
            return this;
        }

        public Builder agentAvatar(@Nullable URI value) {
            this.agentAvatar = value;
            return this;
        }

        public OutboundMessage build() {
            return new OutboundMessage(this);
        }
    }
}
