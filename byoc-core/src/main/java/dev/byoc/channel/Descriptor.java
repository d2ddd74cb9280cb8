package dev.byoc.channel;

import dev.byoc.channel.config.ConfigSpec;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * What a provider says of itself.
 *
 * @param id lower case, stable for ever: it is part of every customer's reference in Freshchat
 * @param displayName what agents and admins read
 * @param config the settings of one account
 */
public record Descriptor(String id, String displayName, ConfigSpec config) {
    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,30}");

    public Descriptor {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("a channel id matches " + ID.pattern() + ", not '" + id + "'");
        }
        Objects.requireNonNull(displayName, "displayName");
        Objects.requireNonNull(config, "config");
    }
}
