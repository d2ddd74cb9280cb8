package dev.byoc.testkit.freshchat;

import dev.byoc.json.Json;

/**
 * A user that {@link FakeFreshchat} holds.
 *
 * @param referenceId {@code ""} if there is none
 * @param json the whole user as the API shows it
 */
public record StoredUser(String id, String referenceId, Json json) {
    public String firstName() {
        return json.get("first_name").textOr("");
    }

    /** The value of a property, {@code ""} if it is not set. */
    public String property(String name) {
        return json.get("properties").items().stream()
                .filter(property -> name.equals(property.get("name").text()))
                .map(property -> property.get("value").textOr(""))
                .findFirst()
                .orElse("");
    }
}
