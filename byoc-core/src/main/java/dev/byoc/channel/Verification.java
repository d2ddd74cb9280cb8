package dev.byoc.channel;

/** Whether a request comes from the network. */
public sealed interface Verification {
    /** It does. The only thing that {@link Channel#parse} takes, so a forgotten check does not compile. */
    record Verified(WebhookRequest request) implements Verification {}

    /**
     * It does not, or that cannot be told: answered 401.
     *
     * @param why for the log; never holds a secret or a signature
     */
    record Rejected(String why) implements Verification {}

    /** A handshake: answered, and nothing is relayed. */
    record Answered(WebhookResponse answer) implements Verification {}
}
