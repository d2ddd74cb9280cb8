package dev.byoc;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * A token or key that must not be printed. {@link #toString} is {@code ***}, so records, settings and log lines that hold one are
 * safe; {@link #reveal} is the only way to the value.
 */
public final class Secret {
    private final String value;

    private Secret(String value) {
        this.value = value;
    }

    /**
     * A secret of that value.
     *
     * @throws IllegalArgumentException if the value is blank: an empty secret protects nothing
     */
    public static Secret of(String value) {
        if (value.isBlank()) {
            throw new IllegalArgumentException("a secret must not be blank");
        }
        return new Secret(value);
    }

    /** The value itself, for the one call that needs it. */
    public String reveal() {
        return value;
    }

    /** The value's UTF-8 bytes, for a MAC. */
    public byte[] bytes() {
        return value.getBytes(StandardCharsets.UTF_8);
    }

    /** Whether this is the given value; takes as long for a near miss as for a wild guess. */
    public boolean matches(String candidate) {
        return MessageDigest.isEqual(bytes(), candidate.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && matches(secret.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return "***";
    }
}
