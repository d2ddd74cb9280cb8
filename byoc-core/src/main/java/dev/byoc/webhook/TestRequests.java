package dev.byoc.webhook;

/**
 * An optional ability of a channel whose requests are signed with a secret that the account has too: making one, by which an operator tries
 * an address. Not for channels whose requests prove themselves by holding a secret: the request would show it. No I/O.
 */
public interface TestRequests {
    /** The body of a text message of a customer who does not exist, as the network would send it now. No two have the same id. */
    byte[] sample();

    /**
     * A request with that body as the network would send it, with the signature that {@code Channel.verify} asks for.
     *
     * @param body whatever it is, also what the network would not send
     * @return method, sub path, and the headers that the network adds; the public address may be left out, as the relay knows it
     */
    WebhookRequest signed(byte[] body);
}
