package dev.byoc.internal.web;

import dev.byoc.internal.account.Proof;
import dev.byoc.internal.guard.Mark;
import dev.byoc.webhook.WebhookRequest;
import dev.byoc.webhook.WebhookResponse;

/** Answers the requests at one address whose path has proved to be right. Thread-safe. */
public interface Endpoint {
    /**
     * Answers one.
     *
     * @param path which of the secret parts of its address the request has named
     * @param came when the relay got it
     */
    WebhookResponse enter(WebhookRequest request, Proof path, Mark came);

    /** A request to it was refused before it was read: too large, packed, broken off, or at a path behind this address. */
    default void refusedUnread(String method) {}
}
