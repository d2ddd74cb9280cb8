package dev.byoc.testkit;

import dev.byoc.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a fake answers. */
record Answer(int status, Map<String, String> headers, byte[] body) {
    Answer {
        headers = Map.copyOf(headers);
    }

    static Answer json(int status, Json body) {
        return new Answer(status, Map.of("Content-Type", "application/json"), body.bytes());
    }

    static Answer html(int status, String body) {
        return new Answer(
                status, Map.of("Content-Type", "text/html; charset=utf-8"), body.getBytes(StandardCharsets.UTF_8));
    }

    static Answer empty(int status) {
        return new Answer(status, Map.of(), new byte[0]);
    }

    Answer header(String name, String value) {
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
