package dev.byoc.relay;

import dev.byoc.channel.Inbound.Receipt;
import java.time.Duration;

/** Something that happened in the relay, for metrics and logs of the host. Holds ids and reasons, never a person's words. */
public sealed interface RelayEvent {
    /** The channel account, {@code freshchat} or {@code store}. */
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

    /** A far side is out of reach: nothing is sent to it until a probe succeeds. */
    record Paused(String account, String why) implements RelayEvent {}

    /** It works again. */
    record Resumed(String account) implements RelayEvent {}
}
