package dev.byoc.freshchat;

import dev.byoc.internal.text.Wire;
import dev.byoc.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * An agent: who answers in Freshchat.
 *
 * @param name first and last name, for customers to see; {@code ""} if there is none
 */
public record Agent(String id, String name) {
    /** Null if the object holds no id. */
    static @Nullable Agent read(Json json) {
        String id = Wire.id(json.get("id"));
        String name =
                json.get("first_name").textOr("") + " " + json.get("last_name").textOr("");
        return id == null ? null : new Agent(id, name.strip());
    }
}
