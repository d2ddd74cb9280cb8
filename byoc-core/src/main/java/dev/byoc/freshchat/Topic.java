package dev.byoc.freshchat;

import dev.byoc.internal.text.Wire;
import dev.byoc.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * A topic, which Freshchat's API calls a channel: where conversations are put.
 *
 * @param source {@code FRESHCHAT} if conversations can be created in it by API; {@code ""} if not told
 */
public record Topic(String id, String name, boolean enabled, String source) {
    /** Null if the object holds no id. */
    static @Nullable Topic read(Json json) {
        String id = Wire.id(json.get("id"));
        return id == null
                ? null
                : new Topic(
                        id,
                        json.get("name").textOr(""),
                        // Not told is not off.
                        !json.get("enabled").equals(Json.of(false)),
                        json.get("source").textOr(""));
    }
}
