package dev.byoc.freshchat;

import dev.byoc.internal.text.Wire;
import dev.byoc.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * An agent: who answers in Freshchat.
 *
 * @param name first and last name, for customers to see; {@code ""} if there is none
 * @param email null: not told
 * @param avatarUrl the address of the picture; null: none is told. How long it leads to it is not known
 * @param active neither deactivated nor deleted, as far as is told
 */
public record Agent(
        String id,
        String name,
        @Nullable String email,
        @Nullable String avatarUrl,
        boolean active) {
    /**
     * A group of agents, to which conversations can be given.
     *
     * @param name {@code ""} if it is not told; nothing says that no two groups have the same
     */
    public record Group(String id, String name) {
        /** Null if the object holds no id. */
        static @Nullable Group read(Json json) {
            String id = Wire.id(json.get("id"));
            return id == null ? null : new Group(id, json.get("name").textOr(""));
        }
    }

    /** Null if the object holds no id. */
    static @Nullable Agent read(Json json) {
        String id = Wire.id(json.get("id"));
        String name =
                json.get("first_name").textOr("") + " " + json.get("last_name").textOr("");
        boolean gone =
                json.get("is_deactivated").isTrue() || json.get("is_deleted").isTrue();
        return id == null
                ? null
                : new Agent(
                        id,
                        name.strip(),
                        Wire.text(json.get("email")),
                        Wire.text(json.get("avatar").get("url")),
                        !gone);
    }

    /** The id alone: the rest does not belong in a log. */
    @Override
    public String toString() {
        return "Agent[" + id + "]";
    }
}
