package dev.byoc.internal.guard;

import dev.byoc.Secret;
import dev.byoc.channel.Received;
import dev.byoc.channel.Route;
import dev.byoc.webhook.WebhookRequest;
import dev.byoc.webhook.WebhookResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a channel made of a request. */
public sealed interface Reading {
    /**
     * It takes no such request.
     *
     * @param here what it takes at that path
     */
    record NoRoute(List<Route> here) implements Reading {}

    record Rejected(String why) implements Reading {}

    record Handshake(WebhookResponse answer) implements Reading {}

    /**
     * It is the network's, and was read.
     *
     * @param by the secret that has proved it; null: not told
     */
    record Read(WebhookRequest request, @Nullable Secret by, Received received) implements Reading {}

    /** It did not say: the same request again may fare better. */
    record NotNow(String why) implements Reading {}
}
