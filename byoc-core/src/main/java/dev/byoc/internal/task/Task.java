package dev.byoc.internal.task;

import dev.byoc.channel.Inbound;
import dev.byoc.freshchat.Skipped;
import dev.byoc.message.Content;
import dev.byoc.message.Customer;
import dev.byoc.message.Forward;
import dev.byoc.message.Quote;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an entry's body says is to be done. */
public sealed interface Task {
    /**
     * Post what a customer said.
     *
     * @param quote the message that it answers; null: none
     * @param forward the mark of one that was passed on; null: it was not
     */
    record Post(
            Customer customer,
            Instant at,
            List<Content> contents,
            @Nullable Quote quote,
            @Nullable Forward forward) implements Task {
        public static Post of(Inbound.MessageReceived message) {
            return new Post(message.customer(), message.at(), message.contents(), message.quote(), message.forward());
        }

        /** Without the words. */
        @Override
        public String toString() {
            return "Post[" + customer + "]";
        }
    }

    /** Tell Freshchat a customer's new name or picture. */
    record Profile(Customer customer) implements Task {}

    /**
     * Blank the profile of a customer who was forgotten.
     *
     * @param userId as it was linked; null: it was not, but may be found by its reference
     */
    record BlankProfile(String customer, @Nullable String userId) implements Task {}

    /** Tell what a customer came with: now where there is a conversation, else with the first message. */
    record Joined(String customer, String text) implements Task {
        /** Without the words. */
        @Override
        public String toString() {
            return "Joined[" + customer + "]";
        }
    }

    /** Set what a customer came with as a property of the conversation. */
    record Context(String customer, String text) implements Task {
        /** Without the words. */
        @Override
        public String toString() {
            return "Context[" + customer + "]";
        }
    }

    /** Tell the agent something, as a private note. */
    record Note(String customer, String text) implements Task {
        /** Without the words. */
        @Override
        public String toString() {
            return "Note[" + customer + "]";
        }
    }

    /**
     * Show agents what the host's code has sent to a customer.
     *
     * @param text in words
     * @param agentId as whom it was to be shown when it was sent; null: by a note
     */
    record Shown(String customer, String text, @Nullable String agentId) implements Task {
        /** Without the words. */
        @Override
        public String toString() {
            return "Shown[" + customer + "]";
        }
    }

    /** A message that was taken has failed after all: find out whose it was, and tell the agent. */
    record FailedReceipt(String messageId, String detail) implements Task {}

    /**
     * Send what an agent said to a customer.
     *
     * @param conversations the ids of its conversation, of one family or of both
     * @param typed it came with its {@code message_type}; without one it may be a private note
     * @param written when, by Freshchat's clock; null: not told, or it came by no webhook
     * @param skipped what was said and is not among the contents
     * @param quote the message that it answers; null: none is known
     */
    record Reply(
            String customer,
            String messageId,
            List<String> conversations,
            @Nullable String agentId,
            boolean typed,
            @Nullable Instant written,
            List<Content> contents,
            List<Skipped> skipped,
            @Nullable Quote quote)
            implements Task {
        /** Whether it is no agent's, but what the host's code sends: it came by no webhook. */
        public boolean isFromCode() {
            return conversations.isEmpty();
        }

        /** Without the words. */
        @Override
        public String toString() {
            return "Reply[" + messageId + "]";
        }

        /** The one of its ids that comes first; {@code ""}: it is {@link #isFromCode}. */
        String conversation() {
            return conversations.isEmpty() ? "" : conversations.get(0);
        }
    }

    /**
     * End the network's session with a customer, unless another one has begun.
     *
     * @param handle the value of the one that was the newest when the conversation was resolved
     */
    record EndSession(String customer, String handle) implements Task {
        /** Without the handle, which is good for writing to the customer. */
        @Override
        public String toString() {
            return "EndSession[" + customer + "]";
        }
    }

    /**
     * Read a customer's conversation first, as earlier answers in it may be missing; then do what came of a webhook.
     *
     * @param account the work's own lane is no account's, as it waits for Freshchat
     * @param conversations the ids of the one to read
     * @param written when what the webhook told of was, by Freshchat's clock; null: not told
     * @param then null: nothing more
     */
    record AfterReading(
            String account,
            String customer,
            List<String> conversations,
            @Nullable Instant written,
            @Nullable Task then) implements Task {}

    /**
     * An agent spoke in a conversation whose customer is not known: find out.
     *
     * @param written when, by Freshchat's clock; null: not told
     */
    record Orphan(
            String messageId,
            List<String> conversations,
            List<String> channelIds,
            List<String> userIds,
            List<String> references,
            @Nullable String agentId,
            boolean typed,
            @Nullable Instant written,
            List<Content> contents,
            List<Skipped> skipped)
            implements Task {
        /** Without the words. */
        @Override
        public String toString() {
            return "Orphan[" + messageId + "]";
        }
    }

    /**
     * A request that could not be read, kept as it came.
     *
     * @param query raw; null: there was none
     * @param caller the address of the client
     */
    record RawRequest(
            String method,
            String subPath,
            @Nullable String query,
            Map<String, List<String>> headers,
            byte[] body,
            @Nullable String caller,
            Instant receivedAt)
            implements Task {
        /** How their lane is called: whose they are is not known. It is stored, so it never changes. */
        public static final String PARTY = "unreadable";

        /** Under which one is stored; no customer's entry has such a key. */
        public static String keyOf(String account, String digest) {
            return account + " unreadable:" + digest;
        }
    }
}
