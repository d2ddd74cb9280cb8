package dev.byoc.channel;

import dev.byoc.message.Content;
import dev.byoc.webhook.WebhookResponse;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An optional ability: answering inside the webhook's own response, for events that came without a handle. */
public interface SyncReplies {
    /**
     * The longest that an answer is waited for, counted from when the relay has the request: less than the network waits, as the way there and
     * back takes time too. What the relay takes to store the message is part of it; where nothing is left, no answer is waited for.
     */
    Duration patience();

    /**
     * The response that carries an answer, all of it: what it does not carry reaches no one.
     *
     * @param parts what an agent or bot said in time; empty: no one did
     * @return null: a response cannot carry these. They go through {@link Channel#send}, and the request gets the answer that
     *     {@link Channel#parse} gave.
     */
    @Nullable
    WebhookResponse answer(List<Content> parts);
}
