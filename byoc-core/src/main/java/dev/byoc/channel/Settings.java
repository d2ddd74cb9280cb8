package dev.byoc.channel;

import dev.byoc.Secret;
import java.util.List;

/** The checked settings of one account, by the names that its {@link ConfigSpec} declares. */
public interface Settings {
    /** A text, its default included; {@code ""} where an optional one without default was not set. */
    String text(String name);

    /** Whether a setting of yes or no was set to yes. */
    boolean flag(String name);

    /**
     * A required secret, the current one.
     *
     * @throws IllegalArgumentException if the spec declares none of that name or it was not set
     */
    Secret secret(String name);

    /** The current secret, then the previous ones that still count; empty where an optional one was not set. */
    List<Secret> secrets(String name);
}
