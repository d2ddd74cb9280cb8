package dev.byoc.channel;

import dev.byoc.message.Content;
import dev.byoc.message.Customer;
import dev.byoc.message.Forward;
import dev.byoc.message.Quote;
import dev.byoc.message.ReplyHandle;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something that a network told us. Every {@code eventId} is the network's own, the same on redelivery, and never a secret (hash it
 * then); null means that a repeat cannot be recognised.
 */
public sealed interface Inbound {
    /**
     * When it happened, as the network says; when it was received where the network does not say. What is too old, or dated far ahead, has
     * no effect: it may be a captured request. Null: it has no effect anyway.
     */
    default @Nullable Instant at() {
        return null;
    }

    /** A customer said something. */
    final class MessageReceived implements Inbound {
        private final @Nullable String eventId;
        private final Customer customer;
        private final Instant at;
        private final List<Content> contents;
        private final @Nullable Quote quote;
        private final @Nullable Forward forward;
        private final @Nullable ReplyHandle handle;

        private MessageReceived(Builder builder) {
            this.eventId = builder.eventId;
            this.customer = Objects.requireNonNull(builder.customer, "customer");
            this.at = Objects.requireNonNull(builder.at, "at");
            this.contents = List.copyOf(builder.contents);
            this.quote = builder.quote;
            this.forward = builder.forward;
            this.handle = builder.handle;
            if (contents.isEmpty()) {
                throw new IllegalArgumentException("a message without content");
            }
        }

        /**
         * Starts a message.
         *
         * @param at when the network says it was sent
         */
        public static Builder builder(@Nullable String eventId, Customer customer, Instant at) {
            return new Builder(eventId, customer, at);
        }

        public @Nullable String eventId() {
            return eventId;
        }

        public Customer customer() {
            return customer;
        }

        @Override
        public Instant at() {
            return at;
        }

        /** At least one, in the order they are to be shown. */
        public List<Content> contents() {
            return contents;
        }

        /** The earlier message that this one answers; the agent sees it as a short quotation. Null: none. */
        public @Nullable Quote quote() {
            return quote;
        }

        /** The mark of a message that was passed on, which the agent sees too. Null: it was not. */
        public @Nullable Forward forward() {
            return forward;
        }

        public @Nullable ReplyHandle handle() {
            return handle;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof MessageReceived that
                    && Objects.equals(eventId, that.eventId)
                    && customer.equals(that.customer)
                    && at.equals(that.at)
                    && contents.equals(that.contents)
                    && Objects.equals(quote, that.quote)
                    && Objects.equals(forward, that.forward)
                    && Objects.equals(handle, that.handle);
        }

        @Override
        public int hashCode() {
            return Objects.hash(eventId, customer, at);
        }

        /** Ids alone. */
        @Override
        public String toString() {
            return "MessageReceived[" + eventId + ", " + customer + ", " + contents.size() + " contents]";
        }

        /** Makes a {@link MessageReceived}. */
        public static final class Builder {
            private final @Nullable String eventId;
            private final Customer customer;
            private final Instant at;
            private List<Content> contents = List.of();
            private @Nullable Quote quote;
            private @Nullable Forward forward;
            private @Nullable ReplyHandle handle;

            private Builder(@Nullable String eventId, Customer customer, Instant at) {
                this.eventId = eventId;
                this.customer = customer;
                this.at = at;
            }

            public Builder contents(List<? extends Content> value) {
                this.contents = List.copyOf(value);
                return this;
            }

            public Builder content(Content value) {
                return contents(List.of(value));
            }

            public Builder quote(@Nullable Quote value) {
                this.quote = value;
                return this;
            }

            public Builder forward(@Nullable Forward value) {
                this.forward = value;
                return this;
            }

            public Builder handle(@Nullable ReplyHandle value) {
                this.handle = value;
                return this;
            }

            public MessageReceived build() {
                return new MessageReceived(this);
            }
        }
    }

    /**
     * What became of a message that was sent.
     *
     * @param messageId one of the ids of {@link SendResult.Accepted}, or the key of {@link OutboundMessage} as text
     * @param andEarlier it holds for all earlier messages to that customer as well
     * @param detail the network's words about a failure, {@code ""} if there are none
     */
    record Receipt(
            @Nullable String eventId, String messageId, Instant at, Status status, boolean andEarlier, String detail)
            implements Inbound {
        public Receipt {
            Objects.requireNonNull(messageId, "messageId");
            Objects.requireNonNull(status, "status");
            detail = Objects.requireNonNullElse(detail, "");
        }

        /** How far the message came. */
        public enum Status {
            DELIVERED,
            SEEN,
            FAILED
        }
    }

