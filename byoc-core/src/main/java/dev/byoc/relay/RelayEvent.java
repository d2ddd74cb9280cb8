package dev.byoc.relay;

import dev.byoc.channel.Inbound.Receipt;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Something that happened in the relay, for metrics and logs of the host. Holds ids and reasons, never a person's words. */
public sealed interface RelayEvent {
    /** The channel account, {@code freshchat}, {@code store}, {@code host} or {@code relay}. */
    String account();

    /** A request was refused: unknown address, wrong method, failed signature; or, of {@code store}, because it could not be stored. */
    record RequestRefused(String account, int status, String why) implements RelayEvent {}

    /** Something was stored for relaying. */
    record Stored(String account, boolean inbound, String eventKey) implements RelayEvent {}

    /** It had been stored before. */
    record Duplicate(String account, boolean inbound, String eventKey) implements RelayEvent {}

    /** Nothing to relay. */
    record Ignored(String account, boolean inbound, String why) implements RelayEvent {}

    /** A customer's message is in Freshchat. */
    record Relayed(String account, String eventKey, String freshchatMessageId) implements RelayEvent {}

    /** An agent's answer was taken by the network, all of it. */
    record Sent(String account, String eventKey) implements RelayEvent {}

    /** An attempt failed and will be repeated. */
    record Retrying(String account, boolean inbound, String eventKey, Duration after, String why)
            implements RelayEvent {}

    /** Given up: kept as a dead letter, which {@link RelayEngine#timeline} finds by the event key. */
    record Buried(String account, boolean inbound, String eventKey, String why) implements RelayEvent {}

    /**
     * Something does not reach the other side as it was said; told once for each message, however often that is tried.
     *
     * @param inbound whether a customer said it
     */
    record Lost(String account, boolean inbound, String eventKey, Loss loss) implements RelayEvent {}

    /** What the network tells of a message that was sent. */
    record ReceiptCame(String account, String messageId, Receipt.Status status) implements RelayEvent {}

    /**
     * After a time in which webhooks of Freshchat may have been missed, conversations were read for answers that none had told of.
     *
     * @param since when webhooks may have been missed
     * @param conversations how many were read
     * @param sent answers found that are sent now
     * @param tooOld answers found that are dead letters, as they are older than what is sent; their agents were told
     * @param unsure answers found that may have been sent before; their agents were told, and nothing is sent
     * @param cutShort conversations of which older messages were not read: 24 hours or five pages back nothing was found that is known
     * @param unreadable conversations that Freshchat did not let be read
     * @param inactive open conversations that were not read, as nothing was relayed there lately
     */
    record CaughtUp(
            Instant since,
            int conversations,
            int sent,
            int tooOld,
            int unsure,
            int cutShort,
            int unreadable,
            int inactive)
            implements RelayEvent {
        @Override
        public String account() {
            return Router.FRESHCHAT;
        }
    }

    /** A far side is out of reach: nothing is sent to it until a probe succeeds. */
    record Paused(String account, String why) implements RelayEvent {}

    /** It works again. */
    record Resumed(String account) implements RelayEvent {}

    /**
     * Something is wrong with a part of the relay, or is not any more; see {@link RelayEngine#health}. Told in the order of the changes,
     * a moment after they happened.
     *
     * @param component the account's id, {@code freshchat}, {@code store}, {@code host} or {@code relay}
     * @param before of the component as a whole, by all that was known to be wrong with it
     * @param after the same, with this change
     * @param kind which of the things that can be wrong with it, the same for its end: {@code token}, {@code registration} and others,
     *     which README lists
     * @param cause a sentence for an operator, without secrets
     * @param remedy what an operator can do; null: nothing, or the cause says it
     * @param began whether it began, or has another status now; else it has ended
     */
    record HealthChanged(
            String component,
            Health.Status before,
            Health.Status after,
            String kind,
            String cause,
            @Nullable String remedy,
            boolean began)
            implements RelayEvent {
        @Override
        public String account() {
            return component;
        }
    }
}
