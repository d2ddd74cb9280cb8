package dev.byoc.channel;

import java.util.Objects;

/** Whether a request comes from the network. */
public sealed interface Verification {
    /** It does. The only thing that {@link Channel#parse} takes, so a forgotten check does not compile. */
    record Verified(WebhookRequest request) implements Verification {
        public Verified {
            Objects.requireNonNull(request, "request");
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