    /**
     * A customer opened the conversation without saying anything yet.
     *
     * @param context what brought the customer here, for instance a link's parameter; shown to the agent as a private note,
     *     and as a property of the conversation where the account's {@code context-property} names one
     */
    record CustomerJoined(
            @Nullable String eventId,
            Customer customer,
            Instant at,
            @Nullable String context,
            @Nullable ReplyHandle handle)
            implements Inbound {
        public CustomerJoined {
            Objects.requireNonNull(customer, "customer");
        }
    }

    /**
     * A customer changed one of their messages. The agent reads what it says now, as a message that begins with a line that says so.
     *
     * @param about the message that was changed; its words, where the network tells what it said before, are quoted
     * @param contents what it says now: at least one
     */
    record Edited(@Nullable String eventId, Customer customer, Instant at, Quote about, List<Content> contents)
            implements Inbound {
        public Edited {
            Objects.requireNonNull(customer, "customer");
            Objects.requireNonNull(at, "at");
            Objects.requireNonNull(about, "about");
            contents = List.copyOf(contents);
            if (contents.isEmpty()) {
                throw new IllegalArgumentException("a changed message without content");
            }
        }

        /** Ids alone. */
        @Override
        public String toString() {
            return "Edited[" + eventId + ", " + customer + ", " + contents.size() + " contents]";
        }
    }

    /**
     * A customer took one of their messages back. The agent gets a private note, without what it said: that stays in Freshchat, which has no call to
     * delete it.
     *
     * @param messageId the network's id of that message; with it a repeat is known where there is no {@code eventId}
     */
    record Withdrawn(
            @Nullable String eventId,
            String customerId,
            Instant at,
            @Nullable String messageId) implements Inbound {
        public Withdrawn {
            Objects.requireNonNull(customerId, "customerId");
        }
    }

    /**
     * A customer reacted to a message of either side. The agent gets a private note.
     *
     * @param about the message; its words, where the network tells them, are quoted
     * @param reaction an emoji, or the network's word for it; a blank one is no reaction
     * @param removed the reaction was taken back
     */
    record Reacted(
            @Nullable String eventId, String customerId, Instant at, Quote about, String reaction, boolean removed)
            implements Inbound {
        public Reacted {
            Objects.requireNonNull(customerId, "customerId");
            Objects.requireNonNull(about, "about");
            reaction = Objects.requireNonNullElse(reaction, "");
        }

        /** Ids alone. */
        @Override
        public String toString() {
            return "Reacted[" + eventId + ", " + customerId + ", " + about + "]";
        }
    }

    /** A customer can no longer be reached; the agent gets a private note. */
    record CustomerLeft(@Nullable String eventId, String customerId, Instant at) implements Inbound {
        public CustomerLeft {
            Objects.requireNonNull(customerId, "customerId");
        }
    }

    /**
     * A session is over; ends only the handle with this value.
     *
     * @param unnamed what a message of that time had given if it did not name its session: such a handle is ended too, unless a later message
     *     gave it, by when it expires. Null: messages always name theirs
     */
    record SessionEnded(
            @Nullable String eventId,
            String customerId,
            Instant at,
            String handleValue,
            @Nullable ReplyHandle unnamed) implements Inbound {
        public SessionEnded {
            Objects.requireNonNull(customerId, "customerId");
            Objects.requireNonNull(handleValue, "handleValue");
        }

        /** Whether this is the end of the session that a customer's last message gave. */
        public boolean ends(ReplyHandle held) {
            if (unnamed == null || !held.value().equals(unnamed.value())) {
                return held.value().equals(handleValue);
            }
            Instant end = unnamed.expires();
            return end == null || (held.expires() != null && !held.expires().isAfter(end));
        }
    }

    /** Nothing that an agent should see. Never a customer's message, not even one without a sender: that is {@link Unreadable}. */
    record Ignored(String why) implements Inbound {
        public Ignored {
            why = Objects.requireNonNullElse(why, "");
        }
    }

    /**
     * What cannot be read, or cannot be relayed although it holds a customer's words: a message without a sender, with an id that is none, or
     * of a kind that is not known. The raw request is kept as a dead letter, 200 is answered, and it can be parsed again on replay.
     *
     * @param why for the operator, without the customer's words
     */
    record Unreadable(String why) implements Inbound {
        public Unreadable {
            why = Objects.requireNonNullElse(why, "no reason was given");
        }
    }
}
