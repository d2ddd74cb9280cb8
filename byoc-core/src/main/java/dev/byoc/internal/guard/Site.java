package dev.byoc.internal.guard;

import java.time.Duration;

/**
 * What is called.
 *
 * @param component whose code it is: an account's id, or another component of health
 * @param name of the code, for people: class and method
 * @param key what must not be called twice at once; {@code ""}: nothing
 * @param most how long it may take; what our HTTP client grants its calls comes on top
 * @param http how much of that counts as granted from the start
 */
public record Site(String component, String name, String key, Duration most, Duration http) {
    /** For every call that has no reason to take longer. */
    public static final Duration MOST = Duration.ofSeconds(10);

    public Site(String component, String name) {
        this(component, name, "", MOST, Duration.ZERO);
    }
}
