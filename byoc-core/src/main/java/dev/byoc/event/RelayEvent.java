package dev.byoc.event;

import dev.byoc.Direction;
import dev.byoc.channel.Inbound.Receipt;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Something that happened in the relay, for metrics and logs of the host. Holds ids and reasons, never a customer's or agent's words.
 *
 * <p>Of one message the events come in this order, in one process: {@link Stored}; then {@link Retrying} for each attempt that failed, and
 * {@link Degraded}; then exactly one of {@link Delivered}, {@link Completed}, {@link Discarded} and {@link DeadLettered}. All of them name the same
 * direction and event key, which together are of one message alone. What the relay itself adds while it works, such as a private note,
 * has no {@code Stored}, nor has the replay of a dead letter, whose event key is a new one. What {@link
 * dev.byoc.relay.RelayEngine#forget} ends has no such end. The events of an entry that is open as a process ends continue in the next one
 * that works on it, or on another host.
 */
public sealed interface RelayEvent {
    /**
     * The channel account, {@code freshchat}, {@code store}, {@code host} or {@code relay}; empty while it is not known whose
     * conversation an agent spoke in.
     */
    String account();

    /**
     * An attempt at what was stored has come to an end. Waiting, be it for Freshchat or a messenger that is out of reach, for a place or
     * for another call, is no attempt.
     */
    sealed interface Attempted extends RelayEvent {
        Direction direction();

        String eventKey();

        /**
         * 1 for the first, and one more after each {@link Retrying}, over restarts too; one that a crash has cut off is made again under
         * its number. 0: there was none, as it was stored as a dead letter.
         */
        int attempt();

        Timing timing();
    }

    /**
     * How long something took that is done for many messages or for none. For a {@link MeasuringListener} alone.
     */
    sealed interface Measured extends RelayEvent {
        Duration took();
    }

    /** A request was refused: unknown address, wrong method, failed signature; or, of {@code store}, because it could not be stored. */
    record RequestRefused(String account, int status, String why) implements RelayEvent {}

    /**
     * A webhook has proved where it is from, and all of it that is to be kept is stored: it is acknowledged now, unless a messenger waits in it
     * for an answer. Those that are not taken are told as {@link RequestRefused}; a messenger's handshakes are neither.
     *
     * @param account {@code freshchat-app} for product events
     * @param took since the relay got the request, whole
     */
    record WebhookTaken(String account, Duration took) implements Measured {}

    /**
     * A call to Freshchat's or a messenger's API has ended, whatever it was for: messages, files, look-ups, probes, registrations.
     *
     * @param account {@code freshchat}, or the account whose channel has called
     * @param status of HTTP; 0: no answer came. A messenger may say in the body of a 200 that it has refused
     * @param took by this machine's clock, connecting and reading the answer included
     */
    record RemoteCalled(String account, Ended how, int status, Duration took) implements Measured {
        /** How it ended. */
        public enum Ended {
            /** An answer came. */
            ANSWERED,
            /** Nothing was sent: the server could not be reached, or there was no time left. */
            NOT_SENT,
            /** It was sent, in part at least, and no whole answer came. */
            NO_ANSWER
        }
    }

    /** Something was stored for relaying. */
    record Stored(String account, Direction direction, String eventKey) implements RelayEvent {}

    /** It had been stored before. */
    record Duplicate(String account, Direction direction, String eventKey) implements RelayEvent {}

    /** A request or an event of it holds nothing to relay; nothing was stored. */
    record Ignored(String account, Direction direction, String why) implements RelayEvent {}

    /**
     * A customer's message is in Freshchat, or an agent's answer, or what the host's code sends, was taken by the messenger, all of it.
     *
     * @param messageIds inbound: Freshchat's id of the message, none where Freshchat did not name it. Outbound: of each part, in their
     *     order, the messenger's ids and the key that the relay sent it under; {@link ReceiptReceived} names one of these
     */
    record Delivered(
            String account, Direction direction, String eventKey, List<String> messageIds, int attempt, Timing timing)
            implements Attempted {
        public Delivered {
            messageIds = List.copyOf(messageIds);
        }
    }

    /**
     * Something that is no message is done; its event key says what: a private note, a message from code that agents are shown (inbound, as it
     * goes to Freshchat), a customer's new name, the end of a session, a request that could be read at last.
     */
    record Completed(String account, Direction direction, String eventKey, int attempt, Timing timing)
            implements Attempted {}

    /** There was nothing to do after all, or it was handed on under another event key. */
    record Discarded(String account, Direction direction, String eventKey, String why, int attempt, Timing timing)
            implements Attempted {}

    /**
     * An attempt failed and will be repeated.
     *
     * @param after the pause before the next one
     */
    record Retrying(
            String account,
            Direction direction,
            String eventKey,
            Duration after,
            String why,
            int attempt,
            Timing timing)
            implements Attempted {}

    /** It is kept as a dead letter, which {@link dev.byoc.relay.RelayEngine#timeline} finds by the event key. */
    record DeadLettered(String account, Direction direction, String eventKey, String why, int attempt, Timing timing)
            implements Attempted {}

    /**
     * Something does not reach the other side as it was said; told once for each message, however often that is tried.
     *
     * @param direction inbound if a customer said it
     */
    record Degraded(String account, Direction direction, String eventKey, Loss loss) implements RelayEvent {}

    /** What the network tells of a message that was sent. */
    record ReceiptReceived(String account, String messageId, Receipt.Status status) implements RelayEvent {}

    /**
     * After a time in which webhooks of Freshchat may have been missed, conversations were read for answers that none had told of.
     * It closes a search. What conversations hold that are read only later, as a live answer comes there, follows in a further event within
     * some ten minutes. A conversation that was read several times counts once.
     *
     * @param since when webhooks may have been missed
     * @param conversations how many were read, by the search or before a live answer went out
     * @param sent answers found that are sent now
     * @param tooOld answers found that are dead letters, as they are older than what is sent or than an answer that was sent; their
     *     agents were told
     * @param unsure answers found that may have been sent before, and messages each of which is too large to be read, so that what they are
     *     is not known; their agents were told, and nothing is sent
     * @param ambiguous answers found that are dead letters, as their ids do not name the customer alone in whose conversation they are;
     *     their agents were told
     * @param leftOut answers found that were left alone, as they were written before what the store remembers, so that they may have been
     *     sent, or before {@link dev.byoc.policy.CatchUpPolicy#notBefore}
     * @param cutShort conversations of which older messages were not read: 24 hours or five pages back nothing was found that is known
     * @param unreadable conversations that Freshchat did not let be read
     * @param passedOver conversations that were not read as they are of an account that is not configured here, or as something that a
     *     webhook told of them was waiting, which reads them itself
     * @param inactive open conversations that were not read, as nothing was relayed there lately
     */
    record CaughtUp(
            Instant since,
            int conversations,
            int sent,
            int tooOld,
            int unsure,
            int ambiguous,
            int leftOut,
            int cutShort,
            int unreadable,
            int passedOver,
            int inactive)
            implements RelayEvent {
        @Override
        public String account() {
            return Health.FRESHCHAT;
        }
    }

    /** A remote API is out of reach: nothing is sent to it until a probe succeeds. */
    record Paused(String account, String why) implements RelayEvent {}

    /** It works again. */
    record Resumed(String account) implements RelayEvent {}

    /**
     * Something is wrong with a part of the relay, or is not any more; see {@link dev.byoc.relay.RelayEngine#health}. Told in the order
     * of the changes, a moment after they happened.
     *
     * @param component the account's id, {@code freshchat}, {@code store}, {@code host} or {@code relay}
     * @param before of the component as a whole, by all that was known to be wrong with it
     * @param after the same, with this change
     * @param kind which of the things that can be wrong with it, the same for its end: {@code token}, {@code registration} and others,
     *     which docs/guides/operating.md lists
     * @param cause a sentence for an operator, without secrets
     * @param remedy what an operator can do
     * @param began whether it began, or has another status now; else it has ended
     */
    record HealthChanged(
            String component,
            Health.Status before,
            Health.Status after,
            String kind,
            String cause,
            String remedy,
            boolean began)
            implements RelayEvent {
        @Override
        public String account() {
            return component;
        }
    }
}
