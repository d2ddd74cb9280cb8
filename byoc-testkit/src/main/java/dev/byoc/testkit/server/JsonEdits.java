package dev.byoc.testkit.server;

import dev.byoc.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** JSON of a server, changed; each method gives a new value. */
public final class JsonEdits {
    private JsonEdits() {}

    /** The object with more fields, which replace those of the same names. */
    public static Json with(Json object, Map<String, ?> more) {
        Map<String, Object> fields = new LinkedHashMap<>(object.fields());
        fields.putAll(more);
        return Json.of(fields);
    }

    /** The object without that field. */
    public static Json without(Json object, String field) {
        Map<String, Json> fields = new LinkedHashMap<>(object.fields());
        fields.remove(field);
        return Json.of(fields);
    }

    /** The JSON in ASCII, all else as upper-case escapes, as some servers write it. */
    public static byte[] escaped(Json json) {
        String text = new String(json.bytes(), StandardCharsets.UTF_8);
        StringBuilder escaped = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x7F) {
                escaped.append(c);
            } else {
                escaped.append("\\u%04X".formatted((int) c));
            }
        }
        return escaped.toString().getBytes(StandardCharsets.US_ASCII);
    }
}
