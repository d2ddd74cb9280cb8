package dev.byoc.channel;

import dev.byoc.webhook.WebhookRequest;
import java.util.List;

/**
 * One account on one network. Thread-safe; keeps nothing that must outlive a call (a token cache is fine).
 *
 * <p>Each call runs on a thread of the relay that is its alone, with the context class loader of the relay's caller. Whatever a
 * method throws is its outcome. A {@link #send} has 30 seconds beyond its HTTP calls, unless the host has set another time, and every other
 * method 10 seconds beyond them; a call that takes longer is interrupted, and counts as a failure that says nothing of what was done.
 */
public interface Channel extends AutoCloseable {
    /** What this account can show. Asked before every send, so it must be cheap. */
    Capabilities capabilities();

    /** Checks the raw bytes in constant time and without I/O; refuses when anything needed is missing. A throw counts as a no. */
    Verification verify(WebhookRequest request);

    /** Reads a request that {@link #verify} let pass. Does no I/O. A throw, or null, makes the whole request {@link Inbound.Unreadable}. */
    Received parse(Verification.Verified verified);

    /**
     * Sends one message, blocking until the network has answered. One call to the network: all parts or none. A throw, or null, counts as
     * {@link SendResult.Unknown}. Never called for a customer while another call for them has not returned.
     */
    SendResult send(OutboundMessage message);

    /** The requests this account takes; all others are answered 404 or 405 before {@link #verify}. */
    default List<Route> routes() {
        return List.of(new Route("POST", ""));
    }

    /** Tells the network where to send its webhooks. By default an operator does that. */
    default Registration registerWebhook(WebhookTarget target) {
        return Registration.byHand(target);
    }

    /** Takes the webhook back. By default there is nothing this code could do. */
    default void unregisterWebhook() {}

    @Override
    default void close() {}
}
