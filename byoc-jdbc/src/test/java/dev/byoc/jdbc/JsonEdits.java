package dev.byoc.jdbc;

import dev.byoc.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/** What Freshchat says, changed by a test. */
final class JsonEdits {
    private JsonEdits() {}

    static Json with(Json object, Map<String, ?> more) {
        Map<String, Object> fields = new LinkedHashMap<>(object.fields());
        fields.putAll(more);
        return Json.of(fields);
    }

    static Json without(Json object, String field) {
        Map<String, Json> fields = new LinkedHashMap<>(object.fields());
        fields.remove(field);
        return Json.of(fields);
    }
}
