package dev.byoc.store.spi;

import dev.byoc.message.ReplyHandle;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One change of a customer's {@link Link}. Each touches its own fields, so that changes from both directions do not undo each other.
 */
public sealed interface LinkChange {
    /**
     * Freshchat said that a conversation was resolved or opened again, or a message that was posted there has opened it. An older change than
     * the last one does not count.
     */
    record State(String anyConversationId, boolean resolved, Instant at) implements LinkChange {}

    /** A change that names the customer. */
    sealed interface OfCustomer extends LinkChange {
        String account();

        String customer();
    }

    /** The customer's user is known, or forgotten. */
    record User(String account, String customer, @Nullable String userId) implements OfCustomer {}

    /** Messages go to this conversation now, or to none yet. One that is new here is open. */
    record Conversation(
            String account,
            String customer,
            @Nullable String id,
            @Nullable String number,
            @Nullable String lastRef) implements OfCustomer {}

    /**
     * A conversation of the customer's that an event has shown: messages go there if no conversation is known yet, and it is found by
     * either of its ids from now on.
     *
     * @param otherId its id of the other family; null: not told
     */
    record Seen(
            String account,
            String customer,
            String id,
            @Nullable String otherId) implements OfCustomer {}

    /**
     * A message of ours was posted to the conversation.
     *
     * @param opened as of when the message has opened the conversation or kept it open, so that an older {@link State} does not count; null: it
     *     says nothing of that
     */
    record Posted(
            String account,
            String customer,
            String lastRef,
            @Nullable Instant opened) implements OfCustomer {}

    /**
     * There is a newer handle. One that expires before the current one is of an earlier message that came late, and does not count, unless
     * it serves once.
     */
    record Handle(String account, String customer, ReplyHandle handle) implements OfCustomer {}

    /** This handle was used or ended; a newer one stays. */
    record HandleSpent(String account, String customer, String value) implements OfCustomer {}

    /** What brought the customer here, to be told to the agent once there is a conversation; null: it was told. */
    record Context(
            String account, String customer, @Nullable String text) implements OfCustomer {}

    /** Freshchat knows this profile now. */
    record Profile(String account, String customer, String digest) implements OfCustomer {}

    /** Something was relayed. Written only where the link says that the last time is a while ago. Changes no link that is not there. */
    record Active(String account, String customer, Instant at) implements OfCustomer {}

    /**
     * The conversation was read, and what webhooks had not told is stored. Changes no link that is not there.
     *
     * @param upTo names the gap it was read for; later gaps have later times
     */
    record CaughtUp(String account, String customer, Instant upTo) implements OfCustomer {}

    /**
     * A conversation of the customer's was read, or could not be. Kept until {@link CustomerMap#takeReadings} takes it. Where there is no link,
     * nothing is kept.
     *
     * @param found what came of it; holds nothing of what was said
     */
    record WasRead(String account, String customer, String found) implements OfCustomer {}
}
