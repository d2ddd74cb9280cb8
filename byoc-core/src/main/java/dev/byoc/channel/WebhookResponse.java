package dev.byoc.channel;

import java.nio.charset.StandardCharsets;

/** What is answered to a request. */
public record WebhookResponse(int status, String contentType, byte[] body) {
    /** 200 with an empty body. */
    public static WebhookResponse ok() {
        return new WebhookResponse(200, "text/plain; charset=utf-8", new byte[0]);
    }

    /** 200 with a JSON body. */
    public static WebhookResponse json(byte[] body) {
        return new WebhookResponse(200, "application/json", body);
    }

    /** A line of plain text, sent in UTF-8. */
    public static WebhookResponse text(int status, String text) {
        return new WebhookResponse(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "WebhookResponse[" + status + ", " + body.length + " bytes]";
    }
}
