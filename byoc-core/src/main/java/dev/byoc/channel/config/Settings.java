package dev.byoc.channel.config;

import dev.byoc.Secret;
import java.util.List;

/**
 * The checked settings of one account, by the names that its {@link ConfigSpec} declares. Thread-safe. Texts never change. Secrets may,
 * while the channel is open: the host may have given a source for one, which is asked again when the network refuses it. So ask for a secret
 * at each use, and keep none: a call that is answered by {@code AUTH} is made again with the new one.
 */
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

    /**
     * The current secret, then the previous ones that still count; empty where an optional one was not set. Previous ones are those that the
     * host lists behind it, and, of a setting that may have them ({@link ConfigSpec#secrets}), those that a source has replaced lately.
     */
    List<Secret> secrets(String name);
}
