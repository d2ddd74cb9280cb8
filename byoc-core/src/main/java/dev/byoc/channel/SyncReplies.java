package dev.byoc.channel;

import dev.byoc.message.Content;
import dev.byoc.webhook.WebhookResponse;
import java.time.Duration;
import java.util.List;

/** An optional ability: answering inside the webhook's own response, for events that came without a handle. */
public interface SyncReplies {
    /** The longest the network waits for its answer. */
    Duration patience();

    /**
     * The response that carries an answer.
     *
     * @param parts what an agent or bot said in time; empty: no one did
     */
    WebhookResponse answer(List<Content> parts);
}
