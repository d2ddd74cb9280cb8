package dev.byoc.testkit.server;

import java.util.Map;

/**
 * One attempt to deliver a webhook, as the ledger keeps it.
 *
 * @param event what it told, {@code "message_create"}
 * @param attempt 0 for the first
 * @param status what was answered; 0 if there was no answer
 * @param headers the headers that it was sent with, the signature among them
 * @param body the bytes that were sent
 * @param answer the bytes that came back
 */
public record Delivery(String event, int attempt, int status, Map<String, String> headers, byte[] body, byte[] answer) {
    /** Event and status alone. */
    @Override
    public String toString() {
        return "Delivery[" + event + ", attempt " + attempt + ", " + status + "]";
    }
}
