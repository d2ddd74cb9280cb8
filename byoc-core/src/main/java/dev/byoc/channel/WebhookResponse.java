package dev.byoc.channel;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is answered to a request.
 *
 * @param headers what is sent beside {@code Content-Type} and {@code Content-Length}; one value each, without line breaks
 */
public record WebhookResponse(int status, String contentType, byte[] body, Map<String, String> headers) {
    private static final String TEXT = "text/plain; charset=utf-8";

    public WebhookResponse {
        headers = Map.copyOf(headers);
        headers.forEach((name, value) -> {
            if ((name + value).chars().anyMatch(c -> c < ' ' || c == 0x7F)) {
                // A line break would let whoever chose the value write headers, or a body, of their own.
                throw new IllegalArgumentException("a header holds a control character");
            }
        });
    }

    /** Without further headers. */
    public WebhookResponse(int status, String contentType, byte[] body) {
        this(status, contentType, body, Map.of());
    }

    /** 200 with an empty body. */
    public static WebhookResponse ok() {
        return new WebhookResponse(200, TEXT, new byte[0]);
    }

    /** 200 with a JSON body. */
    public static WebhookResponse json(byte[] body) {
        return new WebhookResponse(200, "application/json", body);
    }

    /** A line of plain text, sent in UTF-8. */
    public static WebhookResponse text(int status, String text) {
        return new WebhookResponse(status, TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    /** The same with one header more. */
    public WebhookResponse with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new WebhookResponse(status, contentType, body, more);
    }

    @Override
    public String toString() {
        return "WebhookResponse[" + status + ", " + body.length + " bytes]";
    }
}
