package dev.byoc.freshchat;

import dev.byoc.internal.text.Wire;
import dev.byoc.json.Json;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A customer as Freshchat knows them. Where no name was given Freshchat may have made one up.
 *
 * @param referenceId the messenger's id, chosen by the creator of the user; null for users of Freshchat's own widgets
 * @param properties by name, in Freshchat's order
 */
public record FreshchatUser(
        String id,
        @Nullable String referenceId,
        @Nullable String firstName,
        @Nullable String lastName,
        @Nullable String email,
        @Nullable String phone,
        @Nullable Instant createdTime,
        Map<String, String> properties) {
    public FreshchatUser {
        properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
    }

    /** Null if the object holds no id. */
    static @Nullable FreshchatUser read(Json json) {
        String id = Wire.id(json.get("id"));
        return id == null
                ? null
                : new FreshchatUser(
                        id,
                        // As it stands: it is compared with the one asked for.
                        json.get("reference_id").text(),
                        Wire.text(json.get("first_name")),
                        Wire.text(json.get("last_name")),
                        Wire.text(json.get("email")),
                        Wire.text(json.get("phone")),
                        json.get("created_time").time(),
                        Wire.properties(json.get("properties")));
    }

    /** The id alone: names and numbers do not belong in a log. */
    @Override
    public String toString() {
        return "FreshchatUser[" + id + "]";
    }
}
