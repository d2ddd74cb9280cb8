package dev.byoc.freshchat;

import dev.byoc.json.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A user to create, or what to change about one. What is not set is not sent, and so stays as it is. An empty text empties the field:
 * assumed, as Freshchat documents no way to do that, and takes an empty id for "no agent" in conversations. Immutable.
 */
public final class UserDraft {
    private final Map<String, String> fields;
    private final Map<String, String> properties;

    private UserDraft(Builder builder) {
        this.fields = Collections.unmodifiableMap(new LinkedHashMap<>(builder.fields));
        this.properties = Collections.unmodifiableMap(new LinkedHashMap<>(builder.properties));
    }

    public static Builder builder() {
        return new Builder();
    }

    Map<String, String> properties() {
        return properties;
    }

    /**
     * The body of a call.
     *
     * @param known the properties that Freshchat has, each an object of name and value; those of this draft are merged in by name
     */
    Json body(List<Json> known) {
        Json.Builder body = Json.object();
        fields.forEach((name, value) -> {
            if (name.equals("avatar")) {
                body.put(name, value.isEmpty() ? Json.object() : Json.object().put("url", value));
            } else {
                body.put(name, value);
            }
        });
        if (!properties.isEmpty()) {
            List<Json> merged = new ArrayList<>();
            for (Json property : known) {
                if (!properties.containsKey(property.get("name").textOr(""))) {
                    merged.add(property);
                }
            }
            properties.forEach((name, value) -> merged.add(
                    Json.object().put("name", name).put("value", value).build()));
            body.put("properties", merged);
        }
        return body.build();
    }

    /** Nothing of the person: names and numbers do not belong in a log. */
    @Override
    public String toString() {
        return "UserDraft" + fields.keySet();
    }

    /** Makes a {@link UserDraft}. Null means "not set". */
    public static final class Builder {
        private final Map<String, String> fields = new LinkedHashMap<>();
        private final Map<String, String> properties = new LinkedHashMap<>();

        private Builder() {}

        /** What the user is found by later; Freshchat does not keep it unique. */
        public Builder referenceId(@Nullable String value) {
            return set("reference_id", value);
        }

        public Builder firstName(@Nullable String value) {
            return set("first_name", value);
        }

        public Builder lastName(@Nullable String value) {
            return set("last_name", value);
        }

        public Builder email(@Nullable String value) {
            return set("email", value);
        }

        public Builder phone(@Nullable String value) {
            return set("phone", value);
        }

        /** A public address of the picture; empty: there is to be none. */
        public Builder avatarUrl(@Nullable String value) {
            return set("avatar", value);
        }

        /** User properties by name; unknown names become new properties, {@code cf_} names are custom fields. */
        public Builder properties(Map<String, String> values) {
            properties.putAll(values);
            return this;
        }

        private Builder set(String name, @Nullable String value) {
            if (value == null) {
                fields.remove(name);
            } else {
                fields.put(name, value);
            }
            return this;
        }

        public UserDraft build() {
            return new UserDraft(this);
        }
    }
}
