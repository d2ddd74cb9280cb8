package dev.byoc.testkit.server;

import dev.byoc.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a fake answers: an HTTP response as a value. The body is not copied. */
public record Answer(int status, Map<String, String> headers, byte[] body) {
    public Answer {
        headers = Map.copyOf(headers);
    }

    /** With a body of type {@code application/json}. */
    public static Answer json(int status, Json body) {
        return new Answer(status, Map.of("Content-Type", "application/json"), body.bytes());
    }

    /** With a web page in UTF-8. */
    public static Answer html(int status, String body) {
        return new Answer(
                status, Map.of("Content-Type", "text/html; charset=utf-8"), body.getBytes(StandardCharsets.UTF_8));
    }

    /** Without headers or body. */
    public static Answer empty(int status) {
        return new Answer(status, Map.of(), new byte[0]);
    }

    /** The same with one more header. */
    public Answer header(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Answer(status, more, body);
    }

    Answer body(byte[] changed) {
        return new Answer(status, headers, changed);
    }

    Answer status(int changed) {
        return new Answer(changed, headers, body);
    }
}
