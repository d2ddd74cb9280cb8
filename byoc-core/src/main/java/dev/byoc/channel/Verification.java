package dev.byoc.channel;

import dev.byoc.Secret;
import dev.byoc.webhook.WebhookRequest;
import dev.byoc.webhook.WebhookResponse;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Whether a request comes from the network. */
public sealed interface Verification {
    /**
     * It does. The only thing that {@link Channel#parse} takes, so a forgotten check does not compile.
     *
     * @param by the secret that it has shown or that has signed it, of the account's settings or the context's webhook secrets: lets operators
     *     see which of several is in use; null: there is none, or it does not matter
     */
    record Verified(WebhookRequest request, @Nullable Secret by) implements Verification {
        public Verified {
            Objects.requireNonNull(request, "request");
        }

        public Verified(WebhookRequest request) {
            this(request, null);
        }
    }

    /**
     * It does not, or that cannot be told: answered 401.
     *
     * @param why for the log; never holds a secret or a signature
     */
    record Rejected(String why) implements Verification {
        public Rejected {
            why = Objects.requireNonNullElse(why, "no reason was given");
        }
    }

    /** A handshake: answered, and nothing is relayed. */
    record Answered(WebhookResponse answer) implements Verification {
        public Answered {
            Objects.requireNonNull(answer, "answer");
        }
    }
}
